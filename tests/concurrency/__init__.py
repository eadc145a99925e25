"""What two transactions do to each other on PostgreSQL: interleaved by hand, at the moment that matters."""
