"""«Подписать» and «Отказать в подписи»: what we say about a received document; the signer is told where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from paraph.docflow import answers
from paraph.docflow.answers import TitleAnswer
from paraph.docflow.models import OPEN_ANSWER, Answer, AnswerState, Docflow
from paraph.errors import DomainError
from paraph.parties.models import Employee
from paraph.portals.elma365.blocks import documents, inputs, outputs, people, runs
from paraph.portals.elma365.blocks.codes import Code, Refusal
from paraph.portals.elma365.blocks.deeds import Deed
from paraph.portals.elma365.blocks.models import Block, BlockRun
from paraph.portals.statuses import SIGNED, Status

#: Codes of DomainError that speak of the person and not of the document.
_OF_PERSON = frozenset({"forbidden", "not-found", "signer", "signer-right", "signer-organization"})


class _Answering(Deed):
    """Base of both. A document that was so answered before is answered for this process too."""

    #: Verbs of `docflow.answers` that say it, and how the document stands when it is said.
    verbs: tuple[str, ...]
    said: frozenset[Status]

    def settle(self, request: BlockRun, made: Mapping[str, Any]) -> None:
        flow = documents.received(request.company, runs.item_of(request))
        person = people.employee(request.company, inputs.user(request.params, "user") or request.user_id)
        people.refuse_stranger(person, flow.package.organization)
        if outputs.standing([flow])["status_code"] in self.said:
            runs.follow(request, [flow])
            runs.finish(request, outputs.of(request))
            return
        opened = flow.answers.filter(state__in=OPEN_ANSWER, verb__in=self.verbs).first()
        answer = opened or self._begun(request, flow, person)
        runs.follow(request, [flow], answer)
        runs.ask_signer(request, flow, answer.employee)

    def proceed(self, request: BlockRun) -> None:
        answer = request.documents.select_related("answer").get().answer
        if answer is None or answer.is_open:
            return
        found = outputs.of(request)
        if answer.state == AnswerState.DONE:
            if found["status_code"] != Status.INCOMING:  # else the step of the machine is still to come
                runs.finish(request, found)
            return
        reason = answer.error or _("Его отменили.")
        message = _("Ответ по документу не отправлен. {reason}").format(reason=reason)
        runs.finish(request, found, Code.NOT_ANSWERED, message)

    def _begun(self, request: BlockRun, flow: Docflow, person: Employee) -> Answer:
        try:
            return self._begin(request, flow, person)
        except DomainError as error:
            code = Code.RIGHT if error.code in _OF_PERSON else Code.STATE
            raise Refusal(code, error.message) from error

    def _begin(self, request: BlockRun, flow: Docflow, person: Employee) -> Answer:
        raise NotImplementedError


class Sign(_Answering):
    """A formalised document is answered with our title, any other with a signature under it."""

    block = Block.SIGN
    verbs = ("sign", "accept_title")
    said = SIGNED

    def _begin(self, request: BlockRun, flow: Docflow, person: Employee) -> Answer:
        possible = answers.possible(flow)
        if "accept_title" in possible and "sign" not in possible:
            return answers.accept_title(flow, TitleAnswer(), person)
        return answers.sign(flow, person)


class Refuse(_Answering):
    """The sender reads the reason."""

    block = Block.REFUSE
    verbs = ("refuse",)
    said = frozenset({Status.REJECTED})

    def prepare(self, request: BlockRun, client: Any, effect: Any) -> Mapping[str, Any]:
        if not inputs.first(request.params.get("reason")):
            raise Refusal(Code.PARAMETERS, _("Напишите причину отказа: её увидит контрагент."))
        return {}

    def _begin(self, request: BlockRun, flow: Docflow, person: Employee) -> Answer:
        return answers.refuse(flow, inputs.first(request.params.get("reason")), person)
