"""A worker process as `paraph worker` starts it, with the handlers of the tests."""

import django

django.setup()

import effects_handlers  # noqa: E402

from paraph.effects.runner import run_worker  # noqa: E402

effects_handlers.install()
run_worker()
