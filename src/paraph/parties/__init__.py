"""Workspaces, our organisations, employees, roles, departments; counterparties."""
