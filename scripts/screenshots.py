"""Takes the screenshots in docs/screenshots: the main pages at desktop and phone width."""

from __future__ import annotations

import re
import socket
import sys
import tempfile
from pathlib import Path
from typing import Any
from uuid import uuid4

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from paraph.demo import diadoc, journeys, seed  # noqa: E402
from paraph.demo.diadoc_partner import Partner  # noqa: E402
from paraph.demo.people import sign, signed_in, wait_for  # noqa: E402
from paraph.demo.samples import deal  # noqa: E402
from paraph.wire.diadoc import common_pb2, messages_pb2  # noqa: E402
from tests.browser import stage  # noqa: E402
from tests.browser.stage import Person  # noqa: E402

OUT = ROOT / "docs" / "screenshots"
SIZES = {"desktop": stage.DESKTOP, "phone": stage.PHONE}


def free_port() -> int:
    """A port nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def shoot(person: Person, name: str, size: str) -> None:
    """One picture of what the person sees without scrolling."""
    person.page.evaluate("document.activeElement.blur()")
    person.page.screenshot(path=OUT / f"{name}-{size}.png")
    print(f"docs/screenshots/{name}-{size}.png")


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, stage.opened(Path(name), free_port()) as here:
        journeys.main(here, ())
        journeys.refusal(here, ())
        package, link = stage_waiting_package(here)
        act, annulment = stage_received(here)
        with stage.chromium() as browser:
            for size, viewport in SIZES.items():
                manager = Person.at(browser, here, viewport)
                manager.sign_in(seed.MANAGER)
                shoot_pages(manager, size, {
                    "registry": "/documents/", "document": "/documents/1/", "package": package,
                    "power": "/powers/1/", "new-package": "/packages/new/?counterparty=1&channel=diadoc",
                    "incoming-rules": "/settings/incoming/", "diadoc": "/diadoc/",
                })  # fmt: skip
                signer = Person.at(browser, here, viewport)
                signer.sign_in(seed.SIGNER)
                shoot_pages(signer, size, {"incoming": act, "annulment": annulment, "tasks": "/tasks/"})
                shoot_refusal(signer, act, size)
                open_first_task(signer)
                shoot(signer, "signing", size)
                shoot_guest(Person.at(browser, here, viewport), link, size)


def shoot_pages(person: Person, size: str, pages: dict[str, str]) -> None:
    for name, address in pages.items():
        person.go(address)
        shoot(person, name, size)


def shoot_refusal(signer: Person, act: str, size: str) -> None:
    """The reason is asked over the page of the document."""
    signer.go(act)
    signer.page.get_by_role("link", name="Отказать").click()
    signer.page.locator("dialog[open] textarea").fill("Объём работ не совпадает с договором.")
    shoot(signer, "refusal", size)


def open_first_task(signer: Person) -> None:
    signer.go("/tasks/")
    signer.page.locator('main a[href*="/sign/"]').first.click()
    signer.page.wait_for_load_state("networkidle")


def shoot_guest(guest: Person, link: str, size: str) -> None:
    guest.go(link)
    opening = guest.page.get_by_role("button", name=re.compile("^Открыть документ"))
    if opening.count():
        shoot(guest, "guest-letter", size)
        opening.first.click()
        guest.page.wait_for_load_state("networkidle")
    shoot(guest, "guest", size)


def stage_waiting_package(here: journeys.World) -> tuple[str, str]:
    """A package that waits for our signer, and a link that waits for the partner."""
    samples = deal("ООО «Ромашка»", "ООО «Василёк»")
    known = journeys.known_letters(here)
    sent = journeys.send_package(here, samples[:1])
    journeys.approve(here, sent)
    journeys.sign_ours(here)
    link = journeys.partner_links(here, 1, known)[0]
    waiting = journeys.send_package(here, samples[2:])
    journeys.approve(here, waiting)
    return waiting, link


class Supplier(Partner):
    """The partner as a sender: its documents come to our box."""

    def send(self, to_box: str, title: str, type_named_id: str, number: str, data: bytes) -> Any:
        content = messages_pb2.SignedContent(Content=data, Signature=sign(self._key, data))
        stated = {"FileName": title, "DocumentNumber": number, "DocumentDate": "20.11.2026"}
        if type_named_id == "AcceptanceCertificate":
            stated["TotalSum"] = "1250000.00"
        document = messages_pb2.DocumentAttachment(
            SignedContent=content,
            TypeNamedId=type_named_id,
            NeedRecipientSignature=True,
            Metadata=[common_pb2.MetadataItem(Key=key, Value=value) for key, value in stated.items()],
        )
        message = messages_pb2.MessageToPost(
            FromBoxId=self.box.id, ToBoxId=to_box, DocumentAttachments=[document]
        )
        answer = self._call("POST", "/V3/PostMessage", message, operationId=uuid4().hex)
        entities = messages_pb2.Message.FromString(answer.content).Entities
        return next(one.DocumentInfo for one in entities if one.HasField("DocumentInfo"))


def stage_received(here: journeys.World) -> tuple[str, str]:
    """Two documents of the partner that came through Диадок: an act, and a contract they ask to annul."""
    diadoc.connect(here)
    supplier = Supplier(here, diadoc._box(here, "buyer", "partner_head"), "partner_head")
    ours = diadoc._box(here, "seller", "head").id
    contract, _invoice, act = deal("ООО «Василёк»", "ООО «Ромашка»")
    supplier.send(ours, "Акт выполненных работ.pdf", "AcceptanceCertificate", act.number, act.data)
    sent = supplier.send(ours, "Договор поставки.pdf", "Contract", contract.number, contract.data)
    _page_of(here, f"№ {contract.number} ", "Ждёт нашей подписи")
    supplier.ask_annulment(sent, "Договор подписан повторно, действует первый экземпляр.")
    return _page_of(here, f"№ {act.number} ", "Ждёт"), _page_of(
        here, f"№ {contract.number} ", "просит аннулировать"
    )


def _page_of(here: journeys.World, title: str, status: str) -> str:
    """Address of a received document, once the background tasks have brought it and its status."""
    manager = signed_in(here, seed.MANAGER, seed.PASSWORD)

    def look() -> str | None:
        diadoc.run_tasks(manager)
        rows = re.findall(r"<tr data-row>.*?</tr>", manager.get("/documents/?direction=in"), re.S)
        row = next((row for row in rows if title in row and status in row), "")
        found = re.search(r'href="(/documents/\d+/)"', row)
        return found.group(1) if found else None

    return wait_for(f"входящий документ «{title}»", look)


if __name__ == "__main__":
    main()
