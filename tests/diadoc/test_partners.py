"""Partners: boxes looked up, the list mirrored, invitations that happen once whatever gets lost."""

from __future__ import annotations

from datetime import timedelta

import diadoc_parts as parts
import pytest
from diadoc_parts import PARTNER_BOX
from diadoc_stub import CUT, Reply
from django.utils import timezone

import factories
from paraph.channels.diadoc import invitations, limits, partners
from paraph.channels.diadoc.channel import DiadocChannel
from paraph.channels.diadoc.client import DiadocClient
from paraph.channels.diadoc.invitations import Attachment
from paraph.channels.diadoc.models import Account, PartnerBox, Relation, Run
from paraph.effects import services as effects
from paraph.effects.models import Effect, LimitedKey
from paraph.errors import DomainError
from paraph.journal.models import JournalEvent
from paraph.parties.models import Counterparty
from paraph.wire.diadoc import common_pb2, counteragents_pb2, messages_pb2, organizations_pb2
from paraph.wire.diadoc.organizations_pb2 import CounteragentStatus

SECOND_BOX = "9b1d0000000000000000000000000002@diadoc.ru"
TASK = common_pb2.AsyncMethodResult(TaskId="task-1")


@pytest.fixture
def row(firm, account) -> PartnerBox:
    """The partner's box, not related to ours yet."""
    [found] = partners.mirror(account, known(firm))
    return found


def known(firm, status: int = CounteragentStatus.NotInCounteragentList, *boxes: str, ticks: int = 1, **more):
    organization = parts.organization(firm.counterparty, *(boxes or (PARTNER_BOX,)), **more)
    return parts.listed(status, ticks, Organization=organization)


def found(firm, *organizations) -> organizations_pb2.GetOrganizationsByInnListResponse:
    return organizations_pb2.GetOrganizationsByInnListResponse(
        Organizations=[
            organizations_pb2.OrganizationWithCounteragentStatus(
                Organization=each, CounteragentStatus=CounteragentStatus.NotInCounteragentList
            )
            for each in organizations
        ]
    )


def run() -> None:
    """Everything due, also what asked for a pause."""
    for _ in range(5):
        effects.run_due()
        Effect.objects.filter(state=Effect.State.WAITING).update(due_at=timezone.now())
        LimitedKey.objects.all().delete()


def now(row: PartnerBox) -> PartnerBox:
    return PartnerBox.objects.get(pk=row.pk)


# -- look-up ------------------------------------------------------------------------------------------------


def test_a_look_up_keeps_boxes_and_knows_our_counterparty(firm, account, stub):
    theirs = parts.organization(firm.counterparty, PARTNER_BOX, SECOND_BOX, IsRoaming=True, Sociability=1)
    stub.on("/V2/GetOrganizationsByInnList", found(firm, theirs))
    rows = partners.look_up(account, [firm.counterparty.inn], firm.sender)
    assert [row.box_id for row in rows] == [PARTNER_BOX, SECOND_BOX]
    for row in rows:
        assert row.counterparty == firm.counterparty
        assert (row.is_roaming, row.only_from_counteragents, row.is_active) == (True, True, True)
        assert row.relation == Relation.NONE
    [asked] = stub.of("/V2/GetOrganizationsByInnList")
    body = asked.read(organizations_pb2.GetOrganizationsByInnListRequest)
    assert list(body.InnList) == [firm.counterparty.inn]
    assert asked.query == {"myBoxId": account.box_id}


def test_a_second_look_up_adds_nothing(firm, account, stub):
    stub.on("/V2/GetOrganizationsByInnList", found(firm, parts.organization(firm.counterparty, PARTNER_BOX)))
    for _ in range(2):
        partners.look_up(account, [firm.counterparty.inn], firm.sender)
    assert PartnerBox.objects.count() == 1


def test_our_own_box_is_no_partner(firm, account, stub):
    stub.on(
        "/V2/GetOrganizationsByInnList", found(firm, parts.organization(firm.organization, account.box_id))
    )
    assert partners.look_up(account, [firm.organization.inn], firm.sender) == []


def test_a_liquidated_organization_takes_nothing(firm, account):
    partners.mirror(account, known(firm, LiquidationDate="01.02.2026"))
    assert partners.boxes_of(account, firm.counterparty) == []


def test_a_failed_look_up_says_what_to_do(firm, account, stub):
    stub.on("/V2/GetOrganizationsByInnList", Reply(500, b""))
    with pytest.raises(DomainError, match="Повторите через несколько минут"):
        partners.look_up(account, [firm.counterparty.inn], firm.sender)


@pytest.mark.parametrize(
    ("text", "words"), [("", "хотя бы один"), ("123", "123"), ("7701999010, ооо", "Проверьте ИНН: ")]
)
def test_wrong_inns_are_named(text, words):
    with pytest.raises(DomainError, match=words) as caught:
        partners.read_inns(text)
    assert caught.value.field == "inns"


def test_inns_are_read_from_any_text(firm):
    one, two = firm.organization.inn, firm.counterparty.inn
    assert partners.read_inns(f"{one}, {two};\n{one}") == [one, two]


# -- the box to send to -------------------------------------------------------------------------------------


def usual(account, firm):
    found = DiadocChannel().recipients(account.organization, firm.counterparty)
    return [one.value for one in found if one.is_usual]


def test_the_chosen_one_of_several_boxes_is_the_usual(firm, account):
    first, second = partners.mirror(account, known(firm, 7, PARTNER_BOX, SECOND_BOX))
    assert usual(account, firm) == []
    partners.choose(second, firm.sender)
    assert usual(account, firm) == [SECOND_BOX]
    partners.choose(first, firm.sender)
    assert usual(account, firm) == [PARTNER_BOX]
    assert PartnerBox.objects.filter(is_chosen=True).count() == 1
    assert JournalEvent.objects.filter(action="diadoc:partner-box-chosen").count() == 2


# -- the list -----------------------------------------------------------------------------------------------


def test_the_list_is_read_by_pages_and_the_cursor_kept(firm, account, stub, monkeypatch):
    monkeypatch.setattr(limits, "PAGE", 2)
    boxes = [f"{number:032x}@diadoc.ru" for number in range(1, 4)]
    rows = [
        parts.listed(
            CounteragentStatus.IsMyCounteragent,
            key=f"k{number}",
            Organization=parts.organization(firm.counterparty, box),
        )
        for number, box in enumerate(boxes)
    ]
    pages = {"": parts.page(*rows[:2]), "k1": parts.page(rows[2]), "k2": parts.page()}
    stub.on("/V3/GetCounteragents", lambda asked: pages[asked.query.get("afterIndexKey", "")])
    assert partners.refresh(DiadocClient(account), full=True) == 3
    account = Account.objects.get()
    assert account.partners_cursor == "k2"
    assert account.partners_full_at is not None
    assert set(PartnerBox.objects.values_list("box_id", flat=True)) == set(boxes)
    assert partners.refresh(DiadocClient(account)) == 0
    assert Account.objects.get().partners_cursor == "k2"
    assert stub.of("/V3/GetCounteragents")[-1].query["afterIndexKey"] == "k2"


def test_older_news_do_not_undo_newer_ones(firm, account):
    partners.mirror(account, known(firm, CounteragentStatus.IsMyCounteragent, ticks=5))
    partners.mirror(account, known(firm, CounteragentStatus.IsInvitedByMe, ticks=4))
    assert PartnerBox.objects.get().relation == Relation.OURS


def test_every_status_of_the_service_has_a_relation():
    for status in organizations_pb2.CounteragentStatus.Value.values():
        assert status in partners._RELATIONS


def test_a_refresh_leaves_a_run_with_its_cost(firm, account, stub):
    stub.on("/V3/GetCounteragents", parts.page(known(firm, CounteragentStatus.InvitesMe)))
    stub.on("/V3/GetDocumentTypes", parts.types())
    invitations.order_refresh(account, asked_by=firm.sender)
    run()
    done = Run.objects.get()
    assert (done.job, done.counts, done.asked_by) == ("partners", {"partners": 1}, firm.sender)
    assert done.calls["/V3/GetCounteragents"] == 1
    assert PartnerBox.objects.get().relation == Relation.INVITES_US


def test_every_working_account_is_refreshed_once_an_hour(firm, account, stub):
    stub.on("/V3/GetCounteragents", parts.page())
    for _ in range(2):
        invitations.RefreshAll().perform(None)
    assert Effect.objects.filter(kind="diadoc.partners").count() == 1
    Account.objects.update(is_paused=True)
    assert invitations.RefreshAll().perform(None) == {"accounts": 0}


# -- invitations out ----------------------------------------------------------------------------------------


def relation(firm, status: int, **more) -> counteragents_pb2.Counteragent:
    return known(firm, status, ticks=9, **more)


def test_an_invitation_is_sent_and_its_state_mirrored(firm, row, stub):
    stub.on("/V3/AcquireCounteragent", TASK)
    stub.on(
        "/V2/AcquireCounteragentResult",
        Reply(204, b"", {"Retry-After": "1"}),
        messages_pb2.AcquireCounteragentResultV2(BoxId=PARTNER_BOX),
    )
    stub.on("/V3/GetCounteragent", relation(firm, CounteragentStatus.IsInvitedByMe))
    invitations.invite(row, "Обменяемся документами?", firm.sender)
    run()
    assert (now(row).relation, now(row).fault, now(row).invitation_effect) == (Relation.INVITED, "", 0)
    [asked] = stub.of("/V3/AcquireCounteragent")
    body = asked.read(messages_pb2.AcquireCounteragentRequest)
    assert (body.BoxId, body.MessageToCounteragent) == (PARTNER_BOX, "Обменяемся документами?")
    assert not body.HasField("InvitationDocument")
    assert {each.query["taskId"] for each in stub.of("/V2/AcquireCounteragentResult")} == {"task-1"}


@pytest.mark.parametrize("lost", [CUT, Reply(500, b"")])
def test_a_lost_answer_does_not_invite_twice(firm, row, stub, lost):
    stub.on("/V3/AcquireCounteragent", lost)
    stub.on("/V3/GetCounteragent", relation(firm, CounteragentStatus.IsInvitedByMe))
    invitations.invite(row, "", firm.sender)
    run()
    assert len(stub.of("/V3/AcquireCounteragent")) == 1
    assert now(row).relation == Relation.INVITED


def test_an_invitation_that_did_not_arrive_is_sent_again(firm, row, stub):
    stub.on("/V3/AcquireCounteragent", CUT, TASK)
    stub.on("/V3/GetCounteragent", Reply(404, b"no"), relation(firm, CounteragentStatus.IsInvitedByMe))
    stub.on("/V2/AcquireCounteragentResult", messages_pb2.AcquireCounteragentResultV2(BoxId=PARTNER_BOX))
    invitations.invite(row, "", firm.sender)
    run()
    assert len(stub.of("/V3/AcquireCounteragent")) == 2
    assert now(row).relation == Relation.INVITED


def test_a_refused_invitation_says_what_to_do(firm, row, stub):
    stub.on("/V3/AcquireCounteragent", TASK)
    coded = {"X-Diadoc-ErrorCode": "Invitations.RoamingOperatorRequestIsRequired"}
    stub.on("/V2/AcquireCounteragentResult", Reply(409, b"?", coded))
    stub.on("/V3/GetCounteragent", Reply(404, b"no"))
    invitations.invite(row, "", firm.sender)
    run()
    assert "роуминг" in now(row).fault
    assert (now(row).relation, now(row).invitation_effect) == (Relation.NONE, 0)
    assert not Effect.objects.filter(state=Effect.State.QUARANTINED).exists()


def test_a_trouble_of_the_account_waits_in_quarantine(firm, row, stub):
    stub.on("/V3/AcquireCounteragent", Reply(402, b""))
    invitations.invite(row, "", firm.sender)
    run()
    effect = Effect.objects.get(kind="diadoc.acquire")
    assert effect.state == Effect.State.QUARANTINED
    assert "подписка" in Account.objects.get().fault
    effects.drop(effect.pk, firm.workspace.pk, "передумали", "Менеджер")
    assert now(row).invitation_effect == 0
    assert "передумали" in now(row).fault


def test_one_thing_at_a_time(firm, row):
    invitations.invite(row, "", firm.sender)
    with pytest.raises(DomainError, match="ещё выполняется"):
        invitations.invite(row, "", firm.sender)


def test_a_document_may_go_with_an_invitation(firm, row, stub, pki, settings, tmp_path):
    settings.TRUST_DIR = str(pki.trust(tmp_path / "trust"))
    stub.on("/V3/AcquireCounteragent", TASK)
    stub.on("/V2/AcquireCounteragentResult", messages_pb2.AcquireCounteragentResultV2(BoxId=PARTNER_BOX))
    stub.on("/V3/GetCounteragent", relation(firm, CounteragentStatus.IsInvitedByMe))
    data = factories.pdf()
    cms = pki.sign(factories.OUR_HEAD, data)
    invitations.invite(row, "", firm.sender, Attachment("Соглашение.pdf", data, cms))
    run()
    sent = (
        stub.of("/V3/AcquireCounteragent")[0].read(messages_pb2.AcquireCounteragentRequest).InvitationDocument
    )
    assert (sent.FileName, sent.SignatureRequested) == ("Соглашение.pdf", True)
    assert (sent.SignedContent.Content, sent.SignedContent.Signature) == (data, cms)


def test_a_signature_of_another_document_is_refused_before_anything_is_sent(
    firm, row, pki, settings, tmp_path
):
    settings.TRUST_DIR = str(pki.trust(tmp_path / "trust"))
    cms = pki.sign(factories.OUR_HEAD, b"something else")
    with pytest.raises(DomainError) as caught:
        invitations.invite(row, "", firm.sender, Attachment("Соглашение.pdf", factories.pdf(), cms))
    assert caught.value.field == "signature"
    assert not Effect.objects.filter(kind="diadoc.acquire").exists()


# -- invitations in -----------------------------------------------------------------------------------------


@pytest.fixture
def stranger(firm, account) -> PartnerBox:
    """Invited by an organisation we do not know."""
    Counterparty.objects.all().delete()
    [row] = partners.mirror(
        account,
        parts.listed(
            CounteragentStatus.InvitesMe,
            5,
            Organization=parts.organization(firm.counterparty, PARTNER_BOX),
            MessageFromCounteragent="Давайте",
        ),
    )
    return row


def test_accepting_makes_a_stranger_a_counterparty(firm, stranger, stub):
    assert (stranger.counterparty, stranger.message_from) == (None, "Давайте")
    stub.on("/V3/AcquireCounteragent", TASK)
    stub.on("/V2/AcquireCounteragentResult", messages_pb2.AcquireCounteragentResultV2(BoxId=PARTNER_BOX))
    stub.on("/V3/GetCounteragent", relation(firm, CounteragentStatus.IsMyCounteragent))
    invitations.accept(stranger, firm.sender)
    run()
    row = now(stranger)
    assert (row.relation, row.counterparty.inn) == (Relation.OURS, firm.counterparty.inn)


def test_declining_breaks_with_a_comment(firm, stranger, stub):
    stub.on("/V2/BreakWithCounteragent", b"")
    stub.on("/V3/GetCounteragent", relation(firm, CounteragentStatus.IsRejectedByMe))
    invitations.decline(stranger, "Не знакомы", firm.sender)
    run()
    [asked] = stub.of("/V2/BreakWithCounteragent")
    assert asked.query["comment"] == "Не знакомы"
    assert now(stranger).relation == Relation.REFUSED


def test_a_decline_whose_answer_was_lost_is_not_repeated(firm, stranger, stub):
    stub.on("/V2/BreakWithCounteragent", CUT)
    stub.on("/V3/GetCounteragent", relation(firm, CounteragentStatus.IsRejectedByMe))
    invitations.decline(stranger, "", firm.sender)
    run()
    assert len(stub.of("/V2/BreakWithCounteragent")) == 1
    assert (now(stranger).relation, now(stranger).fault) == (Relation.REFUSED, "")


def test_what_is_over_cannot_be_accepted_or_declined(firm, row):
    for verb in (
        lambda: invitations.accept(row, firm.sender),
        lambda: invitations.decline(row, "", firm.sender),
    ):
        with pytest.raises(DomainError) as caught:
            verb()
        assert caught.value.code == "wrong-state"


def test_keepers_only_and_in_their_own_workspace(firm, row):
    for who in (firm.signer, factories.company().sender):
        for verb in (
            lambda who=who: invitations.invite(row, "", who),
            lambda who=who: partners.choose(row, who),
            lambda who=who: partners.look_up(row.account, [firm.counterparty.inn], who),
        ):
            with pytest.raises(DomainError) as caught:
                verb()
            assert caught.value.code == "forbidden"


def test_a_page_that_ends_at_the_border_does_not_end_the_reading(firm, account, stub, monkeypatch):
    monkeypatch.setattr(limits, "PAGE", 1)
    pages = {"": parts.page(known(firm)), "k": parts.page()}
    stub.on("/V3/GetCounteragents", lambda asked: pages[asked.query.get("afterIndexKey", "")])
    assert partners.refresh(DiadocClient(account), full=True) == 1
    assert timezone.now() - Account.objects.get().partners_full_at < timedelta(minutes=1)
