"""The record: written, corrected, judged and read."""
