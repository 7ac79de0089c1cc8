"""Machines, packages, checks, advance()."""
