"""What we promise in figures, measured: `make bench` or `python -m bench`.

Each figure drives the real program as a process of its own, against a local Slack that is another one,
from a third (this one). Figures that hang on the machine are ratios to what the same run injected.
"""
