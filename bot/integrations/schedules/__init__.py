"""On-call schedules kept elsewhere: each behind one port (`port.py`), with a fake that keeps it, too."""
