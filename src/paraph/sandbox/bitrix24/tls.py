"""HTTPS for clients that speak nothing else: a throw-away authority and a certificate of it."""

from __future__ import annotations

import ssl
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from socket import socket

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from paraph.sandbox.emulator import write_atomically

_CA, _SERVER = "ca.pem", "server.pem"
_LIFE = timedelta(days=3650)


def wrapped(sock: socket, folder: Path) -> ssl.SSLSocket:
    """The listening socket speaking TLS; a handshake is made by the thread that serves the connection."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / _SERVER)
    return context.wrap_socket(sock, server_side=True, do_handshake_on_connect=False)


def authority(folder: Path, hosts: Sequence[str]) -> Path:
    """The certificate clients must trust; made at the first use, its key is not kept."""
    if not (folder / _SERVER).exists():
        _make(folder, hosts)
    return folder / _CA


def client_context(ca: Path) -> ssl.SSLContext:
    """Trusts this authority only."""
    return ssl.create_default_context(cafile=str(ca))


def _make(folder: Path, hosts: Sequence[str]) -> None:
    ca_key, server_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    ca_name = _name("Paraph sandbox CA")
    usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
    ca = (
        _builder(ca_name, ca_name, ca_key)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .sign(ca_key, hashes.SHA256())
    )
    issued_by = x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key())
    server = (
        _builder(_name("Paraph sandbox"), ca_name, server_key)
        .add_extension(x509.SubjectAlternativeName([_general(host) for host in hosts]), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(issued_by, critical=False)
        .sign(ca_key, hashes.SHA256())
    )
    key = server_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write_atomically(folder / _CA, ca.public_bytes(Encoding.PEM))
    write_atomically(folder / _SERVER, key + server.public_bytes(Encoding.PEM), 0o600)


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _general(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + _LIFE)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
