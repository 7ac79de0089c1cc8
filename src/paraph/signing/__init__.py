"""Signing tasks, signatures, verification on receipt."""
