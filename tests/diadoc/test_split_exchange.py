"""A package that goes as several messages: what one of them cannot carry is mended and still arrives."""

from __future__ import annotations

import pytest
from diadoc_desk import documents

import factories
from paraph.channels.diadoc import limits, sending
from paraph.docflow import packages


@pytest.fixture
def split(exchange, monkeypatch):
    """Every document is a message of its own."""
    monkeypatch.setattr(limits, "DOCUMENTS_IN_MESSAGE", 1)
    return exchange


@pytest.fixture
def own_fault(monkeypatch):
    """Our own check refuses a document of the kind given, once."""
    real, faulty = sending._signature, []

    def signature(flow, tried):
        if flow.document.kind in faulty:
            faulty.clear()
            raise sending.OwnFault(flow, "Наша подпись не прошла проверку")
        return real(flow, tried)

    monkeypatch.setattr(sending, "_signature", signature)
    return faulty.append


def arrived(exchange) -> list[str]:
    return sorted(one.FileName for message in exchange.their_messages() for one in documents(message))


def test_a_document_the_operator_refused_goes_anew_when_the_others_went(split):
    split.diadoc.order_fault("too-many-signatures", count=1, path="/V3/PostMessage")
    package = split.send("contract", "act", "letter")
    split.to_the_end()
    assert split.statuses(package) == ["OPERATOR_ERROR", "WAITING_RESPONSE", "COMPLETED"]
    again = packages.send_anew(package, split.firm.sender)
    assert again.pk != package.pk
    packages.submit(again, split.firm.sender)
    factories.sign_ours(split.pki, again)
    split.to_the_end()
    assert split.statuses(again) == ["WAITING_RESPONSE"]
    assert arrived(split) == ["act 2.pdf", "contract 1.pdf", "letter 3.pdf"]


def test_a_document_our_own_check_stopped_is_signed_again_and_goes_with_what_waited(split, own_fault):
    own_fault("act")
    package = split.send("contract", "act", "letter")
    split.to_the_end()
    assert split.statuses(package) == ["WAITING_RESPONSE", "SIGN_FAILED", "SENDING"]
    assert arrived(split) == ["contract 1.pdf"]
    packages.retry_signature(factories.flows(package)[1], split.firm.sender)
    factories.sign_ours(split.pki, package)
    split.to_the_end()
    assert split.statuses(package) == ["WAITING_RESPONSE", "WAITING_RESPONSE", "COMPLETED"]
    assert arrived(split) == ["act 2.pdf", "contract 1.pdf", "letter 3.pdf"]
    assert split.quarantined() == []


def test_when_the_document_that_was_stopped_is_withdrawn_the_rest_goes(split, own_fault):
    own_fault("act")
    package = split.send("contract", "act", "letter")
    split.to_the_end()
    packages.withdraw(factories.flows(package)[1], "Не нужен", split.firm.sender)
    split.to_the_end()
    assert split.statuses(package) == ["WAITING_RESPONSE", "CANCELLED", "COMPLETED"]
    assert arrived(split) == ["contract 1.pdf", "letter 3.pdf"]


def test_a_refused_document_does_not_hold_back_one_that_is_signed_again(split, own_fault):
    own_fault("act")
    split.diadoc.order_fault("too-many-signatures", count=1, path="/V3/PostMessage")
    package = split.send("contract", "act", "letter")
    split.to_the_end()
    assert split.statuses(package) == ["OPERATOR_ERROR", "SIGN_FAILED", "SENDING"]
    packages.retry_signature(factories.flows(package)[1], split.firm.sender)
    factories.sign_ours(split.pki, package)
    split.to_the_end()
    assert split.statuses(package) == ["OPERATOR_ERROR", "WAITING_RESPONSE", "COMPLETED"]
    again = packages.send_anew(package, split.firm.sender)
    packages.submit(again, split.firm.sender)
    factories.sign_ours(split.pki, again)
    split.to_the_end()
    assert arrived(split) == ["act 2.pdf", "contract 1.pdf", "letter 3.pdf"]


def test_the_returned_part_is_refused_again_and_still_not_lost(split):
    split.diadoc.order_fault("too-many-signatures", count=2, path="/V3/PostMessage")
    package = split.send("contract", "act", "letter")
    split.to_the_end()
    assert split.statuses(package) == ["OPERATOR_ERROR", "OPERATOR_ERROR", "COMPLETED"]
    again = packages.send_anew(package, split.firm.sender)
    packages.submit(again, split.firm.sender)
    split.diadoc.order_fault("too-many-signatures", count=1, path="/V3/PostMessage")
    factories.sign_ours(split.pki, again)
    split.to_the_end()
    assert split.statuses(again) == ["OPERATOR_ERROR", "WAITING_RESPONSE"]
    last = packages.send_anew(again, split.firm.sender)
    assert last.pk != again.pk
    packages.submit(last, split.firm.sender)
    factories.sign_ours(split.pki, last)
    split.to_the_end()
    assert arrived(split) == ["act 2.pdf", "contract 1.pdf", "letter 3.pdf"]
    assert split.quarantined() == []
