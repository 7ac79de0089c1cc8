"""One of each file the formats write, of invented parties: seeds for the fuzzer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

from title_kit import BUYER_ID, GUID, SELLER_ID, utd

from paraph.formats import service_documents as service
from paraph.formats.participants import (
    ElectronicPower,
    FullName,
    Operator,
    Organization,
    PaperPower,
    Participant,
    Signer,
)
from paraph.formats.signer_content import SignerContent, StoredPower, build_signer_content
from paraph.formats.title_answers import (
    ACCEPTED,
    Acceptor,
    Divergence,
    TitleAnswer,
    build_answer,
    build_user_contract,
)
from paraph.formats.universal import AMEND, Contact, Statement, UniversalMessage, build_universal_message

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
NAME = FullName("Лугова", "Анна", "Сергеевна")
POWER = ElectronicPower(GUID, date(2026, 1, 1), "7", date(2026, 1, 2), system="ФНС")
PAPER = PaperPower(date(2026, 1, 1), "7", "Директор", NAME)
SIGNER = Signer(NAME, "Директор", "2", power=POWER, paper=PAPER)
SELLER = Participant(SELLER_ID, Organization("ООО «Ромашка»", "7731376812", "773101001"))
BUYER = Participant(BUYER_ID, Organization("АО «Лютик»", "7830002293", "783001001"))
SUBJECT = service.SignedFile("ON_NSCHFDOPPR_1", (b"one", b"two"))
ANSWER = TitleAnswer(
    ACCEPTED, date(2026, 11, 22), "Принято", "Приёмка", "АО «Лютик»",
    Divergence("Акт", "1", date(2026, 11, 22)), Acceptor(NAME, "Кладовщик"),
)  # fmt: skip


def answering_title() -> bytes:
    """A buyer's title 5.03."""
    signer = Signer(NAME, "Директор", power=POWER)
    return build_answer(utd(), [b"signature"], ANSWER, [signer], guid=GUID, made_at=AT)[1]


def service_files() -> Iterator[bytes]:
    """A receipt, a request for amendment, a proposal of annulment, a confirmation."""
    about = service.About(SUBJECT, BUYER, SELLER, GUID, SIGNER)
    yield service.build_receipt(about, received_at=AT, made_at=AT)[1]
    yield service.build_amendment_request(about, text="Исправьте", received_at=AT, made_at=AT)[1]
    yield service.build_revocation_request(about, text="Ошибка", made_at=AT)[1]
    operator = Operator("АО «Оператор»", "7707083893", "2BM")
    confirmed = service.Confirmation(SUBJECT, operator, SELLER, BUYER, AT, GUID)
    yield service.build_receipt_date_confirmation(confirmed)[1]


def contracts() -> Iterator[bytes]:
    """What is sent to Диадок: signers, the answer of a buyer, a universal message."""
    signer = SignerContent(
        NAME, "Директор", certificate=b"1", power=StoredPower(GUID, "7731376812"), paper=PAPER
    )
    yield build_signer_content(signer)
    yield build_user_contract(ANSWER, [SignerContent(NAME, power=POWER)])
    contact = Contact(NAME, "Директор", phones=("1",), emails=("a@example.com",))
    yield build_universal_message(UniversalMessage((Statement(AMEND, "Исправьте"),), contact, contact))
