"""The Диадок API as typed methods, for one account. Field names and paths are those of its documentation.

    with DiadocClient(account) as client:
        message = client.post_message(message_to_post, operation_id)

Every method returns its value or raises one of `errors`: `Refused`, `NotNow`, `Unknown`. Reads are tried a
few times by themselves. Whatever changes something is sent once per call: repeat it with the same operation
id. Leaving the `with` block adds what was called to the account's `CallCount`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import TracebackType
from typing import Self
from urllib.parse import unquote

from django.conf import settings
from google.protobuf.message import Message

from paraph.channels.diadoc import costs, limits
from paraph.channels.diadoc.auth import Authenticator
from paraph.channels.diadoc.errors import NotNow, Refused
from paraph.channels.diadoc.models import Account
from paraph.channels.diadoc.transport import Answer, Call, Transport, Value
from paraph.wire.diadoc import (
    common_pb2,
    counteragents_pb2,
    documents_pb2,
    employees_pb2,
    generation_pb2,
    messages_pb2,
    organizations_pb2,
    types_pb2,
)


class DiadocClient:
    """Calls in the name of one account, saved or only being tried out. Safe to share between threads."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self._transport = Transport(settings.DIADOC.url)
        self._auth = Authenticator(account, self._transport)

    @property
    def calls(self) -> Mapping[str, int]:
        """Requests sent so far, by path."""
        return dict(self._transport.calls)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        costs.add(self.account, self._transport.calls)

    # -- organisations and people --------------------------------------------------------------------------

    def my_organizations(self) -> list[organizations_pb2.Organization]:
        """Organisations whose boxes the user may open. GET /GetMyOrganizations, without registering."""
        query = {"autoRegister": "false"}
        return list(
            self._read("/GetMyOrganizations", query, organizations_pb2.OrganizationList).Organizations
        )

    def organization(self, box_id: str) -> organizations_pb2.Organization:
        """The organisation of any box. GET /GetOrganization."""
        return self._read("/GetOrganization", {"boxId": box_id}, organizations_pb2.Organization)

    def organization_features(self) -> organizations_pb2.OrganizationFeatures:
        """Whether our box is blocked. GET /GetOrganizationFeatures."""
        return self._read("/GetOrganizationFeatures", self._box(), organizations_pb2.OrganizationFeatures)

    def my_employee(self) -> employees_pb2.Employee:
        """What the user may do in our box. GET /GetMyEmployee."""
        return self._read("/GetMyEmployee", self._box(), employees_pb2.Employee)

    def organizations_by_inn(
        self, inns: Iterable[str]
    ) -> list[organizations_pb2.OrganizationWithCounteragentStatus]:
        """Organisations of these ИНН with our relation to them. POST /V2/GetOrganizationsByInnList."""
        body = organizations_pb2.GetOrganizationsByInnListRequest(InnList=inns)
        query = {"myBoxId": self.account.box_id}
        answer = self._ask("/V2/GetOrganizationsByInnList", query, body, repeatable=True)
        return list(answer.read(organizations_pb2.GetOrganizationsByInnListResponse).Organizations)

    # -- counterparties ------------------------------------------------------------------------------------

    def counteragents(self, after: str = "") -> counteragents_pb2.CounteragentList:
        """The next page after an IndexKey, oldest change first. GET /V3/GetCounteragents."""
        query = {"myBoxId": self.account.box_id, "afterIndexKey": after, "pageSize": str(limits.PAGE)}
        return self._read("/V3/GetCounteragents", query, counteragents_pb2.CounteragentList)

    def counteragent(self, box_id: str) -> counteragents_pb2.Counteragent:
        """One of them; Refused with status 404 when there is no relation. GET /V3/GetCounteragent."""
        query = {"myBoxId": self.account.box_id, "counteragentBoxId": box_id}
        return self._read("/V3/GetCounteragent", query, counteragents_pb2.Counteragent)

    def acquire(self, request: messages_pb2.AcquireCounteragentRequest) -> str:
        """Invite, or accept an invitation; the id of the task. POST /V3/AcquireCounteragent.

        There is no operation id: after Unknown ask `counteragent` whether it has happened.
        """
        query = {"myBoxId": self.account.box_id, "myDepartmentId": self.account.department_id}
        return self._ask("/V3/AcquireCounteragent", query, request).read(common_pb2.AsyncMethodResult).TaskId

    def acquire_result(self, task_id: str) -> messages_pb2.AcquireCounteragentResultV2:
        """How it ended; NotNow while it runs. GET /V2/AcquireCounteragentResult."""
        query = {"taskId": task_id}
        return self._read("/V2/AcquireCounteragentResult", query, messages_pb2.AcquireCounteragentResultV2)

    def break_with(self, box_id: str, comment: str = "") -> None:
        """Decline or recall an invitation, or end the relation. POST /V2/BreakWithCounteragent."""
        query = {"myBoxId": self.account.box_id, "counteragentBoxId": box_id, "comment": comment}
        self._ask("/V2/BreakWithCounteragent", query)

    # -- types ---------------------------------------------------------------------------------------------

    def document_types(self) -> types_pb2.GetDocumentTypesResponseV3:
        """Types our box may send, with functions, versions and metadata. GET /V3/GetDocumentTypes."""
        return self._read("/V3/GetDocumentTypes", self._box(), types_pb2.GetDocumentTypesResponseV3)

    # -- sending -------------------------------------------------------------------------------------------

    def upload(self, content: bytes, extension: str = "bin") -> str:
        """Put a content on the shelf in parts; its name there, good for 7 days. POST /ShelfUploadPart…

        Parts the service reports missing are sent again, each at most `limits.TRIES` times.
        """
        parts = [
            content[start : start + limits.SHELF_PART]
            for start in range(0, max(len(content), 1), limits.SHELF_PART)
        ]
        last = len(parts) - 1
        query = {"fileExtension": extension, "isLastPart": _flag(last == 0)}
        answer = self._raw("POST", "/ShelfUploadPartInit", query, parts[0], repeatable=True)
        name, reported = _name_on_shelf(answer), b"[]"
        for number in range(1, last + 1):
            reported = self._part(name, number, parts[number], is_last=number == last)
        for _try in range(limits.TRIES):
            missing = [number for number in _numbers(reported) if number <= last]
            if not missing:
                return name
            for number in missing:
                reported = self._part(name, number, parts[number], is_last=number == missing[-1])
        raise NotNow(limits.FAILURE_PAUSE, "Диадок не принял все части файла: загрузим заново.")

    def _part(self, name: str, number: int, part: bytes, *, is_last: bool) -> bytes:
        query = {"fileName": name, "partIndex": str(number), "isLastPart": _flag(is_last)}
        return self._raw("POST", "/ShelfUploadPart", query, part, repeatable=True).body

    def post_message(self, message: messages_pb2.MessageToPost, operation_id: str) -> messages_pb2.Message:
        """Post a message; the same operation id always gives the same message. POST /V3/PostMessage."""
        answer = self._ask("/V3/PostMessage", {"operationId": operation_id}, message)
        return answer.read(messages_pb2.Message)

    def post_patch(
        self, patch: messages_pb2.MessagePatchToPostV2, operation_id: str
    ) -> messages_pb2.MessagePatch:
        """Add signatures, receipts, refusals… to a message. POST /V4/PostMessagePatch."""
        answer = self._ask("/V4/PostMessagePatch", {"operationId": operation_id}, patch)
        return answer.read(messages_pb2.MessagePatch)

    def delete(self, message_id: str, document_id: str = "") -> None:
        """Delete a message or one document of it in our box. POST /Delete; 409 when it is deleted."""
        query = {"boxId": self.account.box_id, "messageId": message_id, "documentId": document_id}
        self._ask("/Delete", query)

    # -- reading -------------------------------------------------------------------------------------------

    def message(
        self, message_id: str, entity_id: str = "", *, original_signatures: bool = False
    ) -> messages_pb2.Message:
        """A message, or one entity of it; contents are not included. GET /V6/GetMessage.

        With `original_signatures` signatures come as they were given, not as improved to CAdES-T.
        """
        query = self._box(messageId=message_id, entityId=entity_id)
        if original_signatures:
            query["originalSignature"] = "true"
        return self._read("/V6/GetMessage", query, messages_pb2.Message)

    def document(self, message_id: str, entity_id: str) -> documents_pb2.Document:
        """One document with its statuses, without content. GET /V3/GetDocument."""
        query = self._box(messageId=message_id, entityId=entity_id, injectEntityContent="false")
        return self._read("/V3/GetDocument", query, documents_pb2.Document)

    def documents(self, category: str, after: str = "", **filters: str) -> documents_pb2.DocumentList:
        """A page of a list, for example «Any.Inbound»; `filters` as in the API. GET /V3/GetDocuments."""
        query = self._box(
            filterCategory=category, afterIndexKey=after, departmentId=self.account.department_id, **filters
        )
        return self._read("/V3/GetDocuments", query, documents_pb2.DocumentList)

    def entity_content(self, message_id: str, entity_id: str) -> bytes:
        """Exact bytes of an entity. GET /V4/GetEntityContent; Refused (404) when it has none."""
        query = self._box(messageId=message_id, entityId=entity_id)
        longest = max(settings.MAX_DOCUMENT_BYTES, limits.SHELF_PART)
        return self._raw("GET", "/V4/GetEntityContent", query, longest=longest).body

    def new_events(
        self, after: str = "", limit: int = limits.PAGE, **filters: str
    ) -> messages_pb2.BoxEventList:
        """Events after an IndexKey, oldest first; `filters` as in the API. GET /V8/GetNewEvents."""
        query = self._box(
            afterIndexKey=after, limit=str(limit), departmentId=self.account.department_id, **filters
        )
        return self._read("/V8/GetNewEvents", query, messages_pb2.BoxEventList)

    # -- files the service makes ---------------------------------------------------------------------------

    def receipt_xml(self, message_id: str, attachment_id: str, signer: bytes) -> tuple[str, bytes]:
        """Name and bytes of a receipt (ИоП); `signer` is the universal signer XML. POST
        /V2/GenerateReceiptXml."""
        body = generation_pb2.ReceiptGenerationRequestV2(
            MessageId=message_id, AttachmentId=attachment_id, SignerContent=signer
        )
        return self._made("/V2/GenerateReceiptXml", self._box(), body)

    def rejection_xml(
        self, message_id: str, attachment_id: str, reason: str, signer: bytes
    ) -> tuple[str, bytes]:
        """A refusal to sign. POST /V2/GenerateSignatureRejectionXml."""
        body = generation_pb2.SignatureRejectionGenerationRequestV2(
            ErrorMessage=reason, MessageId=message_id, AttachmentId=attachment_id, SignerContent=signer
        )
        return self._made("/V2/GenerateSignatureRejectionXml", self._box(), body)

    def revocation_xml(
        self, message_id: str, attachment_id: str, content: generation_pb2.RevocationRequestContent
    ) -> tuple[str, bytes]:
        """A request to annul (ПОА). POST /V2/GenerateRevocationRequestXml."""
        query = self._box(
            messageId=message_id, attachmentId=attachment_id, contentTypeId="revocation_request_02"
        )
        return self._made("/V2/GenerateRevocationRequestXml", query, content)

    def correction_xml(
        self, message_id: str, attachment_id: str, reason: str, signer: bytes
    ) -> tuple[str, bytes]:
        """A notice that a document must be corrected (УоУ). POST /V2/GenerateInvoiceCorrectionRequestXml."""
        body = generation_pb2.InvoiceCorrectionRequestGenerationRequestV2(
            ErrorMessage=reason, MessageId=message_id, AttachmentId=attachment_id, SignerContent=signer
        )
        return self._made("/V2/GenerateInvoiceCorrectionRequestXml", self._box(), body)

    def print_form(self, message_id: str, document_id: str) -> bytes:
        """PDF; NotNow while it is made, Refused (409) for types without one. GET /GeneratePrintForm."""
        query = self._box(messageId=message_id, documentId=document_id)
        answer = self._raw("GET", "/GeneratePrintForm", query)
        if not answer.body:
            raise NotNow(limits.BUSY_PAUSE, "Печатная форма ещё готовится.", method=answer.name)
        return answer.body

    def protocol(self, message_id: str, document_id: str) -> documents_pb2.DocumentProtocol:
        """The operator's protocol with its signature; NotNow while it is made. GET
        /GenerateDocumentProtocol."""
        query = self._box(messageId=message_id, documentId=document_id)
        return self._read("/GenerateDocumentProtocol", query, documents_pb2.DocumentProtocol)

    # -- how -----------------------------------------------------------------------------------------------

    def _box(self, **others: str) -> dict[str, str]:
        return {"boxId": self.account.box_id, **others}

    def _read(self, path: str, query: Mapping[str, str], kind: type[Value]) -> Value:
        return self._raw("GET", path, query).read(kind)

    def _ask(
        self, path: str, query: Mapping[str, str], body: Message | None = None, *, repeatable: bool = False
    ) -> Answer:
        content = body.SerializeToString() if body is not None else b""
        return self._raw("POST", path, query, content, repeatable=repeatable)

    def _made(self, path: str, query: Mapping[str, str], body: Message) -> tuple[str, bytes]:
        return _file(self._ask(path, query, body, repeatable=True))

    def _raw(
        self,
        method: str,
        path: str,
        query: Mapping[str, str],
        body: bytes | None = None,
        *,
        repeatable: bool | None = None,
        longest: int = limits.ANSWER,
    ) -> Answer:
        """The call with a token; an old token is renewed once. Empty parameters are left out."""
        given = {name: value for name, value in query.items() if value}
        again = method == "GET" if repeatable is None else repeatable
        headers = self._auth.headers()
        try:
            return self._transport.make(
                Call(method, path, given, body, headers, repeatable=again, longest=longest)
            )
        except Refused as error:
            if error.status != 401:
                raise
        headers = self._auth.headers(stale=self._auth.token_of(headers))
        return self._transport.make(
            Call(method, path, given, body, headers, repeatable=again, longest=longest)
        )


def _file(answer: Answer) -> tuple[str, bytes]:
    """A file the service made: its name from Content-Disposition, and its bytes."""
    given = answer.headers.get("Content-Disposition", "")
    name = ""
    for part in given.split(";"):
        key, _equals, value = part.strip().partition("=")
        if key.lower() == "filename*":
            name = unquote(value.strip('"').rpartition("''")[2])
            break
        if key.lower() == "filename":
            name = value.strip('"')
    return name.replace("\\", "/").rpartition("/")[2], answer.body


def _name_on_shelf(answer: Answer) -> str:
    return answer.body.decode("utf-8").strip().strip('"')


def _numbers(reported: bytes) -> Iterator[int]:
    """Part numbers of «[1,4]»."""
    for word in reported.decode("ascii", "replace").strip().strip("[]").split(","):
        if word.strip().isdecimal():
            yield int(word)


def _flag(value: bool) -> str:
    return "true" if value else "false"
