"""Moving on: the forms and notices of stages, their gates and their clocks."""
