"""Tasks of processes: approve, take note of, give information; `bizproc.task.*` and the pages answer them.

A task goes to one or several people and is done by the first who answers.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from paraph.sandbox.bitrix24 import people
from paraph.sandbox.bitrix24.bizproc import engine, instances
from paraph.sandbox.bitrix24.bizproc.engine import Done, Outcome, Run, Wait, alarm, new_mark, step
from paraph.sandbox.bitrix24.bizproc.robots import timeout_of
from paraph.sandbox.bitrix24.bizproc.selection import Selection
from paraph.sandbox.bitrix24.bizproc.steps import people_of
from paraph.sandbox.bitrix24.bizproc.values import document_field, text_of
from paraph.sandbox.bitrix24.rest import Call, Page, RestError, method
from paraph.sandbox.bitrix24.world import World, tables

tables(
    """
    CREATE TABLE IF NOT EXISTS bp_tasks (
        id INTEGER PRIMARY KEY, workflow_id TEXT NOT NULL, mark TEXT NOT NULL, step TEXT NOT NULL,
        activity TEXT NOT NULL, name TEXT NOT NULL, description TEXT NOT NULL, document_name TEXT NOT NULL,
        parameters TEXT NOT NULL, status INTEGER NOT NULL DEFAULT 0, modified REAL NOT NULL, overdue REAL
    );
    CREATE INDEX IF NOT EXISTS bp_tasks_by_workflow ON bp_tasks (workflow_id);
    CREATE TABLE IF NOT EXISTS bp_task_users (
        task_id INTEGER NOT NULL REFERENCES bp_tasks ON DELETE CASCADE, user_id INTEGER NOT NULL,
        status INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (task_id, user_id)
    );
    """
)

WAITING, YES, NO, OK, CANCEL = range(5)
_STATUSES = {"1": YES, "yes": YES, "2": NO, "no": NO, "3": OK, "ok": OK, "4": CANCEL, "cancel": CANCEL}
_WORDS = {YES: "yes", NO: "no", OK: "ok", CANCEL: "cancel"}
#: Kinds of steps: what the portal calls them and which answers they take.
_KINDS = {
    "approve": ("ApproveActivity", (YES, NO)),
    "review": ("ReviewActivity", (OK,)),
    "request": ("RequestInformationActivity", (OK,)),
    "request_optional": ("RequestInformationOptionalActivity", (OK, CANCEL)),
}
_ANSWERS = dict(_KINDS.values())
#: Status of a task nobody answered in time.
_EXPIRED = 4


@dataclass(frozen=True)
class Task:
    """A task as one of its people sees it."""

    id: int
    workflow_id: str
    mark: str
    step: str
    activity: str
    name: str
    description: str
    document_name: str
    parameters: dict[str, Any]
    status: int
    modified: float
    overdue: float | None
    user_id: int
    user_status: int

    @property
    def answers(self) -> tuple[int, ...]:
        return _ANSWERS[self.activity]


def ask(run: Run) -> Outcome:
    """`users`, `name`, `description`, `fields`, `comment`, `labels`, `timeout`.

    Results: `Status` (yes, no, ok, cancel), `Comments`, `LastApprover`, and the fields asked for by their Id.
    """
    mark, seconds = new_mark(), timeout_of(run)
    activity = _KINDS[run.step["type"]][0]
    now = run.world.now()
    row = (
        run.instance.id,
        mark,
        run.step["id"],
        activity,
        text_of(run.value("name")) or "Задание",
        text_of(run.value("description")),
        text_of(document_field(run.world, run.document, "TITLE")) or run.document.name,
        json.dumps(_parameters(run), ensure_ascii=False),
        now,
        now + seconds if seconds else None,
    )
    with run.world.writing() as db:
        task_id = db.execute(
            "INSERT INTO bp_tasks (workflow_id, mark, step, activity, name, description, document_name,"
            " parameters, modified, overdue) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            row,
        ).lastrowid
        for user_id in dict.fromkeys(people_of(run.value("users"))):
            db.execute("INSERT INTO bp_task_users (task_id, user_id) VALUES (?, ?)", (task_id, user_id))
    run.log(f"Поставлено задание «{row[4]}».")
    return Wait(mark, seconds or None, deadline=True)


def _parameters(run: Run) -> dict[str, Any]:
    """What `bizproc.task.list` tells of the form."""
    told: dict[str, Any] = {
        "CommentLabel": "Комментарий",
        "CommentRequired": str(run.step.get("comment", "N")),
        "ShowComment": "Y",
    }
    labels = {YES: ("StatusYesLabel", "Согласовано"), NO: ("StatusNoLabel", "Отклонено")}
    labels |= {OK: ("StatusOkLabel", "Готово"), CANCEL: ("StatusCancelLabel", "Отклонить")}
    given = run.step.get("labels", {})
    for answer in _KINDS[run.step["type"]][1]:
        key, text = labels[answer]
        told[key] = given.get(_WORDS[answer], text)
    if run.step["type"].startswith("request"):
        empty = {"Description": "", "Type": "string", "Multiple": False, "Required": False, "Default": ""}
        told["Fields"] = [
            empty | {"Options": None, "Settings": None, **field} for field in run.value("fields", [])
        ]
    return told


def _expire(run: Run) -> Outcome:
    mark = run.instance.threads[run.thread].mark
    with run.world.writing() as db:
        db.execute(
            "UPDATE bp_tasks SET status = ?, modified = ? WHERE mark = ?", (_EXPIRED, run.world.now(), mark)
        )
    run.log("Срок задания истёк.")
    return Done({"IsTimeout": 1})


for _kind in _KINDS:
    step(_kind)(ask)
    alarm(_kind)(_expire)


def of_user(world: World, user_id: int) -> list[Task]:
    """What waits for this person, newest first."""
    return [task for task in every(world, user_id) if task.status == WAITING]


def every(world: World, user_id: int | None = None) -> list[Task]:
    """Tasks of running processes and answered ones, once for each person or this one's; newest first."""
    with world.reading() as db:
        rows = db.execute(
            "SELECT t.*, u.user_id, u.status AS user_status FROM bp_tasks t JOIN bp_task_users u"
            " ON u.task_id = t.id JOIN bp_instances i ON i.id = t.workflow_id"
            " WHERE (t.status != 0 OR i.status = 'running') AND (?1 IS NULL OR u.user_id = ?1)"
            " ORDER BY t.id DESC, u.user_id",
            (user_id,),
        ).fetchall()
    return [Task(**{**dict(row), "parameters": json.loads(row["parameters"])}) for row in rows]


def complete(world: World, task: Task, answer: int, comment: str, fields: dict[str, Any]) -> None:
    """Answers for the person; raises `RestError` ERROR_TASK_EXECUTION."""
    if answer not in task.answers:
        raise RestError("ERROR_TASK_EXECUTION", "Такого ответа у задания нет.")
    required = {"Y": task.answers, "YA": (YES, OK), "YR": (NO, CANCEL)}
    if answer in required.get(task.parameters["CommentRequired"], ()) and not comment:
        raise RestError("ERROR_TASK_EXECUTION", "Напишите комментарий.")
    asked = task.parameters.get("Fields", []) if answer == OK else []
    for field in asked:
        if field["Required"] and fields.get(field["Id"]) in (None, "", []):
            raise RestError("ERROR_TASK_EXECUTION", f"Заполните поле «{field['Name']}».")
    results = {field["Id"]: fields.get(field["Id"], field["Default"]) for field in asked}
    results |= {"Status": _WORDS[answer], "Comments": comment, "LastApprover": f"user_{task.user_id}"}
    with world.writing() as db:
        db.execute(
            "UPDATE bp_tasks SET status = ?, modified = ? WHERE id = ?", (answer, world.now(), task.id)
        )
        db.execute(
            "UPDATE bp_task_users SET status = ? WHERE task_id = ? AND user_id = ?",
            (answer, task.id, task.user_id),
        )
        instances.write(world, task.workflow_id, task.step, f"Задание «{task.name}»: {_WORDS[answer]}.")
        engine.resume(world, task.workflow_id, task.mark, results | {"IsTimeout": 0})


def forget(world: World, workflow_id: str) -> None:
    with world.writing() as db:
        db.execute("DELETE FROM bp_tasks WHERE workflow_id = ?", (workflow_id,))


# -- REST --------------------------------------------------------------------------------------------------

_TASK = Selection(
    fields=(
        "ID", "ACTIVITY", "ACTIVITY_NAME", "WORKFLOW_ID", "DOCUMENT_NAME", "DESCRIPTION", "NAME", "MODIFIED",
        "WORKFLOW_STARTED", "WORKFLOW_STARTED_BY", "OVERDUE_DATE", "WORKFLOW_TEMPLATE_ID",
        "WORKFLOW_TEMPLATE_NAME", "WORKFLOW_STATE", "STATUS", "USER_ID", "USER_STATUS", "MODULE_ID", "ENTITY",
        "DOCUMENT_ID", "PARAMETERS",
    ),
    default=("ID", "WORKFLOW_ID", "DOCUMENT_NAME", "NAME"),
    order={"ID": "DESC"},
    always=("ENTITY", "DOCUMENT_ID", "DOCUMENT_URL"),
)  # fmt: skip


@method("bizproc.task.list", scope="bizproc")
def list_tasks(call: Call) -> Page:
    """Everybody's for an administrator, own ones and those of subordinates for the others."""
    rules = _TASK.rules(call)
    wanted = str(rules.get("USER_ID") or rules.get("=USER_ID") or call.user_id)
    rows = [_told(call.world, task) for task in every(call.world)]
    if not call.auth.is_admin:
        user_id = int(wanted) if wanted.isdigit() else call.user_id
        if user_id != call.user_id and not _leads(call.world, call.user_id, user_id):
            raise RestError("ACCESS_DENIED", "Access denied!", 403)
        rows = [row for row in rows if row["USER_ID"] == str(user_id)]
    return _TASK.page(call, rows)


def _leads(world: World, head: int, user_id: int) -> bool:
    """Whether one of the departments of the user, or one above it, has this head."""
    user = people.find_user(world, user_id)
    tree = {department.id: department for department in people.departments(world)}
    for department_id in user.departments if user else ():
        department = tree.get(department_id)
        while department:
            if department.head == head:
                return True
            department = tree.get(department.parent or 0)
    return False


def _told(world: World, task: Task) -> dict[str, Any]:
    instance = instances.load(world, task.workflow_id)
    assert instance is not None  # `every` joins them
    module, entity, name = instance.document.triple
    return {
        "ID": str(task.id),
        "ACTIVITY": task.activity,
        "ACTIVITY_NAME": task.step,
        "WORKFLOW_ID": task.workflow_id,
        "DOCUMENT_NAME": task.document_name,
        "DESCRIPTION": task.description,
        "NAME": task.name,
        "MODIFIED": world.iso(task.modified),
        "WORKFLOW_STARTED": world.iso(instance.started),
        "WORKFLOW_STARTED_BY": str(instance.started_by),
        "OVERDUE_DATE": world.iso(task.overdue) if task.overdue else None,
        "WORKFLOW_TEMPLATE_ID": str(instance.template_id),
        "WORKFLOW_TEMPLATE_NAME": instance.name,
        "WORKFLOW_STATE": instance.title,
        "STATUS": str(task.status),
        "USER_ID": str(task.user_id),
        "USER_STATUS": str(task.user_status),
        "MODULE_ID": module,
        "ENTITY": entity,
        "DOCUMENT_ID": name,
        "PARAMETERS": task.parameters,
        "DOCUMENT_URL": instance.document.url,
    }


@method("bizproc.task.complete", scope="bizproc")
def complete_task(call: Call) -> bool:
    if not call.arg("TASK_ID"):
        raise RestError("ERROR_TASK_VALIDATION", "empty TASK_ID")
    answer = _STATUSES.get(str(call.arg("STATUS") or "").lower())
    if answer is None:
        raise RestError("ERROR_TASK_VALIDATION", "incorrect STATUS")
    own = every(call.world, call.user_id)
    task = next((one for one in own if str(one.id) == str(call.arg("TASK_ID"))), None)
    if task is None:
        raise RestError("ERROR_TASK_NOT_FOUND", "Task not found")
    if task.status != WAITING:
        raise RestError("ERROR_TASK_COMPLETED", "Task already completed")
    fields = call.arg("FIELDS")
    given = fields if isinstance(fields, dict) else {}
    complete(call.world, task, answer, str(call.arg("COMMENT") or ""), given)
    return True


@method("bizproc.task.delegate", scope="bizproc")
def delegate(call: Call) -> bool:
    given = call.arg("TASK_IDS")
    ids = list(given.values()) if isinstance(given, dict) else given
    if not isinstance(ids, list) or not all(str(one).isdigit() for one in ids):
        raise RestError("ERROR_TASK_VALIDATION", "Invalid TASK_IDS")
    pair = []
    for name in ("FROM_USER_ID", "TO_USER_ID"):
        value = str(call.arg(name) or "")
        if not value.isdigit() or int(value) <= 0:
            raise RestError("ERROR_INVALID_USER_ID", f"Invalid {name}")
        pair.append(int(value))
    before, after = pair
    receiver = people.find_user(call.world, after)
    may = call.auth.is_admin or before == call.user_id or _leads(call.world, call.user_id, before)
    if not may or receiver is None or not receiver.is_active:
        raise RestError("ERROR_DELEGATION_NOT_ALLOWED", "Делегировать это задание нельзя.")
    with call.world.writing() as db:
        for task_id in ids:
            db.execute(
                "UPDATE OR REPLACE bp_task_users SET user_id = ?"
                " WHERE task_id = ? AND user_id = ? AND status = 0",
                (after, int(task_id), before),
            )
    return True
