"""The migrations, oldest first by their numbers. Each goes both ways."""
