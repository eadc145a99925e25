"""What people are told and when: updates, the promises of the next one, and their reminders."""
