"""One small file for each tool whose webhooks are read; the file's name is the source's.

Each has two functions:

- `recognises(body) -> bool`: whether this JSON is of this tool, by what only this tool writes.
- `read(body) -> Sequence[Signal] | None`: signals; `()` where it is the tool's but says nothing that matters
  (a run has started, a connection is tried); None where it is no shape that the tool is known to send.
"""
