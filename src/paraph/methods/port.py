"""The port every way to sign meets: which keys there are, and one of them opened for signing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from typing import Any, Protocol

from paraph.trust import oids
from paraph.trust.certificate import Certificate
from paraph.trust.keys import SigningKey, UnsupportedAlgorithm

#: Asks the person for a password or PIN under the given question; what it returns is never logged or kept.
Secret = Callable[[str], str]


class MethodError(Exception):
    """The key cannot be used; the message is Russian and says what to do."""


@dataclass(frozen=True)
class KeyEntry:
    """A certificate whose key the provider holds."""

    certificate: Certificate
    #: Whether a signature by this key may be a qualified one: the key lies in a means of signing that is not
    #: this program, and the certificate is laid out as a qualified one (63-ФЗ ст. 5 ч. 4).
    qualified: bool
    #: Certificates that came along and help to build the path.
    chain: tuple[Certificate, ...] = ()
    #: The provider's own name of the key.
    reference: Any = field(default=None, repr=False)

    @property
    def title(self) -> str:
        """Who and until when, for a list people choose from."""
        who = self.certificate.signer_info()
        names = ", ".join(dict.fromkeys(part for part in (who.full_name, who.organization) if part))
        return f"{names or who.common_name or 'без имени'}, до {self.certificate.not_after:%d.%m.%Y}"


class KeyProvider(Protocol):
    """A place keys are kept. Every method raises `MethodError`."""

    @property
    def title(self) -> str:
        """What it is, for people: «Токен PKCS#11», «КриптоПро CSP» …"""
        ...

    def certificates(self) -> Sequence[KeyEntry]:
        """The keys found, in the provider's order."""
        ...

    def open(self, entry: KeyEntry) -> SigningKey:
        """The key of an entry of this provider, ready to sign; may ask for the secret."""
        ...

    def close(self) -> None:
        """Gives up sessions and handles; keys opened before no longer sign."""
        ...


class Connect(Protocol):
    """What an entry point of the group "paraph.methods" is: makes the provider for an address."""

    def __call__(self, address: str, secret: Secret) -> KeyProvider: ...


def connect(specification: str, secret: Secret) -> KeyProvider:
    """The provider for «name:address», by the entry points "paraph.methods"; raises `MethodError`."""
    name, _, address = specification.partition(":")
    found = {entry.name: entry for entry in entry_points(group="paraph.methods")}
    if name not in found:
        known = ", ".join(sorted(found)) or "нет ни одного"
        raise MethodError(f"Способ подписи «{name}» не установлен. Установлены: {known}.")
    provider: KeyProvider = found[name].load()(address, secret)
    return provider


def choose(entries: Sequence[KeyEntry], wanted: str = "") -> KeyEntry:
    """The entry meant by the beginning of a fingerprint, a serial number or a part of the owner's name.

    Without `wanted` there must be just one. Raises `MethodError`.
    """
    matching = [entry for entry in entries if not wanted or _matches(entry.certificate, wanted)]
    if len(matching) == 1:
        return matching[0]
    if not entries:
        raise MethodError("Ключей с сертификатами не найдено. Подключите носитель или укажите другое место.")
    listed = "; ".join(f"{entry.title} (отпечаток {entry.certificate.fingerprint[:8]})" for entry in entries)
    if not matching:
        raise MethodError(f"Подходящего ключа нет. Есть: {listed}.")
    raise MethodError(f"Ключей несколько, укажите --signer с отпечатком или именем. Есть: {listed}.")


def _matches(certificate: Certificate, wanted: str) -> bool:
    bare = wanted.replace(":", "").replace(" ", "").lower()
    numbers = (certificate.fingerprint, certificate.serial_hex.lower())
    return (
        any(number.startswith(bare) for number in numbers)
        or wanted.lower() in str(certificate.subject).lower()
    )


def laid_out_as_qualified(certificate: Certificate) -> bool:
    """Whether the certificate names means and classes as приказ ФСБ № 795 wants of a qualified one."""
    extensions = certificate.extensions
    return bool(
        extensions.subject_sign_tool
        and extensions.issuer_sign_tool
        and any(policy in oids.SIGN_TOOL_CLASSES for policy in extensions.policies)
    )


def cms_order(signature: bytes, digest: bytes, certificate: Certificate) -> bytes:
    """`s || r` from what a means of signing returned, proved by the certificate's own key.

    Means differ: PKCS#11 gives the order of CMS, CryptoAPI the reverse of it. Nothing is guessed: what does
    not verify under the key in one of the two is refused with `MethodError`.
    """
    key = certificate.public_key
    try:
        for candidate in (signature, signature[::-1]):
            if key.verifies_digest(digest, candidate, key.algorithm):
                return candidate
    except UnsupportedAlgorithm as error:
        raise MethodError(f"Ключом сертификата подписать нельзя: {error}.") from error
    raise MethodError(
        "Средство вернуло подпись, которая не сходится с сертификатом: ключ и сертификат не от одной пары "
        "или носитель неисправен. Подпись не сохранена."
    )
