"""What puts the data right: bad windows, the backfill, and holds on retention."""
