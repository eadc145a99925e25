"""The test desk: faults, limits, cuts, and a look behind the scenes."""
