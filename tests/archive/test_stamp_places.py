"""A place named for a side's mark: the mark stands there, and the line that names it is read or refused."""

from __future__ import annotations

import pypdfium2
import pytest
from archive_samples import drawn_pdf, make_evidence, make_signature, picture, text_pdf
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageChops

from paraph.archive import places
from paraph.archive.evidence import Side
from paraph.archive.places import Place
from paraph.archive.stamp import PHRASE, stamp_pdf
from paraph.errors import DomainError

MM = 72 / 25.4
OURS, THEIRS = make_signature(0), make_signature(1)


def corner(pdf: bytes, blank: bytes, page: int = -1) -> tuple[float, float]:
    """Lower left corner of what is drawn above the foot line, in millimetres."""
    before, after = picture(blank, page), picture(pdf, page)
    box = ImageChops.difference(before, after).crop((0, 0, after.width, after.height - 24)).getbbox()
    assert box is not None
    return box[0] / MM, (after.height - box[3]) / MM


def test_each_side_has_its_mark_where_it_was_placed() -> None:
    blank = drawn_pdf(b"")
    evidence = make_evidence(blank)
    for side, wanted in ((Side.SENDER, (20, 100)), (Side.RECIPIENT, (100, 60))):
        one = make_evidence(blank, (OURS if side is Side.SENDER else THEIRS,))
        found = corner(stamp_pdf(blank, one, [Place(side, -1, *wanted)]), blank)
        assert found == pytest.approx(wanted, abs=1)
    both = [Place(Side.SENDER, 1, 15, 100), Place(Side.RECIPIENT, 1, 110, 100)]
    stamped = stamp_pdf(blank, evidence, both)
    text = pypdfium2.PdfDocument(stamped)[0].get_textpage().get_text_range()
    assert text.count(PHRASE) == 3  # two marks and the foot line
    assert len(pypdfium2.PdfDocument(stamped)) == 1
    assert stamped == stamp_pdf(blank, evidence, both)


def test_a_mark_is_put_on_the_page_it_was_placed_on_even_over_its_text() -> None:
    original = text_pdf(pages=3)
    stamped = stamp_pdf(original, make_evidence(original, (OURS,)), [Place(Side.SENDER, 2, 50, 150)])
    opened = pypdfium2.PdfDocument(stamped)
    counts = [page.get_textpage().get_text_range().count(PHRASE) for page in opened]
    assert counts == [1, 2, 1]


@pytest.mark.parametrize("place", [(500, 500), (-50, -50), (0, 0)])
def test_a_place_outside_is_moved_onto_the_page_and_above_the_foot_line(place) -> None:
    blank = drawn_pdf(b"")
    stamped = stamp_pdf(blank, make_evidence(blank, (OURS,)), [Place(Side.SENDER, 1, *place)])
    x, y = corner(stamped, blank)
    assert 0 <= x <= 210 - 262 / MM + 1
    assert 5 <= y <= 297


def test_signers_without_a_place_of_their_own_share_the_usual_mark() -> None:
    """One side is placed in the corner where the usual mark would go; the other's stands beside it."""
    blank = drawn_pdf(b"")
    stamped = stamp_pdf(blank, make_evidence(blank), [Place(Side.SENDER, -1, 107, 10)])
    text = pypdfium2.PdfDocument(stamped)[0].get_textpage().get_text_range()
    assert text.count(PHRASE) == 3
    assert len(pypdfium2.PdfDocument(stamped)) == 1


def test_a_page_that_is_not_there_leaves_the_mark_at_the_usual_place() -> None:
    blank = drawn_pdf(b"")
    evidence = make_evidence(blank, (OURS,))
    for page in (5, -5):
        stamped = stamp_pdf(blank, evidence, [Place(Side.SENDER, page, 20, 20)])
        assert picture(stamped).tobytes() == picture(stamp_pdf(blank, evidence)).tobytes()


def test_more_signers_than_the_page_has_room_for_go_to_pages_of_their_own() -> None:
    blank = drawn_pdf(b"")
    many = tuple(make_signature(number * 2) for number in range(20))
    stamped = stamp_pdf(blank, make_evidence(blank, many), [Place(Side.SENDER, 1, 20, 20)])
    assert len(pypdfium2.PdfDocument(stamped)) > 1


def test_places_are_read_from_one_line() -> None:
    assert places.parse("-1,20,40; 2, 110.5 ,40") == [
        Place(Side.SENDER, -1, 20.0, 40.0),
        Place(Side.RECIPIENT, 2, 110.5, 40.0),
    ]
    assert places.parse(";1,2,3") == [Place(Side.RECIPIENT, 1, 2.0, 3.0)]
    assert places.parse("  ") == []


@pytest.mark.parametrize("text", ["x", "1,2", "0,1,1", "1.5,1,1", "1,1,1;1,1,1;1,1,1", "1,1,9999", "1,nan,1"])
def test_a_line_that_says_no_place_is_refused_with_the_format(text: str) -> None:
    with pytest.raises(DomainError, match="страница,x,y; страница,x,y") as refusal:
        places.parse(text)
    assert (refusal.value.code, refusal.value.field) == ("coordinates", "sign_coords")


@given(st.text(max_size=40))
def test_any_line_is_read_or_refused(text: str) -> None:
    try:
        found = places.parse(text)
    except DomainError:
        return
    assert len(found) <= 2
