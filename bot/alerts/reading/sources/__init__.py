"""One small file for each tool that is recognised; the general reader takes the rest.

A reader gets the parts of a message and answers with signals, with `()` where the message is its tool's
but says nothing that matters, or with None where the message is not its tool's at all.
"""
