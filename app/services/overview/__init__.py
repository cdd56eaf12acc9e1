"""The programme as a whole, and what it brought."""
