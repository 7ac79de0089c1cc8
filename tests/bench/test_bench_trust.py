"""The table of bench-trust: what is measured passes or misses, what cannot be measured says why."""

from __future__ import annotations

import importlib.util
import itertools
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

_FOLDER = Path(__file__).parents[2] / "bench" / "trust"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.syspath_prepend(str(_FOLDER))
    spec = importlib.util.spec_from_file_location("bench_trust_run", _FOLDER / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "bench_trust_run", module)
    spec.loader.exec_module(module)
    yield module
    sys.modules.pop("material", None)


class Windows:
    """Stands in for a measured process: the rates of each work, over and over."""

    def __init__(self, **rates: list[float]) -> None:
        self._rates = {work: itertools.cycle(values) for work, values in rates.items()}

    def rate(self, work: str) -> float:
        return next(self._rates[work])


def test_the_best_windows_are_compared(run: ModuleType) -> None:
    planned = [
        run.Comparison("fast", ("ours", "a"), ("engine", "x"), 3),
        run.Comparison("slow", ("ours", "b"), ("engine", "x"), 3.5),
        run.Comparison("told", ("ours", "c"), ("engine", "x"), None),
    ]
    processes = {"ours": Windows(a=[10, 30, 20], b=[10], c=[1]), "engine": Windows(x=[5, 5, 10, 7])}
    fast, slow, told = run.measure(planned, processes, {}, set())
    assert (fast.ours, fast.peer_rate, fast.ratio, fast.missed) == (30, 10, 3, False)
    assert (slow.ratio, slow.missed) == (1, True)
    assert (told.ratio, told.missed) == (0.1, False)


def test_what_cannot_be_measured_says_why_and_passes_nothing(run: ModuleType) -> None:
    planned = run.comparisons()
    absent = {"engine": "no gcc to build the peer with", "pyhanko": "pyHanko is not installed"}
    rows = run.measure(planned, {}, absent, set())
    assert all(row.ratio is None and row.ours is None and row.note for row in rows)
    assert not any(row.missed for row in rows)
    (batch,) = [row for row in rows if "8 keys" in row.work]
    assert batch.note == "not measured: this CPU lacks avx512f, avx512ifma"
    (fast, portable) = [row for row in rows if "Streebog" in row.work]
    assert "lacks" in fast.note
    assert portable.note == absent["engine"]


def test_rows_have_the_agreed_names(run: ModuleType) -> None:
    (row,) = run.measure([run.Comparison("w", ("ours", "a"), ("engine", "a"), 3, ("x",))], {}, {}, set())
    names = {"work", "ours", "peer", "peer_rate", "ratio", "goal", "note"}
    assert json.loads(json.dumps(vars(row))).keys() == names


def test_the_material_holds(run: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both sides get good signatures, by keys that differ but where one is kept."""
    material = run.material
    monkeypatch.setattr(material, "BIG_FILE", 1 << 20)
    monkeypatch.setattr(material, "_KEYS", 3)
    monkeypatch.setattr(material, "_KEPT_SIGNATURES", 2)
    material.make(tmp_path)
    from paraph.gost import verify

    for name, curve in material.VERIFY.items():
        signed = list(material.read_signed(tmp_path, name))
        assert len({item.point for item in signed}) == 3
        assert all(verify(curve, item.point, item.digest, item.signature) for item in signed)
    assert len({item.point for item in material.read_signed(tmp_path, material.KEPT)}) == 1
