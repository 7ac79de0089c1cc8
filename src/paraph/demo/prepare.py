"""`python -m paraph.demo.prepare PKI`: database, static files and the invented company of a new hub."""

from __future__ import annotations

import sys
from pathlib import Path

import django


def main() -> None:
    """Runs as a process of its own, with the hub's environment."""
    django.setup()
    from django.core.management import call_command

    from paraph.demo.seed import seed

    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    seed(Path(sys.argv[1]))


if __name__ == "__main__":
    main()
