"""What a tool's message says, as signals: pure, and never in trouble, whatever the message holds.

`read_message` begins; `message_parts` shows a message as readers see it, and `sources/` has the readers.
"""
