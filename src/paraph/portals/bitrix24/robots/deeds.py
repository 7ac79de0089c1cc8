"""What each robot and activity does: one object per code, found by the effect that works a request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from paraph.effects.handlers import Run
from paraph.portals.bitrix24 import inbound
from paraph.portals.bitrix24.client import Client
from paraph.portals.bitrix24.models import Inbound, Portal
from paraph.portals.bitrix24.registration import Activity, Robot, declare
from paraph.portals.bitrix24.robots import runs
from paraph.portals.bitrix24.robots.models import RobotRun

Property = Mapping[str, Any]


def prop(
    name: str, type_: str = "string", *, required: bool = False, many: bool = False, **more: Any
) -> Property:
    """A property as bizproc.robot.add wants it."""
    flags = {"Required": "Y" if required else "N", **({"Multiple": "Y"} if many else {})}
    return {"Name": {"ru": name}, "Type": type_, **flags, **more}


#: Answered by every robot and activity.
RESPONSE: Mapping[str, Property] = {
    "response_text": prop("Ответ приложения (текст)"),
    "response_code": prop("Ответ приложения (код)"),
    "error": prop("Ошибка", "bool"),
}


class Deed:
    """Base of all; one instance per code. `prepare` asks outside, `settle` writes."""

    code: ClassVar[str]
    name: ClassVar[str]
    description: ClassVar[str] = ""
    properties: ClassVar[Mapping[str, Property]]
    results: ClassVar[Mapping[str, Property]]
    is_activity: ClassVar[bool] = False

    def prepare(self, request: RobotRun, client: Client, effect: Run) -> Mapping[str, Any]:
        """Calls outside, in no transaction; its answer (JSON) goes to `settle`. It may run again.

        Raises Refusal when the request cannot be met, NotNow when it is too early.
        """
        return {}

    def settle(self, request: RobotRun, made: Mapping[str, Any]) -> None:
        """Domain changes and the answer, if it is known already; in a transaction. May raise Refusal."""
        raise NotImplementedError

    def thing(self) -> Robot:
        """As the portal must hold it."""
        kind = Activity if self.is_activity else Robot
        return kind(
            self.code,
            self.name,
            self.description,
            properties=self.properties,
            results={**self.results, **RESPONSE},
        )


_deeds: dict[str, Deed] = {}


def add(deed: Deed) -> None:
    """Declare it to the portals that want it and take its calls (from `AppConfig.ready()`)."""
    if _deeds.setdefault(deed.code, deed) is not deed:
        return
    declare(deed.thing(), _activities_wanted if deed.is_activity else _robots_wanted)
    inbound.on_robot(deed.code)(_take)


def find(code: str) -> Deed | None:
    """The deed of a code."""
    return _deeds.get(code)


def titles() -> Mapping[str, str]:
    """Names of all robots and activities by code."""
    return {code: deed.name for code, deed in _deeds.items()}


def all_of(is_activity: bool) -> list[Deed]:
    """Robots or activities, in the order they were added."""
    return [deed for deed in _deeds.values() if deed.is_activity is is_activity]


def _take(portal: Portal, call: Inbound) -> None:
    """The request has it all from here on: signed addresses of files are not kept beside it."""
    runs.receive(portal, call)
    Inbound.objects.filter(pk=call.pk).update(data={"event_token": call.data.get("event_token")})


def _robots_wanted(portal: Portal) -> bool:
    return runs.settings_of(portal).is_on


def _activities_wanted(portal: Portal) -> bool:
    return runs.settings_of(portal).has_activities
