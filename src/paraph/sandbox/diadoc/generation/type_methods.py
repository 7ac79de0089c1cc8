"""Methods that describe types of documents and workflows."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from paraph.sandbox.diadoc import types
from paraph.sandbox.diadoc.api import Call, endpoint
from paraph.sandbox.diadoc.types import Description, Key, Workflow
from paraph.wire.diadoc import types_pb2 as pb

#: A signer of titles whose description has a schema of its own.
_UNIVERSAL_SIGNER = 3
_NO_TITLE_TYPE = -1


def types_of(call: Call) -> list[Description]:
    """Everything the box of the call may send."""
    box = call.box(call.required("boxId"))
    return [*types.COMMON, *types.own_types(call.world, box.id)]


@endpoint("GET", "/V2/GetDocumentTypes")
def get_document_types_v2(call: Call) -> pb.GetDocumentTypesResponseV2:
    rows = _grouped(types_of(call), pb.DocumentTypeDescriptionV2)
    return pb.GetDocumentTypesResponseV2(DocumentTypes=rows)


@endpoint("GET", "/V3/GetDocumentTypes")
def get_document_types_v3(call: Call) -> pb.GetDocumentTypesResponseV3:
    """The date from which universal messages are a must is empty: no order names one."""
    rows = _grouped(types_of(call), pb.DocumentTypeDescriptionV3, UniversalMessagesStartDate="")
    return pb.GetDocumentTypesResponseV3(DocumentTypes=rows)


@endpoint("GET", "/V2/GetWorkflowsSettings")
def get_workflows_settings(call: Call) -> pb.DocumentWorkflowSettingsListV2:
    call.box(call.required("boxId"))
    settings = [_settings(workflow) for workflow in types.WORKFLOWS.values()]
    return pb.DocumentWorkflowSettingsListV2(DocumentWorkflowSettings=settings)


def _grouped(known: Iterable[Description], kind: Any, **beside: str) -> list[Any]:
    """Descriptions as the service groups them: a type, its functions, their versions."""
    made = []
    for name, same_type in groupby(known, lambda item: item.type_named_id):
        described = list(same_type)
        functions = [
            pb.DocumentFunctionV2(Name=function, Versions=[_version(item) for item in versions])
            for function, versions in groupby(described, lambda item: item.function)
        ]
        made.append(
            kind(
                Name=name,
                Title=described[0].title,
                SupportedDocflows=[0] if described[0].external_only else [0, 1],
                RequiresFnsRegistration=described[0].needs_fns_registration,
                Functions=functions,
                **beside,
            )
        )
    return made


def _version(item: Description) -> pb.DocumentVersionV2:
    refusable = any(types.WORKFLOWS[number].recipient_action for number in item.workflows)
    return pb.DocumentVersionV2(
        Version=item.version,
        SupportsContentPatching=item.generated,
        SupportsEncrypting=bool(item.encrypted_keys),
        SupportsPredefinedRecipientTitle=False,
        SupportsAmendmentRequest=item.amendable,
        Titles=[_title(item, index) for index in range(item.titles)],
        IsActual=item.actual,
        Workflows=[
            pb.DocumentWorkflowV2(Id=number, IsDefault=number == item.workflows[0])
            for number in item.workflows
        ],
        RejectionType="TypeSpecificRejection" if refusable else "None",
    )


def _title(item: Description, index: int) -> pb.DocumentTitleV2:
    """Only the first title has metadata of its own; addresses of schemas are relative."""
    extended = item.title_types[index] if item.title_types else _NO_TITLE_TYPE
    signer = pb.SignerInfoV2(SignerType=item.signer, ExtendedDocumentTitleType=extended)
    title = pb.DocumentTitleV2(Index=index, IsFormal=item.formal, SignerInfo=signer)
    if item.formal:
        title.XsdUrl = _schema_url(item, index, "TitleXsd")
    if item.generated:
        title.UserDataXsdUrl = _schema_url(item, index, "UserContractXsd")
    if item.signer == _UNIVERSAL_SIGNER:
        title.SignerInfo.SignerUserDataXsdUrl = _schema_url(item, index, "SignerUserContractXsd")
    if not index:
        title.MetadataItems.extend(map(_key, item.keys))
        title.EncryptedMetadataItems.extend(map(_key, item.encrypted_keys))
    return title


def _key(key: Key) -> pb.DocumentMetadataItemV2:
    kind = types.KEY_KINDS[key.kind]
    return pb.DocumentMetadataItemV2(Id=key.name, Type=kind, IsRequired=key.required, Source=int(key.given))


def _schema_url(item: Description, index: int, kind: str) -> str:
    """Relative and with Cyrillic letters as they are: so the service writes it."""
    return (
        f"/GetContent?typeNamedId={item.type_named_id}&function={item.function}&version={item.version}"
        f"&titleIndex={index}&contentType={kind}"
    )


def _settings(workflow: Workflow) -> pb.DocumentWorkflowSettingsV2:
    sides = [
        pb.ParticipantSettingV2(
            Participant=side.role, ParticipantAction=side.action, TitleReceiptBehavior=side.receipt
        )
        for side in workflow.participants
    ]
    return pb.DocumentWorkflowSettingsV2(
        Id=workflow.id,
        Participants=sides,
        OperatorConfirmationReceiptBehavior=workflow.confirmation_receipt,
        ReceiptOperatorConfirmationReceiptBehavior=workflow.receipt_confirmation_receipt,
        ReceiptOperatorConfirmationBehavior=workflow.receipt_confirmation,
        AmendmentRequestResponseBehavior=workflow.amendment_answer,
        ReceiptRoamingConfirmationBehavior=workflow.roaming_confirmation,
        InvitationBehavior=workflow.invitation,
    )
