"""The tests: `house` for what surrounds the program, and a folder for each of its rooms."""
