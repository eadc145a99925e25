"""After the close: the post-mortem, scheduled, drafted from the record, chased until it is published."""
