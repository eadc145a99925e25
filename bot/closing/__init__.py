"""The close notice: written from the record, read by a person, and sent to all who had been told."""
