"""What people meet first, whatever it is about: home, help, lists, the panel, and a refusal."""
