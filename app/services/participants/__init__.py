"""What mentees and mentors see and do."""
