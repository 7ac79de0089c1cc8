"""Templates of processes: what the designer has drawn, kept as JSON and checked before it is kept.

A process of an application lives in the namespace `section.application` and has a variable named like the
application with its item in it; `__createdBy` is who started it.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, field
from typing import Any

from paraph.sandbox.elma365.bpm import stepping, values
from paraph.sandbox.elma365.bpm.stepping import Step
from paraph.sandbox.elma365.module import ACTIVITIES
from paraph.sandbox.elma365.world import World, fixed_id, tables

tables(
    """
    CREATE TABLE IF NOT EXISTS bpm_templates (
        id TEXT PRIMARY KEY, namespace TEXT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL,
        context TEXT NOT NULL, steps TEXT NOT NULL, modified REAL NOT NULL, UNIQUE (namespace, code)
    );
    """
)

#: What each type of step must have.
_NEEDED = {
    "task": ("name", "performers", "exits"),
    "activity": ("activity",),
    "webhook": ("name", "performers", "exits", "activity", "url", "token"),
    "status": ("status",),
    "condition": ("when",),
    "assign": ("context",),
    "wait": ("seconds",),
    "goto": ("step",),
    "stop": (),
}


class TemplateError(ValueError):
    """The template cannot be kept; the text is Russian and says why."""


@dataclass(frozen=True)
class Template:
    """A process: `context` is its variables as `{code: {"name": …, "type": …}}`."""

    namespace: str
    code: str
    name: str
    steps: list[Step]
    context: dict[str, dict[str, Any]] = field(default_factory=dict)
    id: str = ""

    @property
    def application(self) -> tuple[str, str] | None:
        """Namespace and code of the application the process belongs to."""
        section, dot, code = self.namespace.rpartition(".")
        return (section, code) if dot else None

    def told(self) -> dict[str, Any]:
        """As the list of processes of a section tells it."""
        return {
            "__id": self.id,
            "__name": self.name,
            "name": self.name,
            "code": self.code,
            "namespace": self.namespace,
            "context": [
                {"code": code, "name": one["name"], "type": one["type"]} for code, one in self.context.items()
            ],
        }


def keep(world: World, template: Template) -> str:
    """Stores the template, over the one with the same code if there is one; raises `TemplateError`."""
    _check(template)
    with world.writing() as db:
        known = find(world, template.namespace, template.code)
        template_id = known.id if known else fixed_id("template", template.namespace, template.code)
        db.execute(
            "INSERT OR REPLACE INTO bpm_templates VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                template_id,
                template.namespace,
                template.code,
                template.name,
                json.dumps(template.context, ensure_ascii=False),
                json.dumps(template.steps, ensure_ascii=False),
                world.now(),
            ),
        )
    return template_id


def find(world: World, namespace: str, code: str) -> Template | None:
    with world.reading() as db:
        row = db.execute(
            "SELECT * FROM bpm_templates WHERE namespace = ? AND code = ?", (namespace, code)
        ).fetchone()
    return _read(row) if row else None


def of_namespace(world: World, namespace: str) -> list[Template]:
    """Templates of a section by itself, or of the application `section.application`."""
    return [one for one in every(world) if one.namespace == namespace]


def every(world: World) -> list[Template]:
    with world.reading() as db:
        rows = db.execute("SELECT * FROM bpm_templates ORDER BY namespace, name").fetchall()
    return [_read(row) for row in rows]


def _read(row: sqlite3.Row) -> Template:
    return Template(
        row["namespace"],
        row["code"],
        row["name"],
        json.loads(row["steps"]),
        json.loads(row["context"]),
        row["id"],
    )


# -- checking ----------------------------------------------------------------------------------------------


def _check(template: Template) -> None:
    if not template.name or not template.code or not template.namespace:
        raise TemplateError("Назовите процесс и укажите его код и раздел.")
    for code, one in template.context.items():
        if not {"name", "type"} <= one.keys():
            raise TemplateError(f"Переменная {code}: нужны name и type.")
    if not all(isinstance(step, dict) for step in template.steps):
        raise TemplateError("Шаги — список объектов JSON с полем type.")
    found = [step for _, step in stepping.walk(template.steps)]
    ids = [step.get("id") for step in found]
    for step in found:
        _check_step(template, step)
        if ids.count(step["id"]) > 1:
            raise TemplateError(f"Шаг {step['id']}: код шага повторяется.")
        if step["type"] == "goto" and step["step"] not in ids:
            raise TemplateError(f"Шаг {step['id']}: шага {step['step']} нет.")


def _check_step(template: Template, step: Step) -> None:
    if not step.get("id"):
        raise TemplateError("У каждого шага нужен id.")
    kind = step.get("type")
    if kind not in _NEEDED:
        raise TemplateError(f"Шаг {step['id']}: вида «{kind}» нет. Есть: {', '.join(_NEEDED)}.")
    missing = [name for name in _NEEDED[kind] if step.get(name) in (None, "", [])]
    if missing:
        raise TemplateError(f"Шаг {step['id']}: не указано {', '.join(missing)}.")
    if "activity" in step and step["activity"] not in ACTIVITIES:
        raise TemplateError(f"Шаг {step['id']}: действия — {', '.join(ACTIVITIES)}.")
    if kind == "condition" and step["when"].get("is", "=") not in values.OPERATORS:
        raise TemplateError(f"Шаг {step['id']}: сравнение — одно из {', '.join(values.OPERATORS)}.")
    if any(not {"id", "name"} <= one.keys() for one in step.get("exits", [])):
        raise TemplateError(f"Шаг {step['id']}: у каждого исхода нужны id и name.")
    used = [one["code"] for one in step.get("form", [])] + list(step.get("outputs", {}).values())
    used += [*step.get("context", {}), *(step[name] for name in ("performer_to",) if name in step)]
    unknown = [code for code in used if code not in template.context]
    if unknown:
        raise TemplateError(f"Шаг {step['id']}: переменных {', '.join(unknown)} в контексте нет.")
