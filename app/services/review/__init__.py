"""The coordinator's work: the queue, one case, verdicts, and what several cases have in common."""
