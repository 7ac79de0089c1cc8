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
    """A document by name keeps a validation context with its caches; a fresh one keeps bytes alone."""
    logging.disable(logging.CRITICAL)

    def read(name: str) -> bytes:
        return (folder / name).read_bytes()

    documents = {name: (read(name), read(f"{name}.signature")) for name in ("document", "small")}
    encoded = [read("trust/root.crt"), read("trust/sub.crt")]
    encoded_lists = [read("root.crl"), read("sub.crl")]

    def context() -> ValidationContext:
        root, sub = map(x509.Certificate.load, encoded)
        return ValidationContext(
            trust_roots=[root],
            other_certs=[sub],
            crls=[crl.CertificateList.load(item) for item in encoded_lists],
            allow_fetching=False,
            revocation_mode="hard-fail",
            signature_validator=gost_plug.GostSignatureValidator(),
        )

    kept = context()
    loop = asyncio.new_event_loop()

    def holds(content: bytes, signature: bytes, within: ValidationContext) -> bool:
        signed = cms.ContentInfo.load(signature)["content"]
        check = async_validate_detached_cms(
            content, signed, signer_validation_context=within, key_usage_settings=_USAGE
        )
        return bool(loop.run_until_complete(check).bottom_line)

    def work(name: str, fresh: bool = False) -> int:
        if not holds(*documents[name], context() if fresh else kept):
            raise SystemExit("pyHanko refuses the good document")
        return 1

    content, signature = documents["small"]
    if holds(content[:-1], signature, context()):
        raise SystemExit("pyHanko takes a changed document")
    serve(
        {
            "document": lambda: work("document"),
            "document-fresh": lambda: work("document", fresh=True),
            "small": lambda: work("small"),
        }
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
