"""Logs without secrets: whoever reads them must not be able to open a partner's link."""

from __future__ import annotations

import logging
import re

_TOKEN = re.compile(r"/g/[A-Za-z0-9_-]{43}")


class TokenFreeFormatter(logging.Formatter):
    """Hides the tokens of guest links in messages and tracebacks alike."""

    def format(self, record: logging.LogRecord) -> str:
        return _TOKEN.sub("/g/…", super().format(record))
