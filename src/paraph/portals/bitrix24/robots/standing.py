"""How the robots of a portal stand, for its health page: processes that wait, answers that did not arrive."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from paraph.portals.bitrix24.health import Line
from paraph.portals.bitrix24.models import Portal
from paraph.portals.bitrix24.robots.models import RobotRun

#: An answer not delivered for so long does not come by itself.
_LATE = timedelta(minutes=15)


def line(portal: Portal) -> Line | None:
    """Nothing where robots were never used."""
    runs = RobotRun.objects.filter(portal=portal)
    if not runs.exists():
        return None
    name, waiting = _("Роботы"), runs.filter(answered_at=None)
    late = runs.filter(answered_at__lt=timezone.now() - _LATE, delivered_at=None).count()
    if late:
        text = _("ответ не дошёл до процессов: {count}").format(count=late)
        return Line(name, text, "bad", _("«Роботы: запуски» называют причину; там же ответ повторяют."))
    oldest = waiting.order_by("created_at").first()
    if oldest is None:
        return Line(name, _("на все запросы отвечено"), "good")
    text = _("процессов ждёт ответа: {count}, дольше всех с").format(count=waiting.count())
    return Line(name, text, "wait", at=oldest.created_at)
