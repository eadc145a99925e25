"""Ways to call people beside Slack: each behind one port (`port.py`), with a fake that keeps it, too."""
