"""Takes the screenshots in docs/screenshots: the main pages at desktop and phone width."""

from __future__ import annotations

import re
import socket
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from paraph.demo import journeys, seed  # noqa: E402
from paraph.demo.samples import deal  # noqa: E402
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
        with stage.chromium() as browser:
            for size, viewport in SIZES.items():
                manager = Person.at(browser, here, viewport)
                manager.sign_in(seed.MANAGER)
                manager.go("/documents/")
                shoot(manager, "registry", size)
                manager.go("/documents/1/")
                shoot(manager, "document", size)
                manager.go(package)
                shoot(manager, "package", size)
                manager.go("/powers/1/")
                shoot(manager, "power", size)
                signer = Person.at(browser, here, viewport)
                signer.sign_in(seed.SIGNER)
                signer.go("/tasks/")
                signer.page.locator('main a[href*="/sign/"]').first.click()
                signer.page.wait_for_load_state("networkidle")
                shoot(signer, "signing", size)
                guest = Person.at(browser, here, viewport)
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


if __name__ == "__main__":
    main()
