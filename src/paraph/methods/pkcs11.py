"""Keys that never leave a token: Рутокен ЭЦП, JaCarta and others through their PKCS#11 library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from paraph.gost import Curve
from paraph.methods import cryptoki
from paraph.methods.port import KeyEntry, MethodError, Secret, cms_order, laid_out_as_qualified
from paraph.trust.certificate import Certificate
from paraph.trust.der import DerError
from paraph.trust.keys import SigningKey

_MECHANISMS = {32: cryptoki.CKM_GOSTR3410, 64: cryptoki.CKM_GOSTR3410_512}


@dataclass(frozen=True)
class _Place:
    """Where a certificate lies: its key has the same identifier on the same token."""

    token: cryptoki.Token
    id: bytes


@dataclass(frozen=True)
class TokenKey:
    """A private key on a token (`trust.keys.SigningKey`)."""

    module: cryptoki.Module
    session: int
    handle: int
    certificate: Certificate
    curve: Curve
    point: tuple[int, int]

    def sign_digest(self, digest: bytes) -> bytes:
        """`s || r` made on the token and proved by the certificate; raises `MethodError`."""
        signature = self.module.sign(self.session, self.handle, _MECHANISMS[self.curve.size], digest)
        return cms_order(signature, digest, self.certificate)


class TokenProvider:
    """All tokens a PKCS#11 library sees; the address is its path, after «#» the label of one token."""

    title = "Токен PKCS#11"

    def __init__(self, library: Path, secret: Secret, label: str = "") -> None:
        self._secret, self._label = secret, label
        self._module = cryptoki.Module(library)

    @classmethod
    def connect(cls, address: str, secret: Secret) -> TokenProvider:
        path, _, label = address.partition("#")
        return cls(Path(path), secret, label)

    def certificates(self) -> Sequence[KeyEntry]:
        tokens = [item for item in self._module.tokens() if self._label in ("", item.label)]
        if not tokens:
            named = f" с меткой «{self._label}»" if self._label else ""
            raise MethodError(f"Токена{named} нет. Подключите его и повторите.")
        return [entry for token in tokens for entry in self._on(token)]

    def _on(self, token: cryptoki.Token) -> list[KeyEntry]:
        found = []
        with self._module.session(token.slot) as session:
            for handle in self._module.find(session, cryptoki.CKO_CERTIFICATE):
                raw = self._module.attribute(session, handle, cryptoki.CKA_VALUE)
                place = _Place(token, self._module.attribute(session, handle, cryptoki.CKA_ID))
                try:
                    certificate = Certificate.parse(raw)
                except DerError:  # a token may carry certificates of other worlds; they are no keys of ours
                    continue
                if certificate.public_key.curve is not None and place.id:
                    qualified = token.hardware and laid_out_as_qualified(certificate)
                    found.append(KeyEntry(certificate, qualified, reference=place))
        return found

    def open(self, entry: KeyEntry) -> SigningKey:
        place: _Place = entry.reference
        key = entry.certificate.public_key
        if key.curve is None or key.point is None:
            raise MethodError("Ключ этого сертификата не по ГОСТ Р 34.10-2012.")
        session = self._module.open_session(place.token.slot)
        self._module.login(session, self._secret(f"ПИН-код токена «{place.token.label}»"))
        handles = self._module.find(session, cryptoki.CKO_PRIVATE_KEY, place.id)
        if len(handles) != 1:
            raise MethodError(
                "На токене нет закрытого ключа этого сертификата."
                if not handles
                else "На токене несколько закрытых ключей с одним идентификатором: какой из них, не понять."
            )
        return TokenKey(self._module, session, handles[0], entry.certificate, key.curve, key.point)

    def close(self) -> None:
        self._module.close()
