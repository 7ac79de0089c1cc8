"""`make bench-bitrix24`: calls of a portal's REST API per document, ours and a plain integration's.

Prints a table, writes `var/bench/bitrix24.json`; exit code 1 when the goal is missed.
"""

from __future__ import annotations

import dataclasses
import json
import os
import sys
import tempfile
from pathlib import Path

_ROOT = Path(__file__).parents[2]
for _folder in ("tests/bitrix24", "tests", "bench/bitrix24", ""):
    sys.path.insert(0, str(_ROOT / _folder))

#: Documents and deals of the measurement, and of the plain integration beside it.
DOCUMENTS, DEALS = 1000, 300
PLAIN_DOCUMENTS, PLAIN_DEALS = 100, 30
GOAL = 0.25


def main() -> int:
    """Measure, print, write the report."""
    with tempfile.TemporaryDirectory(prefix="paraph-bench-") as home:
        os.environ["PARAPH_HOME"] = home
        os.environ["PARAPH_LOG_LEVEL"] = "ERROR"
        os.environ.pop("PARAPH_DATABASE_URL", None)
        os.environ["DJANGO_SETTINGS_MODULE"] = "paraph.hub.settings"
        measured = _measure(Path(home))
    report = _report(*measured)
    path = _ROOT / "var" / "bench" / "bitrix24.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    _print(report, path)
    return 0 if report["bitrix24_calls_per_document"] <= GOAL else 1


def _measure(home: Path):  # type: ignore[no-untyped-def]
    import django

    django.setup()

    from django.conf import settings
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    settings.ALLOWED_HOSTS = ["*"]

    import many_deals
    import plain
    from linked import Stage, link
    from stage_of_bench import posts_taken, trusted

    import factories

    pki = factories.Pki.make(home / "pki")
    stage = Stage(home / "bitrix24")
    with trusted(stage, pki, home), posts_taken(stage):
        linked = link(stage, factories.company())
        ours = many_deals.run(linked, pki, DOCUMENTS, DEALS)
        theirs = plain.run(linked, PLAIN_DOCUMENTS, PLAIN_DEALS)
    stage.close()
    return ours, theirs


def _report(ours, theirs):  # type: ignore[no-untyped-def]
    return {
        "bitrix24_calls_per_document": ours.per_document,
        "goal": GOAL,
        "plain_calls_per_document": theirs.per_document,
        "ours": {**dataclasses.asdict(ours), "transfers": ours.transfers},
        "plain": {**dataclasses.asdict(theirs), "transfers": theirs.transfers},
    }


def _print(report, path: Path) -> None:  # type: ignore[no-untyped-def]
    ours, theirs = report["ours"], report["plain"]
    print("Запросов REST на документ (пакет batch — один запрос, считаются все запросы)")
    for name, row, each in (
        ("Paraph", ours, report["bitrix24_calls_per_document"]),
        ("по вызову на поле", theirs, report["plain_calls_per_document"]),
    ):
        hits = sum(row["hits"].values())
        print(
            f"  {name:20} {each:8.3f}   документов {row['documents']}, сделок {row['deals']}, запросов {hits}"
            f" (из них файлы {row['transfers']}), команд {row['calls']}, часов портала {row['hours']}"
        )
    print("  запросы Paraph: " + ", ".join(f"{name} {count}" for name, count in sorted(ours["hits"].items())))
    print(f"Цель: не больше {report['goal']}. Отчёт: {path.relative_to(_ROOT)}")


if __name__ == "__main__":
    sys.exit(main())
