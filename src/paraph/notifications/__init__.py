"""Letters to people about what happened."""
