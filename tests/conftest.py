"""Every test run has its own home folder; it is named before Django reads the settings."""

import os
import tempfile
from pathlib import Path

os.environ["PARAPH_HOME"] = tempfile.mkdtemp(prefix="paraph-tests-")
os.environ.pop("PARAPH_DATABASE_URL", None)
# WhiteNoise warns of a missing folder, and warnings are errors here.
(Path(os.environ["PARAPH_HOME"]) / "static").mkdir()
