"""Getting in: the developer's key and tokens by password, certificate, SID or trusted service."""

from __future__ import annotations

import base64
import secrets
from datetime import UTC, datetime
from email.message import Message as Headers

from paraph.sandbox.diadoc.api import Access, Answer, Call, Reply, endpoint
from paraph.sandbox.diadoc.certificates import holder, thumbprint
from paraph.sandbox.diadoc.directory import User, find_user
from paraph.sandbox.diadoc.errors import ApiError
from paraph.sandbox.diadoc.world import World, tables
from paraph.sandbox.http import Request
from paraph.trust import der
from paraph.trust.certificate import Certificate
from paraph.trust.enveloped import ContentCipher, EnvelopedError, encrypt
from paraph.wire.diadoc.common_pb2 import LoginPassword

#: A token lives a day, seconds.
TOKEN_LASTS = 24 * 3600
#: For so long a token sent enciphered may be confirmed, seconds.
_CHALLENGE_LASTS = 600
#: What a token is for: the scheme DiadocAuth, the scheme Bearer, or only to say who somebody is.
DIADOC, BEARER, IDENTITY = "diadoc", "bearer", "identity"
_NOT_AUTHORIZED = "The request requires user authentication"

tables(
    """
    CREATE TABLE IF NOT EXISTS tokens (
        token TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users, kind TEXT NOT NULL,
        expires REAL NOT NULL
    );
    CREATE INDEX IF NOT EXISTS tokens_by_end ON tokens (expires);
    CREATE TABLE IF NOT EXISTS challenges (
        token TEXT PRIMARY KEY, thumbprint TEXT NOT NULL, user_id TEXT NOT NULL, service_user TEXT NOT NULL,
        expires REAL NOT NULL
    );
    CREATE TABLE IF NOT EXISTS service_users (
        service_user TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users
    );
    CREATE TABLE IF NOT EXISTS sids (sid TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users);
    """
)


# -- every call --------------------------------------------------------------------------------------------


def parameters(headers: Headers) -> dict[str, str]:
    """What the header `Authorization: DiadocAuth …` says: in any order, with or without spaces."""
    scheme, _, rest = headers.get("Authorization", "").strip().partition(" ")
    if scheme.lower() != "diadocauth":
        return {}
    # A token is base64: only the first «=» divides the name from the value.
    pairs = (part.strip().partition("=") for part in rest.split(","))
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def caller(world: World, request: Request, access: Access) -> User | None:
    """Who calls, if that matters for the method; raises `ApiError` 401."""
    authorization = request.headers.get("Authorization", "").strip()
    scheme, _, bearer = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return _user(world, bearer.strip(), BEARER, request.path)
    given = parameters(request.headers)
    if given.get("ddauth_api_client_id") != world.developer_key:
        raise ApiError(401, f"{_NOT_AUTHORIZED}: ddauth_api_client_id is absent or unknown")
    if access is Access.KEY:
        return user_of_token(world, given.get("ddauth_token", ""), (DIADOC,))
    if "ddauth_token" not in given:
        raise ApiError(401, f"{_NOT_AUTHORIZED}: ddauth_token is absent")
    return _user(world, given["ddauth_token"], DIADOC, request.path)


def _user(world: World, token: str, kind: str, path: str) -> User:
    if world.faults.hit("expired-token", path):
        with world.writing() as db:
            db.execute("DELETE FROM tokens WHERE token = ?", (token,))
    user = user_of_token(world, token, (kind,))
    if user is None:
        raise ApiError(401, f"{_NOT_AUTHORIZED}: the token is invalid or expired")
    return user


def user_of_token(world: World, token: str, kinds: tuple[str, ...]) -> User | None:
    with world.reading() as db:
        row = db.execute(
            "SELECT user_id, kind FROM tokens WHERE token = ? AND expires > ?", (token, world.now())
        ).fetchone()
    return None if row is None or row["kind"] not in kinds else find_user(world, row["user_id"])


def give_token(world: World, user_id: str, kind: str = DIADOC, lasts: float = TOKEN_LASTS) -> str:
    """A new token of the user; those that have ended are thrown away."""
    token = base64.b64encode(secrets.token_bytes(70)).decode()
    with world.writing() as db:
        db.execute("DELETE FROM tokens WHERE expires <= ?", (world.now(),))
        db.execute("INSERT INTO tokens VALUES (?, ?, ?, ?)", (token, user_id, kind, world.now() + lasts))
    return token


def user_by_password(world: World, login: str, password: str) -> str | None:
    """The id of the user with this login and password."""
    with world.reading() as db:
        row = db.execute("SELECT id, password FROM users WHERE login = ?", (login,)).fetchone()
    if row is None or not secrets.compare_digest(row["password"].encode(), password.encode()):
        return None
    return str(row["id"])


# -- methods -----------------------------------------------------------------------------------------------


@endpoint("POST", "/V3/Authenticate", Access.KEY)
def authenticate(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/obsolete/Authenticate.html"""
    match call.required("type").lower():
        case "password":
            return _by_password(call)
        case "certificate":
            return _by_certificate(call)
        case "sid":
            return _by_sid(call)
        case "trust":
            return _by_trust(call)
        case kind:
            raise ApiError(400, f"Invalid value of query string parameter type: {kind}")


@endpoint("POST", "/V3/AuthenticateConfirm", Access.KEY)
def authenticate_confirm(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/obsolete/AuthenticateConfirm.html"""
    token, mark = call.required("token"), call.arg("thumbprint")
    if mark is None:
        mark = thumbprint(_certificate(call.raw).raw)
    with call.world.writing() as db:
        row = db.execute("DELETE FROM challenges WHERE token = ? RETURNING *", (token,)).fetchone()
        # The row goes also when the answer is no: a token is guessed at once or never.
        refused = row is None or row["thumbprint"] != mark.upper() or row["expires"] < call.world.now()
        if not refused:
            if call.flag("saveBinding") and row["service_user"]:
                _bind(call.world, row["service_user"], row["user_id"])
            return give_token(call.world, row["user_id"])
    raise ApiError(403, "Access denied: the token is not confirmed by the certificate")


def _by_password(call: Call) -> str:
    given = call.body(LoginPassword)
    user_id = user_by_password(call.world, given.Login, given.Password)
    if user_id is None:
        raise ApiError(401, f"{_NOT_AUTHORIZED}: invalid login or password")
    if service_user := _service_user(call):
        _bind(call.world, service_user, user_id)
    return give_token(call.world, user_id)


def _by_certificate(call: Call) -> Reply:
    """A token enciphered to the certificate: who can open it holds the key."""
    certificate = _certificate(call.raw)
    if not certificate.valid_at(datetime.fromtimestamp(call.world.now(), UTC)):
        raise ApiError(401, f"{_NOT_AUTHORIZED}: the certificate is not valid at this time")
    user, secret = holder(call.world, certificate), secrets.token_bytes(48)
    try:
        sealed = encrypt(secret, [certificate], cipher=ContentCipher.GOST_28147)
    except EnvelopedError as error:
        raise ApiError(400, f"Invalid certificate: {error}") from error
    with call.world.writing() as db:
        db.execute(
            "INSERT INTO challenges VALUES (?, ?, ?, ?, ?)",
            (
                base64.b64encode(secret).decode(),
                thumbprint(certificate.raw),
                user.id,
                _service_user(call),
                call.world.now() + _CHALLENGE_LASTS,
            ),
        )
    return Reply(sealed)


def _by_sid(call: Call) -> str:
    sid = call.raw.decode("ascii", errors="replace").strip()
    with call.world.reading() as db:
        row = db.execute("SELECT user_id FROM sids WHERE sid = ?", (sid,)).fetchone()
    if row is None:
        raise ApiError(401, f"{_NOT_AUTHORIZED}: auth.sid is invalid or expired")
    return give_token(call.world, row["user_id"])


def _by_trust(call: Call) -> str:
    """A service the operator trusts speaks for a user who was tied to it before."""
    with call.world.reading() as db:
        row = db.execute(
            "SELECT user_id FROM service_users WHERE service_user = ?", (_service_user(call),)
        ).fetchone()
    if row is None:
        raise ApiError(401, f"{_NOT_AUTHORIZED}: the user of the service is not bound to a user of Diadoc")
    return give_token(call.world, row["user_id"])


def _service_user(call: Call) -> str:
    """Whom a trusted service speaks of; empty if no service is named."""
    headers = call.request.headers
    key = headers.get("X-Diadoc-ServiceKey", "").strip()
    if not key:
        return ""
    if key != call.world.service_key:
        raise ApiError(401, f"{_NOT_AUTHORIZED}: X-Diadoc-ServiceKey is unknown")
    return headers.get("X-Diadoc-ServiceUserId", "").strip()


def _bind(world: World, service_user: str, user_id: str) -> None:
    with world.writing() as db:
        db.execute("INSERT OR REPLACE INTO service_users VALUES (?, ?)", (service_user, user_id))


def _certificate(raw: bytes) -> Certificate:
    try:
        return Certificate.parse(raw)
    except der.DerError as error:
        raise ApiError(400, "Request body is not an X.509 certificate in DER") from error
