"""The hash-chained journal: one event per step."""
