"""Pictures of documents for the pages, and the check that a PDF opens; all of it in a child process."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from paraph.registry.filetypes import FORMATS, HEAD_SIZE, FileError

_WORKER = Path(__file__).with_name("preview_worker.py")

#: Limits of one call: wall clock and processor, seconds; address space, bytes.
SECONDS = 10.0
MEMORY = 1024**3

#: Kinds that can be shown and how the worker does it. The order matters: nearly anything may pass for text.
_SHOWN = {"pdf": "pdf", "jpg": "image", "png": "image", "tif": "image", "rtf": None, "txt": "text"}
_MESSAGES = {
    "damaged": "Файл повреждён и не открывается. Сохраните документ заново и загрузите ещё раз.",
    "password": "Файл PDF защищён паролем. Снимите защиту, сохраните файл и загрузите ещё раз.",
    "too-complex": "Страница слишком большая или сложная для просмотра. Скачайте файл и откройте его у себя.",
    "no-page": "Такой страницы в документе нет.",
    "no-preview": "Для файлов этого типа просмотра нет. Скачайте файл и откройте его у себя.",
}


@dataclass(frozen=True)
class Preview:
    """One page to show: `data` is a JPEG or, for text and XML, UTF-8 text; `mime` says which."""

    mime: str
    data: bytes
    #: How many pages the document has.
    pages: int

    @property
    def is_text(self) -> bool:
        return self.mime.startswith("text/")


def render_page(path: str | os.PathLike[str], page: int = 1, dpi: int = 96) -> Preview:
    """One page (from 1) of a stored file.

    Args:
        path: the file; its kind is seen by its first bytes, stored files are named by hash.
        dpi: resolution for PDF; a page of more than 4 million pixels is drawn smaller.

    Raises:
        FileError: `file-damaged`, `file-password`, `file-too-complex`, `file-no-page`, `file-no-preview`.
        FileNotFoundError: no such file.
    """
    with open(path, "rb") as file:
        head = file.read(HEAD_SIZE)
    task = next((task for kind, task in _SHOWN.items() if FORMATS[kind].fits(head)), None)
    if task is None:
        raise _error("no-preview")
    answer, data = _ask(task, path, page=page, dpi=dpi)
    return Preview(answer["mime"], data, answer["pages"])


def words(path: str | os.PathLike[str]) -> list[str]:
    """The words of each page of a PDF, for reading on a small screen; a page without a text layer is "".

    Lines that fill the page's width are joined with the next, so that the text flows anew.

    Raises:
        FileError: `file-damaged`, `file-password`, `file-too-complex`.
        FileNotFoundError: no such file.
    """
    return [_flowing(page) for page in _ask("words", path)[1].decode().split("\f")]


def _flowing(page: str) -> str:
    lines = [line.strip() for line in page.split("\n")]
    full = 0.8 * max(map(len, lines))
    parts = [line + (" " if line and len(line) >= full else "\n") for line in lines]
    return "".join(parts).strip()


def check_pdf(path: str | os.PathLike[str]) -> int:
    """Number of pages of a PDF that opens without a password.

    Raises:
        FileError: `file-damaged`, `file-password`, `file-too-complex`.
        FileNotFoundError: no such file.
    """
    pages: int = _ask("check", path)[0]["pages"]
    return pages


def _ask(task: str, path: str | os.PathLike[str], **how: Any) -> tuple[dict[str, Any], bytes]:
    """One job for one worker process."""
    if not Path(path).is_file():
        raise FileNotFoundError(path)
    limits = {"memory": MEMORY, "seconds": math.ceil(SECONDS)}
    job = {"task": task, "path": os.path.abspath(path), **limits, **how}
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_WORKER)],
            input=json.dumps(job).encode() + b"\n",
            capture_output=True,
            timeout=SECONDS,
            env={"LANG": "C.UTF-8"},
        )
    except subprocess.TimeoutExpired as error:
        raise _error("too-complex") from error
    if done.returncode != 0:  # killed by a limit, or the library crashed on this file
        raise _error("too-complex") from RuntimeError(done.stderr.decode("utf-8", "replace")[-2000:])
    line, _, data = done.stdout.partition(b"\n")
    answer: dict[str, Any] = json.loads(line)
    if "error" in answer:
        raise _error(answer["error"])
    return answer, data


def _error(word: str) -> FileError:
    return FileError(f"file-{word}", _MESSAGES[word])
