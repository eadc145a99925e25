"""What looks wrong to someone, before it is an incident."""
