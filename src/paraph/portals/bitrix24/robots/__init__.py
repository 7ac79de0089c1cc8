"""Robots and activities of business processes: what a process asks of us, and the one answer it gets."""
