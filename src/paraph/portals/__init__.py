"""Portals where people work: adapters that bring the hub into the pages of a CRM."""
