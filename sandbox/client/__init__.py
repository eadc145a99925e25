"""What people do: the API behind the page, and the stream that shows them what happens."""
