"""Methods that make, read and recognise titles."""

from __future__ import annotations

from paraph.formats.file_names import stem
from paraph.formats.titles import TitleError, read_title
from paraph.formats.xml_files import FormatError
from paraph.sandbox.diadoc import types
from paraph.sandbox.diadoc.api import Call, Reply, endpoint
from paraph.sandbox.diadoc.directory import Box
from paraph.sandbox.diadoc.errors import ApiError
from paraph.sandbox.diadoc.generation import schemas, titles
from paraph.sandbox.diadoc.generation.answers import file_reply
from paraph.sandbox.diadoc.generation.subjects import subject
from paraph.sandbox.diadoc.shelf import take
from paraph.sandbox.diadoc.types import Description
from paraph.wire.diadoc.common_pb2 import MetadataItem
from paraph.wire.diadoc.documents_pb2 import DetectedDocumentTitle, DetectTitleResponse
from paraph.wire.diadoc.types_pb2 import DetectDocumentTypesResponse


@endpoint("POST", "/GenerateTitleXml")
def generate_title(call: Call) -> Reply:
    """A title out of simplified XML; one of the recipient needs the sender's title in the box."""
    box, description, index = _asked(call)
    try:
        if index:
            about = subject(call, call.required("letterId"), call.required("documentId"))
            name, data = titles.buyer_title(call, about, call.raw)
        else:
            name, data = titles.seller_title(call, box, call.raw, description.content_function)
    except FormatError as error:
        raise ApiError(400, str(error)) from error
    if not call.flag("disableValidation") and (
        faults := schemas.faults(description, index, data, stem(name))
    ):
        raise ApiError(400, "\n".join(faults))
    return file_reply(name, data, "application/xml; charset=windows-1251")


@endpoint("POST", "/ParseTitleXml")
def parse_title(call: Call) -> Reply:
    _, _, index = _asked(call)
    try:
        data = titles.parse_buyer_title(call.raw) if index else titles.parse_seller_title(call.raw)
    except FormatError as error:
        raise ApiError(400, str(error)) from error
    return Reply(data, "application/xml; charset=utf-8")


def _asked(call: Call) -> tuple[Box, Description, int]:
    """The box, the type and the title asked for; 400 for titles that are not made here."""
    box = call.box(call.required("boxId"))
    description = types.find(
        call.required("documentTypeNamedId"),
        call.required("documentFunction"),
        call.required("documentVersion"),
        own=types.own_types(call.world, box.id),
    )
    index = call.number("titleIndex", 0)
    if not 0 <= index < description.titles:
        raise ApiError(400, f"Invalid titleIndex: {index}")
    if not description.generated:
        raise ApiError(
            400,
            f"Эмулятор не составляет и не разбирает титулы {description.type_named_id} версии"
            f" {description.version}: отправьте готовый XML.",
        )
    return box, description, index


# -- recognising ---------------------------------------------------------------------------------------------


@endpoint("POST", "/DetectDocumentTitles")
def detect_titles(call: Call) -> DetectTitleResponse:
    return _detected(call, call.raw)


@endpoint("GET", "/DetectDocumentTitles")
def detect_titles_on_shelf(call: Call) -> DetectTitleResponse:
    return _detected(call, take(call, call.required("nameOnShelf")))


@endpoint("POST", "/DetectDocumentTypes")
def detect_types(call: Call) -> DetectDocumentTypesResponse:
    return _as_types(_detected(call, call.raw))


@endpoint("GET", "/DetectDocumentTypes")
def detect_types_on_shelf(call: Call) -> DetectDocumentTypesResponse:
    return _as_types(_detected(call, take(call, call.required("nameOnShelf"))))


def _detected(call: Call, data: bytes) -> DetectTitleResponse:
    """Every type the file may be sent as; a file that is no title may be any non-formalised one."""
    box = call.box(call.required("boxId"))
    known = [*types.COMMON, *types.own_types(call.world, box.id)]
    try:
        title = read_title(data)
    except TitleError:
        return DetectTitleResponse()
    if title is None:
        return DetectTitleResponse(DocumentTitles=[_title(one, 0, {}) for one in known if not one.formal])
    found = [one for one in known if one.formal and not types.check_metadata(one, title.index, (), data)]
    return DetectTitleResponse(
        DocumentTitles=[
            _title(one, title.index, types.metadata_of(one, title.index, (), data)) for one in found
        ]
    )


def _title(of: Description, index: int, metadata: dict[str, str]) -> DetectedDocumentTitle:
    items = [MetadataItem(Key=key, Value=value) for key, value in metadata.items()]
    return DetectedDocumentTitle(
        TypeNamedId=of.type_named_id,
        Function=of.function,
        Version=of.version,
        TitleIndex=index,
        Metadata=items,
    )


def _as_types(found: DetectTitleResponse) -> DetectDocumentTypesResponse:
    """The obsolete answer, which knows the sender's titles alone."""
    answer = DetectDocumentTypesResponse()
    for one in found.DocumentTitles:
        if not one.TitleIndex:
            answer.DocumentTypes.add(TypeNamedId=one.TypeNamedId, Function=one.Function, Version=one.Version)
    return answer
