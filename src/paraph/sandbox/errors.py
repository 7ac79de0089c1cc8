"""What goes wrong in the sandbox, said to the person who started it."""

from __future__ import annotations


class SandboxError(Exception):
    """The sandbox cannot do what was asked; the text is Russian and says what to do."""
