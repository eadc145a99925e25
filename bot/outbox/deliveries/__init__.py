"""The kinds of things that are said or done outside, one small file each."""
