"""Paraph: self-hosted hub for legally significant documents in Russia (ЭДО)."""

__version__ = "0.2.0"
