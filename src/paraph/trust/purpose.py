"""What a certificate is to be used for, and whether it was issued for it (RFC 5280 cl. 4.2.1.3, 4.2.1.12)."""

from __future__ import annotations

from enum import StrEnum

from paraph.trust import oids
from paraph.trust.extensions import Extensions, KeyUsage

_SIGNATURES = frozenset({KeyUsage.DIGITAL_SIGNATURE, KeyUsage.NON_REPUDIATION})


class Purpose(StrEnum):
    """The work of the certificate a path begins with."""

    SIGNING = "signing"
    #: RFC 3161 cl. 2.3: time-stamping and nothing else, critical.
    TIME_STAMPING = "time-stamping"
    #: RFC 6960 cl. 4.2.2.2: appointed by the CA to answer for it.
    OCSP_SIGNING = "ocsp-signing"
    #: RFC 5280 cl. 6.3.3 (f): another key of the CA that signs its lists.
    CRL_SIGNING = "crl-signing"

    def misuse(self, extensions: Extensions) -> str:
        """Why a certificate is not for this purpose, as the end of a sentence about it; empty if it is."""
        usage, extended = extensions.key_usage, extensions.extended_key_usage
        if self is Purpose.CRL_SIGNING:
            fits = usage is None or KeyUsage.CRL_SIGN in usage
            return "" if fits else "не предназначен для подписания списков отозванных"
        if usage is not None and not usage & _SIGNATURES:
            return "не предназначен для электронной подписи: такого назначения нет у его ключа"
        if self is Purpose.TIME_STAMPING and not (
            extended == frozenset({oids.EKU_TIME_STAMPING}) and oids.EXTENDED_KEY_USAGE in extensions.critical
        ):
            return "не предназначен для службы штампов времени (и только для неё)"
        if self is Purpose.OCSP_SIGNING and oids.EKU_OCSP_SIGNING not in (extended or ()):
            return "не предназначен для службы OCSP"
        return ""
