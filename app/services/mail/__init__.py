"""Words to people, and the mails and calendar entries that announce them."""
