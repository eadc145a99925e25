"""The end of an incident: the forms that close and reopen it, and the notice of it."""
