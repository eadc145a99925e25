"""What Breakwater shows in Slack: pure functions, view data in, Block Kit out. One card or form a file.

The rooms bear the names of the use cases that they draw for (`bot/oncall/` decides, `bot/blocks/oncall/`
shows); `front` is what people meet first. At the top lies what all of them draw with, and the one card
of a subject that has no more.
"""
