"""Updates, and the promises of the next one."""
