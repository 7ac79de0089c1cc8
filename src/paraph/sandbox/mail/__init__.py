"""Mail catcher: an SMTP server that keeps every accepted letter, with a page and an API to look at them."""
