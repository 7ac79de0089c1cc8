"""Settings of the outbox alone, for worker processes the tests start (and for running only this room)."""

import os

from paraph.hub import config

HOME = config.home()
SECRET_KEY = "only for tests"
INSTALLED_APPS = ["django.contrib.contenttypes", "paraph.effects"]
DATABASES = {"default": config.database()}
if "postgresql" in str(DATABASES["default"]["ENGINE"]):
    INSTALLED_APPS.insert(0, "procrastinate.contrib.django")
EFFECTS_RUNNER = os.environ.get("PARAPH_RUNNER", "embedded")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
