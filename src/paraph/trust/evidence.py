"""Lists and responses that may be believed about a certificate, turned into statements.

A list counts if the certificate's issuer signed it, or an authority the certificate itself entrusts with its
lists did (RFC 5280 cl. 4.2.1.13, cRLIssuer). One signed by another key of the issuer, certified under the
same root (cl. 6.3.3 (f)), always counts as to the certificates it names. Their absence from it means
something only if the list is plainly meant for them: authorities that renew keys under one name commonly
keep a list per key. A response counts if the issuer signed it or a responder that it, or another key of the
same authority under the same root, appointed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from paraph.trust import der, ocsp, oids
from paraph.trust.certificate import Certificate
from paraph.trust.chain import find_chain
from paraph.trust.clock import Clock
from paraph.trust.crl import Crl, Reason, Revocation
from paraph.trust.crl_scope import names_of_issuers
from paraph.trust.extensions import KeyUsage
from paraph.trust.keys import UnsupportedAlgorithm
from paraph.trust.purpose import Purpose
from paraph.trust.status import Statement, decide
from paraph.trust.store import Enclosed, TrustStore
from paraph.trust.verdict import Answer
from paraph.trust.wording import moment, title

#: Who else but the issuer may have signed a list: certificates tried at most.
_MAX_SIGNERS = 8
#: Lists and responses about one certificate looked at among those that came with the signature: anybody may
#: put any number of them there.
_MAX_BROUGHT = 30
#: How deep the question «was the signer of a list revoked» is followed.
_MAX_DEPTH = 2
#: A response that names no end says newer information is always available (RFC 6960 cl. 4.2.2.1): this is
#: how long one kept is still relied on.
_WITHOUT_END = timedelta(hours=1)


@dataclass
class Evidence:
    """What is known to believe under one trusted root."""

    store: TrustStore
    enclosed: Enclosed
    root: Certificate
    depth: int = 0
    #: What should be said when nothing else is known.
    remarks: list[str] = field(default_factory=list)
    #: Authentic lists that could not be searched: what they say must not be passed over.
    broken: list[str] = field(default_factory=list)

    def statements(self, certificate: Certificate, issuer: Certificate) -> list[Statement]:
        """Everything said of `certificate`, which `issuer` of the path signed."""
        return [*self._listed(certificate, issuer), *self._answered(certificate, issuer)]

    def lists(self, certificate: Certificate, issuer: Certificate) -> list[Crl]:
        """Authentic lists that tell the state of the certificate, full ones and deltas, newest first."""
        return self._authentic(certificate, issuer)[0]

    # -- lists --------------------------------------------------------------------------------------------

    def _listed(self, certificate: Certificate, issuer: Certificate) -> Iterator[Statement]:
        telling, others = self._authentic(certificate, issuer)
        full = [crl for crl in telling if not crl.is_delta]
        for crl in (*telling, *others):
            try:
                if crl in others:
                    yield from self._by_another_key(crl, certificate)
                elif crl.is_delta:
                    yield from _by_delta(crl, _base_of(crl, full), certificate)
                else:
                    entry = crl.find(certificate.serial, certificate.issuer.raw)
                    yield _statement(crl, list_title(crl), entry, certificate)
            except der.DerError as error:
                self.broken.append(f"{list_title(crl)} испорчен ({error})")

    def _authentic(self, certificate: Certificate, issuer: Certificate) -> tuple[list[Crl], list[Crl]]:
        """Lists that tell the whole state of the certificate, and those of other keys of its issuer."""
        try:
            issuers = list(names_of_issuers(certificate))
        except der.DerError:
            issuers = [certificate.issuer.raw]
            self.remarks.append("адреса списков в сертификате записаны с ошибкой")
        stored = (crl for name in issuers for crl in self.store.lists(name))
        known, brought = (
            [crl for crl in lists if self._concerns(crl, certificate)]
            for lists in (stored, self.enclosed.crls)
        )
        telling: list[Crl] = []
        others: list[Crl] = []
        every = dict.fromkeys((*known, *brought[:_MAX_BROUGHT]))
        for crl in sorted(every, key=lambda crl: crl.this_update, reverse=True):
            if self._signed(crl, issuer):
                telling.append(crl)
            elif self._signed_by_another(crl, issuer):
                (telling if _is_meant(crl, certificate, issuer) else others).append(crl)
        return telling, others

    def _by_another_key(self, crl: Crl, certificate: Certificate) -> Iterator[Statement]:
        entry = crl.find(certificate.serial, certificate.issuer.raw)
        if entry is None or entry.reason is Reason.REMOVE_FROM_CRL:
            self.remarks.append(f"{list_title(crl)} подписан другим ключом УЦ и к этому ключу не отнесён")
        else:
            yield _statement(crl, list_title(crl), entry, certificate)

    def _concerns(self, crl: Crl, certificate: Certificate) -> bool:
        if crl.unknown_critical and crl.issuer.raw == certificate.issuer.raw:
            unknown = ", ".join(crl.unknown_critical)
            self.remarks.append(f"в {list_title(crl)} есть неизвестное обязательное расширение {unknown}")
        try:
            return bool(crl.reasons_for(certificate))
        except der.DerError:  # of the certificate's own addresses, which the caller has remarked on
            return crl.issuer.raw == certificate.issuer.raw and not crl.scope.raw

    def _signed_by_another(self, crl: Crl, issuer: Certificate) -> bool:
        """Whether another certificate of the list's issuer may sign it and did."""
        if self.depth == _MAX_DEPTH:
            return False
        known = (*self.store.named(crl.issuer.raw), *self.enclosed.certificates)
        named = [item for item in dict.fromkeys(known) if item.subject.raw == crl.issuer.raw]
        signers = [item for item in named[:_MAX_SIGNERS] if item != issuer and self._signed(crl, item)]
        return any(self._may_sign(signer, crl) for signer in signers)

    def _signed(self, crl: Crl, signer: Certificate) -> bool:
        try:
            return self.store.signatures.hold(crl, signer)
        except UnsupportedAlgorithm:  # such a list proves nothing: the same as not having it
            return False

    def _may_sign(self, signer: Certificate, crl: Crl) -> bool:
        """Whether the signer had a good, unrevoked path to the same root when the list was issued."""
        clock = Clock(crl.this_update)
        path = self._path(signer, Purpose.CRL_SIGNING, clock)
        return bool(path) and self._unrevoked(path, clock)

    def _path(self, certificate: Certificate, purpose: Purpose, clock: Clock) -> Sequence[Certificate]:
        """A good path to the same root, empty if there is none."""
        enclosed = self.enclosed.certificates
        chain = find_chain(certificate, store=self.store, enclosed=enclosed, clock=clock, purpose=purpose)
        # A root that replaced its key is trusted as such, under the same name.
        same = chain.path[-1] == self.root or chain.path[-1].subject.raw == self.root.subject.raw
        return chain.path if same and chain.fact.answer is Answer.YES else ()

    def _unrevoked(self, path: Sequence[Certificate], clock: Clock) -> bool:
        deeper = Evidence(self.store, self.enclosed, self.root, self.depth + 1)
        for certificate, issuer in zip(path, path[1:], strict=False):
            name = title(certificate.subject.common_name)
            status = decide(name, list(deeper._listed(certificate, issuer)), clock)
            if status is None or status.answer is not Answer.YES or deeper.broken:
                return False
        return True

    # -- responses ------------------------------------------------------------------------------------------

    def _answered(self, certificate: Certificate, issuer: Certificate) -> Iterator[Statement]:
        """Statements of OCSP responses about the certificate."""
        known, brought = (
            [(response, entry) for response in responses for entry in _about(response, certificate, issuer)]
            for responses in (self.store.responses_about(certificate.serial), self.enclosed.responses)
        )
        for response, entry in dict.fromkeys((*known, *brought[:_MAX_BROUGHT])):
            if not self._authorised(response, issuer):
                continue
            if entry.status is ocsp.Status.UNKNOWN:
                self.remarks.append(f"служба OCSP ({moment(response.produced_at)}) не знает сертификата")
                continue
            yield Statement(
                source=f"OCSP от {moment(response.produced_at)}",
                this_update=entry.this_update,
                next_update=entry.next_update or entry.this_update + _WITHOUT_END,
                entry=entry.revocation,
                remembers=entry.remembers(certificate),
            )

    def _authorised(self, response: ocsp.Response, issuer: Certificate) -> bool:
        """Whether the response is the CA's own or of a responder that was appointed and not revoked."""
        signatures = self.store.signatures
        try:
            signer = response.signer(issuer, known=self.enclosed.certificates, signatures=signatures)
            if signer is None:
                return self._appointed_by_another_key(response, issuer)
        except UnsupportedAlgorithm:
            return False
        if signer == issuer or oids.OCSP_NO_CHECK in signer.extensions.values:
            return True
        if self._unrevoked((signer, issuer), Clock(response.produced_at)):
            return True
        name = title(signer.subject.common_name)
        self.remarks.append(f"ответ OCSP не принят: не проверен отзыв сертификата самой службы {name}")
        return False

    def _appointed_by_another_key(self, response: ocsp.Response, issuer: Certificate) -> bool:
        """Whether a responder signed that another key of the same authority appointed.

        Authorities that renew keys under one name keep one service for all of them. Whom to believe beside
        those the issuing key appointed, RFC 6960 cl. 4.2.2.2 leaves to configuration: here a responder with a
        good, unrevoked path through the authority of that very name to the same root.
        """
        clock, known = Clock(response.produced_at), (*response.certificates, *self.enclosed.certificates)
        named = [
            item
            for item in dict.fromkeys(known)
            if item.issuer.raw == issuer.subject.raw
            and response.names_responder(item)
            and not Purpose.OCSP_SIGNING.misuse(item.extensions)
        ]
        for signer in named[:_MAX_SIGNERS]:
            if not self.store.signatures.hold(response, signer):
                continue
            path = self._path(signer, Purpose.OCSP_SIGNING, clock)
            unchecked = oids.OCSP_NO_CHECK in signer.extensions.values
            if path and self._unrevoked(path[1:] if unchecked else path, clock):
                return True
            name = title(signer.subject.common_name)
            self.remarks.append(f"ответ OCSP не принят: у службы {name} нет надёжного пути к корню")
        return False


def _is_meant(crl: Crl, certificate: Certificate, issuer: Certificate) -> bool:
    """Whether a list not signed by the issuer's key is plainly meant for the certificates of that key.

    It is when the certificate entrusts another authority with its lists or names the list's own point, and
    when the issuer's key may not sign lists at all.
    """
    usage = issuer.extensions.key_usage
    elsewhere = usage is not None and KeyUsage.CRL_SIGN not in usage
    return crl.issuer.raw != certificate.issuer.raw or bool(crl.scope.names) or elsewhere


def list_title(crl: Crl) -> str:
    """A list as a source is named: whose, which number, of what moment."""
    kind = "дополнение к CRL" if crl.is_delta else "CRL"
    number = f" № {crl.number}" if crl.number is not None else ""
    return f"{kind} {title(crl.issuer.common_name)}{number} от {moment(crl.this_update)}"


def _base_of(delta: Crl, full: Iterable[Crl]) -> Crl | None:
    """The newest full list the delta may be laid over (RFC 5280 cl. 5.2.4)."""
    assert delta.base_number is not None
    for crl in full:
        if (
            crl.number is not None
            and delta.base_number <= crl.number
            and (delta.number is None or crl.number < delta.number)
            and crl.issuer.raw == delta.issuer.raw
            and crl.scope == delta.scope
        ):
            return crl
    return None


def _by_delta(delta: Crl, base: Crl | None, certificate: Certificate) -> Iterator[Statement]:
    """What a delta adds: alone it only tells of revocations, over its base it tells the whole state."""
    entry = delta.find(certificate.serial, certificate.issuer.raw)
    lifted = entry is not None and entry.reason is Reason.REMOVE_FROM_CRL
    if base is not None:
        found = base.find(certificate.serial, certificate.issuer.raw) if entry is None else entry
        source = f"{list_title(base)} и {list_title(delta)}"
        yield _statement(delta, source, None if lifted else found, certificate)
    elif entry is not None and not lifted:
        yield _statement(delta, list_title(delta), entry, certificate)


def _statement(crl: Crl, source: str, entry: Revocation | None, certificate: Certificate) -> Statement:
    try:
        reasons = crl.reasons_for(certificate)
    except der.DerError:  # the certificate's own addresses are unreadable: only the plain list concerns it
        reasons = crl.scope.reasons
    return Statement(
        source=source,
        this_update=crl.this_update,
        next_update=crl.next_update,
        entry=entry,
        reasons=reasons,
        remembers=crl.remembers(certificate),
    )


def _about(response: ocsp.Response, certificate: Certificate, issuer: Certificate) -> Iterator[ocsp.Entry]:
    """Entries of a response that speak of the certificate."""
    for entry in response.entries:
        try:
            if entry.id.serial == certificate.serial and entry.id.issued_by(issuer):
                yield entry
        except UnsupportedAlgorithm:  # named by a digest not computed here: not recognised
            continue
