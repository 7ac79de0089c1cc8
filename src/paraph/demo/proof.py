"""Checking a downloaded proof with OpenSSL and gost-engine: a judge that shares no code with us."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import tempfile
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from paraph.demo.world import DemoError

_CONFIG = """openssl_conf = conf
[conf]
engines = engines
[engines]
gost = gost
[gost]
engine_id = gost
default_algorithms = ALL
"""


@dataclass(frozen=True)
class Proof:
    """What one bundle holds and how many of its signatures OpenSSL accepted."""

    signatures: int
    verdicts: int
    openssl_accepted: int


def check_bundle(data: bytes, root: Path) -> Proof:
    """Unpack a bundle and check each signature in it against the original, and those of powers of attorney.

    DemoError without gost-engine, or when the signature of a power is not accepted.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with zipfile.ZipFile(BytesIO(data)) as bundle:
            bundle.extractall(folder)
        evidence = json.loads((folder / "evidence.json").read_text(encoding="utf-8"))["evidence"]
        original = folder / _original(folder, evidence["document"]["sha256"])
        powers = sorted((folder / "доверенности").glob("*.sig"))
        signatures = sorted(set(folder.rglob("*.sig")) - set(powers))
        config = folder / "openssl.cnf"
        config.write_text(_CONFIG, encoding="ascii")
        # OpenSSL builds the path from this file alone; without -partial_chain only the root anchors it.
        path = folder / "path.pem"
        path.write_bytes(root.read_bytes() + root.with_name("intermediate.pem").read_bytes())
        accepted = sum(_accepted(one, _signed(one, original), path, config) for one in signatures)
        for power in powers:  # «X.xml.sig», of joint heads also «X.xml 2.sig»
            if not _accepted(power, power.with_name(f"{power.name.partition('.xml')[0]}.xml"), path, config):
                raise DemoError(f"OpenSSL не принял подпись доверенности {power.name}.")
        held = [evidence, *evidence["files"]]
        verdicts = [one["verdict"]["headline"] for place in held for one in place["signatures"]]
    return Proof(len(signatures), len(verdicts), accepted)


def _signed(signature: Path, original: Path) -> Path:
    """What a signature is of: the file beside whose name it bears, else the document."""
    beside = [path for path in signature.parent.iterdir() if path.suffix != ".sig"]
    return next((path for path in beside if signature.name.startswith(path.name)), original)


def _original(folder: Path, sha256: str) -> Path:
    for path in folder.iterdir():
        if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256:
            return path
    raise DemoError("В архиве нет оригинала документа.")


def _accepted(signature: Path, original: Path, path: Path, config: Path) -> bool:
    command = [
        "openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", str(signature),
        "-content", str(original), "-CAfile", str(path), "-purpose", "any", "-out", os.devnull,
    ]  # fmt: skip
    answer = subprocess.run(
        command, env={**os.environ, "OPENSSL_CONF": str(config)}, capture_output=True, timeout=30, check=False
    )
    if b"could not load the shared library" in answer.stderr:
        raise DemoError("Для проверки нужен OpenSSL с gost-engine: установите libengine-gost-openssl.")
    return answer.returncode == 0
