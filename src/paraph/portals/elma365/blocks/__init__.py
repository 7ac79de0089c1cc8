"""Blocks of business processes: what a process of ELMA365 asks of us, and the one answer it gets."""
