"""Our side of bench-trust, measured the way its users call it: from Python."""

from __future__ import annotations

import itertools
import sys
from datetime import UTC, datetime
from pathlib import Path

from material import CRYPTOPRO_A, DOCUMENTS, HASHED, KEPT, VERIFY, read_signed
from worker import Work, serve

from paraph.gost import KeyTable, streebog256, verify, verify_batch
from paraph.trust.certificate import Certificate
from paraph.trust.crl import Crl
from paraph.trust.store import TrustStore
from paraph.trust.verdict import Headline
from paraph.trust.verify import verify_signature


def main(folder: Path) -> None:
    works: dict[str, Work] = {}
    for name in VERIFY:
        works[name] = _verify(folder, name)
    works[KEPT] = _verify_kept(folder)
    works["batch-256"] = _batch(folder)
    works["streebog"] = _streebog()
    for name in DOCUMENTS:
        works[name] = _document(folder, name)
    serve(works)


def _verify(folder: Path, name: str) -> Work:
    items = itertools.cycle(list(read_signed(folder, name)))
    curve = VERIFY[name]

    def work() -> int:
        item = next(items)
        assert verify(curve, item.point, item.digest, item.signature)
        return 1

    return work


def _verify_kept(folder: Path) -> Work:
    signed = list(read_signed(folder, KEPT))
    table = KeyTable(CRYPTOPRO_A, signed[0].point)
    items = itertools.cycle(signed)

    def work() -> int:
        item = next(items)
        assert table.verify(item.digest, item.signature)
        return 1

    return work


def _batch(folder: Path) -> Work:
    curve = VERIFY["verify-256"]
    items = [(curve, item.point, item.digest, item.signature) for item in read_signed(folder, "verify-256")]
    batches = itertools.cycle([items[i : i + 8] for i in range(0, len(items), 8)])

    def work() -> int:
        batch = next(batches)
        assert all(verify_batch(batch))
        return len(batch)

    return work


def _streebog() -> Work:
    data = bytes(HASHED)

    def work() -> int:
        streebog256(data)
        return HASHED >> 20

    return work


def _store(folder: Path) -> TrustStore:
    root, sub = (
        Certificate.parse((folder / "trust" / f"{name}.crt").read_bytes()) for name in ("root", "sub")
    )
    lists = [Crl.parse((folder / f"{name}.crl").read_bytes()) for name in ("root", "sub")]
    return TrustStore([root], [sub], lists)


def _document(folder: Path, name: str) -> Work:
    document, signature = ((folder / file).read_bytes() for file in (name, f"{name}.signature"))
    store, at = _store(folder), datetime.now(UTC)

    def work() -> int:
        verdicts = verify_signature(signature, content=document, store=store, at=at)
        assert [verdict.headline for verdict in verdicts] == [Headline.VALID], verdicts
        return 1

    return work


if __name__ == "__main__":
    if len(sys.argv) > 2:  # "portable": without what only some processors have
        from paraph.gost._kernel import streebog_choose_path

        streebog_choose_path(sys.argv[2])
    main(Path(sys.argv[1]))
