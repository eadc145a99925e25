"""What an incident affects, who owns it, and how it hangs together."""
