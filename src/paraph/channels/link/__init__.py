"""The link channel: the partner signs by a one-time link, without an account."""
