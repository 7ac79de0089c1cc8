"""Registries of documents and packages in the portal, their tab in its cards, and what keeps both equal."""
