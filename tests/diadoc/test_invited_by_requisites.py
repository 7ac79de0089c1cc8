"""A portal asks the channel to invite a firm by its ИНН: once, and only when there is no relation yet."""

from __future__ import annotations

import diadoc_parts as parts
import pytest
from diadoc_parts import PARTNER_BOX

from paraph.channels.diadoc import partners
from paraph.channels.diadoc.channel import DiadocChannel
from paraph.channels.diadoc.models import Account
from paraph.docflow import ports
from paraph.effects.models import Effect
from paraph.errors import DomainError
from paraph.wire.diadoc import organizations_pb2
from paraph.wire.diadoc.organizations_pb2 import CounteragentStatus


def invite(firm, **given):
    wanted = {"inn": firm.counterparty.inn, "kpp": firm.counterparty.kpp, "text": "Обменяемся?", **given}
    return DiadocChannel().invite(firm.organization, **wanted, employee=firm.sender)


def known(firm, account, status):
    organization = parts.organization(firm.counterparty, PARTNER_BOX)
    partners.mirror(account, parts.listed(status, 1, Organization=organization))


def test_a_known_box_is_invited_once(firm, account):
    assert isinstance(DiadocChannel(), ports.Inviting)
    known(firm, account, CounteragentStatus.NotInCounteragentList)
    for _time in (1, 2):
        assert invite(firm) == ("invited", "приглашён нами")
    effect = Effect.objects.get(kind="diadoc.acquire")
    assert effect.payload["text"] == "Обменяемся?"


def test_a_partner_needs_no_invitation(firm, account):
    known(firm, account, CounteragentStatus.IsMyCounteragent)
    assert invite(firm) == ("ours", "контрагент")
    assert not Effect.objects.filter(kind="diadoc.acquire").exists()


def test_a_firm_not_known_yet_is_looked_up(firm, account, stub):
    organization = parts.organization(firm.counterparty, PARTNER_BOX)
    row = organizations_pb2.OrganizationWithCounteragentStatus(
        Organization=organization, CounteragentStatus=CounteragentStatus.NotInCounteragentList
    )
    stub.on(
        "/V2/GetOrganizationsByInnList",
        organizations_pb2.GetOrganizationsByInnListResponse(Organizations=[row]),
    )
    assert invite(firm, kpp="")[0] == "invited"


def test_a_firm_without_a_box_and_an_organization_without_an_account(firm, account, stub):
    stub.on("/V2/GetOrganizationsByInnList", organizations_pb2.GetOrganizationsByInnListResponse())
    with pytest.raises(DomainError, match="нет действующего ящика"):
        invite(firm)
    with pytest.raises(DomainError, match="Проверьте ИНН"):
        invite(firm, inn="123")
    Account.objects.all().delete()
    with pytest.raises(DomainError, match="не подключена к Диадоку"):
        invite(firm)
