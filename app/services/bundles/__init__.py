"""A programme's files: in, out, and what would change."""
