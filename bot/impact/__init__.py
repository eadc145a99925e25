"""What an incident affects: worked out from lineage, corrected by people, told to the owners."""
