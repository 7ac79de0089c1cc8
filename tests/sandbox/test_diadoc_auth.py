"""Getting into the emulated operator."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from diadoc_http import DiadocHttp

from paraph.sandbox.diadoc.server import DiadocEmulator
from paraph.sandbox.emulator import Place
from paraph.trust.certificate import load_certificates
from paraph.trust.enveloped import decrypt
from paraph.trust.pkcs8 import load_private_key
from paraph.wire.diadoc.common_pb2 import LoginPassword
from paraph.wire.diadoc.employees_pb2 import UserV2
from paraph.wire.diadoc.organizations_pb2 import OrganizationList


def authenticate(who: DiadocHttp, kind: str, content: bytes, **headers: str) -> httpx.Response:
    return who.call("POST", "/V3/Authenticate", params={"type": kind}, content=content, headers=headers)


def login(who: DiadocHttp, name: str = "seller") -> dict[str, str]:
    user: dict[str, str] = who.ready["organizations"][name]["users"][0]
    return user


def with_authorization(who: DiadocHttp, value: str) -> int:
    url = f"{who.ready['url']}/V2/GetMyUser"
    return who.http.get(url, headers={"Authorization": value} if value else {}).status_code


# -- password ----------------------------------------------------------------------------------------------


def test_a_password_opens_the_user_s_organizations(diadoc: DiadocHttp) -> None:
    mine = diadoc.as_user("seller").get(OrganizationList, "/GetMyOrganizations")
    assert diadoc.ready["organizations"]["seller"]["inn"] in {of.Inn for of in mine.Organizations}


def test_a_password_is_taken_as_protobuf_without_a_content_type(diadoc: DiadocHttp) -> None:
    user = login(diadoc)
    body = LoginPassword(Login=user["login"], Password=user["password"]).SerializeToString()
    answer = authenticate(diadoc, "password", body)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert base64.b64decode(answer.text)


@pytest.mark.parametrize("change", [{"Password": "x"}, {"Login": "nobody@example.test"}])
def test_a_wrong_password_is_refused(diadoc: DiadocHttp, change: dict[str, str]) -> None:
    given = {"Login": login(diadoc)["login"], "Password": login(diadoc)["password"]} | change
    assert authenticate(diadoc, "password", LoginPassword(**given).SerializeToString()).status_code == 401


def test_the_way_to_authenticate_must_be_named(diadoc: DiadocHttp) -> None:
    assert diadoc.call("POST", "/V3/Authenticate").status_code == 400
    assert authenticate(diadoc, "magic", b"").status_code == 400


# -- the header --------------------------------------------------------------------------------------------


def test_the_header_is_read_in_every_writing(diadoc: DiadocHttp) -> None:
    key, token = diadoc.ready["developer_key"], diadoc.as_user("seller").token
    assert token.endswith("==")
    for value in (
        f"DiadocAuth ddauth_api_client_id={key},ddauth_token={token}",
        f"DiadocAuth ddauth_token={token}, ddauth_api_client_id={key}",
        f"diadocauth   ddauth_api_client_id = {key} ,  ddauth_token = {token}",
    ):
        assert with_authorization(diadoc, value) == 200, value


def test_without_the_right_header_nobody_gets_in(diadoc: DiadocHttp) -> None:
    key, token = diadoc.ready["developer_key"], diadoc.as_user("seller").token
    for value in (
        "",
        "DiadocAuth",
        f"DiadocAuth ddauth_api_client_id={key}",
        f"DiadocAuth ddauth_token={token}",
        f"DiadocAuth ddauth_api_client_id=other,ddauth_token={token}",
        f"DiadocAuth ddauth_api_client_id={key},ddauth_token={token}x",
        f"Basic {token}",
        f"Bearer {token}",
    ):
        assert with_authorization(diadoc, value) == 401, value


def test_a_token_lives_a_day(diadoc: DiadocHttp) -> None:
    seller = diadoc.as_user("seller")
    diadoc.world.move_clock(24 * 3600 - 60)
    assert seller.call("GET", "/V2/GetMyUser").status_code == 200
    diadoc.world.move_clock(120)
    assert seller.call("GET", "/V2/GetMyUser").status_code == 401
    assert diadoc.as_user("seller").call("GET", "/V2/GetMyUser").status_code == 200


def test_an_ordered_fault_ends_a_token(diadoc: DiadocHttp) -> None:
    seller = diadoc.as_user("seller")
    diadoc.order_fault("expired-token")
    assert seller.call("GET", "/V2/GetMyUser").status_code == 401
    assert seller.call("GET", "/V2/GetMyUser").status_code == 401, "it stays expired"
    assert diadoc.as_user("seller").call("GET", "/V2/GetMyUser").status_code == 200


def test_tokens_and_keys_survive_a_restart(start_diadoc: Callable[[], DiadocHttp]) -> None:
    seller = start_diadoc().as_user("seller")
    after = start_diadoc()
    assert after.ready["developer_key"] == seller.ready["developer_key"]
    assert after.ready["organizations"] == seller.ready["organizations"]
    after.token = seller.token
    assert after.get(UserV2, "/V2/GetMyUser").Login == login(after)["login"]


# -- certificate -------------------------------------------------------------------------------------------


@pytest.fixture
def head(pki_dir: Path) -> tuple[Any, Any]:
    """Certificate and key of the seller's head."""
    pem = (pki_dir / "head.pem").read_bytes()
    return load_certificates(pem)[0], load_private_key(pem)


def opened(answer: httpx.Response, head: tuple[Any, Any]) -> str:
    assert answer.status_code == 200, answer.text
    certificate, key = head
    return base64.b64encode(decrypt(answer.content, key, certificate)).decode()


def test_a_certificate_opens_the_way(diadoc: DiadocHttp, head: tuple[Any, Any]) -> None:
    certificate = head[0]
    token = opened(authenticate(diadoc, "certificate", certificate.raw), head)
    mark = hashlib.sha1(certificate.raw, usedforsecurity=False).hexdigest()
    params = {"token": token, "thumbprint": mark, "saveBinding": "False"}
    diadoc.token = diadoc.call("POST", "/V3/AuthenticateConfirm", params=params).text
    assert diadoc.get(UserV2, "/V2/GetMyUser").Login == login(diadoc)["login"]
    assert diadoc.call("POST", "/V3/AuthenticateConfirm", params=params).status_code == 403, "once only"


def test_a_certificate_in_the_body_confirms_as_well(diadoc: DiadocHttp, head: tuple[Any, Any]) -> None:
    certificate = head[0]
    token = opened(authenticate(diadoc, "certificate", certificate.raw), head)
    confirm = {"params": {"token": token}, "content": certificate.raw}
    diadoc.token = diadoc.call("POST", "/V3/AuthenticateConfirm", **confirm).text
    assert diadoc.call("GET", "/V2/GetMyUser").status_code == 200


def test_a_token_not_opened_is_not_confirmed(diadoc: DiadocHttp, head: tuple[Any, Any]) -> None:
    certificate = head[0]
    sealed = authenticate(diadoc, "certificate", certificate.raw).content
    for token in ("AAAA", base64.b64encode(sealed).decode()):
        confirm = {"params": {"token": token}, "content": certificate.raw}
        assert diadoc.call("POST", "/V3/AuthenticateConfirm", **confirm).status_code == 403


def test_another_certificate_does_not_confirm(
    diadoc: DiadocHttp, head: tuple[Any, Any], pki_dir: Path
) -> None:
    other = load_certificates((pki_dir / "person.pem").read_bytes())[0]
    token = opened(authenticate(diadoc, "certificate", head[0].raw), head)
    confirm = {"params": {"token": token}, "content": other.raw}
    assert diadoc.call("POST", "/V3/AuthenticateConfirm", **confirm).status_code == 403


def test_what_is_no_certificate_or_has_expired_is_refused(diadoc: DiadocHttp, pki_dir: Path) -> None:
    assert authenticate(diadoc, "certificate", b"0\x00").status_code == 400
    expired = load_certificates((pki_dir / "expired.pem").read_bytes())[0]
    assert authenticate(diadoc, "certificate", expired.raw).status_code == 401


def test_the_people_of_the_test_authority_are_known_at_once(tmp_path: Path, pki_dir: Path) -> None:
    (tmp_path / "pki").symlink_to(pki_dir)
    emulator = DiadocEmulator(Place(tmp_path / "diadoc", "127.0.0.1"))
    try:
        with emulator.world.reading() as db:
            rows = db.execute("SELECT person FROM certificates JOIN users ON users.id = user_id").fetchall()
        assert {row["person"] for row in rows} == {"head", "person", "partner_head", "partner_person", "ip"}
    finally:
        emulator.stop()


# -- SID and trusted services ------------------------------------------------------------------------------


def test_a_session_of_another_service_opens_the_way(diadoc: DiadocHttp) -> None:
    sid = diadoc.control("POST", "/sids", {"login": login(diadoc)["login"]})["sid"]
    answer = authenticate(diadoc, "sid", sid.encode(), **{"Content-Type": "text/plain"})
    assert answer.status_code == 200
    assert authenticate(diadoc, "sid", b"unknown").status_code == 401


def test_a_trusted_service_speaks_for_who_was_bound_to_it(diadoc: DiadocHttp) -> None:
    service = {"X-Diadoc-ServiceKey": diadoc.ready["service_key"], "X-Diadoc-ServiceUserId": "u-1"}
    assert authenticate(diadoc, "trust", b"", **service).status_code == 401
    user = login(diadoc)
    body = LoginPassword(Login=user["login"], Password=user["password"]).SerializeToString()
    assert authenticate(diadoc, "password", body, **service).status_code == 200
    assert authenticate(diadoc, "trust", b"", **service).status_code == 200
    stranger = service | {"X-Diadoc-ServiceKey": "other"}
    assert authenticate(diadoc, "trust", b"", **stranger).status_code == 401


def test_a_certificate_binds_only_when_asked(diadoc: DiadocHttp, head: tuple[Any, Any]) -> None:
    service = {"X-Diadoc-ServiceKey": diadoc.ready["service_key"], "X-Diadoc-ServiceUserId": "u-2"}
    for save, status in (("False", 401), ("True", 200)):
        token = opened(authenticate(diadoc, "certificate", head[0].raw, **service), head)
        confirm = {"params": {"token": token, "saveBinding": save}, "content": head[0].raw}
        assert diadoc.call("POST", "/V3/AuthenticateConfirm", **confirm).status_code == 200
        assert authenticate(diadoc, "trust", b"", **service).status_code == status


# -- OpenID Connect ----------------------------------------------------------------------------------------

BACK = "http://127.0.0.1:1/back"
SCOPE = "openid offline_access Diadoc.PublicAPI"


def code(diadoc: DiadocHttp, **more: str) -> str:
    """Logs in at the page and returns the code the program gets."""
    oidc, user = diadoc.ready["oidc"], login(diadoc)
    asked = {"client_id": oidc["client_id"], "redirect_uri": BACK, "response_type": "code", "scope": SCOPE}
    asked |= {"state": "s/1&2", **more}
    assert 'name="scope"' in diadoc.http.get(oidc["authorize"], params=asked).text
    wrong = diadoc.http.post(oidc["authorize"], data=asked | {"login": user["login"], "password": "x"})
    assert "Неверный логин или пароль" in wrong.text
    form = asked | {"login": user["login"], "password": user["password"]}
    answer = diadoc.http.post(oidc["authorize"], data=form)
    assert answer.status_code == 302
    back = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert back["state"] == ["s/1&2"]
    return back["code"][0]


def token(diadoc: DiadocHttp, **asked: str) -> httpx.Response:
    oidc = diadoc.ready["oidc"]
    client = {"client_id": oidc["client_id"], "client_secret": oidc["client_secret"]}
    return diadoc.http.post(oidc["token"], data=client | asked)


def bearer(diadoc: DiadocHttp, access_token: str) -> int:
    return with_authorization(diadoc, f"Bearer {access_token}")


def test_the_provider_describes_itself(diadoc: DiadocHttp) -> None:
    told = diadoc.http.get(diadoc.ready["oidc"]["discovery"]).json()
    assert told["issuer"] == diadoc.ready["oidc"]["issuer"]
    assert told["token_endpoint"] == diadoc.ready["oidc"]["token"]
    assert diadoc.http.get(told["jwks_uri"]).json() == {"keys": []}


def test_a_code_becomes_tokens_once(diadoc: DiadocHttp) -> None:
    given = code(diadoc, nonce="n-1")
    tokens = token(diadoc, grant_type="authorization_code", code=given, redirect_uri=BACK).json()
    assert (tokens["token_type"], tokens["scope"]) == ("Bearer", SCOPE)
    assert bearer(diadoc, tokens["access_token"]) == 200
    signed, _, mark = tokens["id_token"].rpartition(".")
    secret = diadoc.ready["oidc"]["client_secret"].encode()
    expected = hmac.new(secret, signed.encode(), hashlib.sha256).digest()
    assert base64.urlsafe_b64decode(mark + "=") == expected
    claims = json.loads(base64.urlsafe_b64decode(signed.split(".")[1] + "=="))
    assert (claims["nonce"], claims["sub"]) == ("n-1", login(diadoc)["user_id"])
    again = token(diadoc, grant_type="authorization_code", code=given, redirect_uri=BACK)
    assert (again.status_code, again.json()) == (400, {"error": "invalid_grant"})


def test_a_code_is_bound_to_its_address_and_verifier(diadoc: DiadocHttp) -> None:
    grant = {"grant_type": "authorization_code", "redirect_uri": BACK}
    assert token(diadoc, **grant | {"code": code(diadoc), "redirect_uri": "http://x"}).status_code == 400
    challenge = base64.urlsafe_b64encode(hashlib.sha256(b"verifier").digest()).rstrip(b"=").decode()
    for verifier, status in (("other", 400), ("verifier", 200)):
        given = code(diadoc, code_challenge=challenge, code_challenge_method="S256")
        assert token(diadoc, **grant, code=given, code_verifier=verifier).status_code == status


def test_a_refresh_token_is_good_once_and_access_ends(diadoc: DiadocHttp) -> None:
    given = {"grant_type": "authorization_code", "code": code(diadoc), "redirect_uri": BACK}
    first = token(diadoc, **given).json()
    diadoc.world.move_clock(first["expires_in"] + 1)
    assert bearer(diadoc, first["access_token"]) == 401
    refresh = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    second = token(diadoc, **refresh).json()
    assert bearer(diadoc, second["access_token"]) == 200
    assert token(diadoc, **refresh).json() == {"error": "invalid_grant"}
    assert second["refresh_token"] != first["refresh_token"]


def test_a_token_without_the_api_scope_opens_nothing_but_its_holder_s_name(diadoc: DiadocHttp) -> None:
    given = {"grant_type": "authorization_code", "code": code(diadoc, scope="openid"), "redirect_uri": BACK}
    tokens = token(diadoc, **given).json()
    assert "refresh_token" not in tokens
    assert bearer(diadoc, tokens["access_token"]) == 401
    url = diadoc.ready["oidc"]["issuer"] + "/connect/userinfo"
    headers = {"Authorization": f"Bearer {tokens['access_token']}"}
    assert diadoc.http.get(url, headers=headers).json()["email"] == login(diadoc)["login"]


def test_a_device_waits_for_a_person(diadoc: DiadocHttp) -> None:
    oidc, user = diadoc.ready["oidc"], login(diadoc)
    client = {"client_id": oidc["client_id"], "client_secret": oidc["client_secret"], "scope": SCOPE}
    asked = diadoc.http.post(oidc["device"], data=client).json()
    grant = {
        "grant_type": "urn:ietf:params:oauth:grant-type:device_code",
        "device_code": asked["device_code"],
    }
    assert token(diadoc, **grant).json() == {"error": "authorization_pending"}
    assert token(diadoc, **grant).json() == {"error": "slow_down"}
    assert asked["user_code"] in diadoc.http.get(asked["verification_uri_complete"]).text
    form = {"user_code": asked["user_code"].lower(), "login": user["login"], "password": user["password"]}
    assert "Готово" in diadoc.http.post(asked["verification_uri"], data=form).text
    assert bearer(diadoc, token(diadoc, **grant).json()["access_token"]) == 200
    assert token(diadoc, **grant).json() == {"error": "invalid_grant"}


def test_the_provider_refuses_strangers(diadoc: DiadocHttp) -> None:
    assert token(diadoc, grant_type="refresh_token", client_secret="x").status_code == 401
    assert token(diadoc, grant_type="password").json() == {"error": "unsupported_grant_type"}
    asked = {"client_id": "x", "redirect_uri": BACK, "response_type": "code"}
    assert diadoc.http.get(diadoc.ready["oidc"]["authorize"], params=asked).status_code == 400
    asked |= {"client_id": diadoc.ready["oidc"]["client_id"], "redirect_uri": "javascript:alert(1)"}
    assert diadoc.http.get(diadoc.ready["oidc"]["authorize"], params=asked).status_code == 400
