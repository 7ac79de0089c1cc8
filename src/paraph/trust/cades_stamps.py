"""The time-stamps of a CAdES signature: each judged, later ones vouching for earlier ones.

Sources: ETSI TS 101 733 cl. 6.1.1 (signature), 6.3.5 (CAdES-C), EN 319 122-1 cl. 5.5 (archive);
63-ФЗ ст. 11 п. 2: with a trusted time of signing the certificate is judged at that time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

from paraph.trust import oids
from paraph.trust.cades_attributes import HashIndex, IndexKind
from paraph.trust.cades_imprints import (
    IndexedForms,
    archive_imprint,
    c_imprints,
    hash_index,
    old_archive_imprints,
    signature_imprint,
)
from paraph.trust.cms import SignedData, Signer
from paraph.trust.der import DerError
from paraph.trust.keys import UnsupportedAlgorithm
from paraph.trust.keys import digest as compute_digest
from paraph.trust.signature_facts import NoDigest, Signed
from paraph.trust.store import Enclosed, TrustStore
from paraph.trust.timestamps import verify_token
from paraph.trust.tsp import Token, TspError
from paraph.trust.verdict import DECISIVE, Answer, Check, FactName, Headline, Verdict
from paraph.trust.wording import moment, title

#: How the kinds are called, by attribute: name of the check, words of its reason, clause.
_KINDS = {
    oids.SIGNATURE_TIME_STAMP: ("tsp.signature-time-stamp", "Штамп времени подписи", "TS 101 733 п. 6.1.1"),
    oids.C_TIME_STAMP: ("tsp.c-time-stamp", "Штамп времени доказательств", "TS 101 733 п. 6.3.5"),
    oids.ARCHIVE_TIME_STAMP_V3: ("tsp.archive-time-stamp", "Архивный штамп", "EN 319 122-1 п. 5.5.3"),
    oids.ARCHIVE_TIME_STAMP_V2: ("tsp.archive-time-stamp", "Архивный штамп", "TS 101 733 п. 6.4.1"),
}

_ARCHIVES = frozenset({oids.ARCHIVE_TIME_STAMP_V2, oids.ARCHIVE_TIME_STAMP_V3})
#: Stamps on stamps are followed so deep.
_MAX_DEPTH = 3
#: A stamp this far after the moment of the check is by a clock that is wrong, theirs or ours.
_CLOCK_SKEW = timedelta(days=1)


@dataclass(slots=True)
class Budget:
    """How many more stamps of a file are looked at: anybody may add any number, and each one costs."""

    stamps: int = 100
    #: Archive stamps cover the whole file, and one is added in several years.
    archives: int = 10

    def allows(self, oid: str) -> bool:
        """Whether one more of this kind may be looked at; it is counted."""
        self.stamps -= 1
        self.archives -= oid in _ARCHIVES
        return self.stamps >= 0 and (oid not in _ARCHIVES or self.archives >= 0)


@dataclass(frozen=True, slots=True)
class Stamp:
    """One stamp: the attribute it lies in, the rule it keeps or breaks, the verdict if it is readable."""

    oid: str
    check: Check
    verdict: Verdict | None = None
    #: The stamp is refuted by itself: unreadable, altered, or put on other data.
    broken: bool = False

    @property
    def proves(self) -> bool:
        return self.check.answer is Answer.YES


@dataclass(slots=True)
class _Judge:
    """The walk from the latest stamp to the earliest."""

    signed: Signed
    data: SignedData
    signer: Signer
    enclosed: Enclosed
    store: TrustStore
    at: datetime
    budget: Budget
    depth: int = 0
    found: list[Stamp] = field(default_factory=list)
    #: What archive stamps that hold cover, and since when; later stamps come first.
    archived: list[tuple[datetime, Callable[[IndexedForms], bool]]] = field(default_factory=list)
    #: What the file holds now, by kind and digest algorithm: several archive stamps ask for it.
    present: dict[tuple[IndexKind, str], HashIndex] = field(default_factory=dict)

    def run(self) -> tuple[Stamp, ...]:
        archives = [
            (token, oid, forms)
            for oid in (oids.ARCHIVE_TIME_STAMP_V3, oids.ARCHIVE_TIME_STAMP_V2)
            for token, forms in self._tokens(oid)
        ]
        for token, oid, forms in sorted(archives, key=lambda item: item[0].at, reverse=True):
            if oid == oids.ARCHIVE_TIME_STAMP_V3:
                self._archive(token, forms)
            else:
                self._old_archive(token, forms, [item for item, *_ in archives if item.at < token.at])
        for oid in (oids.C_TIME_STAMP, oids.SIGNATURE_TIME_STAMP):
            for token, forms in self._tokens(oid):
                self._stamp(oid, token, forms)
        return tuple(self.found)

    def _tokens(self, oid: str) -> list[tuple[Token, IndexedForms]]:
        """Readable tokens of a kind with what archive indexes hash of them; the others are told of."""
        found: list[tuple[Token, IndexedForms]] = []
        for attribute in self.signer.unsigned_attributes:
            for value in attribute.values if attribute.oid == oid else ():
                if not self.budget.allows(oid):
                    self._say(oid, Answer.UNDETERMINED, "не проверен: штампов в файле больше допустимого")
                    return found
                try:
                    found.append((Token.parse(value), IndexedForms(attribute, value)))
                except TspError as error:
                    self._say(oid, Answer.NO, f"не читается: {error}", broken=True)
        return found

    def _stamp(self, oid: str, token: Token, forms: IndexedForms) -> None:
        known: tuple[bytes, ...]
        try:
            if oid == oids.C_TIME_STAMP:
                known = c_imprints(self.signer, token.digest_algorithm)
            else:
                known = (signature_imprint(self.signer, token.digest_algorithm),)
        except UnsupportedAlgorithm as error:
            self._say(oid, Answer.UNDETERMINED, f"не проверен: {error}")
            return
        expected = token.digest if token.digest in known else known[0]
        self._judged(oid, token, self._verdict(token, expected, self._proof(oid, forms)))

    def _verdict(self, token: Token, expected: bytes, proof: datetime) -> Verdict:
        """On a token that must hold at `proof`, or at the moment of a stamp on the token itself."""
        inner: tuple[Stamp, ...] = ()
        if token.signer.unsigned and self.depth < _MAX_DEPTH:
            signed = Signed.of(token.data, token.signer, None)
            deeper = _Judge(
                *(signed, token.data, token.signer, self.enclosed, self.store, proof, self.budget),
                depth=self.depth + 1,
            )
            inner = deeper.run()
        verdicts = tuple(stamp.verdict for stamp in inner if stamp.verdict)
        held = [stamp.verdict.at for stamp in inner if stamp.proves and stamp.verdict]
        at = min((proof, *held))
        verdict = verify_token(token, expected, store=self.store, at=at, enclosed=self.enclosed)
        return replace(verdict, time_stamps=verdicts) if verdicts else verdict

    def _proof(self, oid: str, forms: IndexedForms) -> datetime:
        """The moment the stamp must still hold at: the earliest later stamp over it, else the check's."""
        moments = [self.at]
        moments += [since for since, covers in self.archived if covers(forms)]
        if oid == oids.SIGNATURE_TIME_STAMP:
            moments += [
                stamp.verdict.at
                for stamp in self.found
                if stamp.oid == oids.C_TIME_STAMP and stamp.proves and stamp.verdict
            ]
        return min(moments)

    def _archive(self, token: Token, forms: IndexedForms) -> None:
        oid = oids.ARCHIVE_TIME_STAMP_V3
        try:
            index = self._index(token)
            content = self.signed.digest_by(index.digest_algorithm)
            if content is None:
                raise DerError("вложено другое содержимое")
            expected = archive_imprint(self.data, self.signer, content, index)
        except DerError as error:
            self._say(oid, Answer.NO, f"неверен: {error}", broken=True)
            return
        except (UnsupportedAlgorithm, NoDigest) as error:
            self._say(oid, Answer.UNDETERMINED, f"не проверен: {error}")
            return
        self._judged(oid, token, self._verdict(token, expected, self._proof(oid, forms)))
        if self.found[-1].proves:
            self.archived.append((token.at, partial(_indexed, index)))

    def _old_archive(self, token: Token, forms: IndexedForms, older: list[Token]) -> None:
        """An archive stamp without an index: over the whole file as it was (TS 101 733 cl. 6.4.1)."""
        oid = oids.ARCHIVE_TIME_STAMP_V2
        if self.data.content is None:
            reason = "второго вида ставится на сам файл; у отсоединённой подписи он здесь не проверяется"
            self._say(oid, Answer.UNDETERMINED, reason)
            return
        kept_stamps = {item.raw for item in older}
        kept = [
            attribute
            for attribute in self.signer.unsigned_attributes
            if attribute.oid not in _ARCHIVES or kept_stamps.issuperset(attribute.values)
        ]
        try:
            known = old_archive_imprints(self.data, self.signer, kept, token.digest_algorithm)
        except UnsupportedAlgorithm as error:
            self._say(oid, Answer.UNDETERMINED, f"не проверен: {error}")
            return
        expected = token.digest if token.digest in known else known[0]
        self._judged(oid, token, self._verdict(token, expected, self._proof(oid, forms)))
        if self.found[-1].proves:
            values = {(item.oid, value) for item in kept for value in item.values}
            self.archived.append((token.at, lambda asked: (asked.attribute.oid, asked.value) in values))

    def _index(self, token: Token) -> HashIndex:
        """The hash index of an archive stamp, whose every entry must still be in the file."""
        unsigned = token.signer.unsigned
        if oids.HASH_INDEX_V2 in unsigned:
            raise UnsupportedAlgorithm("перечень хешей второго вида (ats-hash-index-v2) не поддерживается")
        found = [(kind, value) for kind in IndexKind for value in unsigned.get(kind, ())]
        if len(found) != 1:
            raise DerError("в штампе нет перечня хешей (ats-hash-index-v3)")
        index = HashIndex.parse(*found[0])
        if index.digest_algorithm != token.digest_algorithm:
            raise DerError("перечень хешей составлен по другому алгоритму")
        form = (index.kind, index.digest_algorithm)
        if form not in self.present:
            self.present[form] = hash_index(self.data, self.signer, index.digest_algorithm, index.kind)
        present = self.present[form]
        for listed, known, what in (
            (index.certificates, present.certificates, "сертификат"),
            (index.revocations, present.revocations, "список отозванных"),
            (index.attributes, present.attributes, "атрибут"),
        ):
            if not listed <= known:
                raise DerError(f"{what} из перечня хешей изменён или удалён из файла")
        return index

    def _judged(self, oid: str, token: Token, verdict: Verdict) -> None:
        if verdict.headline is Headline.VALID and token.at > self.at + _CLOCK_SKEW:
            reason = f"поставлен позже, чем проверяется ({moment(self.at)}): {moment(token.at)}"
            self._say(oid, Answer.UNDETERMINED, reason, verdict)
            return
        if verdict.headline is Headline.VALID:
            name = title(verdict.signer.common_name)
            self._say(oid, Answer.YES, f"верен: {moment(token.at)}, служба {name}", verdict)
            return
        worst = next(
            verdict.facts[name]
            for answer in (Answer.NO, Answer.UNDETERMINED)
            for name in DECISIVE
            if verdict.facts[name].answer is answer
        )
        broken = verdict.facts[FactName.SIGNATURE].answer is Answer.NO or (
            # What these two cover is told in prose alone, programs differ, and whatever is added later to the
            # file undoes the second: a mismatch only costs the level.
            verdict.facts[FactName.INTACT].answer is Answer.NO
            and oid not in (oids.C_TIME_STAMP, oids.ARCHIVE_TIME_STAMP_V2)
        )
        verb = "неверен" if worst.answer is Answer.NO else "не подтверждён"
        self._say(oid, worst.answer, f"{verb}: {worst.reason.rstrip('.')}", verdict, broken=broken)

    def _say(
        self, oid: str, answer: Answer, words: str, verdict: Verdict | None = None, *, broken: bool = False
    ) -> None:
        name, kind, clause = _KINDS[oid]
        warning = answer is not Answer.YES and not broken
        check = Check(name, answer, f"{kind} {words.rstrip('.')}.", clause, warning)
        self.found.append(Stamp(oid, check, verdict, broken))


def _indexed(index: HashIndex, forms: IndexedForms) -> bool:
    return compute_digest(index.digest_algorithm, forms.of(index.kind)) in index.attributes


def judge_stamps(
    signed: Signed,
    data: SignedData,
    enclosed: Enclosed,
    *,
    store: TrustStore,
    at: datetime,
    budget: Budget | None = None,
) -> tuple[Stamp, ...]:
    """Every time-stamp of a signer, judged as of the check at `at`; signers of one file share a `budget`."""
    if not signed.signer.unsigned:
        return ()
    return _Judge(signed, data, signed.signer, enclosed, store, at, budget or Budget()).run()
