"""Steps that make something for people: a notice of the bell, a document of the generator with its PDF."""

from __future__ import annotations

from paraph.sandbox.bitrix24 import notify, people
from paraph.sandbox.bitrix24.bizproc.engine import (
    Done,
    Outcome,
    Run,
    StepError,
    Wait,
    alarm,
    new_mark,
    step,
)
from paraph.sandbox.bitrix24.bizproc.steps import people_of
from paraph.sandbox.bitrix24.bizproc.values import text_of
from paraph.sandbox.bitrix24.documentgenerator import documents, templates
from paraph.sandbox.bitrix24.documentgenerator.documents import Subject
from paraph.sandbox.bitrix24.rest import Auth, RestError

#: How often a step looks whether its PDF is there, seconds.
_LOOK_EVERY = 2.0


@step("notify")
def tell(run: Run) -> Outcome:
    """`users`, `text`: BB codes are understood."""
    for user_id in dict.fromkeys(people_of(run.value("users"))):
        if people.find_user(run.world, user_id) is None:
            raise StepError(f"Сотрудника {user_id} на портале нет.")
        notify.tell(run.world, user_id, text_of(run.value("text")))
    return Done()


@step("document")
def make_document(run: Run) -> Outcome:
    """`template_id`, `wait_pdf`, `values`. Results: `DocumentId`, its number and title, `Error`."""
    number = text_of(run.value("template_id"))
    template = templates.find(run.world, int(number)) if number.isdigit() else None
    if template is None:
        raise StepError(f"Шаблона документов {number} на портале нет.")
    author = people.find_user(run.world, run.instance.started_by)
    by = Auth("robot", run.instance.started_by, bool(author and author.is_admin), frozenset())
    subject = Subject(run.document.kind.id, run.document.id)
    try:
        made = documents.create(run.world, template, subject, run.value("values", {}), stamps=False, by=by)
    except RestError as error:
        raise StepError(f"Документ не создан: {error.description}") from error
    row = documents.get(run.world, made)
    names = {"DocumentNumber": row["number"], "DocumentTitle": row["title"]}
    run.log(f"Создан документ «{row['title']}».")
    run.instance.results[run.step["id"]] = {"DocumentId": made, **names, "Error": ""}
    return Wait(new_mark(), _LOOK_EVERY) if run.step.get("wait_pdf") else Done()


@alarm("document")
def look_for_pdf(run: Run) -> Outcome:
    row = documents.find(run.world, run.instance.results[run.step["id"]]["DocumentId"])
    if row is None or row["failed"]:
        run.log("PDF не получился: документ удалён или не преобразован.")
        return Done({"Error": documents.TRANSFORMATION_ERROR[0]})
    return Done() if row["pdf"] else Wait(new_mark(), _LOOK_EVERY)
