"""Previews are made from files built on the spot, sound and hostile."""

from __future__ import annotations

import io
import struct
import time
import zlib
from pathlib import Path

import pikepdf
import pytest
import typst
from PIL import Image, ImageDraw

from paraph.registry import preview
from paraph.registry.filetypes import FileError
from paraph.registry.preview import check_pdf, render_page


@pytest.fixture(scope="module")
def pdf() -> bytes:
    made = typst.compile(
        b'#set page(paper: "a4", fill: red)\n#pagebreak()\n#set page(fill: blue)\n= x', format="pdf"
    )
    assert isinstance(made, bytes)
    return made


def stored(folder: Path, data: bytes) -> Path:
    path = folder / "0f3a"  # stored files have no extension
    path.write_bytes(data)
    return path


def shown(path: Path, page: int = 1, dpi: int = 96) -> Image.Image:
    found = render_page(path, page, dpi)
    assert found.mime == "image/jpeg"
    return Image.open(io.BytesIO(found.data))


def code_of(path: Path, page: int = 1) -> str:
    with pytest.raises(FileError) as caught:
        render_page(path, page)
    return caught.value.code


def image_bytes(image: Image.Image, form: str, **how: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **how)
    return out.getvalue()


def test_each_page_of_a_pdf_at_the_asked_resolution(tmp_path: Path, pdf: bytes) -> None:
    path = stored(tmp_path, pdf)
    assert render_page(path).pages == 2
    first, second = shown(path, 1), shown(path, 2, dpi=48)
    assert first.size == (794, 1123)
    assert second.size == (397, 562)
    red, blue = first.getpixel((5, 5)), second.getpixel((5, 5))
    assert red[0] > 200 > 100 > red[2]
    assert blue[2] > 180 > 100 > blue[0]


def test_a_page_that_is_not_there(tmp_path: Path, pdf: bytes) -> None:
    path = stored(tmp_path, pdf)
    assert code_of(path, 3) == code_of(path, 0) == code_of(path, -1) == "file-no-page"
    with pytest.raises(FileNotFoundError):
        render_page(tmp_path / "missing")


def test_filled_form_fields_are_shown(tmp_path: Path) -> None:
    document = pikepdf.new()
    document.add_blank_page(page_size=(200, 200))
    look = document.make_stream(
        b"0 0 0 rg 0 0 100 100 re f",
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=[0, 0, 100, 100],
    )
    widget = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Widget,
        FT=pikepdf.Name.Tx,
        T=pikepdf.String("a"),
        F=4,
        Rect=[50, 50, 150, 150],
        AP=pikepdf.Dictionary(N=look),
    )
    field = document.make_indirect(widget)
    document.pages[0].obj.Annots = pikepdf.Array([field])
    document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]))
    out = io.BytesIO()
    document.save(out)
    assert shown(stored(tmp_path, out.getvalue()), dpi=72).convert("L").getpixel((100, 100)) < 60


def test_check_counts_pages(tmp_path: Path, pdf: bytes) -> None:
    assert check_pdf(stored(tmp_path, pdf)) == 2


def test_a_pdf_under_a_password_is_told_from_a_damaged_one(tmp_path: Path, pdf: bytes) -> None:
    opened, out, open_to_read = pikepdf.open(io.BytesIO(pdf)), io.BytesIO(), io.BytesIO()
    opened.save(out, encryption=pikepdf.Encryption(user="секрет", owner="x"))
    with pytest.raises(FileError, match="защищён паролем") as caught:
        check_pdf(stored(tmp_path, out.getvalue()))
    assert caught.value.code == "file-password"
    opened.save(open_to_read, encryption=pikepdf.Encryption(user="", owner="x"))
    assert check_pdf(stored(tmp_path, open_to_read.getvalue())) == 2


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.7\n" + b"\x00" * 5000, b"", b"hello"])
def test_a_damaged_pdf_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(FileError, match="повреждён") as caught:
        check_pdf(stored(tmp_path, data))
    assert caught.value.code == "file-damaged"


def test_a_pdf_without_pages_is_damaged(tmp_path: Path) -> None:
    out = io.BytesIO()
    pikepdf.new().save(out)
    with pytest.raises(FileError) as caught:
        check_pdf(stored(tmp_path, out.getvalue()))
    assert caught.value.code == "file-damaged"


def test_a_huge_page_is_drawn_smaller(tmp_path: Path) -> None:
    document, out = pikepdf.new(), io.BytesIO()
    document.add_blank_page(page_size=(14_400, 14_400))
    document.save(out)
    image = shown(stored(tmp_path, out.getvalue()), dpi=600)
    assert 2_000_000 < image.width * image.height < 4_010_000


def test_pictures_are_shown_upright_on_white(tmp_path: Path) -> None:
    turned = Image.new("RGB", (40, 20), "white")
    ImageDraw.Draw(turned).rectangle((0, 0, 19, 19), "red")
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned: rotate 90° clockwise
    image = shown(stored(tmp_path, image_bytes(turned, "JPEG", exif=exif)))
    assert image.size == (20, 40)
    assert image.getpixel((10, 5))[1] < 90
    clear = Image.new("RGBA", (10, 10), (0, 0, 0, 0))
    assert shown(stored(tmp_path, image_bytes(clear, "PNG"))).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "CMYK", "YCbCr", "F"])
def test_pictures_of_every_mode(tmp_path: Path, mode: str) -> None:
    light = Image.new("L", (10, 10), 255)
    if mode == "I;16":
        light = Image.new("I;16", (10, 10), 65_535)
    elif mode == "CMYK":
        light = Image.new("CMYK", (10, 10), (0, 0, 0, 0))
    else:
        light = light.convert(mode)
    form = "TIFF" if mode in ("CMYK", "YCbCr", "F") else "PNG"
    seen = shown(stored(tmp_path, image_bytes(light, form))).convert("L").getpixel((5, 5))
    assert seen > 245


def test_pages_of_a_tiff(tmp_path: Path) -> None:
    pages = [Image.new("RGB", (9, 9), colour) for colour in ("black", "white", "black")]
    path = stored(tmp_path, image_bytes(pages[0], "TIFF", save_all=True, append_images=pages[1:]))
    assert render_page(path, 2).pages == 3
    assert shown(path, 2).convert("L").getpixel((4, 4)) > 245
    assert shown(path, 3).convert("L").getpixel((4, 4)) < 10
    assert code_of(path, 4) == "file-no-page"


def test_a_large_photo_is_shown_smaller(tmp_path: Path) -> None:
    image = shown(stored(tmp_path, image_bytes(Image.new("RGB", (6000, 4000)), "JPEG")))
    assert image.width * image.height <= 4_000_000
    assert image.width / image.height == pytest.approx(1.5, abs=0.01)


def test_a_flood_of_pixels_is_refused_unread(tmp_path: Path) -> None:
    """A PNG of 60 000 × 60 000 points is a few kilobytes on disk and 10 GB in memory."""
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\x00" * 100_000)
    chunks = b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    )
    started = time.monotonic()
    assert code_of(stored(tmp_path, b"\x89PNG\r\n\x1a\n" + chunks)) == "file-too-complex"
    assert time.monotonic() - started < 3


def test_a_picture_cut_short_is_damaged(tmp_path: Path) -> None:
    whole = image_bytes(Image.effect_noise((300, 300), 90), "PNG")
    assert code_of(stored(tmp_path, whole[: len(whole) // 2])) == "file-damaged"
    assert code_of(stored(tmp_path, b"\xff\xd8\xff\xe0 no picture")) == "file-damaged"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_text_is_given_as_text(tmp_path: Path, encoding: str) -> None:
    found = render_page(stored(tmp_path, "Счёт № 5\r\nитого".replace("№", "N").encode(encoding)))
    assert found.is_text
    assert found.mime == "text/plain; charset=utf-8"
    assert found.data.decode() == "Счёт N 5\nитого"
    assert found.pages == 1


def test_only_the_beginning_of_a_long_text(tmp_path: Path) -> None:
    assert render_page(stored(tmp_path, b"line\n" * 100_000)).data.count(b"\n") == 119
    long_line = render_page(stored(tmp_path, "ы".encode() * 400_000)).data.decode()
    assert long_line == "ы" * 12_000


def test_xml_is_given_as_text_and_not_parsed(tmp_path: Path) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    assert render_page(stored(tmp_path, bomb)).data == bomb


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04 office", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", b"{\\rtf1 a}"]
)
def test_other_kinds_have_no_preview(tmp_path: Path, data: bytes) -> None:
    assert code_of(stored(tmp_path, data)) == "file-no-preview"


def test_a_file_that_takes_too_long_is_given_up(
    tmp_path: Path, pdf: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview, "SECONDS", 0.01)
    assert code_of(stored(tmp_path, pdf)) == "file-too-complex"


def test_a_drawing_without_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forms that call each other ten times over nine levels: a billion rectangles."""
    monkeypatch.setattr(preview, "SECONDS", 2.0)
    document, out = pikepdf.new(), io.BytesIO()
    document.add_blank_page(page_size=(500, 500))
    form = document.make_stream(b"0 0 400 400 re f")
    for _level in range(9):
        box = {"Type": pikepdf.Name.XObject, "Subtype": pikepdf.Name.Form, "BBox": [0, 0, 500, 500]}
        for key, value in box.items():
            form[f"/{key}"] = value
        upper = document.make_stream(b"/F Do " * 10)
        upper.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
        form = upper
    form[pikepdf.Name.Type], form[pikepdf.Name.Subtype] = pikepdf.Name.XObject, pikepdf.Name.Form
    form[pikepdf.Name.BBox] = [0, 0, 500, 500]
    document.pages[0].obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
    document.pages[0].obj.Contents = document.make_stream(b"/F Do")
    document.save(out)
    started = time.monotonic()
    assert code_of(stored(tmp_path, out.getvalue())) == "file-too-complex"
    assert time.monotonic() - started < 4


def test_memory_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview, "MEMORY", 220 * 1024**2)
    noise = Image.new("RGB", (9000, 9000))
    assert code_of(stored(tmp_path, image_bytes(noise, "PNG"))) == "file-too-complex"


def test_the_worker_sees_none_of_our_environment(
    tmp_path: Path, pdf: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = {}
    real = preview.subprocess.run

    def spy(command: list[str], **how: object) -> object:
        seen.update(how)
        return real(command, **how)

    monkeypatch.setenv("PARAPH_SECRET", "x")
    monkeypatch.setattr(preview.subprocess, "run", spy)
    render_page(stored(tmp_path, pdf))
    assert seen["env"] == {"LANG": "C.UTF-8"}
