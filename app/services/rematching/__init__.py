"""From the wish for another mentor to the new mentorship, its undo and its follow-up."""
