"""Who is who in generated files: the boxes as participants of the exchange, and the operator itself."""

from __future__ import annotations

from paraph.formats.participants import FullName, Operator, Organization, Participant, Person
from paraph.sandbox.diadoc.directory import Box, find_box
from paraph.sandbox.diadoc.errors import ApiError
from paraph.sandbox.diadoc.world import World

#: The one whose keys `messages.operator` holds; the code is the one ids of participants
#: begin with.
OPERATOR = Operator(name="Вымышленный оператор ЭДО", inn="7700000104", code="2BM")
_PROPRIETOR = "Индивидуальный предприниматель "


def participant(box: Box) -> Participant:
    """The organisation of a box with its identifier in the exchange (ИД участника ЭДО)."""
    firm = box.organization
    if len(firm.inn) == 12:
        surname, _, rest = str(firm.more["FullName"]).removeprefix(_PROPRIETOR).partition(" ")
        given_name, _, patronymic = rest.partition(" ")
        return Participant(firm.fns_id, Person(FullName(surname, given_name or "-", patronymic), firm.inn))
    return Participant(firm.fns_id, Organization(firm.name, firm.inn, firm.kpp))


def box_of(world: World, box_id: str) -> Box:
    """Anybody's box by its GUID; one that a kept document names is always there."""
    found = find_box(world, box_id)
    if found is None:
        raise ApiError(404, f"Box {box_id} is not found")
    return found
