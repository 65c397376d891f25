"""Messages: what was sent and what was not, and the ways to send."""
