"""Whatever is typed into an address or a form: an answer that says what is wrong, never a fault."""

from __future__ import annotations

import pytest
from django.urls import URLPattern, get_resolver
from operator_kit import came
from pages_kit import flow_of

import factories
from effort import effort
from paraph.channels.link import services as links
from paraph.docflow import answers, packages
from paraph.docflow.answers import VERBS
from paraph.docflow.models import Docflow
from paraph.effects.models import Effect
from paraph.journal import services as journal
from paraph.signing.models import SigningTask

pytestmark = pytest.mark.django_db(transaction=True)

ODD = ("9" * 40, "9" * 5000, "-1", "ж" * 5000, "٣", "' OR 1=1 --\"<script>", "2026-99-99", "%00%", "\ufffd")
#: Every field and parameter our views ask for.
FIELDS = (
    "q", "title", "organization", "counterparty", "signer", "route", "recipient_email",
    "recipient_name", "message", "sign_deadline", "answer_deadline", "crm_object", "crm_url", "kind",
    "number", "date", "amount", "currency", "valid_from", "valid_until", "reason", "comment",
    "decision", "target", "relation", "task", "page", "tab", "text", "since", "until", "employee",
    "older", "newer", "status", "next", "language", "workspace", "email", "password", "full_name",
    "position", "inn", "snils", "kpp", "ogrn", "address", "name", "contact_name", "department", "roles",
    "people", "mode", "head", "deputy", "deputy_until", "active", "package", "document", "before",
    "method", "all", "from", "flow", "action", "revoked_on", "principal_inn",
    "channel", "recipient_box", "direction", "answer_wanted", "confirm", "outcome", "accepted_on",
    "operation", "divergence_name", "divergence_number", "divergence_date",
    "received_by", "received_position", "responsible", "notify",
    "is_active", "try", "at",
    "template", "stands", "person", "recipients", "place", "storage", "notices", "accessToken",
)  # fmt: skip
#: Leaving would end the walk.
LEFT_OUT = {"sign-out"}


def addresses(package, link, number) -> list[str]:
    """Every address of the hub, with ids of things that exist or with another number."""
    (flow,) = factories.flows(package)
    task = SigningTask.objects.filter(package_id=package.pk).first()
    effect = Effect.objects.first()
    ids = {"flow_id": flow.pk, "package_id": package.pk, "task_id": task.pk, "page": 1, "number": 1, "pk": 1}
    ids |= {"signature_id": 1, "effect_id": effect.pk if effect else 1}
    ids |= {"answer_id": 1, "version_id": flow.version_id, "extra_id": 1, "copy_id": 1}
    # Of portals, of which there is none here.
    ids |= dict.fromkeys(("portal_id", "type_id", "owner_id", "item_id", "user_pk", "run_id"), 1)
    ids |= dict.fromkeys(("company_id", "row_pk", "entity"), 1)
    if number is not None:
        ids = dict.fromkeys(ids, number)
    ids |= {"uid": "x", "token": link, "verb": "refuse", "slug": "x", "name": "x", "kind": "documents"}
    ids |= {"key": "x", "namespace": "x", "code": "x", "block": "send"}
    found = []

    def walk(patterns, prefix):
        for pattern in patterns:
            if not isinstance(pattern, URLPattern):
                walk(pattern.url_patterns, prefix + str(pattern.pattern))
            elif pattern.name not in LEFT_OUT and pattern.name is not None:
                names = pattern.pattern.converters
                path = prefix + str(pattern.pattern)
                for name, converter in names.items():
                    for kind in ("int:", "str:", "slug:", "token:", ""):
                        path = path.replace(f"<{kind}{name}>", str(converter.to_url(ids[name])))
                found.append(f"/{path}")

    walk(get_resolver().url_patterns, "")
    assert len(found) > 60
    assert not [path for path in found if "<" in path]
    return found


@pytest.fixture
def everything(firm, sent):
    """A document on its way, and the addresses of all pages about it."""
    package = sent()
    links.open_document(package.link)
    return package


def faults(client, paths, values) -> list[tuple[str, str, int]]:
    client.raise_request_exception = False
    found = []
    for path in paths:
        for method in ("get", "post"):
            answer = getattr(client, method)(path, values)
            b"".join(answer)  # files are read to their end
            if answer.status_code >= 500:
                found.append((method, path, answer.status_code))
    return found


def mixed(turn: int) -> dict[str, str]:
    """Another odd value in each field, and others in another turn."""
    return {field: ODD[(number + turn) % len(ODD)] for number, field in enumerate(FIELDS)}


@pytest.mark.parametrize("turn", effort([0], range(len(ODD))))
def test_odd_values_in_every_field_of_every_page(everything, sender, turn):
    paths = addresses(everything.package, everything.token, None)
    assert faults(sender.client, paths, mixed(turn)) == []
    assert list(journal.verify()) == []


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_odd_values_about_a_received_document(firm, pki, operator, signer, verb):
    flow = flow_of(came(firm, pki))
    answers.failed(answers.refuse(flow, "Причина", firm.signer), "Ошибка")
    answer = flow.answers.get()
    paths = [f"/documents/{flow.pk}/answer/{verb}/", f"/packages/{flow.package_id}/assign/"]
    paths += [f"/documents/{flow.pk}/answers/{answer.pk}/{step}/" for step in ("retry", "cancel")]
    for values in (mixed(0), mixed(4), dict.fromkeys(FIELDS, "a\x00b")):
        assert faults(signer.client, paths, values) == []
    assert list(journal.verify()) == []


def test_nul_in_every_field_of_every_page(everything, sender):
    paths = addresses(everything.package, everything.token, None)
    assert faults(sender.client, paths, dict.fromkeys(FIELDS, "a\x00b")) == []


@pytest.mark.parametrize("values", [dict.fromkeys(FIELDS, "a\x00b"), mixed(0)], ids=["NUL", "mixed"])
def test_odd_values_before_sign_in(everything, client, values):
    paths = addresses(everything.package, everything.token, None)
    assert faults(client, paths, values) == []


def test_ids_beyond_every_column(everything, sender):
    paths = addresses(everything.package, everything.token, 10**30)
    assert faults(sender.client, paths, dict.fromkeys(FIELDS, "1")) == []


def test_invisible_sign_that_cannot_be_kept_is_said_in_words(firm, sender):
    package = factories.package(firm, [factories.document(firm)])
    (flow,) = factories.flows(package)
    data = {"number": "1\x007", "title": "Договор", "kind": "other"}
    answer = sender.post(f"/documents/{flow.pk}/attributes/", data)
    assert answer.status_code == 422
    assert "невидимый знак" in answer.text
    data["number"] = "\u202e17\u200b"
    assert sender.post(f"/documents/{flow.pk}/attributes/", data).status_code == 302
    packages.submit(package, firm.sender)
    assert Docflow.objects.get(pk=flow.pk).status == "ON_SIGNING"
