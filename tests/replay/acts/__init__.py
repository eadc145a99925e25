"""All that people do in incidents, by subject: one small method for each act."""
