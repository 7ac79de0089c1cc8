"""Signing in the cloud with the keys of the test authority that runs beside."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from diadoc_desk import Side, documents
from diadoc_http import DiadocHttp

from paraph.sandbox.diadoc.certificates import thumbprint
from paraph.sandbox.diadoc.cloud import CONFIRMATION_CODE
from paraph.trust.store import TrustStore
from paraph.trust.verdict import Answer, FactName
from paraph.trust.verify import verify_signature
from paraph.wire.diadoc import signing_pb2 as pb
from paraph.wire.diadoc.common_pb2 import AsyncMethodResult, Content_v2, Content_v3, DocumentId


@pytest.fixture(autouse=True)
def authority_beside(tmp_path: Path, pki_dir: Path) -> None:
    """Before anything starts: the emulator looks for the authority beside its folder."""
    (tmp_path / "pki").symlink_to(pki_dir)


def right(signature: bytes, content: bytes, side: Side) -> bool:
    (verdict,) = verify_signature(signature, content=content, store=TrustStore([]), at=datetime.now(UTC))
    facts = (FactName.INTACT, FactName.SIGNATURE)
    intact = all(verdict.facts[name].answer is Answer.YES for name in facts)
    return intact and verdict.signer.serial == side.certificate.serial_hex


def request(*contents: Content_v3) -> pb.DssSignRequest:
    return pb.DssSignRequest(Files=[pb.DssSignFile(Content=content) for content in contents])


def result(side: Side, task: str) -> pb.DssSignResult:
    return side.http.get(pb.DssSignResult, "/DssSignResult", boxId=side.box, taskId=task)


def test_files_from_anywhere_are_signed(seller: Side, buyer: Side) -> None:
    sent = seller.send(buyer, seller.attachment(content=b"of a message"))
    (root,) = documents(sent)
    name = seller.http.call("POST", "/V2/ShelfUpload", content=b"on the shelf").text
    entity = DocumentId(MessageId=sent.MessageId, EntityId=root.EntityId)
    body = request(Content_v3(Content=b"inline"), Content_v3(NameOnShelf=name), Content_v3(EntityId=entity))
    seller.http.world.settings = type(seller.http.world.settings)(delay=30)
    task = seller.http.post(AsyncMethodResult, "/DssSign", body, boxId=seller.box).TaskId

    waiting = result(seller, task)
    assert waiting.OperationStatus == pb.DssOperationStatus.InProgress
    assert not waiting.FileSigningResults

    seller.http.settle()
    done = result(seller, task)
    assert done.OperationStatus == pb.DssOperationStatus.Completed
    signed = [b"inline", b"on the shelf", b"of a message"]
    assert [one.FileSigningStatus for one in done.FileSigningResults] == [
        pb.DssFileSigningStatus.SigningCompleted
    ] * 3
    for one, content in zip(done.FileSigningResults, signed, strict=True):
        assert right(one.Signature, content, seller)


def test_only_ones_own_cloud_certificate_signs(seller: Side, buyer: Side) -> None:
    body, mark = request(Content_v3(Content=b"x")), thumbprint(buyer.certificate.raw)
    refused = seller.refused("/DssSign", body, boxId=seller.box, certificateThumbprint=mark)
    assert refused.status_code == 400
    assert refused.text == f"Certificate with thumbprint {mark} is not a DSS certificate"
    own = thumbprint(seller.certificate.raw).lower()
    assert seller.refused("/DssSign", body, boxId=seller.box, certificateThumbprint=own).status_code == 200


def test_the_second_version_signs_by_certificate_or_goskey(seller: Side) -> None:
    file = pb.DssSignFile(Content=Content_v3(Content=b"x"))
    by_key = pb.DssSignRequestV2(
        Files=[file],
        SignDataSource=pb.DssSignDataSource.CertificateSign,
        CertificateData=pb.DssCertificateData(Thumbprint=thumbprint(seller.certificate.raw)),
    )
    by_goskey = pb.DssSignRequestV2(Files=[file], SignDataSource=pb.DssSignDataSource.GosKeySign)
    for body, confirmed in (
        (by_key, pb.DssConfirmType.Value.Value("None")),
        (by_goskey, pb.DssConfirmType.GosKey),
    ):
        task = seller.http.post(AsyncMethodResult, "/V2/DssSign", body, boxId=seller.box).TaskId
        seller.http.settle()
        done = result(seller, task)
        assert done.ConfirmType == confirmed
        assert right(done.FileSigningResults[0].Signature, b"x", seller)


def test_a_task_belongs_to_who_began_it(seller: Side, buyer: Side) -> None:
    task = seller.http.post(
        AsyncMethodResult, "/DssSign", request(Content_v3(Content=b"x")), boxId=seller.box
    ).TaskId
    answer = buyer.http.call("GET", "/DssSignResult", params={"boxId": buyer.box, "taskId": task})
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "content",
    [Content_v3(), Content_v3(Content=b"x", NameOnShelf="y"), Content_v3(NameOnShelf="absent")],
    ids=["nothing", "two at once", "absent"],
)
def test_what_to_sign_must_be_clear(seller: Side, content: Content_v3) -> None:
    assert seller.refused("/DssSign", request(content), boxId=seller.box).status_code == 400
    assert seller.refused("/DssSign", pb.DssSignRequest(), boxId=seller.box).status_code == 400


# -- the older way -------------------------------------------------------------------------------------------


def waited(side: Side, path: str, task: str) -> httpx.Response:
    side.http.settle()
    answer = side.http.call("GET", path, params={"taskId": task})
    assert answer.status_code == 200, answer.text
    return answer


@pytest.mark.parametrize("place", ["Content", "Shelf"], ids=str)
def test_the_older_way_asks_for_a_code(seller: Side, place: str) -> None:
    body = pb.CloudSignRequest(Files=[pb.CloudSignFile(Content=Content_v2(Content=b"old"), FileName="a")])
    task = seller.http.post(AsyncMethodResult, "/CloudSign", body).TaskId
    token = pb.CloudSignResult.FromString(waited(seller, "/CloudSignResult", task).content).Token
    wrong = {"token": token, "confirmationCode": "111111"}
    assert seller.http.call("POST", "/CloudSignConfirm", params=wrong).status_code == 400

    confirmed = seller.http.post(
        AsyncMethodResult,
        "/CloudSignConfirm",
        token=token,
        confirmationCode=CONFIRMATION_CODE,
        **{"return": place},
    ).TaskId
    done = pb.CloudSignConfirmResult.FromString(waited(seller, "/CloudSignConfirmResult", confirmed).content)
    (signature,) = done.Signatures
    data = signature.Content
    if place == "Shelf":
        name = {"fileName": signature.NameOnShelf}
        data = seller.http.call("GET", "/V2/ShelfDownload", params=name).content
    assert right(data, b"old", seller)


def test_without_a_key_nobody_signs_in_the_cloud(diadoc: DiadocHttp, seller: Side, tmp_path: Path) -> None:
    (tmp_path / "pki").unlink()
    body = request(Content_v3(Content=b"x"))
    assert seller.refused("/DssSign", body, boxId=seller.box).status_code == 404
    refused = seller.refused("/DssSign", body, boxId=seller.box, certificateThumbprint="AB")
    assert refused.status_code == 400


def test_json_does_as_well(seller: Side) -> None:
    content = base64.b64encode(b"json").decode()
    body = {"Files": [{"Content": {"Content": content}, "FileName": "first.xml"}]}
    task = seller.http.json("POST", "/DssSign", body, boxId=seller.box)["TaskId"]
    seller.http.settle()
    done = seller.http.json("GET", "/DssSignResult", boxId=seller.box, taskId=task)
    assert done["OperationStatus"] == "Completed"
    (file,) = done["FileSigningResults"]
    assert file["FileSigningStatus"] == "SigningCompleted"
    assert right(base64.b64decode(file["Signature"]), b"json", seller)
