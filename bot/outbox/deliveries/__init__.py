"""The kinds of things that are said or done outside, by their subjects; at the top, what is of many."""
