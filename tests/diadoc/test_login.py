"""Logging in with a certificate and through OpenID Connect."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
from datetime import timedelta
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from diadoc_stub import Reply
from django.utils import timezone

from factories import OUR_HEAD, PARTNER_HEAD
from paraph.channels.diadoc import auth
from paraph.channels.diadoc.client import DiadocClient
from paraph.channels.diadoc.errors import NotNow, Refused, Unknown
from paraph.channels.diadoc.models import Access, Account
from paraph.sealed import Secret
from paraph.trust.certificate import Certificate
from paraph.trust.enveloped import encrypt
from paraph.wire.diadoc import organizations_pb2

BACK = "https://hub.example/diadoc/oidc/"
RAW_TOKEN = b"\x01raw token\xff"


@pytest.fixture
def by_certificate(account, pki) -> Account:
    account.access = Access.CERTIFICATE
    account.login_key = Secret.of_bytes((pki.folder / f"{OUR_HEAD}.p12").read_bytes())
    account.login_key_password = Secret(pki.password)
    account.save()
    return account


@pytest.fixture
def by_oidc(account, settings, stub) -> Account:
    settings.DIADOC = dataclasses.replace(settings.DIADOC, oidc_client="hub", oidc_secret="client-secret")
    account.access = Access.OIDC
    account.save()
    stub.on("/GetMyOrganizations", organizations_pb2.OrganizationList())
    return account


def given(token: str, lives: int = 3600, refresh: str = "") -> str:
    found = {"access_token": token, "expires_in": lives, "token_type": "Bearer"}
    return json.dumps(found | ({"refresh_token": refresh} if refresh else {}))


def form(asked) -> dict[str, str]:
    return dict(parse_qsl(asked.body.decode()))


# -- certificate --------------------------------------------------------------------------------------------


def test_the_token_is_opened_with_the_certificates_key(by_certificate, stub, pki):
    certificate = Certificate.parse(pki.key(OUR_HEAD).certificate)
    stub.on("/V3/Authenticate", encrypt(RAW_TOKEN, [certificate]))
    stub.on("/V3/AuthenticateConfirm", "token-of-certificate")
    stub.on("/GetMyOrganizations", organizations_pb2.OrganizationList())
    DiadocClient(by_certificate).my_organizations()
    assert stub.of("/V3/Authenticate")[0].body == certificate.raw
    assert stub.of("/V3/Authenticate")[0].query == {"type": "certificate"}
    assert stub.of("/V3/AuthenticateConfirm")[0].query == {
        "token": base64.b64encode(RAW_TOKEN).decode(),
        "thumbprint": hashlib.sha1(certificate.raw).hexdigest().upper(),
        "saveBinding": "false",
    }
    header = stub.of("/GetMyOrganizations")[0].headers["Authorization"]
    assert header.endswith("ddauth_token=token-of-certificate")


def test_a_token_for_another_certificate_is_a_clear_refusal(by_certificate, stub, pki):
    other = Certificate.parse(pki.key(PARTNER_HEAD).certificate)
    stub.on("/V3/Authenticate", encrypt(RAW_TOKEN, [other]))
    with pytest.raises(Refused, match="не расшифровывается ключом входа"):
        DiadocClient(by_certificate).my_organizations()


def test_a_certificate_unknown_to_the_service_is_a_clear_refusal(by_certificate, stub):
    stub.on("/V3/Authenticate", Reply(401, b"Unknown certificate"))
    with pytest.raises(Refused, match="не принял сертификат"):
        DiadocClient(by_certificate).my_organizations()


def test_a_wrong_password_of_the_key_is_a_clear_refusal(by_certificate, stub):
    by_certificate.login_key_password = Secret("не тот")
    with pytest.raises(Refused, match="не открывается"):
        DiadocClient(by_certificate).my_organizations()
    assert stub.asked == []


# -- OpenID Connect -----------------------------------------------------------------------------------------


def test_the_person_is_sent_to_kontur_and_the_code_becomes_tokens(by_oidc, stub):
    errand = auth.Errand.new()
    address = urlsplit(auth.login_address(by_oidc, errand, BACK))
    asked = {name: values[0] for name, values in parse_qs(address.query).items()}
    assert address.path == "/connect/authorize"
    assert (asked["client_id"], asked["redirect_uri"], asked["state"]) == ("hub", BACK, errand.state)
    assert "Diadoc.PublicAPI" in asked["scope"]
    stub.on("/connect/token", given("access-1", refresh="refresh-1"))
    auth.take_code(by_oidc, "code-1", errand, BACK)
    sent = form(stub.of("/connect/token")[0])
    digest = hashlib.sha256(sent["code_verifier"].encode()).digest()
    assert base64.urlsafe_b64encode(digest).decode().rstrip("=") == asked["code_challenge"]
    assert (sent["grant_type"], sent["code"], sent["client_secret"]) == (
        "authorization_code",
        "code-1",
        "client-secret",
    )
    DiadocClient(Account.objects.get(pk=by_oidc.pk)).my_organizations()
    assert stub.of("/GetMyOrganizations")[0].headers["Authorization"] == "Bearer access-1"


def test_an_ended_token_is_refreshed_and_the_new_refresh_token_kept(by_oidc, stub):
    by_oidc.oidc_refresh = Secret("refresh-1")
    by_oidc.save()
    stub.on("/connect/token", given("access-2", refresh="refresh-2"))
    DiadocClient(by_oidc).my_organizations()
    assert form(stub.of("/connect/token")[0])["refresh_token"] == "refresh-1"
    row = Account.objects.get(pk=by_oidc.pk)
    assert (row.token.reveal(), row.oidc_refresh.reveal()) == ("access-2", "refresh-2")
    assert row.token_until < timezone.now() + timedelta(seconds=3600)


def test_a_refresh_token_that_stays_is_not_lost(by_oidc, stub):
    by_oidc.oidc_refresh = Secret("refresh-1")
    by_oidc.save()
    stub.on("/connect/token", given("access-2"))
    DiadocClient(by_oidc).my_organizations()
    assert Account.objects.get(pk=by_oidc.pk).oidc_refresh.reveal() == "refresh-1"


def test_a_login_that_ended_sends_the_person_to_log_in_again(by_oidc, stub):
    with pytest.raises(Refused, match="Войти через Контур"):
        DiadocClient(by_oidc).my_organizations()
    by_oidc.oidc_refresh = Secret("refresh-1")
    by_oidc.save()
    stub.on("/connect/token", Reply(400, b'{"error": "invalid_grant"}'))
    with pytest.raises(Refused, match="Войти через Контур"):
        DiadocClient(by_oidc).my_organizations()


@pytest.mark.parametrize(
    "body", ["", "[]", '{"access_token": "x"}', '{"access_token": "x", "expires_in": "?"}']
)
def test_an_odd_answer_of_the_provider_is_no_token(by_oidc, stub, body):
    by_oidc.oidc_refresh = Secret("refresh-1")
    by_oidc.save()
    stub.on("/connect/token", body)
    with pytest.raises((Unknown, NotNow)):
        DiadocClient(by_oidc).my_organizations()
    assert not Account.objects.get(pk=by_oidc.pk).token


def test_without_a_client_id_the_person_is_told_how_to_get_one(by_oidc, settings):
    settings.DIADOC = dataclasses.replace(settings.DIADOC, oidc_client="")
    with pytest.raises(Refused, match="PARAPH_DIADOC_OIDC_CLIENT"):
        auth.login_address(by_oidc, auth.Errand.new(), BACK)
