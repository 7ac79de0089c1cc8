"""Asking a time-stamping authority over HTTP (RFC 3161 cl. 3.4)."""

from __future__ import annotations

from paraph.commands.group import Trouble
from paraph.trust.cades import Stamper
from paraph.trust.tsp import Request

#: Longest wait for an authority, seconds, and largest answer taken, bytes.
_TIMEOUT = 30
_MAX_ANSWER = 1024 * 1024


def stamper(url: str) -> Stamper:
    """Asks the authority at `url`; what it answers is checked by whoever asked. Raises `Trouble`."""

    def ask(request: Request) -> bytes:
        import httpx  # takes longer to load than all the rest of a command

        if not url.startswith(("http://", "https://")):
            raise Trouble(f"Адрес службы штампов времени должен начинаться с http:// или https://: {url}")
        headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
        try:
            with httpx.stream(
                "POST", url, content=request.encode(), headers=headers, timeout=_TIMEOUT
            ) as response:
                if not response.is_success:
                    raise Trouble(f"Служба штампов времени {url} ответила кодом {response.status_code}.")
                answer = b""
                for piece in response.iter_bytes():
                    answer += piece
                    if len(answer) > _MAX_ANSWER:
                        raise Trouble(f"Ответ службы штампов времени {url} больше допустимого.")
                return answer
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Trouble(f"Служба штампов времени {url} не отвечает: {error or 'нет связи'}.") from error

    return ask
