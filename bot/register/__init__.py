"""The data-issue register: which data was bad when, and what to do about it, long after the incident."""
