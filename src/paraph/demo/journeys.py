"""The journeys: what a manager, an approver, a signer and a partner do, one after another."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from paraph.demo import seed
from paraph.demo.people import Browser, key_of, letters, sign, signed_in, wait_for
from paraph.demo.proof import Proof, check_bundle
from paraph.demo.samples import Sample, deal
from paraph.demo.world import DemoError, World

_LINK = r"https?://[^\s\"<>]+?(/g/[A-Za-z0-9_-]{43}/)"


@dataclass
class Outcome:
    """What a journey counted, as it goes into the report."""

    documents: int = 0
    signatures: int = 0
    verdicts: int = 0
    openssl_accepted: int = 0
    letters: int = 0
    bundles: list[str] = field(default_factory=list)


def samples_of(files: Sequence[Path], world: World) -> list[Sample]:
    """The user's own files, or the invented deal when none are given."""
    if not files:
        people = Path(world.pki["dir"])
        head, partner = seed.person(people, "head"), seed.person(people, "partner_head")
        return deal(head.organization["name"], partner.organization["name"])
    return [Sample(path.name, "other", "", "", "", path.read_bytes()) for path in files]


def main(world: World, files: Sequence[Path]) -> Outcome:
    """A deal's package is approved, signed by both sides, verified and proved."""
    samples, known = samples_of(files, world), known_letters(world)
    package = send_package(world, samples)
    approve(world, package)
    sign_ours(world)
    links = partner_links(world, len(samples), known)
    for link in links:
        partner_signs(world, link)
    return collect(world, package, len(samples), known)


def refusal(world: World, files: Sequence[Path]) -> Outcome:
    """The partner reads the document and declines with a reason the sender sees."""
    sample, known = samples_of((), world)[0], known_letters(world)
    package = send_package(world, [sample])
    approve(world, package)
    sign_ours(world)
    link = partner_links(world, 1, known)[0]
    partner = Browser(world)
    partner.get(link)
    partner.post(partner.address(r"/g/[^\"]+/open/"))
    reason = "Цена отличается от согласованной."
    partner.post(partner.address(r"/g/[^\"]+/decline/"), {"reason": reason})
    manager = signed_in(world, seed.MANAGER, seed.PASSWORD)
    if reason not in manager.get(flows_of(manager, package)[0]):
        raise DemoError("Отправитель не видит причину отказа.")
    wait_for("письмо отправителю об отказе", lambda: _told(world, seed.MANAGER, reason))
    return collect(world, package, 1, known)


def employees(world: World, files: Sequence[Path]) -> Outcome:
    """Employees of both sides sign with certificates of natural persons, by powers of attorney (МЧД)."""
    sample, known = samples_of((), world)[0], known_letters(world)
    clerk = seed.person(Path(world.pki["dir"]), "person")
    package = send_package(world, [sample], signer=clerk.full_name)
    approve(world, package)
    sign_ours(world, seed.CLERK, "person")
    partner_signs(world, partner_links(world, 1, known)[0], "partner_person")
    manager = signed_in(world, seed.MANAGER, seed.PASSWORD)
    page = manager.get(flows_of(manager, package)[0])
    if page.count("Полномочия подтверждены доверенностью (МЧД)") < 2:
        raise DemoError("Полномочия сотрудников по МЧД не подтверждены.")
    return collect(world, package, 1, known)


def _told(world: World, address: str, text: str) -> list[dict[str, Any]]:
    return [letter for letter in letters(world, address) if text in letter["text"]]


def send_package(
    world: World, samples: list[Sample], signer: str = "", delivery: Mapping[str, str] | None = None
) -> str:
    """The manager registers the files, fills in the attributes and sends; returns the package's address.

    `signer` is the name of who signs for us; without it the first of the list. `delivery` says how the
    package travels; without it a letter with links goes to the partner.
    """
    manager = signed_in(world, seed.MANAGER, seed.PASSWORD)
    page = manager.get("/packages/new/")
    choose = {name: option(page, name) for name in ("organization", "counterparty", "route")}
    choose["signer"] = option(page, "signer", signer)
    files = [("files", (sample.file_name, sample.data)) for sample in samples]
    form = {
        **choose,
        **(delivery or {"recipient_email": seed.PARTNER, "recipient_name": "Партнёр"}),
        "message": "Просим подписать документы по сделке.",
        "crm_object": "Сделка № 17",
    }
    manager.post("/packages/new/", form, files)
    package = re.sub(r"^https?://[^/]+", "", str(manager.address(r"/packages/\d+/submit/"))).removesuffix(
        "submit/"
    )
    for address, sample in zip(flows_of(manager, package), samples, strict=True):
        attributes = {
            "kind": sample.kind, "number": sample.number, "date": sample.date, "amount": sample.amount,
            "answer_wanted": sample.answer_wanted,
        }  # fmt: skip
        manager.post(f"{address}attributes/", attributes)
    manager.get(package)
    manager.post(f"{package}submit/")
    return package


def option(page: str, name: str, text: str = "") -> str:
    """The first real choice of a select whose words hold `text`."""
    select = re.search(rf'<select[^>]*name="{name}".*?</select>', page, re.S)
    choices = re.findall(r'value="(\d+)"[^>]*>([^<]*)', select.group(0)) if select else []
    options = [value for value, words in choices if text in words]
    if not options:
        raise DemoError(f"В форме нечего выбрать в поле «{name}».")
    return str(options[0])


def flows_of(browser: Browser, package: str) -> list[str]:
    """Addresses of the package's documents."""
    browser.get(package)
    return browser.addresses(r"/documents/\d+/")


def approve(world: World, package: str) -> None:
    approver = signed_in(world, seed.APPROVER, seed.PASSWORD)
    approver.get(package)
    approver.post(approver.address(r"/packages/\d+/decide/"), {"decision": "approve", "comment": ""})


def is_asked(world: World) -> bool:
    """Whether something waits for our director's signature."""
    signer = signed_in(world, seed.SIGNER, seed.PASSWORD)
    signer.get("/tasks/")
    return bool(signer.addresses(r"/sign/\d+/"))


def sign_ours(world: World, email: str = seed.SIGNER, holder: str = "head") -> None:
    """Our signer signs everything that waits: downloads each file, uploads a .sig of their own program."""
    key = key_of(world, holder)
    signer = signed_in(world, email, seed.PASSWORD)
    signer.get("/tasks/")
    for task in signer.addresses(r"/sign/\d+/"):
        signer.get(task)
        content = signer.download(signer.address(r"/documents/\d+/(?:file|versions/\d+)/"))
        signer.post(task, files={"signature": ("document.sig", sign(key, content))})


def partner_links(world: World, count: int, known: set[str], to: str = seed.PARTNER) -> list[str]:
    """Links in the invitation to the partner that was not there before, once it has come."""

    def look() -> list[str] | None:
        for letter in letters(world, to):
            found = list(dict.fromkeys(re.findall(_LINK, letter["text"])))
            if letter["message_id"] not in known and len(found) == count:
                return found
        return None

    return wait_for("письмо партнёру со ссылками", look)


def known_letters(world: World, to: str = seed.PARTNER) -> set[str]:
    """Message-IDs of the letters the partner has already."""
    return {letter["message_id"] for letter in letters(world, to)}


def partner_signs(world: World, link: str, holder: str = "partner_head") -> None:
    """The partner opens the link and, when a signature is asked for, uploads one."""
    partner = Browser(world)
    partner.get(link)
    partner.post(partner.address(r"/g/[^\"]+/open/"))
    if not partner.addresses(r"/g/[^\"]+/sign/"):
        return  # one-sided: reading it is all that is asked
    content = partner.download(partner.address(r"/g/[^\"]+/file/"))
    signature = sign(key_of(world, holder), content)
    partner.post(partner.address(r"/g/[^\"]+/sign/"), files={"signature": ("document.sig", signature)})


def collect(
    world: World, package: str, documents: int, known: set[str] = frozenset(), to: str = seed.PARTNER
) -> Outcome:
    """Wait for every proof, download it and have OpenSSL check it."""
    manager = signed_in(world, seed.MANAGER, seed.PASSWORD)
    outcome = Outcome(documents=documents)
    folder = world.state / "proofs"
    folder.mkdir(parents=True, exist_ok=True)
    for number, flow in enumerate(flows_of(manager, package), start=1):
        bundle = wait_for(f"доказательства документа {flow}", lambda flow=flow: _bundle(manager, flow))
        target = folder / f"{package.strip('/').replace('/', '-')}-{number}.zip"
        target.write_bytes(bundle)
        proof: Proof = check_bundle(bundle, Path(world.pki["root"]))
        outcome.signatures += proof.signatures
        outcome.verdicts += proof.verdicts
        outcome.openssl_accepted += proof.openssl_accepted
        outcome.bundles.append(str(target))
    outcome.letters = len(known_letters(world, to) - known)
    if not outcome.signatures or outcome.openssl_accepted != outcome.signatures:
        raise DemoError(f"OpenSSL принял {outcome.openssl_accepted} подписей из {outcome.signatures}.")
    return outcome


def _bundle(manager: Browser, flow: str) -> bytes | None:
    answer = manager.http.get(f"{flow}bundle/")
    return answer.content if answer.status_code == 200 else None
