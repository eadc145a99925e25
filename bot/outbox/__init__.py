"""Committed first, spoken after: claim -> render -> deliver -> mark.

`queue` claims and marks rows, `runner` keeps the work going, `delivery` says what a kind of item must
be able to do, and `deliveries/` holds the kinds, by their subjects.
"""
