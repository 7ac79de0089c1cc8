"""Every test run has its own home folder.

Django is set up here and not by pytest-django's ini option: that one reads the settings before any conftest,
and the tests would then work in the home of the installation.
"""

import os
import tempfile
from pathlib import Path

import django

from paraph.web import messages

os.environ["PARAPH_HOME"] = tempfile.mkdtemp(prefix="paraph-tests-")
os.environ.pop("PARAPH_DATABASE_URL", None)
os.environ["DJANGO_SETTINGS_MODULE"] = "paraph.hub.settings"
# WhiteNoise warns of a missing folder, and warnings are errors here.
(Path(os.environ["PARAPH_HOME"]) / "static").mkdir()
messages.compile_all()  # as at installation, and before Django reads them
django.setup()
