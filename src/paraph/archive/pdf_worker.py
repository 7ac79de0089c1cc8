"""Child process where typst, qpdf and pdfium work, away from the server's memory, secrets and threads.

Run by path with `python -I`, so it imports nothing of the project. Standard input: one JSON line (the job),
then raw bytes; standard output: the PDF. A refusal is exit status 3 with one code word on standard error.
"""

from __future__ import annotations

import json
import math
import resource
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import typst

REFUSED = 3

#: A pixel lighter than this (of 255) is empty paper; a tinted or noisy scan therefore never counts as empty.
PAPER = 245
MARGIN = 28.0  # points between the visible edge of a page and the mark
FOOT_SIDE = 18.0  # points at the sides of the foot line
FOOT_BOTTOM = 8.0  # points under it
AIR = 5.0  # points kept free around what is put on a page
MARK_WIDTH = {1: 262.0, 2: 538.0}  # points, by number of columns
STEP = 4.0  # points, upward step of the search for free space
SMALLEST_SHEET = 283.0  # points (100 mm): on a smaller page the mark could not be read
A4 = (595.276, 841.89)
MOST_PIXELS = 2000  # longest side of the grey render


class Refusal(Exception):
    """The file cannot be worked on; the only argument is the code word."""


def typeset(template: Path, data: dict[str, Any], *, archival: bool) -> bytes:
    """PDF of a template: data goes in as JSON, never as code; only fonts built into typst; root locked."""
    # The template sets the document's own date, so the same data gives the same bytes.
    return typst.compile(
        str(template),
        root=str(template.parent),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["a-2b"] if archival else [],
        pdf_tags=archival,  # a mark laid over a page must not bring a structure tree of its own
    )


@dataclass(frozen=True)
class Sheet:
    """Geometry of one page as people see it: points from its visible lower left corner.

    PDF 32000-1 §7.7.3.3: the visible part is CropBox ∩ MediaBox, turned clockwise by /Rotate, in units of
    1/72 inch × /UserUnit.
    """

    left: float
    bottom: float
    right: float
    top: float
    rotation: int  # 0, 90, 180, 270
    unit: float

    @classmethod
    def of(cls, page: Any) -> Sheet:
        media, crop = _box(page.mediabox), _box(page.cropbox)
        left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
        right, top = min(media[2], crop[2]), min(media[3], crop[3])
        if left >= right or bottom >= top:
            left, bottom, right, top = media
        rotation = int(_inherited(page, "/Rotate", 0)) // 90 % 4 * 90
        return cls(left, bottom, right, top, rotation, float(page.obj.get("/UserUnit", 1)))

    @property
    def size(self) -> tuple[float, float]:
        """Visible width and height in points."""
        width, height = (self.right - self.left) * self.unit, (self.top - self.bottom) * self.unit
        return (height, width) if self.rotation in (90, 270) else (width, height)

    def matrix(self, x: float, y: float) -> tuple[float, float, float, float, float, float]:
        """PDF matrix that puts an upright object at a visible point."""
        scale = 1 / self.unit
        x, y = x * scale, y * scale
        return {
            0: (scale, 0, 0, scale, self.left + x, self.bottom + y),
            90: (0, scale, -scale, 0, self.right - y, self.bottom + x),
            180: (-scale, 0, 0, -scale, self.right - x, self.top - y),
            270: (0, -scale, scale, 0, self.left + y, self.top - x),
        }[self.rotation]

    def lengthened(self, strip: float) -> tuple[float, float, float, float]:
        """Box with `strip` more points at the visible bottom."""
        more = strip / self.unit
        return {
            0: (self.left, self.bottom - more, self.right, self.top),
            90: (self.left, self.bottom, self.right + more, self.top),
            180: (self.left, self.bottom, self.right, self.top + more),
            270: (self.left - more, self.bottom, self.right, self.top),
        }[self.rotation]


def _box(values: Any) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = (float(value) for value in values)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _inherited(page: Any, key: str, default: Any) -> Any:
    node = page.obj
    for _ in range(64):  # a page tree that loops must not loop us
        if node is None or key in node:
            break
        node = node.get("/Parent")
    return default if node is None else node.get(key, default)


class Looker:
    """Grey pictures of the pages of the original, to see where paper is empty."""

    def __init__(self, original: bytes) -> None:
        try:
            self._pdf = pypdfium2.PdfDocument(original)
            self._pdf.init_forms()
        except pypdfium2.PdfiumError as error:
            raise Refusal("damaged") from error

    def picture(self, number: int, size: tuple[float, float], strip: float | None = None) -> Any:
        """Whole visible page, or only its lowest `strip` points; about one pixel per point."""
        page = self._pdf[number]
        width, height = page.get_size()
        scale = min(size[0] / width, MOST_PIXELS / max(width, height))
        cut = 0.0 if strip is None else max(0.0, height * (1 - strip / size[1]))
        return page.render(scale=scale, crop=(0, 0, 0, cut), grayscale=True).to_pil()


@dataclass(frozen=True)
class Area:
    """Rectangle on a visible page, points from the lower left corner."""

    x: float
    y: float
    width: float
    height: float

    def is_empty_on(self, picture: Any, width: float) -> bool:
        """Whether the rectangle and some air around it show nothing but paper.

        `picture` begins at the visible bottom and is `width` points wide.
        """
        scale = picture.width / width
        box = (
            math.floor((self.x - AIR) * scale),
            math.floor(picture.height - (self.y + self.height + AIR) * scale),
            math.ceil((self.x + self.width + AIR) * scale),
            math.ceil(picture.height - (self.y - AIR) * scale),
        )
        box = (max(0, box[0]), box[1], min(picture.width, box[2]), min(picture.height, box[3]))
        return bool(box[1] >= 0 and picture.crop(box).getextrema()[0] > PAPER)

    def meets(self, other: Area) -> bool:
        """Whether the two overlap, or leave no air between them."""
        return (
            self.x < other.x + other.width + AIR
            and other.x < self.x + self.width + AIR
            and self.y < other.y + other.height + AIR
            and other.y < self.y + self.height + AIR
        )


@dataclass(frozen=True)
class Mark:
    """A mark that was given its place: the page, the place, the drawing."""

    page: int
    area: Area
    form: Any


class Stamper:
    """Puts the mark and the foot lines on a copy of a PDF."""

    def __init__(self, original: bytes, template: Path, data: dict[str, Any]) -> None:
        self.pdf = _open(original)
        self.looker = Looker(original)
        self.template, self.data = template, data
        self.last = len(self.pdf.pages) - 1
        self._feet: dict[int, tuple[Any, float]] = {}

    def stamp(self) -> bytes:
        marks = [mark for place in self.data["places"] if (mark := self._placed(place))]
        size = Sheet.of(self.pdf.pages[self.last]).size
        roomy = min(size) >= SMALLEST_SHEET
        free = self._free_mark(size, marks) if roomy and self.data["signers"] else None
        for number in range(self.last + 1):
            lift = self._put_foot(number)
            here = [mark for mark in (*marks, free) if mark and mark.page == number]
            for order, mark in enumerate(here):
                self._put(number, f"/Mark{order}", mark.form, mark.area.x, mark.area.y + lift)
        if self.data["signers"] and not free:
            self._append_sheets(size if roomy else A4)
        _drop_embedded_signatures(self.pdf)
        for key in {"/StructTreeRoot", "/MarkInfo"} & set(self.pdf.Root.keys()):
            del self.pdf.Root[key]  # it counts marks in the pages' own drawing, which has moved
        out = BytesIO()
        self.pdf.save(out, deterministic_id=True)
        return out.getvalue()

    def _placed(self, place: dict[str, Any]) -> Mark | None:
        """The mark of one side at the place named for it, kept inside the page and above its foot line.

        None when the page is not there or the mark has no room on it: these signers stay with the others.
        """
        signers = [signer for signer in self.data["signers"] if signer["side"] == place["side"]]
        number = place["page"] - 1 if place["page"] > 0 else self.last + 1 + place["page"]
        if not signers or not 0 <= number <= self.last:
            return None
        width, height = Sheet.of(self.pdf.pages[number]).size
        lowest = FOOT_BOTTOM + self._foot(width)[1] + AIR
        if min(width, height) < SMALLEST_SHEET:
            return None
        source = self._part("mark", signers=signers, width=min(MARK_WIDTH[1], width - 2 * FOOT_SIDE))
        mark_width, mark_height = Sheet.of(source.pages[0]).size
        if mark_height > height - lowest:
            return None
        self.data["signers"] = [signer for signer in self.data["signers"] if signer not in signers]
        x = max(0.0, min(place["x"], width - mark_width))
        y = max(lowest, min(place["y"], height - mark_height))
        return Mark(number, Area(x, y, mark_width, mark_height), self._form(source))

    def _free_mark(self, size: tuple[float, float], marks: list[Mark]) -> Mark | None:
        """The mark of all the others on the last page, if there is room for it."""
        source = self._part("mark", width=self._mark_width(size[0]))
        taken = [mark.area for mark in marks if mark.page == self.last]
        area = self._free_place(size, source, taken)
        return Mark(self.last, area, self._form(source)) if area else None

    def _mark_width(self, page_width: float) -> float:
        columns = 2 if len(self.data["signers"]) > 1 and page_width >= MARK_WIDTH[2] + 2 * MARGIN else 1
        return min(MARK_WIDTH[columns], page_width - 2 * MARGIN)

    def _part(self, part: str, **how: Any) -> Any:
        """One-part PDF made from the template, opened."""
        return _open(typeset(self.template, {**self.data, "part": part, **how}, archival=False))

    def _form(self, source: Any) -> Any:
        return self.pdf.copy_foreign(source.pages[0].as_form_xobject())

    def _foot(self, page_width: float) -> tuple[Any, float]:
        """Foot line for pages of this width and its height, made once per width."""
        key = round(page_width)
        if key not in self._feet:
            source = self._part("foot", width=max(page_width - 2 * FOOT_SIDE, page_width * 0.8))
            self._feet[key] = self._form(source), Sheet.of(source.pages[0]).size[1]
        return self._feet[key]

    def _put_foot(self, number: int) -> float:
        """Foot line at the visible bottom; where it would cover something the page is made longer.

        Returns how many points the page grew.
        """
        sheet = Sheet.of(self.pdf.pages[number])
        width, height = sheet.size
        form, foot_height = self._foot(width)
        x = min(FOOT_SIDE, width * 0.1)
        strip = FOOT_BOTTOM + foot_height + AIR
        covers = False
        if number <= self.last:
            picture = self.looker.picture(number, (width, height), strip + 2)
            covers = not Area(x, FOOT_BOTTOM, width - 2 * x, foot_height).is_empty_on(picture, width)
        page = self.pdf.pages[number]
        _wrap(self.pdf, page, sheet)
        if covers:
            _lengthen(page, sheet, strip)
        self._put(number, "/Foot", form, x, FOOT_BOTTOM)
        return strip if covers else 0.0

    def _put(self, number: int, name: str, form: Any, x: float, y: float) -> None:
        """Draw a form upright at a visible point of a page that is wrapped."""
        page = self.pdf.pages[number]
        page.obj.Resources.XObject[name] = form
        matrix = Sheet.of(page).matrix(x, y)
        page.contents_add(b"q %f %f %f %f %f %f cm %s Do Q\n" % (*matrix, name.encode()))

    def _free_place(self, size: tuple[float, float], mark: Any, taken: list[Area]) -> Area | None:
        """The lowest empty place for the mark in the lower half of the last page, right side first."""
        picture = self.looker.picture(self.last, size)
        width, height = Sheet.of(mark.pages[0]).size
        y = FOOT_BOTTOM + self._foot(size[0])[1] + 2 * AIR
        while y + height <= size[1] / 2:
            for x in (size[0] - MARGIN - width, MARGIN):
                place = Area(x, y, width, height)
                if place.is_empty_on(picture, size[0]) and not any(map(place.meets, taken)):
                    return place
            y += STEP
        return None

    def _append_sheets(self, size: tuple[float, float]) -> None:
        """The mark on pages of its own at the end."""
        sheets = self._part("sheet", width=size[0], height=size[1])
        first = len(self.pdf.pages)
        self.pdf.pages.extend(sheets.pages)
        for number in range(first, len(self.pdf.pages)):
            self._put_foot(number)


def _open(data: bytes) -> Any:
    """Parsed PDF; one that is encrypted or has to be guessed together is refused.

    A repaired file could show something else than what was signed, so nothing is repaired here.
    """
    try:
        pdf = pikepdf.open(BytesIO(data), attempt_recovery=False)
        if pdf.is_encrypted:
            raise Refusal("encrypted")
        if not len(pdf.pages):
            raise Refusal("damaged")
    except pikepdf.PasswordError as error:
        raise Refusal("encrypted") from error
    except pikepdf.PdfError as error:
        raise Refusal("damaged") from error
    return pdf


def _wrap(pdf: Any, page: Any, sheet: Sheet) -> None:
    """Move the page's own drawing into a form XObject (PDF 32000-1 §8.10), clipped to what was visible.

    There an open q, a stray Q or a broken operator cannot reach what is drawn after it, and inherited or
    shared resources stay as they are.
    """
    form = page.as_form_xobject(handle_transformations=False)
    form.write(form.read_bytes())  # until now it only refers to the page's contents, which change below
    form.BBox = [sheet.left, sheet.bottom, sheet.right, sheet.top]
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary({"/Page": form}))
    page.obj.Contents = pdf.make_stream(b"/Page Do\n")


def _lengthen(page: Any, sheet: Sheet, strip: float) -> None:
    """More paper, `strip` points, at the visible bottom."""
    box = sheet.lengthened(strip)
    media = _box(page.mediabox)
    page.mediabox = [*map(min, media[:2], box[:2]), *map(max, media[2:], box[2:])]
    page.cropbox = list(box)
    for key in ("/TrimBox", "/BleedBox", "/ArtBox"):
        if key in page.obj:
            del page.obj[key]


def _drop_embedded_signatures(pdf: Any) -> None:
    """Take signature values out of form fields; their pictures stay.

    The copy is not the signed file, and readers would call a signature inside it broken.
    """
    form = pdf.Root.get("/AcroForm")
    if form is not None:
        for field in _fields(form.get("/Fields", [])):
            if field.get("/FT") == "/Sig" and "/V" in field:
                del field["/V"]
        if "/SigFlags" in form:
            del form["/SigFlags"]
    if "/Perms" in pdf.Root:
        del pdf.Root["/Perms"]


def _fields(nodes: Any, depth: int = 0) -> Iterator[Any]:
    for node in nodes if depth < 32 else ():
        yield node
        yield from _fields(node.get("/Kids", []), depth + 1)


def main() -> int:
    job = json.loads(sys.stdin.buffer.readline())
    resource.setrlimit(resource.RLIMIT_AS, (job["memory"], job["memory"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    template = Path(job["template"])
    try:
        if job["task"] == "typeset":
            made = typeset(template, job["data"], archival=True)
        else:
            made = Stamper(sys.stdin.buffer.read(), template, job["data"]).stamp()
    except (pikepdf.PdfError, pypdfium2.PdfiumError) as error:
        sys.stderr.write(f"damaged\n{error}")
        return REFUSED
    except Refusal as refusal:
        sys.stderr.write(str(refusal))
        return REFUSED
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
