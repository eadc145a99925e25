"""The prose that a team may rewrite; a package only so that it travels in the wheel."""
