"""Child process that opens files strangers sent: pdfium and Pillow work here under limits, not in the server.

Run by path with `python -I`, so it imports nothing of the project. Standard input: one JSON line, the job
(`task`, `path`, `page`, `dpi`, limits); standard output: one JSON line, the answer, then raw bytes. A refusal
is the answer `{"error": code}`.
"""

from __future__ import annotations

import json
import resource
import sys
from io import BytesIO
from typing import Any

#: Largest picture given out, pixels; a bigger page is drawn at a lower resolution.
MOST_PIXELS = 4_000_000
#: Largest picture read, pixels: 100 MP is an A3 scan at 720 dpi; more is a flood.
MOST_SOURCE_PIXELS = 100_000_000
JPEG_QUALITY = 82
#: First page of a text: this many lines and characters.
TEXT_LINES, TEXT_CHARS, TEXT_BYTES = 120, 12_000, 64 * 1024
#: Words of a PDF: of this many pages and not more characters than this of each.
WORDS_PAGES, WORDS_CHARS = 200, 20_000

# pdfium's own error numbers (public/fpdfview.h)
_PASSWORD = 4


class Refusal(Exception):
    """The file cannot be shown; the only argument is the code word."""


def open_pdf(path: str) -> Any:
    """Opened PDF with at least one page that can be loaded."""
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(path)
        pdf.init_forms()
        if not len(pdf):
            raise Refusal("damaged")
        pdf[0].get_size()
    except pypdfium2.PdfiumError as error:
        raise Refusal("password" if getattr(error, "err_code", None) == _PASSWORD else "damaged") from error
    return pdf


def draw_pdf(job: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """One page of a PDF as JPEG, forms and annotations included."""
    import pypdfium2

    pdf = open_pdf(job["path"])
    number = _existing(job["page"], len(pdf))
    try:
        page = pdf[number]
        width, height = page.get_size()
        scale = min(job["dpi"] / 72, (MOST_PIXELS / max(1.0, width * height)) ** 0.5)
        picture = page.render(scale=scale).to_pil()
    except pypdfium2.PdfiumError as error:
        raise Refusal("damaged") from error
    return _picture_answer(picture, len(pdf))


def draw_image(job: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """A picture (or one page of a TIFF), upright, on white paper, as JPEG."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # checked below, before a pixel is decoded
    try:
        with Image.open(job["path"], formats=["JPEG", "PNG", "TIFF"]) as image:
            pages = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
            image.seek(_existing(job["page"], pages))
            if image.width * image.height > MOST_SOURCE_PIXELS:
                raise Refusal("too-complex")
            ratio = (MOST_PIXELS / max(1, image.width * image.height)) ** 0.5
            if ratio < 1:
                image.draft("RGB", (int(image.width * ratio), int(image.height * ratio)))
            picture = ImageOps.exif_transpose(image)
            picture = _on_white(picture)
    except (OSError, SyntaxError, ValueError, EOFError) as error:  # what Pillow raises for broken files
        raise Refusal("damaged") from error
    ratio = (MOST_PIXELS / (picture.width * picture.height)) ** 0.5
    if ratio < 1:
        picture = picture.resize((max(1, int(picture.width * ratio)), max(1, int(picture.height * ratio))))
    return _picture_answer(picture, pages)


def read_text(job: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """The beginning of a text or XML file as UTF-8."""
    _existing(job["page"], 1)
    with open(job["path"], "rb") as file:
        head = file.read(TEXT_BYTES)
    lines = _decoded(head).splitlines()[:TEXT_LINES]
    text = "\n".join("".join(c if c.isprintable() or c == "\t" else " " for c in line) for line in lines)
    return {"mime": "text/plain; charset=utf-8", "pages": 1}, text[:TEXT_CHARS].encode()


def read_words(job: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """The words of each page of a PDF as UTF-8, pages parted by form feeds; a scanned page has none."""
    import pypdfium2

    pdf = open_pdf(job["path"])
    pages = []
    for number in range(min(len(pdf), WORDS_PAGES)):
        try:
            text = pdf[number].get_textpage().get_text_bounded()[:WORDS_CHARS]
        except pypdfium2.PdfiumError as error:
            raise Refusal("damaged") from error
        lines = text.replace("\u00ad", "").splitlines()
        pages.append(
            "\n".join("".join(c if c.isprintable() else " " for c in line).rstrip() for line in lines)
        )
    return {"pages": len(pdf)}, "\f".join(pages).encode("utf-8", "replace")


def count_pages(job: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """How many pages a sound PDF has."""
    return {"pages": len(open_pdf(job["path"]))}, b""


def _existing(page: int, pages: int) -> int:
    """Page number from 1 as an index; refuses one that is not there."""
    if not 1 <= page <= pages:
        raise Refusal("no-page")
    return page - 1


def _on_white(picture: Any) -> Any:
    """RGB of any mode; what is transparent becomes paper, not black."""
    from PIL import Image

    if picture.mode.startswith("I;16") or picture.mode == "I":
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    if "A" in picture.getbands() or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        paper = Image.new("RGBA", picture.size, "white")
        return Image.alpha_composite(paper, picture).convert("RGB")
    return picture.convert("RGB")


def _picture_answer(picture: Any, pages: int) -> tuple[dict[str, Any], bytes]:
    out = BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=JPEG_QUALITY)
    return {"mime": "image/jpeg", "pages": pages}, out.getvalue()


def _decoded(head: bytes) -> str:
    """Text by its mark, else UTF-8, else windows-1251, the other encoding of Russian documents."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", "replace")
    for cut in range(4):  # the last character may be cut in two
        try:
            return head[: len(head) - cut].decode("utf-8-sig")
        except UnicodeDecodeError:
            continue
    return head.decode("cp1251", "replace")


_TASKS = {"pdf": draw_pdf, "image": draw_image, "text": read_text, "words": read_words, "check": count_pages}


def main() -> int:
    job = json.loads(sys.stdin.buffer.readline())
    resource.setrlimit(resource.RLIMIT_AS, (job["memory"], job["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (job["seconds"], job["seconds"]))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer, data = _TASKS[job["task"]](job)
    except Refusal as refusal:
        answer, data = {"error": str(refusal)}, b""
    except MemoryError:
        answer, data = {"error": "too-complex"}, b""
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
