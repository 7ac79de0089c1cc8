"""Checking a received signature against the bytes it should cover and the certificates trusted here."""

from __future__ import annotations

