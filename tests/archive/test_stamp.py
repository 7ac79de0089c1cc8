"""The stamp is judged by rendering: what was visible stays, the mark is upright at the visible bottom."""

from __future__ import annotations

import io
import itertools
import random

import pikepdf
import pypdfium2
import pytest
from archive_samples import (
    drawn_pdf,
    make_evidence,
    make_signature,
    make_verdict,
    picture,
    saved,
    text_of,
    text_pdf,
)
from PIL import Image, ImageChops

from paraph.archive import stamp
from paraph.archive.evidence import Evidence
from paraph.archive.stamp import PHRASE, StampError, stamp_pdf
from paraph.trust.verdict import Answer

EVIDENCE = make_evidence()
A4 = (595, 842)
ROTATIONS = (0, 90, 180, 270)
#: MediaBox and CropBox for a visible upright A4, by whether the page lies on its side.
BOXES = {
    "plain": lambda w, h: ((0, 0, w, h), None),
    "moved": lambda w, h: ((-100, 50, w - 100, h + 50), None),
    "cropped": lambda w, h: ((0, 0, w + 90, h + 130), (37, 61, w + 37, h + 61)),
    "reversed": lambda w, h: ((w + 90, h + 130, 0, 0), (w + 37, h + 61, 37, 61)),
    "crop wider than paper": lambda w, h: ((10, 20, w + 10, h + 20), (-50, -50, w + 500, h + 500)),
}
CASES = list(itertools.product(ROTATIONS, BOXES))


def page(rotation: int, boxes: str, content: bytes = b"", size: tuple[int, int] = A4) -> bytes:
    width, height = size if rotation in (0, 180) else size[::-1]
    media, crop = BOXES[boxes](width, height)
    more = {"CropBox": list(crop)} if crop else {}
    return drawn_pdf(content, media, Rotate=rotation, **more)


def changed_box(before: Image.Image, after: Image.Image) -> tuple[int, int, int, int]:
    """Where the pictures differ; `after` may be longer, then their tops are compared."""
    box = (
        ImageChops.difference(before, after.crop((0, 0, *before.size)))
        .point(lambda v: 255 * (v > 40))
        .getbbox()
    )
    assert box is not None
    return box


def assert_nothing_is_covered(before: Image.Image, after: Image.Image) -> None:
    """Every pixel that was not paper is what it was."""
    ink = before.point(lambda value: 255 if value < 230 else 0)
    difference = ImageChops.difference(before, after.crop((0, 0, *before.size)))
    worst = ImageChops.multiply(ink, difference).getextrema()[1]
    assert worst <= 40


@pytest.fixture(scope="module")
def upright() -> Image.Image:
    return picture(stamp_pdf(page(0, "plain"), EVIDENCE))


@pytest.mark.parametrize(("rotation", "boxes"), CASES)
def test_the_mark_looks_the_same_on_every_rotation_and_crop(
    rotation: int, boxes: str, upright: Image.Image
) -> None:
    before = page(rotation, boxes)
    stamped = picture(stamp_pdf(before, EVIDENCE))
    assert stamped.size == upright.size == picture(before).size == A4
    difference = ImageChops.difference(stamped, upright).point(lambda value: 255 if value > 128 else 0)
    assert difference.getbbox() is None
    left, top, right, bottom = changed_box(picture(before), stamped)
    assert top > 842 / 2
    assert bottom > 842 - 20
    assert left >= 15
    assert right <= 595 - 15


@pytest.mark.parametrize(("rotation", "boxes"), CASES)
def test_content_stays_uncovered_on_every_rotation_and_crop(rotation: int, boxes: str) -> None:
    """A frame along the paper's edge and blots leave less and less room at the visible bottom."""
    width, height = A4 if rotation in (0, 180) else A4[::-1]
    media, crop = BOXES[boxes](width, height)
    x, y = (min(v[0], v[2]) for v in ((crop or media),)), (min(v[1], v[3]) for v in ((crop or media),))
    x0, y0 = max(next(x), min(media[0], media[2])), max(next(y), min(media[1], media[3]))
    blots = b"".join(
        b"%d %d 60 25 re f " % (x0 + dx, y0 + dy)
        for dx, dy in itertools.product(range(20, width - 80, 170), range(30, height - 40, 160))
    )
    original = page(rotation, boxes, blots)
    stamped = stamp_pdf(original, EVIDENCE)
    before, after = picture(original), picture(stamped, 0)
    assert before.getextrema()[0] < 50, "the drawing must be visible for the test to mean anything"
    assert_nothing_is_covered(before, after)
    assert PHRASE in text_of(stamped)


def test_what_is_printed_can_be_read() -> None:
    original = text_pdf(pages=3)
    stamped = stamp_pdf(original, EVIDENCE)
    last = text_of(stamped, -1)
    assert last.count(PHRASE) == 2  # in the mark and in the foot line
    for expected in (
        "ООО «Ромашка»",
        "Иванов Иван Иванович, Генеральный директор",
        "Петров Пётр Петрович",
        "Сертификат № 02A1B3C4D5E6F708192A3B4C5D6E7F80",
        "Действителен с 01.02.2026 по 01.05.2027",
        "Дата подписания: 21.11.2026 17:19:54 МСК",
        "Проверка: подпись верна",
    ):
        assert expected in last, expected
    for number in range(3):
        foot = text_of(stamped, number)
        assert f"документ {EVIDENCE.document.id} · SHA-256 {EVIDENCE.document.sha256}" in foot
        assert_nothing_is_covered(picture(original, number), picture(stamped, number))
    assert len(pypdfium2.PdfDocument(stamped)) == 3


def test_an_undetermined_check_is_named_and_a_missing_claim_of_time_too() -> None:
    verdict = make_verdict(answer=Answer.UNDETERMINED).as_dict() | {"claimed_time": None}
    evidence = make_evidence(signatures=(make_signature(verdict=verdict),))
    text = text_of(stamp_pdf(text_pdf(), evidence))
    assert "Проверка: не определено" in text
    assert "Подпись получена: 21.11.2026 17:20:01 МСК" in text


def test_a_full_last_page_gets_a_page_of_the_same_size_after_it() -> None:
    full = drawn_pdf(b"0 0 0 rg 30 30 535 782 re f")
    stamped = stamp_pdf(full, EVIDENCE)
    pages = pypdfium2.PdfDocument(stamped)
    assert len(pages) == 2
    assert pages[1].get_size() == pytest.approx(A4, abs=0.1)
    assert PHRASE in text_of(stamped, 1)
    assert "Иванов" not in text_of(stamped, 0)


def test_a_page_without_room_for_the_foot_line_becomes_longer() -> None:
    for rotation, boxes in zip(
        ROTATIONS, ("plain", "cropped", "moved", "crop wider than paper"), strict=True
    ):
        original = page(rotation, boxes, b"0 0 0 rg -200 -200 2000 2000 re f")
        stamped = stamp_pdf(original, EVIDENCE)
        after = picture(stamped, 0)
        assert after.width == 595
        assert 842 + 10 < after.height < 842 + 40
        assert_nothing_is_covered(picture(original), after)
        # below the old edge: only the foot line, not what the old edge used to hide
        strip = after.crop((0, 843, 595, after.height))
        assert sum(strip.histogram()[200:]) > 0.75 * strip.width * strip.height
        assert EVIDENCE.document.id in text_of(stamped, 0)


def test_the_mark_takes_the_lowest_free_place() -> None:
    """A signature block at the bottom leaves free space above it; the mark goes there, not on a new page."""
    original = drawn_pdf(b"0 0 0 rg 60 40 475 60 re f 60 500 475 280 re f")
    stamped = stamp_pdf(original, EVIDENCE)
    assert len(pypdfium2.PdfDocument(stamped)) == 1
    before, after = picture(original), picture(stamped)
    assert_nothing_is_covered(before, after)
    above_foot = (0, 0, 595, 842 - 40)
    assert changed_box(before.crop(above_foot), after.crop(above_foot))[3] <= 842 - 100


def test_annotations_count_as_content() -> None:
    pdf = pikepdf.open(io.BytesIO(drawn_pdf(b"")))
    square = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Stamp,
        Rect=[30, 30, 565, 400],
        AP=pikepdf.Dictionary(
            N=pdf.make_stream(
                b"0 0 0 rg 0 0 535 370 re f",
                Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Form,
                BBox=[0, 0, 535, 370],
            )
        ),
    )
    pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(square)])
    stamped = stamp_pdf(saved(pdf), EVIDENCE)
    assert len(pypdfium2.PdfDocument(stamped)) == 2


def test_user_unit_scales_the_mark_back_to_natural_size() -> None:
    big = stamp_pdf(drawn_pdf(b"", (0, 0, 842, 1191), UserUnit=2), EVIDENCE)
    pdf = pikepdf.open(io.BytesIO(big))
    *_, last = pikepdf.parse_content_stream(pdf.pages[0], operators="cm")
    assert float(last.operands[0]) == pytest.approx(0.5)


def test_inherited_attributes_and_resources_survive() -> None:
    """Rotation, boxes and fonts may live in the page tree's root (PDF 32000-1 §7.7.3.4)."""
    source = pikepdf.open(io.BytesIO(text_pdf(60)))
    leaf, root = source.pages[0].obj, source.Root.Pages
    root.Resources, root.MediaBox, root.Rotate = leaf.Resources, leaf.MediaBox, 180
    del leaf["/Resources"], leaf["/MediaBox"]
    original = saved(source)
    assert "Lorem ipsum" in text_of(original)
    stamped = stamp_pdf(original, EVIDENCE)
    assert "Lorem ipsum" in text_of(stamped)
    assert_nothing_is_covered(picture(original), picture(stamped))
    assert changed_box(picture(original), picture(stamped))[3] > 842 - 20


@pytest.mark.parametrize(
    "content",
    [
        b"q 3 0 0 3 50 70 cm 0 0 1 rg 10 200 50 20 re f",
        b"2 0 0 2 5 7 cm Q Q 0 0 1 rg 20 300 50 50 re f",
        b"0 0 1 rg 20 600 50 50 re f q q q 0 0 1 rg BT",
        b"0 0 1 rg 20 600 50 50 re f (never closed",
        b"0 0 1 rg 20 600 50 50 re f 0 0 5 5 re W n",
    ],
)
def test_a_page_that_leaves_its_graphics_state_open(content: bytes, upright: Image.Image) -> None:
    original = drawn_pdf(content)
    before, after = picture(original), picture(stamp_pdf(original, EVIDENCE))
    assert before.getextrema()[0] < 50
    assert_nothing_is_covered(before, after)
    lower = (0, 650, 595, 842)
    difference = ImageChops.difference(after.crop(lower), upright.crop(lower)).point(lambda v: 255 * (v > 60))
    assert difference.getbbox() is None


def test_a_page_without_contents(upright: Image.Image) -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=A4)
    if "/Contents" in pdf.pages[0].obj:
        del pdf.pages[0].obj["/Contents"]
    assert picture(stamp_pdf(saved(pdf), EVIDENCE)).size == upright.size


def test_a_tiny_page_gets_the_mark_on_a_page_one_can_read() -> None:
    stamped = stamp_pdf(drawn_pdf(b"", (0, 0, 120, 80)), EVIDENCE)
    pages = pypdfium2.PdfDocument(stamped)
    assert [round(side) for side in pages[1].get_size()] == [595, 842]
    assert "Иванов" in text_of(stamped, 1)


def test_forty_signers_with_long_names_fill_pages_of_their_own() -> None:
    verdict = make_verdict("Константинопольский-Вышневолоцкий " * 3, organization="ПромСтройМонтаж" * 9)
    signatures = tuple(make_signature(n, verdict=verdict.as_dict()) for n in range(40))
    stamped = stamp_pdf(text_pdf(), make_evidence(signatures=signatures))
    assert len(pypdfium2.PdfDocument(stamped)) >= 3
    assert text_of(stamped).count("02A1B3C4D5E6F708192A3B4C5D6E7F80") == 40
    for number in range(1, len(pypdfium2.PdfDocument(stamped))):
        assert EVIDENCE.document.id in text_of(stamped, number)


def test_same_input_same_bytes() -> None:
    original = text_pdf(pages=2)
    assert stamp_pdf(original, EVIDENCE) == stamp_pdf(original, EVIDENCE)


def test_signatures_inside_the_pdf_are_not_carried_into_the_copy() -> None:
    pdf = pikepdf.open(io.BytesIO(text_pdf()))
    value = pdf.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.Sig, Contents=b"\x30\x00", ByteRange=[0, 1, 2, 3])
    )
    child = pikepdf.Dictionary(FT=pikepdf.Name.Sig, T=pikepdf.String("a"), V=value)
    parent = pikepdf.Dictionary(T=pikepdf.String("p"), Kids=[pdf.make_indirect(child)])
    text = pikepdf.Dictionary(FT=pikepdf.Name.Tx, T=pikepdf.String("t"), V=pikepdf.String("42"))
    fields = [pdf.make_indirect(parent), pdf.make_indirect(text)]
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=fields, SigFlags=3)
    pdf.Root.Perms = pikepdf.Dictionary(DocMDP=value)
    copy = pikepdf.open(io.BytesIO(stamp_pdf(saved(pdf), EVIDENCE)))
    assert "/Perms" not in copy.Root
    assert "/SigFlags" not in copy.Root.AcroForm
    assert "/V" not in copy.Root.AcroForm.Fields[0].Kids[0]
    assert str(copy.Root.AcroForm.Fields[1].V) == "42"


def refusal(original: bytes, evidence: Evidence = EVIDENCE) -> str:
    with pytest.raises(StampError) as caught:
        stamp_pdf(original, evidence)
    assert caught.value.message.startswith("Штамп не поставлен")
    return caught.value.code


def test_protected_pdf_is_refused() -> None:
    pdf = pikepdf.open(io.BytesIO(text_pdf()))
    assert refusal(saved(pdf, encryption=pikepdf.Encryption(user="x", owner="y"))) == "stamp-encrypted"
    assert refusal(saved(pdf, encryption=pikepdf.Encryption(user="", owner="y"))) == "stamp-encrypted"


def test_damaged_pdf_is_refused() -> None:
    good = text_pdf(pages=2)
    empty = pikepdf.new()
    for bad in (b"", b"not a pdf", good[: len(good) // 2], good[:-300], saved(empty)):
        assert refusal(bad) == "stamp-damaged"


@pytest.mark.parametrize("seed", range(12))
def test_a_pdf_with_random_damage_is_stamped_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    damaged = bytearray(drawn_pdf(b"q 0 0 1 rg 100 600 300 100 re f Q"))
    for _ in range(seed // 2 + 1):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    try:
        stamped = stamp_pdf(bytes(damaged), EVIDENCE)
    except StampError as error:
        assert error.message.startswith("Штамп не поставлен")  # noqa: PT017
    else:
        assert PHRASE in text_of(stamped)


def test_no_stamp_says_signed_where_that_is_not_true() -> None:
    assert refusal(text_pdf(), make_evidence(signatures=0)) == "stamp-unsigned"
    wrong = make_signature(verdict=make_verdict(answer=Answer.NO).as_dict())
    assert refusal(text_pdf(), make_evidence(signatures=(wrong,))) == "stamp-invalid"


def test_a_pdf_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamp, "SECONDS", 0.01)
    assert refusal(text_pdf()) == "stamp-timeout"
