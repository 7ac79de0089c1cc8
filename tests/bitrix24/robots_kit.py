"""A portal whose robots are on, people mapped to employees, and a sequence a designer made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from linked import LONG_AGO, Linked, link

import factories
from paraph.channels.link import services as links
from paraph.docflow.models import Package
from paraph.effects.models import Effect
from paraph.parties.models import Employee
from paraph.portals.bitrix24.models import PortalUser
from paraph.portals.bitrix24.robots import setting
from paraph.portals.bitrix24.robots.models import News, RobotRun, RobotSettings
from scenario import Mailbox

#: People of the emulated portal: our director, who signs; our manager, who sends; one nobody knows with us.
DIRECTOR, MANAGER, STRANGER = 2, 3, 7
#: The first deal, its contact with an e-mail, and one without.
DEAL, CONTACT, MUTE = 1, 1, 7
SETTINGS = {
    "is_on": True,
    "has_activities": True,
    "channel": "link",
    "kind": "contract",
    "sender": "",
    "news": News.values,
    "answer_days": "30",
}


@dataclass
class Robots:
    """The portal and our side of it."""

    linked: Linked
    pki: factories.Pki
    mail: Mailbox

    @property
    def firm(self) -> factories.Company:
        return self.linked.firm

    @property
    def run(self) -> RobotRun:
        """The newest request."""
        found = RobotRun.objects.select_related("portal").first()
        assert found is not None
        return found

    def of(self, code: str) -> RobotRun:
        found = RobotRun.objects.filter(code=code).first()
        assert found is not None
        return found

    def map(self, user_id: int, employee: Employee) -> None:
        users = self.linked.stage.emulator.ready["users"]
        name = next(user["name"] for user in users if user["id"] == user_id)
        PortalUser.objects.update_or_create(
            portal=self.linked.portal, user_id=user_id, defaults={"employee": employee, "name": name}
        )

    def switch(self, **changes: Any) -> None:
        setting.save(self.linked.portal, {**SETTINGS, **changes}, self.firm.sender)
        self.linked.settle()

    # -- the portal --------------------------------------------------------------------------------------

    @property
    def template(self) -> int:
        """The portal's template of a contract."""
        found = self.linked.rest("crm.documentgenerator.template.list", {"filter": {"name": "Договор"}})
        return int(next(iter(found["templates"].values()))["id"])

    def document(self, deal: int = DEAL, **more: Any) -> int:
        """A document of the portal's generator, its PDF made."""
        made = self.linked.rest(
            "crm.documentgenerator.document.add",
            {"templateId": self.template, "entityTypeId": 2, "entityId": deal, **more},
        )
        self.linked.world.settle()
        return int(made["document"]["id"])

    def sequence(self, *steps: Mapping[str, Any], name: str = "Договор на подпись") -> int:
        order = {"name": name, "document_type": "DEAL", "steps": list(steps)}
        return int(self.linked.control("POST", "sequences", order)["id"])

    def start(self, sequence: int, deal: int = DEAL, **parameters: Any) -> str:
        """Start it by hand; the portal's posts are handed over and worked."""
        order = {"entity_id": deal, "user_id": MANAGER, "parameters": parameters}
        answer = self.linked.control("POST", f"sequences/{sequence}/start", order)
        self.turn()
        return str(answer["workflow_id"])

    def process(self, workflow_id: str) -> Any:
        return self.linked.control("GET", f"workflows/{workflow_id}")

    def results(self, workflow_id: str, step: str = "A1") -> dict[str, Any]:
        return dict(self.process(workflow_id)["results"].get(step, {}))

    def turn(self, rounds: int = 12) -> None:
        """What is due on both sides; nothing that is put off."""
        for _round in range(rounds):
            self.linked.world.settle()
            delivered = self.linked.deliver()
            before = Effect.objects.filter(state="done").count()
            self.linked.run()
            if not delivered and Effect.objects.filter(state="done").count() == before:
                return

    def hurry(self, *kinds: str) -> None:
        """Effects of these kinds that wait for their next try have it now."""
        Effect.objects.filter(kind__in=kinds, state="waiting").update(due_at=LONG_AGO)
        self.turn()

    # -- people ------------------------------------------------------------------------------------------

    def sign_ours(self) -> None:
        factories.sign_ours(self.pki, Package.objects.latest("pk"))
        self.turn()

    def sign_theirs(self, name: str = factories.PARTNER_HEAD) -> None:
        """The guest opens the newest letter's links and signs."""
        for token in self.tokens():
            link_ = links.find(token)
            assert link_ is not None
            links.open_document(link_)
            flow = links.again(link_).docflow
            links.sign(links.again(link_), self.pki.sign(name, factories.content(flow)), "file")
        self.finish()

    def decline_theirs(self, reason: str) -> None:
        for token in self.tokens():
            link_ = links.find(token)
            assert link_ is not None
            links.open_document(link_)
            links.decline(links.again(link_), reason)
        self.finish()

    def tokens(self) -> list[str]:
        return self.mail.tokens(Package.objects.latest("pk").recipient_email)

    def finish(self) -> None:
        """The proof is built, files are stored, answers are given."""
        for _round in range(3):
            Effect.objects.filter(state="waiting", kind__startswith="archive.").update(due_at=LONG_AGO)
            self.hurry("bitrix24.robot-store", "bitrix24.robot-answer", "bitrix24.robot-log")


def robot(code: str = "paraph_send", step: str = "A1", timeout: int = 0, **properties: Any) -> dict[str, Any]:
    """A step of a sequence that is done by a robot of ours."""
    return {
        "id": step,
        "type": "activity" if code.startswith("paraph_bp_") else "robot",
        "code": code,
        "timeout": timeout,
        "properties": properties,
    }


def sending(document: Any = "{=Template:document}", **more: Any) -> dict[str, Any]:
    """Robot 1 with everything it needs."""
    given = {
        "document_id": document,
        "signer1": f"user_{DIRECTOR}",
        "signer2": "{{Контакт > int}}",
        "responsible": f"user_{MANAGER}",
        **more,
    }
    return robot("paraph_send", **given)


@pytest.fixture
def robots(stage, db, mail, pki, settings, monkeypatch, tmp_path: Path) -> Robots:
    """Switched on from the start, so that the portal is told once."""
    settings.TRUST_DIR = str(pki.trust(tmp_path / "trust"))
    settings.FILES_DIR = tmp_path / "files"
    firm, switches = factories.company(), ("is_on", "has_activities")
    with monkeypatch.context() as patch:
        for name in switches:
            patch.setattr(RobotSettings._meta.get_field(name), "default", True)
        made = Robots(link(stage, firm), pki, mail)
    RobotSettings.objects.create(portal=made.linked.portal, **dict.fromkeys(switches, True))
    made.map(DIRECTOR, firm.signer)
    made.map(MANAGER, firm.sender)
    return made
