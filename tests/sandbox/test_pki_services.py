"""The running authority: lists, status and time-stamps, asked for by OpenSSL over HTTP."""

from __future__ import annotations

import base64
import shutil
import socket
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from paraph.sandbox.emulator import Place
from paraph.sandbox.errors import SandboxError
from paraph.sandbox.pki.authority import Authority, now
from paraph.sandbox.pki.server import PkiServer
from paraph.trust.certificate import Certificate, load_certificates
from paraph.trust.crl import Crl, Reason

OpenSSL = Callable[..., tuple[bool, str]]


@pytest.fixture
def own_pki(pki_dir: Path, tmp_path: Path) -> Path:
    """A copy of the authority's folder to revoke in."""
    return Path(shutil.copytree(pki_dir, tmp_path / "copy"))


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[PkiServer]:
    server = PkiServer(Place(tmp_path / "own", "127.0.0.1"))
    server.start()
    yield server
    server.stop()


def certificate(folder: Path, name: str) -> Certificate:
    return load_certificates((folder / f"{name}.pem").read_bytes())[0]


def ask_status(openssl: OpenSSL, server: PkiServer, name: str) -> str:
    folder = Path(server.ready["dir"])
    answered, said = openssl(
        "ocsp", "-issuer", folder / "intermediate.pem", "-cert", folder / f"{name}.pem", "-nonce",
        "-url", server.ready["ocsp"], "-CAfile", folder / "root.pem",
        "-verify_other", folder / "intermediate.pem",
    )  # fmt: skip
    assert answered, said
    assert "Response verify OK" in said
    assert "WARNING" not in said
    return said


@pytest.mark.openssl
class TestStatus:
    @pytest.mark.parametrize("name", ["head", "partner_person", "expired"])
    def test_good(self, openssl: OpenSSL, pki: PkiServer, name: str) -> None:
        assert ".pem: good" in ask_status(openssl, pki, name)

    def test_revoked(self, openssl: OpenSSL, pki: PkiServer) -> None:
        said = ask_status(openssl, pki, "revoked")
        assert ".pem: revoked" in said
        assert "Reason: keyCompromise" in said

    def test_never_issued_is_not_good(
        self, openssl: OpenSSL, pki: PkiServer, pki_dir: Path, http: httpx.Client
    ) -> None:
        answered, said = openssl(
            "ocsp", "-issuer", pki_dir / "intermediate.pem", "-serial", "0x1234", "-url", pki.ready["ocsp"]
        )
        assert "unauthorized" in said
        assert "good" not in said

    def test_get_request(
        self, openssl: OpenSSL, pki: PkiServer, pki_dir: Path, tmp_path: Path, http: httpx.Client
    ) -> None:
        asked, answer = tmp_path / "asked", tmp_path / "answer"
        made, said = openssl(
            "ocsp",
            "-issuer",
            pki_dir / "intermediate.pem",
            "-cert",
            pki_dir / "head.pem",
            "-reqout",
            asked,
            "-no_nonce",
        )
        assert made, said
        encoded = quote(base64.b64encode(asked.read_bytes()), safe="")
        reply = http.get(f"{pki.ready['ocsp']}/{encoded}")
        assert reply.headers["Content-Type"] == "application/ocsp-response"
        answer.write_bytes(reply.content)
        read, said = openssl(
            "ocsp", "-respin", answer, "-issuer", pki_dir / "intermediate.pem", "-cert", pki_dir / "head.pem",
            "-CAfile", pki_dir / "root.pem", "-verify_other", pki_dir / "intermediate.pem", "-no_nonce",
        )  # fmt: skip
        assert read, said
        assert ".pem: good" in said


class TestBadRequests:
    def test_status(self, pki: PkiServer, http: httpx.Client) -> None:
        malformed = b"\x30\x03\x0a\x01\x01"  # OCSPResponse of status malformedRequest
        assert http.post(pki.ready["ocsp"], content=b"hello").content == malformed
        assert http.get(pki.ready["ocsp"] + "/aGVsbG8=").content == malformed
        assert http.get(pki.ready["ocsp"] + "/%%%").status_code == 400

    def test_time_stamp(self, pki: PkiServer, http: httpx.Client) -> None:
        answer = http.post(pki.ready["tsa"], content=b"hello")
        assert answer.status_code == 400
        assert "не читается" in answer.text

    @pytest.mark.parametrize(
        ("order", "status"),
        [
            ({"serial": "1234"}, 404),
            ({}, 404),
            ({"serial": "1234", "reason": "BOREDOM"}, 400),
            ({"serial": "1234", "reason": "REMOVE_FROM_CRL"}, 400),
        ],
    )
    def test_revocation(self, pki: PkiServer, http: httpx.Client, order: dict[str, str], status: int) -> None:
        assert http.post(pki.ready["revoke_url"], json=order).status_code == status


@pytest.mark.openssl
@pytest.mark.parametrize("digest", ["md_gost12_256", "md_gost12_512", "sha256"])
@pytest.mark.parametrize("options", [["-cert"], []])
def test_time_stamp(
    openssl: OpenSSL,
    pki: PkiServer,
    pki_dir: Path,
    tmp_path: Path,
    http: httpx.Client,
    digest: str,
    options: list[str],
) -> None:
    document, query, reply = tmp_path / "document", tmp_path / "query", tmp_path / "reply"
    document.write_bytes(b"document")
    made, said = openssl("ts", "-query", "-data", document, f"-{digest}", *options, "-out", query)
    assert made, said
    answer = http.post(
        pki.ready["tsa"],
        content=query.read_bytes(),
        headers={"Content-Type": "application/timestamp-query"},
    )
    assert answer.headers["Content-Type"] == "application/timestamp-reply"
    reply.write_bytes(answer.content)
    trusted = ["-CAfile", pki_dir / "root.pem", "-untrusted", pki_dir / "intermediate.pem"]
    if not options:  # the certificate was not asked for, so the verifier brings it
        both = tmp_path / "both.pem"
        both.write_bytes((pki_dir / "intermediate.pem").read_bytes() + (pki_dir / "tsa.pem").read_bytes())
        trusted[3] = both
    accepted, said = openssl("ts", "-verify", "-in", reply, "-queryfile", query, *trusted)
    assert accepted, said
    document.write_bytes(b"another document")
    accepted, said = openssl("ts", "-verify", "-in", reply, "-data", document, *trusted)
    assert not accepted


class TestLists:
    @pytest.mark.parametrize("issuer", ["root", "intermediate"])
    def test_addresses_in_certificates_answer(
        self, pki: PkiServer, pki_dir: Path, http: httpx.Client, issuer: str
    ) -> None:
        child = certificate(pki_dir, "intermediate" if issuer == "root" else "head").extensions
        listed = http.get(child.crl_urls[0])
        assert listed.headers["Content-Type"] == "application/pkix-crl"
        assert Crl.parse(listed.content).verify_signed_by(certificate(pki_dir, issuer))
        assert http.get(child.ca_issuer_urls[0]).content == certificate(pki_dir, issuer).raw

    def test_list_is_renewed_before_it_ends(self, own_pki: Path) -> None:
        moment = now()
        authority = Authority(own_pki, clock=lambda: moment)
        first = Crl.parse(authority.crl("intermediate"))
        assert first.next_update is not None
        moment = first.next_update - timedelta(days=3)
        assert authority.crl("intermediate") == first.raw
        moment = first.next_update - timedelta(days=1)
        second = Crl.parse(authority.crl("intermediate"))
        assert second.this_update == moment
        assert second.next_update is not None
        assert second.next_update > first.next_update
        assert second.number is not None
        assert first.number is not None
        assert second.number > first.number
        assert list(second) == list(first)
        assert (own_pki / "intermediate.crl").read_bytes() == second.raw

    def test_long_unused_authority_comes_back_with_a_fresh_list(self, own_pki: Path) -> None:
        later = now() + timedelta(days=100)
        listed = Crl.parse(Authority(own_pki, clock=lambda: later).crl("root"))
        assert listed.next_update is not None
        assert listed.this_update <= later < listed.next_update


class TestRevocation:
    @pytest.mark.openssl
    def test_revoked_over_http_is_seen_everywhere_and_after_a_restart(
        self, openssl: OpenSSL, own_server: PkiServer, http: httpx.Client
    ) -> None:
        folder = Path(own_server.ready["dir"])
        serial = certificate(folder, "person").serial
        assert Crl.parse((folder / "intermediate.crl").read_bytes()).find(serial) is None
        spelled = ":".join(f"{serial:x}"[i : i + 2] for i in range(0, 32, 2))
        answer = http.post(own_server.ready["revoke_url"], json={"serial": spelled, "reason": "superseded"})
        assert answer.json()["p12"] == "person.p12"

        listed = Crl.parse(http.get(f"{own_server.ready['url']}/intermediate.crl").content)
        entry = listed.find(serial)
        assert entry is not None
        assert entry.reason is Reason.SUPERSEDED
        assert ".pem: revoked" in ask_status(openssl, own_server, "person")
        assert "сертификат заменён" in http.get(own_server.ready["url"]).text

        own_server.stop()
        again = PkiServer(Place(folder, "127.0.0.1"))
        again.start()
        try:
            assert again.ready == own_server.ready
            assert ".pem: revoked" in ask_status(openssl, again, "person")
            assert ".pem: good" in ask_status(openssl, again, "head")
        finally:
            again.stop()

    def test_second_revocation_changes_nothing(self, own_pki: Path) -> None:
        authority = Authority(own_pki)
        serial = certificate(own_pki, "head").serial_hex
        first = authority.revoke(serial, Reason.KEY_COMPROMISE)
        later = Authority(own_pki, clock=lambda: now() + timedelta(days=1))
        assert later.revoke(serial, Reason.SUPERSEDED) == first

    def test_intermediate_goes_to_the_list_of_the_root(self, own_pki: Path) -> None:
        authority = Authority(own_pki)
        authority.revoke(certificate(own_pki, "intermediate").serial_hex, Reason.CA_COMPROMISE)
        assert [entry.reason for entry in Crl.parse(authority.crl("root"))] == [Reason.CA_COMPROMISE]


def test_page_describes_the_authority(pki: PkiServer, http: httpx.Client) -> None:
    text = http.get(pki.ready["url"]).text
    assert "Тестовый удостоверяющий центр" in text
    assert "Лугова Анна Сергеевна" in text
    assert "/intermediate.crl" in text
    password = Path(pki.ready["password_file"]).read_text()
    assert password not in text


def test_keys_are_not_served(pki: PkiServer, http: httpx.Client) -> None:
    for path in ("/head.p12", "/password", "/private/root.key", "/..%2fpassword", "/root.key"):
        assert http.get(pki.ready["url"] + path).status_code == 404


def test_taken_port_is_explained(pki: PkiServer, pki_dir: Path, tmp_path: Path) -> None:
    with pytest.raises(SandboxError, match="удалите папку"):
        PkiServer(Place(pki_dir, "127.0.0.1"))


def test_new_authority_is_made_on_a_free_port(own_server: PkiServer, pki: PkiServer) -> None:
    assert own_server.ready["url"] != pki.ready["url"]
    port = int(own_server.ready["url"].rsplit(":", 1)[1])
    with socket.create_connection(("127.0.0.1", port)):
        pass
