"""Pictures of lineage: what is shown, laid out once, drawn as SVG for pages and as PNG for Slack."""
