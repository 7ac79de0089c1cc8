"""One target under atheris: `python -m fuzz.one NAME CORPUS… [libFuzzer options]`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["paraph"]):
    from fuzz.targets import all_targets

    TARGETS = all_targets()

    import paraph.trust.verify  # noqa: F401 - imported late by the targets, instrumented here
    from paraph.formats import mchd, service_reading, title_answers, title_checks, universal  # noqa: F401
    from paraph.trust import ocsp, pkcs12, tsp  # noqa: F401


def main() -> None:
    name = sys.argv.pop(1)
    os.environ["FUZZ_PYTHON"], os.environ["FUZZ_TARGET"] = sys.executable, name
    sys.argv[0] = str(Path(__file__).with_name("again"))
    target = TARGETS[name]
    target(b"")  # what is made once (keys, certificates) must not count as one slow input
    atheris.Setup([*sys.argv, f"-max_len={target.longest}"], target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
