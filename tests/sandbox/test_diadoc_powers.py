"""Powers of attorney: registered, tied to employees, checked, sent along with documents."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from diadoc_desk import Side, documents, of_kind
from diadoc_http import DiadocHttp

from paraph.formats import mchd
from paraph.sandbox.diadoc import powers
from paraph.sandbox.diadoc.certificates import thumbprint
from paraph.sandbox.mchd.register import Register
from paraph.sandbox.mchd.write import Draft, Firm, Human, write
from paraph.trust.cades_signing import sign_detached
from paraph.trust.certificate import load_certificates
from paraph.trust.pkcs8 import load_private_key
from paraph.wire.diadoc import generation_pb2
from paraph.wire.diadoc import powers_pb2 as pb
from paraph.wire.diadoc.common_pb2 import AsyncMethodResult, Content_v3
from paraph.wire.diadoc.messages_pb2 import AttachmentType as Kind

Status = pb.PowerOfAttorneyValidationStatusNamedId


@dataclass(frozen=True)
class File:
    """A power with its signature."""

    content: bytes
    signature: bytes

    @property
    def number(self) -> str:
        return mchd.parse(self.content).number

    @property
    def full_id(self) -> pb.PowerOfAttorneyFullId:
        return pb.PowerOfAttorneyFullId(RegistrationNumber=self.number, IssuerInn="7731376812")

    @property
    def signed(self) -> pb.PowerOfAttorneySignedContent:
        return pb.PowerOfAttorneySignedContent(
            Content=Content_v3(Content=self.content), Signature=Content_v3(Content=self.signature)
        )


@pytest.fixture
def given(pki_dir: Path) -> File:
    """The power the test authority's seller gives its employee."""
    person = json.loads((pki_dir / "index.json").read_bytes())["people"]["person"]["mchd"]
    return File((pki_dir / person["file"]).read_bytes(), (pki_dir / person["signature"]).read_bytes())


@pytest.fixture
def employee(diadoc: DiadocHttp, pki_dir: Path) -> Side:
    """An employee of the seller, whose certificate names a person only."""
    return Side.of(diadoc, "seller", "person", pki_dir)


def new(pki_dir: Path, issued: date, expires: date, signer: str = "head") -> File:
    """A power from the seller to its employee, signed by somebody."""
    people = json.loads((pki_dir / "index.json").read_bytes())["people"]
    head, person = people["head"], people["person"]
    draft = Draft(
        principal=Firm(head["organization"], head["inn_le"], head["kpp"], head["ogrn"]),
        heads=(Human(head["surname"], head["given_name"], head["inn"], head["snils"], head["title"]),),
        representatives=(Human(person["surname"], person["given_name"], person["inn"], person["snils"]),),
        issued=issued,
        expires=expires,
    )
    xml, pem = write(draft), (pki_dir / f"{signer}.pem").read_bytes()
    certificate = load_certificates(pem)[0]
    signature = sign_detached(xml, key=load_private_key(pem), certificate=certificate, at=datetime.now(UTC))
    return File(xml, signature)


def pass_days(side: Side, days: int) -> None:
    """A token lives a day, so the user logs in anew."""
    side.http.world.move_clock(days * 86400)
    users = side.http.ready["organizations"]["seller"]["users"]
    anybody = DiadocHttp(side.http.emulator, side.http.http)
    side.http = anybody.as_user("seller", [user["person"] for user in users].index("person"))


def register(side: Side, asked: pb.PowerOfAttorneyToRegister) -> pb.PowerOfAttorneyRegisterResult:
    task = side.http.post(AsyncMethodResult, "/RegisterPowerOfAttorney", asked, boxId=side.box).TaskId
    side.http.settle()
    return side.http.get(
        pb.PowerOfAttorneyRegisterResult, "/RegisterPowerOfAttorneyResult", boxId=side.box, taskId=task
    )


def registered(side: Side, file: File) -> pb.PowerOfAttorneyRegisterResult:
    result = register(side, pb.PowerOfAttorneyToRegister(Content=file.signed))
    assert result.OperationStatus == "Done", result.Errors
    return result


def listed(side: Side, **params: object) -> dict[str, bool]:
    found = side.http.get(
        pb.EmployeePowerOfAttorneyList, "/GetEmployeePowersOfAttorney", boxId=side.box, **params
    )
    return {one.PowerOfAttorney.FullId.RegistrationNumber: one.IsDefault for one in found.PowersOfAttorney}


# -- registration --------------------------------------------------------------------------------------------


def test_a_power_is_registered_by_its_files(employee: Side, given: File) -> None:
    result = registered(employee, given)
    power = result.PowerOfAttorney
    assert result.Status.Status == "active"
    assert power.FullId == given.full_id
    assert power.Issuer.LegalEntity.OrganizationName == "ООО «Ромашка»"
    assert power.Confidant.PersonName.LastName == "Работников"
    assert power.Confidant.PersonName.MiddleName == "Ильич"
    assert power.ExpireAt.Ticks > power.StartAt.Ticks
    assert power.StartAtByMoscow.OffsetTicks == 3 * 36_000_000_000
    assert power.PermissionsInfo.JointPermissions == "personal"
    assert power.PermissionsInfo.Permissions[0].Type == "machineReadable"


def test_a_task_is_queued_before_it_is_done(employee: Side, given: File) -> None:
    employee.http.world.settings = type(employee.http.world.settings)(delay=30)
    asked = pb.PowerOfAttorneyToRegister(Content=given.signed)
    task = employee.http.post(AsyncMethodResult, "/RegisterPowerOfAttorney", asked, boxId=employee.box).TaskId
    waiting = employee.http.get(
        pb.PowerOfAttorneyRegisterResult,
        "/RegisterPowerOfAttorneyResult",
        boxId=employee.box,
        taskId=task,
    )
    assert waiting.OperationStatus == "Queued"
    assert not waiting.HasField("PowerOfAttorney")


def test_a_power_is_registered_by_its_number_when_the_registry_knows_it(
    employee: Side, given: File, tmp_path: Path
) -> None:
    asked = pb.PowerOfAttorneyToRegister(FullId=given.full_id)
    unknown = register(employee, asked)
    assert (unknown.OperationStatus, unknown.Errors[0].Code) == ("Error", "NotFound")

    registry = Register(tmp_path / "mchd", step=timedelta(0))
    registry.upload(given.content, given.signature, f"{mchd.parse(given.content).file_id}.xml")
    result = register(employee, asked)
    assert result.OperationStatus == "Done"
    assert result.Status.LastCheckAt.Ticks

    registry.put(given.number, "REVOKED")
    assert register(employee, asked).Status.Status == "revoked"


@pytest.mark.parametrize("signer", ["person", "partner_head"], ids=["representative", "stranger"])
def test_a_power_signed_by_another_is_an_error(employee: Side, pki_dir: Path, signer: str) -> None:
    file = new(pki_dir, date(2026, 1, 1), date(2030, 1, 1), signer)
    result = register(employee, pb.PowerOfAttorneyToRegister(Content=file.signed))
    assert result.OperationStatus == "Error"
    assert result.Errors[0].Code == "InvalidSignature"
    assert not result.HasField("PowerOfAttorney")


def test_what_is_no_power_is_an_error(employee: Side, given: File) -> None:
    for file, code in (
        (File(b"<a/>", given.signature), "InvalidFormat"),
        (File(given.content, b"no signature"), "InvalidSignature"),
        (File(given.content + b"\n", given.signature), "InvalidSignature"),
    ):
        result = register(employee, pb.PowerOfAttorneyToRegister(Content=file.signed))
        assert [error.Code for error in result.Errors] == [code]


def test_either_the_number_or_the_files(employee: Side, given: File) -> None:
    for body in (
        pb.PowerOfAttorneyToRegister(),
        pb.PowerOfAttorneyToRegister(FullId=given.full_id, Content=given.signed),
    ):
        answer = employee.refused("/RegisterPowerOfAttorney", body, boxId=employee.box)
        assert answer.status_code == 400


def test_fifty_registrations_a_day(employee: Side, given: File) -> None:
    asked = pb.PowerOfAttorneyToRegister(Content=given.signed)
    for _ in range(powers.MOST_A_DAY):
        assert employee.refused("/RegisterPowerOfAttorney", asked, boxId=employee.box).status_code == 200
    assert employee.refused("/RegisterPowerOfAttorney", asked, boxId=employee.box).status_code == 409
    pass_days(employee, 1)
    assert employee.refused("/RegisterPowerOfAttorney", asked, boxId=employee.box).status_code == 200


# -- employees -----------------------------------------------------------------------------------------------


def add(side: Side, full_id: pb.PowerOfAttorneyFullId, **params: object) -> pb.EmployeePowerOfAttorney:
    return side.http.post(
        pb.EmployeePowerOfAttorney, "/V2/AddEmployeePowerOfAttorney", full_id, boxId=side.box, **params
    )


def default(side: Side, full_id: pb.PowerOfAttorneyFullId, value: bool) -> pb.EmployeePowerOfAttorney:
    patch = pb.EmployeePowerOfAttorneyIsDefaultPatch(IsDefault=value)
    body = pb.EmployeePowerOfAttorneyToUpdateV2(PowerOfAttorneyFullId=full_id, IsDefaultPatch=patch)
    return side.http.post(
        pb.EmployeePowerOfAttorney, "/V2/UpdateEmployeePowerOfAttorney", body, boxId=side.box
    )


def test_powers_are_tied_to_an_employee_and_one_is_the_default(
    employee: Side, given: File, pki_dir: Path
) -> None:
    other = new(pki_dir, date(2026, 1, 1), date(2030, 1, 1))
    registered(employee, given)
    registered(employee, other)
    assert listed(employee) == {}
    assert add(employee, given.full_id).IsDefault is False
    add(employee, other.full_id)
    assert default(employee, given.full_id, True).IsDefault is True
    default(employee, other.full_id, True)
    assert listed(employee) == {given.number: False, other.number: True}
    default(employee, other.full_id, False)
    assert listed(employee) == {given.number: False, other.number: False}

    delete = employee.refused("/V2/DeleteEmployeePowerOfAttorney", other.full_id, boxId=employee.box)
    assert (delete.status_code, delete.content) == (200, b"")
    assert listed(employee) == {given.number: False}
    again = employee.refused("/V2/DeleteEmployeePowerOfAttorney", other.full_id, boxId=employee.box)
    assert again.status_code == 404


def test_only_powers_in_force_when_asked(employee: Side, pki_dir: Path) -> None:
    today = datetime.now(UTC).date()
    week = timedelta(days=7)
    old, future = new(pki_dir, today - 2 * week, today - week), new(pki_dir, today + week, today + 2 * week)
    for file, state in ((old, "expired"), (future, "created")):
        assert registered(employee, file).Status.Status == state
        add(employee, file.full_id)
    assert set(listed(employee)) == {old.number, future.number}
    assert listed(employee, onlyActual="True") == {}
    pass_days(employee, 8)
    assert set(listed(employee, onlyActual="True")) == {future.number}


def test_an_unregistered_power_is_not_tied(employee: Side, given: File) -> None:
    answer = employee.refused("/V2/AddEmployeePowerOfAttorney", given.full_id, boxId=employee.box)
    assert (answer.status_code, answer.text) == (404, "Power of attorney not found")


def test_a_hundred_powers_and_no_more(employee: Side, given: File, monkeypatch: pytest.MonkeyPatch) -> None:
    registered(employee, given)
    monkeypatch.setattr(powers, "MOST_OF_EMPLOYEE", 0)
    answer = employee.refused("/V2/AddEmployeePowerOfAttorney", given.full_id, boxId=employee.box)
    assert answer.status_code == 400
    monkeypatch.setattr(powers, "MOST_OF_EMPLOYEE", 1)
    add(employee, given.full_id)
    add(employee, given.full_id)
    assert powers.MOST_OF_EMPLOYEE == 1


def test_powers_of_others_are_for_administrators(seller: Side, employee: Side, given: File) -> None:
    users = {
        user["person"]: user["user_id"] for user in seller.http.ready["organizations"]["seller"]["users"]
    }
    registered(employee, given)
    add(seller, given.full_id, userId=users["person"])
    assert listed(employee) == {given.number: False}
    assert listed(seller, userId=users["person"]) == {given.number: False}
    asked = {"boxId": employee.box, "userId": users["head"]}
    assert employee.http.call("GET", "/GetEmployeePowersOfAttorney", params=asked).status_code == 403
    asked = {"boxId": seller.box, "userId": "00000000-0000-0000-0000-000000000001"}
    assert seller.http.call("GET", "/GetEmployeePowersOfAttorney", params=asked).status_code == 404


# -- checks --------------------------------------------------------------------------------------------------


def check(side: Side, file: File, certificate: bytes) -> pb.PowerOfAttorneyValidationStatus:
    asked = pb.PowerOfAttorneyPrevalidateRequestV2(
        FullId=file.full_id,
        ConfidantCertificate=pb.ConfidantCertificateToPrevalidate(Content=Content_v3(Content=certificate)),
    )
    return side.http.post(
        pb.PowerOfAttorneyPrevalidateResult, "/V2/PrevalidatePowerOfAttorney", asked, boxId=side.box
    ).PrevalidateStatus


def test_a_power_is_checked_with_the_certificate(
    seller: Side, employee: Side, given: File, tmp_path: Path
) -> None:
    registered(employee, given)
    without_registry = check(employee, given, employee.certificate.raw)
    assert without_registry.StatusNamedId == Status.HasWarnings

    registry = Register(tmp_path / "mchd", step=timedelta(0))
    registry.upload(given.content, given.signature, f"{mchd.parse(given.content).file_id}.xml")
    assert check(employee, given, employee.certificate.raw).StatusNamedId == Status.IsValid
    anothers = check(employee, given, seller.certificate.raw)
    assert anothers.StatusNamedId == Status.IsNotValid
    (failed,) = [one for one in anothers.ValidationProtocol.CheckResults if one.HasField("Error")]
    assert failed.Name == "Confidant"

    registry.put(given.number, "REVOKED")
    revoked = check(employee, given, employee.certificate.raw)
    names = {one.Name for one in revoked.ValidationProtocol.CheckResults if one.HasField("Error")}
    assert (revoked.StatusNamedId, names) == (Status.IsNotValid, {"Revocation"})


def test_an_expired_power_does_not_serve(employee: Side, pki_dir: Path) -> None:
    today = datetime.now(UTC).date()
    old = new(pki_dir, today - timedelta(days=9), today - timedelta(days=2))
    registered(employee, old)
    assert check(employee, old, employee.certificate.raw).StatusNamedId == Status.IsNotValid


def test_a_certificate_is_known_by_its_thumbprint_or_not(
    tmp_path: Path, pki_dir: Path, start_diadoc: object, given: File
) -> None:
    (tmp_path / "pki").symlink_to(pki_dir)
    employee = Side.of(start_diadoc(), "seller", "person", pki_dir)
    registered(employee, given)
    for mark, status in ((thumbprint(employee.certificate.raw), 200), ("AB" * 20, 400)):
        confidant = pb.ConfidantCertificateToPrevalidate(Thumbprint=mark)
        asked = pb.PowerOfAttorneyPrevalidateRequestV2(FullId=given.full_id, ConfidantCertificate=confidant)
        answer = employee.refused("/V2/PrevalidatePowerOfAttorney", asked, boxId=employee.box)
        assert answer.status_code == status
    unknown = pb.PowerOfAttorneyPrevalidateRequestV2(
        FullId=pb.PowerOfAttorneyFullId(RegistrationNumber="x", IssuerInn="y"), ConfidantCertificate=confidant
    )
    answer = employee.refused("/V2/PrevalidatePowerOfAttorney", unknown, boxId=employee.box)
    assert (answer.status_code, answer.text) == (404, "Power of attorney not found")


# -- with documents ------------------------------------------------------------------------------------------


def test_a_power_that_came_with_a_document_is_read_by_both_sides(
    employee: Side, buyer: Side, given: File
) -> None:
    attachment = employee.attachment()
    attachment.SignedContent.PowerOfAttorney.UseDefault = False
    attachment.SignedContent.PowerOfAttorney.Contents.append(given.signed)
    sent = employee.send(buyer, attachment)
    for side in (employee, buyer):
        (entity,) = of_kind(side.message_of(sent.MessageId), Kind.PowerOfAttorney)
        about = {"boxId": side.box, "messageId": sent.MessageId, "entityId": entity.EntityId}
        info = side.http.get(pb.PowerOfAttorney, "/GetPowerOfAttorneyInfo", **about)
        assert info.FullId == given.full_id
        files = side.http.get(pb.PowerOfAttorneyContentResponse, "/V2/GetPowerOfAttorneyContent", **about)
        assert (files.Content.Content, files.Content.Signature) == (given.content, given.signature)
        old = side.http.get(pb.PowerOfAttorneyContent, "/GetPowerOfAttorneyContent", **about)
        assert (old.Content, old.Signature) == (given.content, given.signature)
        (root,) = documents(side.message_of(sent.MessageId))
        about["entityId"] = root.EntityId
        assert side.http.call("GET", "/GetPowerOfAttorneyInfo", params=about).status_code == 404


def test_the_default_power_is_used_when_asked(employee: Side, buyer: Side, given: File) -> None:
    attachment = employee.attachment()
    attachment.SignedContent.PowerOfAttorney.UseDefault = True
    refused = employee.refused("/V3/PostMessage", employee.message(buyer, attachment))
    assert refused.status_code == 409
    registered(employee, given)
    add(employee, given.full_id)
    default(employee, given.full_id, True)
    sent = employee.post(employee.message(buyer, attachment))
    employee.http.settle()
    assert of_kind(employee.message_of(sent.MessageId), Kind.PowerOfAttorney)


def test_a_stored_power_signs_a_generated_file(seller: Side, employee: Side, given: File) -> None:
    """`Storage` of the signer's XML finds the power by its number."""
    registered(employee, given)
    signer = f"""<Signer SignerStatus="2"><Fio LastName="Работников" FirstName="Пётр"/><PowerOfAttorney>
    <Electronic MethodOfProviding="2"><Storage UseDefault="false"><FullId RegistrationNumber="{given.number}"
    IssuerInn="7731376812"/></Storage></Electronic></PowerOfAttorney></Signer>""".encode()
    partner = Side.of(employee.http, "buyer", "partner_head", employee.pem.parent)
    sent = partner.send(employee, partner.attachment(NeedReceipt=True))
    (root,) = documents(employee.message_of(sent.MessageId))
    asked = generation_pb2.ReceiptGenerationRequestV2(
        MessageId=sent.MessageId, AttachmentId=root.EntityId, SignerContent=signer
    )
    answer = employee.refused("/V2/GenerateReceiptXml", asked, boxId=employee.box)
    assert answer.status_code == 200
    assert given.number in answer.content.decode("cp1251")
