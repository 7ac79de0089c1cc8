"""The outbox and the engine that runs it."""
