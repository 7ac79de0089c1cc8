"""Approval routes and decisions before signing."""
