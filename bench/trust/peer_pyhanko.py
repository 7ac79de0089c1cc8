"""pyHanko with the GOST plug, one measured process of bench-trust; runs in an environment of its own."""

from __future__ import annotations

import asyncio
import logging
import sys
from pathlib import Path

import gost_plug
from asn1crypto import cms, crl, x509
from worker import serve

gost_plug.install()

from pyhanko.sign.validation.generic_cms import async_validate_detached_cms  # noqa: E402
from pyhanko.sign.validation.settings import KeyUsageConstraints  # noqa: E402
from pyhanko_certvalidator import ValidationContext  # noqa: E402

_USAGE = KeyUsageConstraints(key_usage={"digital_signature"})


def main(folder: Path) -> None:
    """`document-fresh` makes a validation context for every check, `document` keeps one with its caches."""
    logging.disable(logging.CRITICAL)
    document, signature = ((folder / name).read_bytes() for name in ("document", "signature"))

    def context() -> ValidationContext:
        return ValidationContext(
            trust_roots=[root],
            other_certs=[sub],
            crls=lists,
            allow_fetching=False,
            revocation_mode="hard-fail",
            signature_validator=gost_plug.GostSignatureValidator(),
        )

    root, sub = (x509.Certificate.load((folder / f"{name}.crt").read_bytes()) for name in ("root", "sub"))
    lists = [crl.CertificateList.load((folder / f"{name}.crl").read_bytes()) for name in ("root", "sub")]
    kept = context()
    loop = asyncio.new_event_loop()

    def holds(content: bytes, within: ValidationContext) -> bool:
        signed = cms.ContentInfo.load(signature)["content"]
        check = async_validate_detached_cms(
            content, signed, signer_validation_context=within, key_usage_settings=_USAGE
        )
        return bool(loop.run_until_complete(check).bottom_line)

    def work(fresh: bool) -> int:
        if not holds(document, context() if fresh else kept):
            raise SystemExit("pyHanko refuses the good document")
        return 1

    if holds(document[:-1], context()):
        raise SystemExit("pyHanko takes a changed document")
    serve({"document": lambda: work(False), "document-fresh": lambda: work(True)})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
