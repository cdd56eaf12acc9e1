"""Repair before replace: guides, the ladder of rungs, and the agreement of the two."""
