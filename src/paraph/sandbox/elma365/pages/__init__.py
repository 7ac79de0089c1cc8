"""Pages people use: who they are, sections and lists, cards of items, tasks, the module's settings."""
