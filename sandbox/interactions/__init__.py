"""What happens when a person uses the app: commands, clicks, forms, shortcuts, and the app's answers."""
