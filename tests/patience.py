"""How long a browser is waited for: a machine that runs several tests at once may be slow."""

from __future__ import annotations

from playwright.sync_api import expect

#: Milliseconds.
BROWSER = 60_000

expect.set_options(timeout=BROWSER)
