"""Methods that were there once and answer «410 Gone»."""

from __future__ import annotations

from paraph.sandbox.diadoc.api import removed

for _path in ("/PostDraft", "/SendMessage", "/Recognize", "/AutoSignReceipts"):
    removed("POST", _path)
removed("GET", "/GetRecognized")
removed("GET", "/AutoSignReceiptsResult")
