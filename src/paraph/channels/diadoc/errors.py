"""What a call of the Диадок API may end in besides its value. Messages are Russian and say what to do."""

from __future__ import annotations

from datetime import timedelta


class DiadocError(Exception):
    """A call that gave no value. Nothing secret is in it: no token, key, password or body of a request."""

    def __init__(self, message: object, *, method: str = "", trace_id: str = "") -> None:
        super().__init__(str(message))
        #: For people.
        self.message = str(message)
        #: «POST /V3/PostMessage».
        self.method = method
        #: X-Kontur-Trace-Id, to be quoted to the support of Диадок.
        self.trace_id = trace_id

    @property
    def full(self) -> str:
        """The message with the number the support asks for."""
        return f"{self.message} Код обращения: {self.trace_id}." if self.trace_id else self.message


class Refused(DiadocError):
    """The service understood and said no (4xx); the same call would be refused again.

    `status` is 0 when we refused before calling: no API key, a secret that does not open; 413 also when we
    did not take so long an answer.
    """

    def __init__(
        self, status: int, text: str, message: object, *, code: str = "", method: str = "", trace_id: str = ""
    ) -> None:
        super().__init__(message, method=method, trace_id=trace_id)
        self.status = status
        #: The service's own words, shortened.
        self.text = text
        #: X-Diadoc-ErrorCode.
        self.code = code


class NotNow(DiadocError):
    """Nothing was done, or it is not ready: make the same call again after `after`."""

    def __init__(
        self,
        after: timedelta,
        message: object,
        *,
        whole_service: bool = False,
        method: str = "",
        trace_id: str = "",
    ) -> None:
        super().__init__(message, method=method, trace_id=trace_id)
        self.after = after
        #: The service is tired of us (429) or away, not of this call: hold back the whole account.
        self.whole_service = whole_service


class Unknown(DiadocError):
    """The answer was lost or the service failed while working: the thing may have been done.

    Repeat with the same operationId, or ask for the state first where there is none.
    """

    def __init__(self, after: timedelta, message: object, *, method: str = "", trace_id: str = "") -> None:
        super().__init__(message, method=method, trace_id=trace_id)
        self.after = after
