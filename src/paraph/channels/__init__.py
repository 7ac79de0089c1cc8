"""Adapters that carry packages to counterparties."""
