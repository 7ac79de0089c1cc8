"""Settings an administrator may change, read from the environment once.

Everything has a default that works on one machine; `docs/operators.md` lists the variables.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

#: Where Минцифры publishes the list of accredited CAs; plain HTTP will do, for the list is signed.
_OFFICIAL_TSL = "http://e-trust.gosuslugi.ru/CA/DownloadTSL?schemaVersion=0"


@dataclass(frozen=True)
class MailConfig:
    """Where letters go. `lookup_url` answers «was this Message-ID accepted?» after a crash."""

    host: str
    port: int
    user: str
    password: str
    tls: str  #: "", "starttls" or "ssl"
    sender: str
    lookup_url: str


@dataclass(frozen=True)
class MchdRegistryConfig:
    """Account at the registry of powers of attorney; without an address it is not asked."""

    url: str
    client_id: str
    secret: str


@dataclass(frozen=True)
class DiadocConfig:
    """Where the API of Диадок is, and the keys of the installation; an account may have its own."""

    url: str
    api_key: str = field(repr=False)
    oidc_url: str
    oidc_client: str
    oidc_secret: str = field(repr=False)


@dataclass(frozen=True)
class Bitrix24Config:
    """Authorisation servers of Битрикс24 an application may be connected through, the usual one first.

    `egress` names the address this machine calls out from: portals count calls by it.
    """

    oauth: tuple[str, ...]
    egress: str


@dataclass(frozen=True)
class Elma365Config:
    """Servers of ELMA365 that may be called without TLS (`http://host:port`): none but those named here."""

    plain: tuple[str, ...]


def home() -> Path:
    """Folder with everything that must survive: database, files, keys (`PARAPH_HOME`, default ./var)."""
    path = Path(os.environ.get("PARAPH_HOME", "var")).resolve()
    path.mkdir(parents=True, exist_ok=True)
    return path


def secret_key() -> str:
    """The installation's secret, made at first start and kept in `secret.key` readable by the owner only."""
    path = home() / "secret.key"
    if not path.exists():
        new = path.with_name(f"secret.{secrets.token_hex(8)}")
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
            stream.write(secrets.token_urlsafe(64))
            stream.flush()
            os.fsync(stream.fileno())
        with suppress(FileExistsError):  # another process of the same start was faster
            os.link(new, path)  # appears whole or not at all, also when this process dies now
        new.unlink()
    return path.read_text(encoding="ascii").strip()


def mail() -> MailConfig:
    """`PARAPH_SMTP_URL`: smtp://user:password@host:587?tls=starttls (or smtps://…:465)."""
    url = urlsplit(os.environ.get("PARAPH_SMTP_URL", "smtp://127.0.0.1:1025"))
    tls = "ssl" if url.scheme == "smtps" else "starttls" if "tls=starttls" in url.query else ""
    return MailConfig(
        host=url.hostname or "127.0.0.1",
        port=url.port or (465 if tls == "ssl" else 25),
        user=unquote(url.username or ""),
        password=unquote(url.password or ""),
        tls=tls,
        sender=os.environ.get("PARAPH_MAIL_FROM", "Paraph <paraph@localhost>"),
        lookup_url=os.environ.get("PARAPH_MAIL_LOOKUP_URL", ""),
    )


def mchd_registry() -> MchdRegistryConfig:
    """`PARAPH_MCHD_REGISTRY_URL`, `PARAPH_MCHD_REGISTRY_ID` and `PARAPH_MCHD_REGISTRY_SECRET`."""
    return MchdRegistryConfig(
        url=os.environ.get("PARAPH_MCHD_REGISTRY_URL", "").rstrip("/"),
        client_id=os.environ.get("PARAPH_MCHD_REGISTRY_ID", ""),
        secret=os.environ.get("PARAPH_MCHD_REGISTRY_SECRET", ""),
    )


def diadoc() -> DiadocConfig:
    """`PARAPH_DIADOC_URL`, `PARAPH_DIADOC_API_KEY` and, for OpenID Connect, `PARAPH_DIADOC_OIDC_*`."""
    return DiadocConfig(
        url=os.environ.get("PARAPH_DIADOC_URL", "https://diadoc-api.kontur.ru").rstrip("/"),
        api_key=os.environ.get("PARAPH_DIADOC_API_KEY", "").strip(),
        oidc_url=os.environ.get("PARAPH_DIADOC_OIDC_URL", "https://identity.kontur.ru").rstrip("/"),
        oidc_client=os.environ.get("PARAPH_DIADOC_OIDC_CLIENT", "").strip(),
        oidc_secret=os.environ.get("PARAPH_DIADOC_OIDC_SECRET", "").strip(),
    )


def bitrix24() -> Bitrix24Config:
    """`PARAPH_BITRIX24_OAUTH` (addresses by commas) and `PARAPH_EGRESS` when machines go out differently."""
    usual = "https://oauth.bitrix24.tech,https://oauth.bitrix.info"
    given = os.environ.get("PARAPH_BITRIX24_OAUTH", usual).split(",")
    return Bitrix24Config(
        oauth=tuple(address.strip().rstrip("/") for address in given if address.strip()),
        egress=os.environ.get("PARAPH_EGRESS", "").strip(),
    )


def elma365() -> Elma365Config:
    """`PARAPH_ELMA365_PLAIN`: addresses by commas."""
    given = os.environ.get("PARAPH_ELMA365_PLAIN", "").split(",")
    return Elma365Config(plain=tuple(address.strip().rstrip("/") for address in given if address.strip()))


def tsl_url() -> str:
    """`PARAPH_TSL_URL`: an address, or `official` for that of Минцифры; empty for no fetching."""
    url = os.environ.get("PARAPH_TSL_URL", "").strip()
    return _OFFICIAL_TSL if url == "official" else url


def database() -> dict[str, object]:
    """Django's settings for `PARAPH_DATABASE_URL` (postgresql://…) or SQLite in the home folder."""
    raw = os.environ.get("PARAPH_DATABASE_URL", "")
    if raw.startswith(("postgresql://", "postgres://")):
        url = urlsplit(raw)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": url.path.lstrip("/"),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": url.hostname or "",
            "PORT": str(url.port or 5432),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
        }
    path = raw.removeprefix("sqlite:///") if raw else str(home() / "paraph.sqlite3")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        # Measured: DEFERRED gives "database is locked" under load; FULL keeps the promise "bytes, then
        # facts, then the answer" across a power cut.
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
        "CONN_MAX_AGE": 600,
    }
