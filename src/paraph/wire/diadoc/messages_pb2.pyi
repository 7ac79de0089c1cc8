from paraph.wire.diadoc import common_pb2 as _common_pb2
from paraph.wire.diadoc import documents_pb2 as _documents_pb2
from paraph.wire.diadoc import generation_pb2 as _generation_pb2
from paraph.wire.diadoc import powers_pb2 as _powers_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class AcquireCounteragentRequest(_message.Message):
    __slots__ = ("OrgId", "Inn", "MessageToCounteragent", "InvitationDocument", "BoxId")
    ORGID_FIELD_NUMBER: _ClassVar[int]
    INN_FIELD_NUMBER: _ClassVar[int]
    MESSAGETOCOUNTERAGENT_FIELD_NUMBER: _ClassVar[int]
    INVITATIONDOCUMENT_FIELD_NUMBER: _ClassVar[int]
    BOXID_FIELD_NUMBER: _ClassVar[int]
    OrgId: str
    Inn: str
    MessageToCounteragent: str
    InvitationDocument: InvitationDocument
    BoxId: str
    def __init__(self, OrgId: _Optional[str] = ..., Inn: _Optional[str] = ..., MessageToCounteragent: _Optional[str] = ..., InvitationDocument: _Optional[_Union[InvitationDocument, _Mapping]] = ..., BoxId: _Optional[str] = ...) -> None: ...

class InvitationDocument(_message.Message):
    __slots__ = ("SignedContent", "FileName", "SignatureRequested", "Type")
    SIGNEDCONTENT_FIELD_NUMBER: _ClassVar[int]
    FILENAME_FIELD_NUMBER: _ClassVar[int]
    SIGNATUREREQUESTED_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    SignedContent: SignedContent
    FileName: str
    SignatureRequested: bool
    Type: str
    def __init__(self, SignedContent: _Optional[_Union[SignedContent, _Mapping]] = ..., FileName: _Optional[str] = ..., SignatureRequested: _Optional[bool] = ..., Type: _Optional[str] = ...) -> None: ...

class AcquireCounteragentResult(_message.Message):
    __slots__ = ("OrgId", "InvitationDocumentId")
    ORGID_FIELD_NUMBER: _ClassVar[int]
    INVITATIONDOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    OrgId: str
    InvitationDocumentId: _common_pb2.DocumentId
    def __init__(self, OrgId: _Optional[str] = ..., InvitationDocumentId: _Optional[_Union[_common_pb2.DocumentId, _Mapping]] = ...) -> None: ...

class AcquireCounteragentResultV2(_message.Message):
    __slots__ = ("BoxId", "InvitationDocumentId")
    BOXID_FIELD_NUMBER: _ClassVar[int]
    INVITATIONDOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    BoxId: str
    InvitationDocumentId: _common_pb2.DocumentId
    def __init__(self, BoxId: _Optional[str] = ..., InvitationDocumentId: _Optional[_Union[_common_pb2.DocumentId, _Mapping]] = ...) -> None: ...

class CancellationInfo(_message.Message):
    __slots__ = ("Author",)
    AUTHOR_FIELD_NUMBER: _ClassVar[int]
    Author: str
    def __init__(self, Author: _Optional[str] = ...) -> None: ...

class BoxEventList(_message.Message):
    __slots__ = ("Events", "TotalCount", "TotalCountType")
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    TOTALCOUNT_FIELD_NUMBER: _ClassVar[int]
    TOTALCOUNTTYPE_FIELD_NUMBER: _ClassVar[int]
    Events: _containers.RepeatedCompositeFieldContainer[BoxEvent]
    TotalCount: int
    TotalCountType: _common_pb2.TotalCountType.Value
    def __init__(self, Events: _Optional[_Iterable[_Union[BoxEvent, _Mapping]]] = ..., TotalCount: _Optional[int] = ..., TotalCountType: _Optional[_Union[_common_pb2.TotalCountType.Value, str]] = ...) -> None: ...

class BoxEvent(_message.Message):
    __slots__ = ("EventId", "Message", "Patch", "IndexKey")
    EVENTID_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    PATCH_FIELD_NUMBER: _ClassVar[int]
    INDEXKEY_FIELD_NUMBER: _ClassVar[int]
    EventId: str
    Message: Message
    Patch: MessagePatch
    IndexKey: str
    def __init__(self, EventId: _Optional[str] = ..., Message: _Optional[_Union[Message, _Mapping]] = ..., Patch: _Optional[_Union[MessagePatch, _Mapping]] = ..., IndexKey: _Optional[str] = ...) -> None: ...

class Message(_message.Message):
    __slots__ = ("MessageId", "TimestampTicks", "LastPatchTimestampTicks", "FromBoxId", "FromTitle", "ToBoxId", "ToTitle", "Entities", "IsDraft", "DraftIsLocked", "DraftIsRecycled", "CreatedFromDraftId", "DraftIsTransformedToMessageIdList", "IsDeleted", "IsTest", "IsInternal", "IsProxified", "ProxyBoxId", "ProxyTitle", "PacketIsLocked", "LockMode", "MessageType", "TemplateToLetterTransformationInfo", "IsReusable")
    MESSAGEID_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMPTICKS_FIELD_NUMBER: _ClassVar[int]
    LASTPATCHTIMESTAMPTICKS_FIELD_NUMBER: _ClassVar[int]
    FROMBOXID_FIELD_NUMBER: _ClassVar[int]
    FROMTITLE_FIELD_NUMBER: _ClassVar[int]
    TOBOXID_FIELD_NUMBER: _ClassVar[int]
    TOTITLE_FIELD_NUMBER: _ClassVar[int]
    ENTITIES_FIELD_NUMBER: _ClassVar[int]
    ISDRAFT_FIELD_NUMBER: _ClassVar[int]
    DRAFTISLOCKED_FIELD_NUMBER: _ClassVar[int]
    DRAFTISRECYCLED_FIELD_NUMBER: _ClassVar[int]
    CREATEDFROMDRAFTID_FIELD_NUMBER: _ClassVar[int]
    DRAFTISTRANSFORMEDTOMESSAGEIDLIST_FIELD_NUMBER: _ClassVar[int]
    ISDELETED_FIELD_NUMBER: _ClassVar[int]
    ISTEST_FIELD_NUMBER: _ClassVar[int]
    ISINTERNAL_FIELD_NUMBER: _ClassVar[int]
    ISPROXIFIED_FIELD_NUMBER: _ClassVar[int]
    PROXYBOXID_FIELD_NUMBER: _ClassVar[int]
    PROXYTITLE_FIELD_NUMBER: _ClassVar[int]
    PACKETISLOCKED_FIELD_NUMBER: _ClassVar[int]
    LOCKMODE_FIELD_NUMBER: _ClassVar[int]
    MESSAGETYPE_FIELD_NUMBER: _ClassVar[int]
    TEMPLATETOLETTERTRANSFORMATIONINFO_FIELD_NUMBER: _ClassVar[int]
    ISREUSABLE_FIELD_NUMBER: _ClassVar[int]
    MessageId: str
    TimestampTicks: int
    LastPatchTimestampTicks: int
    FromBoxId: str
    FromTitle: str
    ToBoxId: str
    ToTitle: str
    Entities: _containers.RepeatedCompositeFieldContainer[Entity]
    IsDraft: bool
    DraftIsLocked: bool
    DraftIsRecycled: bool
    CreatedFromDraftId: str
    DraftIsTransformedToMessageIdList: _containers.RepeatedScalarFieldContainer[str]
    IsDeleted: bool
    IsTest: bool
    IsInternal: bool
    IsProxified: bool
    ProxyBoxId: str
    ProxyTitle: str
    PacketIsLocked: bool
    LockMode: _common_pb2.LockMode.Value
    MessageType: _documents_pb2.MessageType.Value
    TemplateToLetterTransformationInfo: TemplateToLetterTransformationInfo
    IsReusable: bool
    def __init__(self, MessageId: _Optional[str] = ..., TimestampTicks: _Optional[int] = ..., LastPatchTimestampTicks: _Optional[int] = ..., FromBoxId: _Optional[str] = ..., FromTitle: _Optional[str] = ..., ToBoxId: _Optional[str] = ..., ToTitle: _Optional[str] = ..., Entities: _Optional[_Iterable[_Union[Entity, _Mapping]]] = ..., IsDraft: _Optional[bool] = ..., DraftIsLocked: _Optional[bool] = ..., DraftIsRecycled: _Optional[bool] = ..., CreatedFromDraftId: _Optional[str] = ..., DraftIsTransformedToMessageIdList: _Optional[_Iterable[str]] = ..., IsDeleted: _Optional[bool] = ..., IsTest: _Optional[bool] = ..., IsInternal: _Optional[bool] = ..., IsProxified: _Optional[bool] = ..., ProxyBoxId: _Optional[str] = ..., ProxyTitle: _Optional[str] = ..., PacketIsLocked: _Optional[bool] = ..., LockMode: _Optional[_Union[_common_pb2.LockMode.Value, str]] = ..., MessageType: _Optional[_Union[_documents_pb2.MessageType.Value, str]] = ..., TemplateToLetterTransformationInfo: _Optional[_Union[TemplateToLetterTransformationInfo, _Mapping]] = ..., IsReusable: _Optional[bool] = ...) -> None: ...

class Template(_message.Message):
    __slots__ = ("MessageId", "TimestampTicks", "FromBoxId", "ToBoxId", "MessageFromBoxId", "MessageToBoxId", "Entities", "IsDeleted", "MessageToDepartmentId", "LockMode", "MessageProxyBoxId", "MessageProxyDepartmentId", "IsReusable")
    MESSAGEID_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMPTICKS_FIELD_NUMBER: _ClassVar[int]
    FROMBOXID_FIELD_NUMBER: _ClassVar[int]
    TOBOXID_FIELD_NUMBER: _ClassVar[int]
    MESSAGEFROMBOXID_FIELD_NUMBER: _ClassVar[int]
    MESSAGETOBOXID_FIELD_NUMBER: _ClassVar[int]
    ENTITIES_FIELD_NUMBER: _ClassVar[int]
    ISDELETED_FIELD_NUMBER: _ClassVar[int]
    MESSAGETODEPARTMENTID_FIELD_NUMBER: _ClassVar[int]
    LOCKMODE_FIELD_NUMBER: _ClassVar[int]
    MESSAGEPROXYBOXID_FIELD_NUMBER: _ClassVar[int]
    MESSAGEPROXYDEPARTMENTID_FIELD_NUMBER: _ClassVar[int]
    ISREUSABLE_FIELD_NUMBER: _ClassVar[int]
    MessageId: str
    TimestampTicks: int
    FromBoxId: str
    ToBoxId: str
    MessageFromBoxId: str
    MessageToBoxId: str
    Entities: _containers.RepeatedCompositeFieldContainer[Entity]
    IsDeleted: bool
    MessageToDepartmentId: str
    LockMode: _common_pb2.LockMode.Value
    MessageProxyBoxId: str
    MessageProxyDepartmentId: str
    IsReusable: bool
    def __init__(self, MessageId: _Optional[str] = ..., TimestampTicks: _Optional[int] = ..., FromBoxId: _Optional[str] = ..., ToBoxId: _Optional[str] = ..., MessageFromBoxId: _Optional[str] = ..., MessageToBoxId: _Optional[str] = ..., Entities: _Optional[_Iterable[_Union[Entity, _Mapping]]] = ..., IsDeleted: _Optional[bool] = ..., MessageToDepartmentId: _Optional[str] = ..., LockMode: _Optional[_Union[_common_pb2.LockMode.Value, str]] = ..., MessageProxyBoxId: _Optional[str] = ..., MessageProxyDepartmentId: _Optional[str] = ..., IsReusable: _Optional[bool] = ...) -> None: ...

class MessagePatch(_message.Message):
    __slots__ = ("MessageId", "TimestampTicks", "Entities", "ForDraft", "DraftIsRecycled", "DraftIsTransformedToMessageIdList", "DraftIsLocked", "MessageIsDeleted", "EntityPatches", "MessageIsRestored", "MessageIsDelivered", "DeliveredPatchId", "PatchId", "NotDeliveredEventId", "MessageType")
    MESSAGEID_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMPTICKS_FIELD_NUMBER: _ClassVar[int]
    ENTITIES_FIELD_NUMBER: _ClassVar[int]
    FORDRAFT_FIELD_NUMBER: _ClassVar[int]
    DRAFTISRECYCLED_FIELD_NUMBER: _ClassVar[int]
    DRAFTISTRANSFORMEDTOMESSAGEIDLIST_FIELD_NUMBER: _ClassVar[int]
    DRAFTISLOCKED_FIELD_NUMBER: _ClassVar[int]
    MESSAGEISDELETED_FIELD_NUMBER: _ClassVar[int]
    ENTITYPATCHES_FIELD_NUMBER: _ClassVar[int]
    MESSAGEISRESTORED_FIELD_NUMBER: _ClassVar[int]
    MESSAGEISDELIVERED_FIELD_NUMBER: _ClassVar[int]
    DELIVEREDPATCHID_FIELD_NUMBER: _ClassVar[int]
    PATCHID_FIELD_NUMBER: _ClassVar[int]
    NOTDELIVEREDEVENTID_FIELD_NUMBER: _ClassVar[int]
    MESSAGETYPE_FIELD_NUMBER: _ClassVar[int]
    MessageId: str
    TimestampTicks: int
    Entities: _containers.RepeatedCompositeFieldContainer[Entity]
    ForDraft: bool
    DraftIsRecycled: bool
    DraftIsTransformedToMessageIdList: _containers.RepeatedScalarFieldContainer[str]
    DraftIsLocked: bool
    MessageIsDeleted: bool
    EntityPatches: _containers.RepeatedCompositeFieldContainer[EntityPatch]
    MessageIsRestored: bool
    MessageIsDelivered: bool
    DeliveredPatchId: str
    PatchId: str
    NotDeliveredEventId: str
    MessageType: _documents_pb2.MessageType.Value
    def __init__(self, MessageId: _Optional[str] = ..., TimestampTicks: _Optional[int] = ..., Entities: _Optional[_Iterable[_Union[Entity, _Mapping]]] = ..., ForDraft: _Optional[bool] = ..., DraftIsRecycled: _Optional[bool] = ..., DraftIsTransformedToMessageIdList: _Optional[_Iterable[str]] = ..., DraftIsLocked: _Optional[bool] = ..., MessageIsDeleted: _Optional[bool] = ..., EntityPatches: _Optional[_Iterable[_Union[EntityPatch, _Mapping]]] = ..., MessageIsRestored: _Optional[bool] = ..., MessageIsDelivered: _Optional[bool] = ..., DeliveredPatchId: _Optional[str] = ..., PatchId: _Optional[str] = ..., NotDeliveredEventId: _Optional[str] = ..., MessageType: _Optional[_Union[_documents_pb2.MessageType.Value, str]] = ...) -> None: ...

class Entity(_message.Message):
    __slots__ = ("EntityType", "EntityId", "AuthorUserId", "ParentEntityId", "Content", "AttachmentType", "FileName", "NeedRecipientSignature", "SignerBoxId", "NotDeliveredEventId", "DocumentInfo", "RawCreationDate", "ResolutionInfo", "SignerDepartmentId", "ResolutionRequestInfo", "ResolutionRequestDenialInfo", "NeedReceipt", "PacketId", "IsApprovementSignature", "IsEncryptedContent", "AttachmentVersion", "ResolutionRouteAssignmentInfo", "ResolutionRouteRemovalInfo", "CancellationInfo", "Labels", "Version", "TemplateTransformationInfo", "TemplateRefusalInfo", "OuterDocflow", "RevocationRequestInfo", "ContentTypeId", "PowerOfAttorneyInfo", "MoveDocumentInfo", "PowerOfAttorneyAttachmentStatus", "UniversalMessageInfo", "TemplateTransformationChangeInfo")
    ENTITYTYPE_FIELD_NUMBER: _ClassVar[int]
    ENTITYID_FIELD_NUMBER: _ClassVar[int]
    AUTHORUSERID_FIELD_NUMBER: _ClassVar[int]
    PARENTENTITYID_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    ATTACHMENTTYPE_FIELD_NUMBER: _ClassVar[int]
    FILENAME_FIELD_NUMBER: _ClassVar[int]
    NEEDRECIPIENTSIGNATURE_FIELD_NUMBER: _ClassVar[int]
    SIGNERBOXID_FIELD_NUMBER: _ClassVar[int]
    NOTDELIVEREDEVENTID_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTINFO_FIELD_NUMBER: _ClassVar[int]
    RAWCREATIONDATE_FIELD_NUMBER: _ClassVar[int]
    RESOLUTIONINFO_FIELD_NUMBER: _ClassVar[int]
    SIGNERDEPARTMENTID_FIELD_NUMBER: _ClassVar[int]
    RESOLUTIONREQUESTINFO_FIELD_NUMBER: _ClassVar[int]
    RESOLUTIONREQUESTDENIALINFO_FIELD_NUMBER: _ClassVar[int]
    NEEDRECEIPT_FIELD_NUMBER: _ClassVar[int]
    PACKETID_FIELD_NUMBER: _ClassVar[int]
    ISAPPROVEMENTSIGNATURE_FIELD_NUMBER: _ClassVar[int]
    ISENCRYPTEDCONTENT_FIELD_NUMBER: _ClassVar[int]
    ATTACHMENTVERSION_FIELD_NUMBER: _ClassVar[int]
    RESOLUTIONROUTEASSIGNMENTINFO_FIELD_NUMBER: _ClassVar[int]
    RESOLUTIONROUTEREMOVALINFO_FIELD_NUMBER: _ClassVar[int]
    CANCELLATIONINFO_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    TEMPLATETRANSFORMATIONINFO_FIELD_NUMBER: _ClassVar[int]
    TEMPLATEREFUSALINFO_FIELD_NUMBER: _ClassVar[int]
    OUTERDOCFLOW_FIELD_NUMBER: _ClassVar[int]
    REVOCATIONREQUESTINFO_FIELD_NUMBER: _ClassVar[int]
    CONTENTTYPEID_FIELD_NUMBER: _ClassVar[int]
    POWEROFATTORNEYINFO_FIELD_NUMBER: _ClassVar[int]
    MOVEDOCUMENTINFO_FIELD_NUMBER: _ClassVar[int]
    POWEROFATTORNEYATTACHMENTSTATUS_FIELD_NUMBER: _ClassVar[int]
    UNIVERSALMESSAGEINFO_FIELD_NUMBER: _ClassVar[int]
    TEMPLATETRANSFORMATIONCHANGEINFO_FIELD_NUMBER: _ClassVar[int]
    EntityType: EntityType.Value
    EntityId: str
    AuthorUserId: str
    ParentEntityId: str
    Content: _common_pb2.Content
    AttachmentType: AttachmentType.Value
    FileName: str
    NeedRecipientSignature: bool
    SignerBoxId: str
    NotDeliveredEventId: str
    DocumentInfo: _documents_pb2.Document
    RawCreationDate: int
    ResolutionInfo: ResolutionInfo
    SignerDepartmentId: str
    ResolutionRequestInfo: ResolutionRequestInfo
    ResolutionRequestDenialInfo: ResolutionRequestDenialInfo
    NeedReceipt: bool
    PacketId: str
    IsApprovementSignature: bool
    IsEncryptedContent: bool
    AttachmentVersion: str
    ResolutionRouteAssignmentInfo: ResolutionRouteAssignmentInfo
    ResolutionRouteRemovalInfo: ResolutionRouteRemovalInfo
    CancellationInfo: CancellationInfo
    Labels: _containers.RepeatedScalarFieldContainer[str]
    Version: str
    TemplateTransformationInfo: TemplateTransformationInfo
    TemplateRefusalInfo: TemplateRefusalInfo
    OuterDocflow: _common_pb2.OuterDocflowInfo
    RevocationRequestInfo: RevocationRequestInfo
    ContentTypeId: str
    PowerOfAttorneyInfo: PowerOfAttorneyInfo
    MoveDocumentInfo: MoveDocumentInfo
    PowerOfAttorneyAttachmentStatus: _powers_pb2.PowerOfAttorneyAttachmentStatus
    UniversalMessageInfo: _documents_pb2.UniversalMessageInfo
    TemplateTransformationChangeInfo: TemplateTransformationChangeInfo
    def __init__(self, EntityType: _Optional[_Union[EntityType.Value, str]] = ..., EntityId: _Optional[str] = ..., AuthorUserId: _Optional[str] = ..., ParentEntityId: _Optional[str] = ..., Content: _Optional[_Union[_common_pb2.Content, _Mapping]] = ..., AttachmentType: _Optional[_Union[AttachmentType.Value, str]] = ..., FileName: _Optional[str] = ..., NeedRecipientSignature: _Optional[bool] = ..., SignerBoxId: _Optional[str] = ..., NotDeliveredEventId: _Optional[str] = ..., DocumentInfo: _Optional[_Union[_documents_pb2.Document, _Mapping]] = ..., RawCreationDate: _Optional[int] = ..., ResolutionInfo: _Optional[_Union[ResolutionInfo, _Mapping]] = ..., SignerDepartmentId: _Optional[str] = ..., ResolutionRequestInfo: _Optional[_Union[ResolutionRequestInfo, _Mapping]] = ..., ResolutionRequestDenialInfo: _Optional[_Union[ResolutionRequestDenialInfo, _Mapping]] = ..., NeedReceipt: _Optional[bool] = ..., PacketId: _Optional[str] = ..., IsApprovementSignature: _Optional[bool] = ..., IsEncryptedContent: _Optional[bool] = ..., AttachmentVersion: _Optional[str] = ..., ResolutionRouteAssignmentInfo: _Optional[_Union[ResolutionRouteAssignmentInfo, _Mapping]] = ..., ResolutionRouteRemovalInfo: _Optional[_Union[ResolutionRouteRemovalInfo, _Mapping]] = ..., CancellationInfo: _Optional[_Union[CancellationInfo, _Mapping]] = ..., Labels: _Optional[_Iterable[str]] = ..., Version: _Optional[str] = ..., TemplateTransformationInfo: _Optional[_Union[TemplateTransformationInfo, _Mapping]] = ..., TemplateRefusalInfo: _Optional[_Union[TemplateRefusalInfo, _Mapping]] = ..., OuterDocflow: _Optional[_Union[_common_pb2.OuterDocflowInfo, _Mapping]] = ..., RevocationRequestInfo: _Optional[_Union[RevocationRequestInfo, _Mapping]] = ..., ContentTypeId: _Optional[str] = ..., PowerOfAttorneyInfo: _Optional[_Union[PowerOfAttorneyInfo, _Mapping]] = ..., MoveDocumentInfo: _Optional[_Union[MoveDocumentInfo, _Mapping]] = ..., PowerOfAttorneyAttachmentStatus: _Optional[_Union[_powers_pb2.PowerOfAttorneyAttachmentStatus, _Mapping]] = ..., UniversalMessageInfo: _Optional[_Union[_documents_pb2.UniversalMessageInfo, _Mapping]] = ..., TemplateTransformationChangeInfo: _Optional[_Union[TemplateTransformationChangeInfo, _Mapping]] = ...) -> None: ...

class EntityPatch(_message.Message):
    __slots__ = ("EntityId", "DocumentIsDeleted", "MovedToDepartment", "DocumentIsRestored", "ContentIsPatched", "ForwardedToBoxId")
    ENTITYID_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTISDELETED_FIELD_NUMBER: _ClassVar[int]
    MOVEDTODEPARTMENT_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTISRESTORED_FIELD_NUMBER: _ClassVar[int]
    CONTENTISPATCHED_FIELD_NUMBER: _ClassVar[int]
    FORWARDEDTOBOXID_FIELD_NUMBER: _ClassVar[int]
    EntityId: str
    DocumentIsDeleted: bool
    MovedToDepartment: str
    DocumentIsRestored: bool
    ContentIsPatched: bool
    ForwardedToBoxId: str
    def __init__(self, EntityId: _Optional[str] = ..., DocumentIsDeleted: _Optional[bool] = ..., MovedToDepartment: _Optional[str] = ..., DocumentIsRestored: _Optional[bool] = ..., ContentIsPatched: _Optional[bool] = ..., ForwardedToBoxId: _Optional[str] = ...) -> None: ...

class TemplateToLetterTransformationInfo(_message.Message):
    __slots__ = ("LetterFromBoxId", "LetterToBoxId", "LetterFromDepartmentId", "LetterToDepartmentId", "LetterProxyBoxId", "LetterProxyDepartmentId")
    LETTERFROMBOXID_FIELD_NUMBER: _ClassVar[int]
    LETTERTOBOXID_FIELD_NUMBER: _ClassVar[int]
    LETTERFROMDEPARTMENTID_FIELD_NUMBER: _ClassVar[int]
    LETTERTODEPARTMENTID_FIELD_NUMBER: _ClassVar[int]
    LETTERPROXYBOXID_FIELD_NUMBER: _ClassVar[int]
    LETTERPROXYDEPARTMENTID_FIELD_NUMBER: _ClassVar[int]
    LetterFromBoxId: str
    LetterToBoxId: str
    LetterFromDepartmentId: str
    LetterToDepartmentId: str
    LetterProxyBoxId: str
    LetterProxyDepartmentId: str
    def __init__(self, LetterFromBoxId: _Optional[str] = ..., LetterToBoxId: _Optional[str] = ..., LetterFromDepartmentId: _Optional[str] = ..., LetterToDepartmentId: _Optional[str] = ..., LetterProxyBoxId: _Optional[str] = ..., LetterProxyDepartmentId: _Optional[str] = ...) -> None: ...

class TemplateTransformationInfo(_message.Message):
    __slots__ = ("TransformedToDocumentId", "Author")
    TRANSFORMEDTODOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    AUTHOR_FIELD_NUMBER: _ClassVar[int]
    TransformedToDocumentId: _common_pb2.DocumentId
    Author: str
    def __init__(self, TransformedToDocumentId: _Optional[_Union[_common_pb2.DocumentId, _Mapping]] = ..., Author: _Optional[str] = ...) -> None: ...

class TemplateTransformationChangeInfo(_message.Message):
    __slots__ = ("ChangeType", "ChangeInitiatorBoxId", "Author")
    CHANGETYPE_FIELD_NUMBER: _ClassVar[int]
    CHANGEINITIATORBOXID_FIELD_NUMBER: _ClassVar[int]
    AUTHOR_FIELD_NUMBER: _ClassVar[int]
    ChangeType: _common_pb2.TemplateTransformationChangeType.Value
    ChangeInitiatorBoxId: str
    Author: str
    def __init__(self, ChangeType: _Optional[_Union[_common_pb2.TemplateTransformationChangeType.Value, str]] = ..., ChangeInitiatorBoxId: _Optional[str] = ..., Author: _Optional[str] = ...) -> None: ...

class TemplateRefusalInfo(_message.Message):
    __slots__ = ("Type", "BoxId", "Author", "Comment")
    TYPE_FIELD_NUMBER: _ClassVar[int]
    BOXID_FIELD_NUMBER: _ClassVar[int]
    AUTHOR_FIELD_NUMBER: _ClassVar[int]
    COMMENT_FIELD_NUMBER: _ClassVar[int]
    Type: TemplateRefusalType.Value
    BoxId: str
    Author: str
    Comment: str
    def __init__(self, Type: _Optional[_Union[TemplateRefusalType.Value, str]] = ..., BoxId: _Optional[str] = ..., Author: _Optional[str] = ..., Comment: _Optional[str] = ...) -> None: ...

class MoveDocumentInfo(_message.Message):
    __slots__ = ("MovedFromDepartment", "MovedToDepartment")
    MOVEDFROMDEPARTMENT_FIELD_NUMBER: _ClassVar[int]
    MOVEDTODEPARTMENT_FIELD_NUMBER: _ClassVar[int]
    MovedFromDepartment: str
    MovedToDepartment: str
    def __init__(self, MovedFromDepartment: _Optional[str] = ..., MovedToDepartment: _Optional[str] = ...) -> None: ...

class TemplateRefusalType(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownTemplateRefusalType: _ClassVar[TemplateRefusalType.Value]
        Refusal: _ClassVar[TemplateRefusalType.Value]
        Withdrawal: _ClassVar[TemplateRefusalType.Value]
    UnknownTemplateRefusalType: TemplateRefusalType.Value
    Refusal: TemplateRefusalType.Value
    Withdrawal: TemplateRefusalType.Value
    def __init__(self) -> None: ...

class EntityType(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownEntityType: _ClassVar[EntityType.Value]
        Attachment: _ClassVar[EntityType.Value]
        Signature: _ClassVar[EntityType.Value]
    UnknownEntityType: EntityType.Value
    Attachment: EntityType.Value
    Signature: EntityType.Value
    def __init__(self) -> None: ...

class AttachmentType(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownAttachmentType: _ClassVar[AttachmentType.Value]
        Nonformalized: _ClassVar[AttachmentType.Value]
        Invoice: _ClassVar[AttachmentType.Value]
        InvoiceReceipt: _ClassVar[AttachmentType.Value]
        InvoiceConfirmation: _ClassVar[AttachmentType.Value]
        InvoiceCorrectionRequest: _ClassVar[AttachmentType.Value]
        AttachmentComment: _ClassVar[AttachmentType.Value]
        DeliveryFailureNotification: _ClassVar[AttachmentType.Value]
        EancomInvoic: _ClassVar[AttachmentType.Value]
        SignatureRequestRejection: _ClassVar[AttachmentType.Value]
        EcrCatConformanceCertificateMetadata: _ClassVar[AttachmentType.Value]
        SignatureVerificationReport: _ClassVar[AttachmentType.Value]
        TrustConnectionRequest: _ClassVar[AttachmentType.Value]
        Torg12: _ClassVar[AttachmentType.Value]
        InvoiceRevision: _ClassVar[AttachmentType.Value]
        InvoiceCorrection: _ClassVar[AttachmentType.Value]
        InvoiceCorrectionRevision: _ClassVar[AttachmentType.Value]
        AcceptanceCertificate: _ClassVar[AttachmentType.Value]
        StructuredData: _ClassVar[AttachmentType.Value]
        ProformaInvoice: _ClassVar[AttachmentType.Value]
        XmlTorg12: _ClassVar[AttachmentType.Value]
        XmlAcceptanceCertificate: _ClassVar[AttachmentType.Value]
        XmlTorg12BuyerTitle: _ClassVar[AttachmentType.Value]
        XmlAcceptanceCertificateBuyerTitle: _ClassVar[AttachmentType.Value]
        Resolution: _ClassVar[AttachmentType.Value]
        ResolutionRequest: _ClassVar[AttachmentType.Value]
        ResolutionRequestDenial: _ClassVar[AttachmentType.Value]
        PriceList: _ClassVar[AttachmentType.Value]
        Receipt: _ClassVar[AttachmentType.Value]
        XmlSignatureRejection: _ClassVar[AttachmentType.Value]
        RevocationRequest: _ClassVar[AttachmentType.Value]
        PriceListAgreement: _ClassVar[AttachmentType.Value]
        CertificateRegistry: _ClassVar[AttachmentType.Value]
        ReconciliationAct: _ClassVar[AttachmentType.Value]
        Contract: _ClassVar[AttachmentType.Value]
        Torg13: _ClassVar[AttachmentType.Value]
        ServiceDetails: _ClassVar[AttachmentType.Value]
        RoamingNotification: _ClassVar[AttachmentType.Value]
        SupplementaryAgreement: _ClassVar[AttachmentType.Value]
        UniversalTransferDocument: _ClassVar[AttachmentType.Value]
        UniversalTransferDocumentBuyerTitle: _ClassVar[AttachmentType.Value]
        UniversalTransferDocumentRevision: _ClassVar[AttachmentType.Value]
        UniversalCorrectionDocument: _ClassVar[AttachmentType.Value]
        UniversalCorrectionDocumentRevision: _ClassVar[AttachmentType.Value]
        UniversalCorrectionDocumentBuyerTitle: _ClassVar[AttachmentType.Value]
        CustomData: _ClassVar[AttachmentType.Value]
        MoveDocument: _ClassVar[AttachmentType.Value]
        ResolutionRouteAssignmentAttachment: _ClassVar[AttachmentType.Value]
        ResolutionRouteRemovalAttachment: _ClassVar[AttachmentType.Value]
        Title: _ClassVar[AttachmentType.Value]
        Cancellation: _ClassVar[AttachmentType.Value]
        Edition: _ClassVar[AttachmentType.Value]
        DeletionRestoration: _ClassVar[AttachmentType.Value]
        TemplateTransformation: _ClassVar[AttachmentType.Value]
        TemplateRefusal: _ClassVar[AttachmentType.Value]
        OuterDocflow: _ClassVar[AttachmentType.Value]
        RoamingConfirmation: _ClassVar[AttachmentType.Value]
        PowerOfAttorney: _ClassVar[AttachmentType.Value]
        PowerOfAttorneyStatus: _ClassVar[AttachmentType.Value]
        UniversalMessage: _ClassVar[AttachmentType.Value]
        TtGisFixationCancellationRequest: _ClassVar[AttachmentType.Value]
        TemplateTransformationChange: _ClassVar[AttachmentType.Value]
    UnknownAttachmentType: AttachmentType.Value
    Nonformalized: AttachmentType.Value
    Invoice: AttachmentType.Value
    InvoiceReceipt: AttachmentType.Value
    InvoiceConfirmation: AttachmentType.Value
    InvoiceCorrectionRequest: AttachmentType.Value
    AttachmentComment: AttachmentType.Value
    DeliveryFailureNotification: AttachmentType.Value
    EancomInvoic: AttachmentType.Value
    SignatureRequestRejection: AttachmentType.Value
    EcrCatConformanceCertificateMetadata: AttachmentType.Value
    SignatureVerificationReport: AttachmentType.Value
    TrustConnectionRequest: AttachmentType.Value
    Torg12: AttachmentType.Value
    InvoiceRevision: AttachmentType.Value
    InvoiceCorrection: AttachmentType.Value
    InvoiceCorrectionRevision: AttachmentType.Value
    AcceptanceCertificate: AttachmentType.Value
    StructuredData: AttachmentType.Value
    ProformaInvoice: AttachmentType.Value
    XmlTorg12: AttachmentType.Value
    XmlAcceptanceCertificate: AttachmentType.Value
    XmlTorg12BuyerTitle: AttachmentType.Value
    XmlAcceptanceCertificateBuyerTitle: AttachmentType.Value
    Resolution: AttachmentType.Value
    ResolutionRequest: AttachmentType.Value
    ResolutionRequestDenial: AttachmentType.Value
    PriceList: AttachmentType.Value
    Receipt: AttachmentType.Value
    XmlSignatureRejection: AttachmentType.Value
    RevocationRequest: AttachmentType.Value
    PriceListAgreement: AttachmentType.Value
    CertificateRegistry: AttachmentType.Value
    ReconciliationAct: AttachmentType.Value
    Contract: AttachmentType.Value
    Torg13: AttachmentType.Value
    ServiceDetails: AttachmentType.Value
    RoamingNotification: AttachmentType.Value
    SupplementaryAgreement: AttachmentType.Value
    UniversalTransferDocument: AttachmentType.Value
    UniversalTransferDocumentBuyerTitle: AttachmentType.Value
    UniversalTransferDocumentRevision: AttachmentType.Value
    UniversalCorrectionDocument: AttachmentType.Value
    UniversalCorrectionDocumentRevision: AttachmentType.Value
    UniversalCorrectionDocumentBuyerTitle: AttachmentType.Value
    CustomData: AttachmentType.Value
    MoveDocument: AttachmentType.Value
    ResolutionRouteAssignmentAttachment: AttachmentType.Value
    ResolutionRouteRemovalAttachment: AttachmentType.Value
    Title: AttachmentType.Value
    Cancellation: AttachmentType.Value
    Edition: AttachmentType.Value
    DeletionRestoration: AttachmentType.Value
    TemplateTransformation: AttachmentType.Value
    TemplateRefusal: AttachmentType.Value
    OuterDocflow: AttachmentType.Value
    RoamingConfirmation: AttachmentType.Value
    PowerOfAttorney: AttachmentType.Value
    PowerOfAttorneyStatus: AttachmentType.Value
    UniversalMessage: AttachmentType.Value
    TtGisFixationCancellationRequest: AttachmentType.Value
    TemplateTransformationChange: AttachmentType.Value
    def __init__(self) -> None: ...

class MessageToPost(_message.Message):
    __slots__ = ("FromBoxId", "ToBoxId", "Invoices", "NonformalizedDocuments", "Torg12Documents", "AcceptanceCertificates", "StructuredDataAttachments", "ProformaInvoices", "XmlTorg12SellerTitles", "XmlAcceptanceCertificateSellerTitles", "ToDepartmentId", "IsDraft", "LockDraft", "StrictDraftValidation", "IsInternal", "FromDepartmentId", "DelaySend", "PriceLists", "PriceListAgreements", "CertificateRegistries", "ReconciliationActs", "Contracts", "Torg13Documents", "ServiceDetailsDocuments", "ProxyBoxId", "ProxyDepartmentId", "EncryptedInvoices", "EncryptedXmlTorg12SellerTitles", "EncryptedXmlAcceptanceCertificateSellerTitles", "SupplementaryAgreements", "LockPacket", "UniversalTransferDocumentSellerTitles", "DocumentAttachments", "LockMode")
    FROMBOXID_FIELD_NUMBER: _ClassVar[int]
    TOBOXID_FIELD_NUMBER: _ClassVar[int]
    INVOICES_FIELD_NUMBER: _ClassVar[int]
    NONFORMALIZEDDOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    TORG12DOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    ACCEPTANCECERTIFICATES_FIELD_NUMBER: _ClassVar[int]
    STRUCTUREDDATAATTACHMENTS_FIELD_NUMBER: _ClassVar[int]
    PROFORMAINVOICES_FIELD_NUMBER: _ClassVar[int]
    XMLTORG12SELLERTITLES_FIELD_NUMBER: _ClassVar[int]
    XMLACCEPTANCECERTIFICATESELLERTITLES_FIELD_NUMBER: _ClassVar[int]
    TODEPARTMENTID_FIELD_NUMBER: _ClassVar[int]
    ISDRAFT_FIELD_NUMBER: _ClassVar[int]
    LOCKDRAFT_FIELD_NUMBER: _ClassVar[int]
    STRICTDRAFTVALIDATION_FIELD_NUMBER: _ClassVar[int]
    ISINTERNAL_FIELD_NUMBER: _ClassVar[int]
    FROMDEPARTMENTID_FIELD_NUMBER: _ClassVar[int]
    DELAYSEND_FIELD_NUMBER: _ClassVar[int]
    PRICELISTS_FIELD_NUMBER: _ClassVar[int]
    PRICELISTAGREEMENTS_FIELD_NUMBER: _ClassVar[int]
    CERTIFICATEREGISTRIES_FIELD_NUMBER: _ClassVar[int]
    RECONCILIATIONACTS_FIELD_NUMBER: _ClassVar[int]
    CONTRACTS_FIELD_NUMBER: _ClassVar[int]
    TORG13DOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    SERVICEDETAILSDOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    PROXYBOXID_FIELD_NUMBER: _ClassVar[int]
    PROXYDEPARTMENTID_FIELD_NUMBER: _ClassVar[int]
    ENCRYPTEDINVOICES_FIELD_NUMBER: _ClassVar[int]
    ENCRYPTEDXMLTORG12SELLERTITLES_FIELD_NUMBER: _ClassVar[int]
    ENCRYPTEDXMLACCEPTANCECERTIFICATESELLERTITLES_FIELD_NUMBER: _ClassVar[int]
    SUPPLEMENTARYAGREEMENTS_FIELD_NUMBER: _ClassVar[int]
    LOCKPACKET_FIELD_NUMBER: _ClassVar[int]
    UNIVERSALTRANSFERDOCUMENTSELLERTITLES_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTATTACHMENTS_FIELD_NUMBER: _ClassVar[int]
    LOCKMODE_FIELD_NUMBER: _ClassVar[int]
    FromBoxId: str
    ToBoxId: str
    Invoices: _containers.RepeatedCompositeFieldContainer[XmlDocumentAttachment]
    NonformalizedDocuments: _containers.RepeatedCompositeFieldContainer[NonformalizedAttachment]
    Torg12Documents: _containers.RepeatedCompositeFieldContainer[BasicDocumentAttachment]
    AcceptanceCertificates: _containers.RepeatedCompositeFieldContainer[AcceptanceCertificateAttachment]
    StructuredDataAttachments: _containers.RepeatedCompositeFieldContainer[StructuredDataAttachment]
    ProformaInvoices: _containers.RepeatedCompositeFieldContainer[BasicDocumentAttachment]
    XmlTorg12SellerTitles: _containers.RepeatedCompositeFieldContainer[XmlDocumentAttachment]
    XmlAcceptanceCertificateSellerTitles: _containers.RepeatedCompositeFieldContainer[XmlDocumentAttachment]
    ToDepartmentId: str
    IsDraft: bool
    LockDraft: bool
    StrictDraftValidation: bool
    IsInternal: bool
    FromDepartmentId: str
    DelaySend: bool
    PriceLists: _containers.RepeatedCompositeFieldContainer[PriceListAttachment]
    PriceListAgreements: _containers.RepeatedCompositeFieldContainer[NonformalizedAttachment]
    CertificateRegistries: _containers.RepeatedCompositeFieldContainer[NonformalizedAttachment]
    ReconciliationActs: _containers.RepeatedCompositeFieldContainer[ReconciliationActAttachment]
    Contracts: _containers.RepeatedCompositeFieldContainer[ContractAttachment]
    Torg13Documents: _containers.RepeatedCompositeFieldContainer[Torg13Attachment]
    ServiceDetailsDocuments: _containers.RepeatedCompositeFieldContainer[ServiceDetailsAttachment]
    ProxyBoxId: str
    ProxyDepartmentId: str
    EncryptedInvoices: _containers.RepeatedCompositeFieldContainer[EncryptedInvoiceAttachment]
    EncryptedXmlTorg12SellerTitles: _containers.RepeatedCompositeFieldContainer[EncryptedXmlDocumentAttachment]
    EncryptedXmlAcceptanceCertificateSellerTitles: _containers.RepeatedCompositeFieldContainer[EncryptedXmlDocumentAttachment]
    SupplementaryAgreements: _containers.RepeatedCompositeFieldContainer[SupplementaryAgreementAttachment]
    LockPacket: bool
    UniversalTransferDocumentSellerTitles: _containers.RepeatedCompositeFieldContainer[XmlDocumentAttachment]
    DocumentAttachments: _containers.RepeatedCompositeFieldContainer[DocumentAttachment]
    LockMode: _common_pb2.LockMode.Value
    def __init__(self, FromBoxId: _Optional[str] = ..., ToBoxId: _Optional[str] = ..., Invoices: _Optional[_Iterable[_Union[XmlDocumentAttachment, _Mapping]]] = ..., NonformalizedDocuments: _Optional[_Iterable[_Union[NonformalizedAttachment, _Mapping]]] = ..., Torg12Documents: _Optional[_Iterable[_Union[BasicDocumentAttachment, _Mapping]]] = ..., AcceptanceCertificates: _Optional[_Iterable[_Union[AcceptanceCertificateAttachment, _Mapping]]] = ..., StructuredDataAttachments: _Optional[_Iterable[_Union[StructuredDataAttachment, _Mapping]]] = ..., ProformaInvoices: _Optional[_Iterable[_Union[BasicDocumentAttachment, _Mapping]]] = ..., XmlTorg12SellerTitles: _Optional[_Iterable[_Union[XmlDocumentAttachment, _Mapping]]] = ..., XmlAcceptanceCertificateSellerTitles: _Optional[_Iterable[_Union[XmlDocumentAttachment, _Mapping]]] = ..., ToDepartmentId: _Optional[str] = ..., IsDraft: _Optional[bool] = ..., LockDraft: _Optional[bool] = ..., StrictDraftValidation: _Optional[bool] = ..., IsInternal: _Optional[bool] = ..., FromDepartmentId: _Optional[str] = ..., DelaySend: _Optional[bool] = ..., PriceLists: _Optional[_Iterable[_Union[PriceListAttachment, _Mapping]]] = ..., PriceListAgreements: _Optional[_Iterable[_Union[NonformalizedAttachment, _Mapping]]] = ..., CertificateRegistries: _Optional[_Iterable[_Union[NonformalizedAttachment, _Mapping]]] = ..., ReconciliationActs: _Optional[_Iterable[_Union[ReconciliationActAttachment, _Mapping]]] = ..., Contracts: _Optional[_Iterable[_Union[ContractAttachment, _Mapping]]] = ..., Torg13Documents: _Optional[_Iterable[_Union[Torg13Attachment, _Mapping]]] = ..., ServiceDetailsDocuments: _Optional[_Iterable[_Union[ServiceDetailsAttachment, _Mapping]]] = ..., ProxyBoxId: _Optional[str] = ..., ProxyDepartmentId: _Optional[str] = ..., EncryptedInvoices: _Optional[_Iterable[_Union[EncryptedInvoiceAttachment, _Mapping]]] = ..., EncryptedXmlTorg12SellerTitles: _Optional[_Iterable[_Union[EncryptedXmlDocumentAttachment, _Mapping]]] = ..., EncryptedXmlAcceptanceCertificateSellerTitles: _Optional[_Iterable[_Union[EncryptedXmlDocumentAttachment, _Mapping]]] = ..., SupplementaryAgreements: _Optional[_Iterable[_Union[SupplementaryAgreementAttachment, _Mapping]]] = ..., LockPacket: _Optional[bool] = ..., UniversalTransferDocumentSellerTitles: _Optional[_Iterable[_Union[XmlDocumentAttachment, _Mapping]]] = ..., DocumentAttachments: _Optional[_Iterable[_Union[DocumentAttachment, _Mapping]]] = ..., LockMode: _Optional[_Union[_common_pb2.LockMode.Value, str]] = ...) -> None: ...

class MessagePatchToPostV2(_message.Message):
    __slots__ = ("BoxId", "MessageId", "Receipts", "CorrectionRequests", "Signatures", "Resolutions", "ResolutionRequests", "ResolutionRequestCancellations", "ResolutionRequestDenials", "ResolutionRequestDenialCancellations", "RevocationRequests", "XmlSignatureRejections", "CustomDataPatches", "ResolutionRouteAssignments", "SignatureVerifications", "EditDocumentPacketCommands", "ResolutionRouteRemovals", "RecipientTitles", "EditingPatches", "UniversalMessages", "TtGisFixationCancellationRequests")
    BOXID_FIELD_NUMBER: _ClassVar[int]
    MESSAGEID_FIELD_NUMBER: _ClassVar[int]
    RECEIPTS_FIELD_NUMBER: _ClassVar[int]
    CORRECTIONREQUESTS_FIELD_NUMBER: _ClassVar[int]
    SIGNATURES_FIELD_NUMBER: _ClassVar[int]
    RESOLUTIONS_FIELD_NUMBER: _ClassVar[int]
    RESOLUTIONREQUESTS_FIELD_NUMBER: _ClassVar[int]
    RESOLUTIONREQUESTCANCELLATIONS_FIELD_NUMBER: _ClassVar[int]
    RESOLUTIONREQUESTDENIALS_FIELD_NUMBER: _ClassVar[int]
    RESOLUTIONREQUESTDENIALCANCELLATIONS_FIELD_NUMBER: _ClassVar[int]
    REVOCATIONREQUESTS_FIELD_NUMBER: _ClassVar[int]
    XMLSIGNATUREREJECTIONS_FIELD_NUMBER: _ClassVar[int]
    CUSTOMDATAPATCHES_FIELD_NUMBER: _ClassVar[int]
    RESOLUTIONROUTEASSIGNMENTS_FIELD_NUMBER: _ClassVar[int]
    SIGNATUREVERIFICATIONS_FIELD_NUMBER: _ClassVar[int]
    EDITDOCUMENTPACKETCOMMANDS_FIELD_NUMBER: _ClassVar[int]
    RESOLUTIONROUTEREMOVALS_FIELD_NUMBER: _ClassVar[int]
    RECIPIENTTITLES_FIELD_NUMBER: _ClassVar[int]
    EDITINGPATCHES_FIELD_NUMBER: _ClassVar[int]
    UNIVERSALMESSAGES_FIELD_NUMBER: _ClassVar[int]
    TTGISFIXATIONCANCELLATIONREQUESTS_FIELD_NUMBER: _ClassVar[int]
    BoxId: str
    MessageId: str
    Receipts: _containers.RepeatedCompositeFieldContainer[ReceiptAttachment]
    CorrectionRequests: _containers.RepeatedCompositeFieldContainer[CorrectionRequestAttachment]
    Signatures: _containers.RepeatedCompositeFieldContainer[DocumentSignature]
    Resolutions: _containers.RepeatedCompositeFieldContainer[ResolutionAttachment]
    ResolutionRequests: _containers.RepeatedCompositeFieldContainer[ResolutionRequestAttachment]
    ResolutionRequestCancellations: _containers.RepeatedCompositeFieldContainer[ResolutionRequestCancellationAttachment]
    ResolutionRequestDenials: _containers.RepeatedCompositeFieldContainer[ResolutionRequestDenialAttachment]
    ResolutionRequestDenialCancellations: _containers.RepeatedCompositeFieldContainer[ResolutionRequestDenialCancellationAttachment]
    RevocationRequests: _containers.RepeatedCompositeFieldContainer[RevocationRequestAttachment]
    XmlSignatureRejections: _containers.RepeatedCompositeFieldContainer[XmlSignatureRejectionAttachment]
    CustomDataPatches: _containers.RepeatedCompositeFieldContainer[CustomDataPatch]
    ResolutionRouteAssignments: _containers.RepeatedCompositeFieldContainer[ResolutionRouteAssignment]
    SignatureVerifications: _containers.RepeatedCompositeFieldContainer[SignatureVerification]
    EditDocumentPacketCommands: _containers.RepeatedCompositeFieldContainer[EditDocumentPacketCommand]
    ResolutionRouteRemovals: _containers.RepeatedCompositeFieldContainer[ResolutionRouteRemoval]
    RecipientTitles: _containers.RepeatedCompositeFieldContainer[RecipientTitleAttachment]
    EditingPatches: _containers.RepeatedCompositeFieldContainer[EditingPatch]
    UniversalMessages: _containers.RepeatedCompositeFieldContainer[UniversalMessageAttachment]
    TtGisFixationCancellationRequests: _containers.RepeatedCompositeFieldContainer[TtGisFixationCancellationRequestAttachment]
    def __init__(self, BoxId: _Optional[str] = ..., MessageId: _Optional[str] = ..., Receipts: _Optional[_Iterable[_Union[ReceiptAttachment, _Mapping]]] = ..., CorrectionRequests: _Optional[_Iterable[_Union[CorrectionRequestAttachment, _Mapping]]] = ..., Signatures: _Optional[_Iterable[_Union[DocumentSignature, _Mapping]]] = ..., Resolutions: _Optional[_Iterable[_Union[ResolutionAttachment, _Mapping]]] = ..., ResolutionRequests: _Optional[_Iterable[_Union[ResolutionRequestAttachment, _Mapping]]] = ..., ResolutionRequestCancellations: _Optional[_Iterable[_Union[ResolutionRequestCancellationAttachment, _Mapping]]] = ..., ResolutionRequestDenials: _Optional[_Iterable[_Union[ResolutionRequestDenialAttachment, _Mapping]]] = ..., ResolutionRequestDenialCancellations: _Optional[_Iterable[_Union[ResolutionRequestDenialCancellationAttachment, _Mapping]]] = ..., RevocationRequests: _Optional[_Iterable[_Union[RevocationRequestAttachment, _Mapping]]] = ..., XmlSignatureRejections: _Optional[_Iterable[_Union[XmlSignatureRejectionAttachment, _Mapping]]] = ..., CustomDataPatches: _Optional[_Iterable[_Union[CustomDataPatch, _Mapping]]] = ..., ResolutionRouteAssignments: _Optional[_Iterable[_Union[ResolutionRouteAssignment, _Mapping]]] = ..., SignatureVerifications: _Optional[_Iterable[_Union[SignatureVerification, _Mapping]]] = ..., EditDocumentPacketCommands: _Optional[_Iterable[_Union[EditDocumentPacketCommand, _Mapping]]] = ..., ResolutionRouteRemovals: _Optional[_Iterable[_Union[ResolutionRouteRemoval, _Mapping]]] = ..., RecipientTitles: _Optional[_Iterable[_Union[RecipientTitleAttachment, _Mapping]]] = ..., EditingPatches: _Optional[_Iterable[_Union[EditingPatch, _Mapping]]] = ..., UniversalMessages: _Optional[_Iterable[_Union[UniversalMessageAttachment, _Mapping]]] = ..., TtGisFixationCancellationRequests: _Optional[_Iterable[_Union[TtGisFixationCancellationRequestAttachment, _Mapping]]] = ...) -> None: ...

class TtGisFixationCancellationRequestAttachment(_message.Message):
    __slots__ = ("DocumentId", "SignedContent")
    DOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    SIGNEDCONTENT_FIELD_NUMBER: _ClassVar[int]
    DocumentId: str
    SignedContent: SignedContent
    def __init__(self, DocumentId: _Optional[str] = ..., SignedContent: _Optional[_Union[SignedContent, _Mapping]] = ...) -> None: ...

class UniversalMessageAttachment(_message.Message):
    __slots__ = ("ParentEntityId", "CodeGroup", "UniversalMessageContent", "Labels", "Behaviour")
    PARENTENTITYID_FIELD_NUMBER: _ClassVar[int]
    CODEGROUP_FIELD_NUMBER: _ClassVar[int]
    UNIVERSALMESSAGECONTENT_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    BEHAVIOUR_FIELD_NUMBER: _ClassVar[int]
    ParentEntityId: str
    CodeGroup: _documents_pb2.UniversalMessageCodeGroup.Value
    UniversalMessageContent: UnsignedContent
    Labels: _containers.RepeatedScalarFieldContainer[str]
    Behaviour: _documents_pb2.UniversalMessageBehaviour.Value
    def __init__(self, ParentEntityId: _Optional[str] = ..., CodeGroup: _Optional[_Union[_documents_pb2.UniversalMessageCodeGroup.Value, str]] = ..., UniversalMessageContent: _Optional[_Union[UnsignedContent, _Mapping]] = ..., Labels: _Optional[_Iterable[str]] = ..., Behaviour: _Optional[_Union[_documents_pb2.UniversalMessageBehaviour.Value, str]] = ...) -> None: ...

class EncryptedXmlDocumentAttachment(_message.Message):
    __slots__ = ("SignedContent", "Comment", "InitialDocumentIds", "SubordinateDocumentIds", "CustomDocumentId", "CustomData", "Metadata", "XmlBasicMetadata")
    SIGNEDCONTENT_FIELD_NUMBER: _ClassVar[int]
    COMMENT_FIELD_NUMBER: _ClassVar[int]
    INITIALDOCUMENTIDS_FIELD_NUMBER: _ClassVar[int]
    SUBORDINATEDOCUMENTIDS_FIELD_NUMBER: _ClassVar[int]
    CUSTOMDOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMDATA_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    XMLBASICMETADATA_FIELD_NUMBER: _ClassVar[int]
    SignedContent: SignedContent
    Comment: str
    InitialDocumentIds: _containers.RepeatedCompositeFieldContainer[_common_pb2.DocumentId]
    SubordinateDocumentIds: _containers.RepeatedCompositeFieldContainer[_common_pb2.DocumentId]
    CustomDocumentId: str
    CustomData: _containers.RepeatedCompositeFieldContainer[_common_pb2.CustomDataItem]
    Metadata: EncryptedDocumentMetadata
    XmlBasicMetadata: EncryptedXmlBasicDocumentMetadata
    def __init__(self, SignedContent: _Optional[_Union[SignedContent, _Mapping]] = ..., Comment: _Optional[str] = ..., InitialDocumentIds: _Optional[_Iterable[_Union[_common_pb2.DocumentId, _Mapping]]] = ..., SubordinateDocumentIds: _Optional[_Iterable[_Union[_common_pb2.DocumentId, _Mapping]]] = ..., CustomDocumentId: _Optional[str] = ..., CustomData: _Optional[_Iterable[_Union[_common_pb2.CustomDataItem, _Mapping]]] = ..., Metadata: _Optional[_Union[EncryptedDocumentMetadata, _Mapping]] = ..., XmlBasicMetadata: _Optional[_Union[EncryptedXmlBasicDocumentMetadata, _Mapping]] = ...) -> None: ...

class EncryptedInvoiceAttachment(_message.Message):
    __slots__ = ("SignedContent", "Comment", "InitialDocumentIds", "SubordinateDocumentIds", "CustomDocumentId", "CustomData", "Metadata", "InvoiceMetadata", "InvoiceCorrectionMetadata")
    SIGNEDCONTENT_FIELD_NUMBER: _ClassVar[int]
    COMMENT_FIELD_NUMBER: _ClassVar[int]
    INITIALDOCUMENTIDS_FIELD_NUMBER: _ClassVar[int]
    SUBORDINATEDOCUMENTIDS_FIELD_NUMBER: _ClassVar[int]
    CUSTOMDOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMDATA_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    INVOICEMETADATA_FIELD_NUMBER: _ClassVar[int]
    INVOICECORRECTIONMETADATA_FIELD_NUMBER: _ClassVar[int]
    SignedContent: SignedContent
    Comment: str
    InitialDocumentIds: _containers.RepeatedCompositeFieldContainer[_common_pb2.DocumentId]
    SubordinateDocumentIds: _containers.RepeatedCompositeFieldContainer[_common_pb2.DocumentId]
    CustomDocumentId: str
    CustomData: _containers.RepeatedCompositeFieldContainer[_common_pb2.CustomDataItem]
    Metadata: EncryptedDocumentMetadata
    InvoiceMetadata: EncryptedInvoiceMetadata
    InvoiceCorrectionMetadata: EncryptedInvoiceCorrectionMetadata
    def __init__(self, SignedContent: _Optional[_Union[SignedContent, _Mapping]] = ..., Comment: _Optional[str] = ..., InitialDocumentIds: _Optional[_Iterable[_Union[_common_pb2.DocumentId, _Mapping]]] = ..., SubordinateDocumentIds: _Optional[_Iterable[_Union[_common_pb2.DocumentId, _Mapping]]] = ..., CustomDocumentId: _Optional[str] = ..., CustomData: _Optional[_Iterable[_Union[_common_pb2.CustomDataItem, _Mapping]]] = ..., Metadata: _Optional[_Union[EncryptedDocumentMetadata, _Mapping]] = ..., InvoiceMetadata: _Optional[_Union[EncryptedInvoiceMetadata, _Mapping]] = ..., InvoiceCorrectionMetadata: _Optional[_Union[EncryptedInvoiceCorrectionMetadata, _Mapping]] = ...) -> None: ...

class EncryptedDocumentMetadata(_message.Message):
    __slots__ = ("FileId", "BuyerFnsParticipantId", "SenderFnsParticipantId", "DocumentDateAndNumber")
    FILEID_FIELD_NUMBER: _ClassVar[int]
    BUYERFNSPARTICIPANTID_FIELD_NUMBER: _ClassVar[int]
    SENDERFNSPARTICIPANTID_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTDATEANDNUMBER_FIELD_NUMBER: _ClassVar[int]
    FileId: str
    BuyerFnsParticipantId: str
    SenderFnsParticipantId: str
    DocumentDateAndNumber: _common_pb2.DocumentDateAndNumber
    def __init__(self, FileId: _Optional[str] = ..., BuyerFnsParticipantId: _Optional[str] = ..., SenderFnsParticipantId: _Optional[str] = ..., DocumentDateAndNumber: _Optional[_Union[_common_pb2.DocumentDateAndNumber, _Mapping]] = ...) -> None: ...

class EncryptedXmlBasicDocumentMetadata(_message.Message):
    __slots__ = ("FormationDate", "FormationTime", "DocumentName")
    FORMATIONDATE_FIELD_NUMBER: _ClassVar[int]
    FORMATIONTIME_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTNAME_FIELD_NUMBER: _ClassVar[int]
    FormationDate: str
    FormationTime: str
    DocumentName: str
    def __init__(self, FormationDate: _Optional[str] = ..., FormationTime: _Optional[str] = ..., DocumentName: _Optional[str] = ...) -> None: ...

class EncryptedInvoiceMetadata(_message.Message):
    __slots__ = ("RevisionDateAndNumber",)
    REVISIONDATEANDNUMBER_FIELD_NUMBER: _ClassVar[int]
    RevisionDateAndNumber: _common_pb2.DocumentDateAndNumber
    def __init__(self, RevisionDateAndNumber: _Optional[_Union[_common_pb2.DocumentDateAndNumber, _Mapping]] = ...) -> None: ...

class EncryptedInvoiceCorrectionMetadata(_message.Message):
    __slots__ = ("OriginalInvoiceDateAndNumber", "OriginalInvoiceRevisionDateAndNumber", "InvoiceCorrectionRevisionDateAndNumber")
    ORIGINALINVOICEDATEANDNUMBER_FIELD_NUMBER: _ClassVar[int]
    ORIGINALINVOICEREVISIONDATEANDNUMBER_FIELD_NUMBER: _ClassVar[int]
    INVOICECORRECTIONREVISIONDATEANDNUMBER_FIELD_NUMBER: _ClassVar[int]
    OriginalInvoiceDateAndNumber: _common_pb2.DocumentDateAndNumber
    OriginalInvoiceRevisionDateAndNumber: _common_pb2.DocumentDateAndNumber
    InvoiceCorrectionRevisionDateAndNumber: _common_pb2.DocumentDateAndNumber
    def __init__(self, OriginalInvoiceDateAndNumber: _Optional[_Union[_common_pb2.DocumentDateAndNumber, _Mapping]] = ..., OriginalInvoiceRevisionDateAndNumber: _Optional[_Union[_common_pb2.DocumentDateAndNumber, _Mapping]] = ..., InvoiceCorrectionRevisionDateAndNumber: _Optional[_Union[_common_pb2.DocumentDateAndNumber, _Mapping]] = ...) -> None: ...

class XmlDocumentAttachment(_message.Message):
    __slots__ = ("SignedContent", "Comment", "InitialDocumentIds", "SubordinateDocumentIds", "CustomDocumentId", "NeedReceipt", "CustomData")
    SIGNEDCONTENT_FIELD_NUMBER: _ClassVar[int]
    COMMENT_FIELD_NUMBER: _ClassVar[int]
    INITIALDOCUMENTIDS_FIELD_NUMBER: _ClassVar[int]
    SUBORDINATEDOCUMENTIDS_FIELD_NUMBER: _ClassVar[int]
    CUSTOMDOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    NEEDRECEIPT_FIELD_NUMBER: _ClassVar[int]
    CUSTOMDATA_FIELD_NUMBER: _ClassVar[int]
    SignedContent: SignedContent
    Comment: str
    InitialDocumentIds: _containers.RepeatedCompositeFieldContainer[_common_pb2.DocumentId]
    SubordinateDocumentIds: _containers.RepeatedCompositeFieldContainer[_common_pb2.DocumentId]
    CustomDocumentId: str
    NeedReceipt: bool
    CustomData: _containers.RepeatedCompositeFieldContainer[_common_pb2.CustomDataItem]
    def __init__(self, SignedContent: _Optional[_Union[SignedContent, _Mapping]] = ..., Comment: _Optional[str] = ..., InitialDocumentIds: _Optional[_Iterable[_Union[_common_pb2.DocumentId, _Mapping]]] = ..., SubordinateDocumentIds: _Optional[_Iterable[_Union[_common_pb2.DocumentId, _Mapping]]] = ..., CustomDocumentId: _Optional[str] = ..., NeedReceipt: _Optional[bool] = ..., CustomData: _Optional[_Iterable[_Union[_common_pb2.CustomDataItem, _Mapping]]] = ...) -> None: ...

class NonformalizedAttachment(_message.Message):
    __slots__ = ("SignedContent", "FileName", "Comment", "NeedRecipientSignature", "InitialDocumentIds", "SubordinateDocumentIds", "DocumentDate", "DocumentNumber", "CustomDocumentId", "NeedReceipt", "CustomData")
    SIGNEDCONTENT_FIELD_NUMBER: _ClassVar[int]
    FILENAME_FIELD_NUMBER: _ClassVar[int]
    COMMENT_FIELD_NUMBER: _ClassVar[int]
    NEEDRECIPIENTSIGNATURE_FIELD_NUMBER: _ClassVar[int]
    INITIALDOCUMENTIDS_FIELD_NUMBER: _ClassVar[int]
    SUBORDINATEDOCUMENTIDS_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTDATE_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTNUMBER_FIELD_NUMBER: _ClassVar[int]
    CUSTOMDOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    NEEDRECEIPT_FIELD_NUMBER: _ClassVar[int]
    CUSTOMDATA_FIELD_NUMBER: _ClassVar[int]
    SignedContent: SignedContent
    FileName: str
    Comment: str
    NeedRecipientSignature: bool
    InitialDocumentIds: _containers.RepeatedCompositeFieldContainer[_common_pb2.DocumentId]
    SubordinateDocumentIds: _containers.RepeatedCompositeFieldContainer[_common_pb2.DocumentId]
    DocumentDate: str
    DocumentNumber: str
    CustomDocumentId: str
    NeedReceipt: bool
    CustomData: _containers.RepeatedCompositeFieldContainer[_common_pb2.CustomDataItem]
    def __init__(self, SignedContent: _Optional[_Union[SignedContent, _Mapping]] = ..., FileName: _Optional[str] = ..., Comment: _Optional[str] = ..., NeedRecipientSignature: _Optional[bool] = ..., InitialDocumentIds: _Optional[_Iterable[_Union[_common_pb2.DocumentId, _Mapping]]] = ..., SubordinateDocumentIds: _Optional[_Iterable[_Union[_common_pb2.DocumentId, _Mapping]]] = ..., DocumentDate: _Optional[str] = ..., DocumentNumber: _Optional[str] = ..., CustomDocumentId: _Optional[str] = ..., NeedReceipt: _Optional[bool] = ..., CustomData: _Optional[_Iterable[_Union[_common_pb2.CustomDataItem, _Mapping]]] = ...) -> None: ...

class BasicDocumentAttachment(_message.Message):
    __slots__ = ("SignedContent", "FileName", "Comment", "InitialDocumentIds", "SubordinateDocumentIds", "DocumentDate", "DocumentNumber", "Total", "CustomDocumentId", "Vat", "Grounds", "NeedReceipt", "CustomData")
    SIGNEDCONTENT_FIELD_NUMBER: _ClassVar[int]
    FILENAME_FIELD_NUMBER: _ClassVar[int]
    COMMENT_FIELD_NUMBER: _ClassVar[int]
    INITIALDOCUMENTIDS_FIELD_NUMBER: _ClassVar[int]
    SUBORDINATEDOCUMENTIDS_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTDATE_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTNUMBER_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    CUSTOMDOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    VAT_FIELD_NUMBER: _ClassVar[int]
    GROUNDS_FIELD_NUMBER: _ClassVar[int]
    NEEDRECEIPT_FIELD_NUMBER: _ClassVar[int]
    CUSTOMDATA_FIELD_NUMBER: _ClassVar[int]
    SignedContent: SignedContent
    FileName: str
    Comment: str
    InitialDocumentIds: _containers.RepeatedCompositeFieldContainer[_common_pb2.DocumentId]
    SubordinateDocumentIds: _containers.RepeatedCompositeFieldContainer[_common_pb2.DocumentId]
    DocumentDate: str
    DocumentNumber: str
    Total: str
    CustomDocumentId: str
    Vat: str
    Grounds: str
    NeedReceipt: bool
    CustomData: _containers.RepeatedCompositeFieldContainer[_common_pb2.CustomDataItem]
    def __init__(self, SignedContent: _Optional[_Union[SignedContent, _Mapping]] = ..., FileName: _Optional[str] = ..., Comment: _Optional[str] = ..., InitialDocumentIds: _Optional[_Iterable[_Union[_common_pb2.DocumentId, _Mapping]]] = ..., SubordinateDocumentIds: _Optional[_Iterable[_Union[_common_pb2.DocumentId, _Mapping]]] = ..., DocumentDate: _Optional[str] = ..., DocumentNumber: _Optional[str] = ..., Total: _Optional[str] = ..., CustomDocumentId: _Optional[str] = ..., Vat: _Optional[str] = ..., Grounds: _Optional[str] = ..., NeedReceipt: _Optional[bool] = ..., CustomData: _Optional[_Iterable[_Union[_common_pb2.CustomDataItem, _Mapping]]] = ...) -> None: ...

class Torg13Attachment(_message.Message):
    __slots__ = ("SignedContent", "FileName", "Comment", "InitialDocumentIds", "SubordinateDocumentIds", "DocumentDate", "DocumentNumber", "Total", "CustomDocumentId", "Grounds", "NeedReceipt", "CustomData")
    SIGNEDCONTENT_FIELD_NUMBER: _ClassVar[int]
    FILENAME_FIELD_NUMBER: _ClassVar[int]
    COMMENT_FIELD_NUMBER: _ClassVar[int]
    INITIALDOCUMENTIDS_FIELD_NUMBER: _ClassVar[int]
    SUBORDINATEDOCUMENTIDS_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTDATE_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTNUMBER_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    CUSTOMDOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    GROUNDS_FIELD_NUMBER: _ClassVar[int]
    NEEDRECEIPT_FIELD_NUMBER: _ClassVar[int]
    CUSTOMDATA_FIELD_NUMBER: _ClassVar[int]
    SignedContent: SignedContent
    FileName: str
    Comment: str
    InitialDocumentIds: _containers.RepeatedCompositeFieldContainer[_common_pb2.DocumentId]
    SubordinateDocumentIds: _containers.RepeatedCompositeFieldContainer[_common_pb2.DocumentId]
    DocumentDate: str
    DocumentNumber: str
    Total: str
    CustomDocumentId: str
    Grounds: str
    NeedReceipt: bool
    CustomData: _containers.RepeatedCompositeFieldContainer[_common_pb2.CustomDataItem]
    def __init__(self, SignedContent: _Optional[_Union[SignedContent, _Mapping]] = ..., FileName: _Optional[str] = ..., Comment: _Optional[str] = ..., InitialDocumentIds: _Optional[_Iterable[_Union[_common_pb2.DocumentId, _Mapping]]] = ..., SubordinateDocumentIds: _Optional[_Iterable[_Union[_common_pb2.DocumentId, _Mapping]]] = ..., DocumentDate: _Optional[str] = ..., DocumentNumber: _Optional[str] = ..., Total: _Optional[str] = ..., CustomDocumentId: _Optional[str] = ..., Grounds: _Optional[str] = ..., NeedReceipt: _Optional[bool] = ..., CustomData: _Optional[_Iterable[_Union[_common_pb2.CustomDataItem, _Mapping]]] = ...) -> None: ...

class AcceptanceCertificateAttachment(_message.Message):
    __slots__ = ("SignedContent", "FileName", "Comment", "InitialDocumentIds", "SubordinateDocumentIds", "DocumentDate", "DocumentNumber", "Total", "CustomDocumentId", "Vat", "Grounds", "NeedReceipt", "NeedRecipientSignature", "CustomData")
    SIGNEDCONTENT_FIELD_NUMBER: _ClassVar[int]
    FILENAME_FIELD_NUMBER: _ClassVar[int]
    COMMENT_FIELD_NUMBER: _ClassVar[int]
    INITIALDOCUMENTIDS_FIELD_NUMBER: _ClassVar[int]
    SUBORDINATEDOCUMENTIDS_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTDATE_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTNUMBER_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    CUSTOMDOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    VAT_FIELD_NUMBER: _ClassVar[int]
    GROUNDS_FIELD_NUMBER: _ClassVar[int]
    NEEDRECEIPT_FIELD_NUMBER: _ClassVar[int]
    NEEDRECIPIENTSIGNATURE_FIELD_NUMBER: _ClassVar[int]
    CUSTOMDATA_FIELD_NUMBER: _ClassVar[int]
    SignedContent: SignedContent
    FileName: str
    Comment: str
    InitialDocumentIds: _containers.RepeatedCompositeFieldContainer[_common_pb2.DocumentId]
    SubordinateDocumentIds: _containers.RepeatedCompositeFieldContainer[_common_pb2.DocumentId]
    DocumentDate: str
    DocumentNumber: str
    Total: str
    CustomDocumentId: str
    Vat: str
    Grounds: str
    NeedReceipt: bool
    NeedRecipientSignature: bool
    CustomData: _containers.RepeatedCompositeFieldContainer[_common_pb2.CustomDataItem]
    def __init__(self, SignedContent: _Optional[_Union[SignedContent, _Mapping]] = ..., FileName: _Optional[str] = ..., Comment: _Optional[str] = ..., InitialDocumentIds: _Optional[_Iterable[_Union[_common_pb2.DocumentId, _Mapping]]] = ..., SubordinateDocumentIds: _Optional[_Iterable[_Union[_common_pb2.DocumentId, _Mapping]]] = ..., DocumentDate: _Optional[str] = ..., DocumentNumber: _Optional[str] = ..., Total: _Optional[str] = ..., CustomDocumentId: _Optional[str] = ..., Vat: _Optional[str] = ..., Grounds: _Optional[str] = ..., NeedReceipt: _Optional[bool] = ..., NeedRecipientSignature: _Optional[bool] = ..., CustomData: _Optional[_Iterable[_Union[_common_pb2.CustomDataItem, _Mapping]]] = ...) -> None: ...

class TrustConnectionRequestAttachment(_message.Message):
    __slots__ = ("SignedContent", "FileName", "Comment", "CustomDocumentId", "CustomData")
    SIGNEDCONTENT_FIELD_NUMBER: _ClassVar[int]
    FILENAME_FIELD_NUMBER: _ClassVar[int]
    COMMENT_FIELD_NUMBER: _ClassVar[int]
    CUSTOMDOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMDATA_FIELD_NUMBER: _ClassVar[int]
    SignedContent: SignedContent
    FileName: str
    Comment: str
    CustomDocumentId: str
    CustomData: _containers.RepeatedCompositeFieldContainer[_common_pb2.CustomDataItem]
    def __init__(self, SignedContent: _Optional[_Union[SignedContent, _Mapping]] = ..., FileName: _Optional[str] = ..., Comment: _Optional[str] = ..., CustomDocumentId: _Optional[str] = ..., CustomData: _Optional[_Iterable[_Union[_common_pb2.CustomDataItem, _Mapping]]] = ...) -> None: ...

class StructuredDataAttachment(_message.Message):
    __slots__ = ("Content", "FileName", "ParentCustomDocumentId")
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    FILENAME_FIELD_NUMBER: _ClassVar[int]
    PARENTCUSTOMDOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    Content: bytes
    FileName: str
    ParentCustomDocumentId: str
    def __init__(self, Content: _Optional[bytes] = ..., FileName: _Optional[str] = ..., ParentCustomDocumentId: _Optional[str] = ...) -> None: ...

class PriceListAttachment(_message.Message):
    __slots__ = ("SignedContent", "FileName", "Comment", "InitialDocumentIds", "SubordinateDocumentIds", "CustomDocumentId", "DocumentDate", "DocumentNumber", "PriceListEffectiveDate", "ContractDocumentDate", "ContractDocumentNumber", "NeedReceipt", "CustomData")
    SIGNEDCONTENT_FIELD_NUMBER: _ClassVar[int]
    FILENAME_FIELD_NUMBER: _ClassVar[int]
    COMMENT_FIELD_NUMBER: _ClassVar[int]
    INITIALDOCUMENTIDS_FIELD_NUMBER: _ClassVar[int]
    SUBORDINATEDOCUMENTIDS_FIELD_NUMBER: _ClassVar[int]
    CUSTOMDOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTDATE_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTNUMBER_FIELD_NUMBER: _ClassVar[int]
    PRICELISTEFFECTIVEDATE_FIELD_NUMBER: _ClassVar[int]
    CONTRACTDOCUMENTDATE_FIELD_NUMBER: _ClassVar[int]
    CONTRACTDOCUMENTNUMBER_FIELD_NUMBER: _ClassVar[int]
    NEEDRECEIPT_FIELD_NUMBER: _ClassVar[int]
    CUSTOMDATA_FIELD_NUMBER: _ClassVar[int]
    SignedContent: SignedContent
    FileName: str
    Comment: str
    InitialDocumentIds: _containers.RepeatedCompositeFieldContainer[_common_pb2.DocumentId]
    SubordinateDocumentIds: _containers.RepeatedCompositeFieldContainer[_common_pb2.DocumentId]
    CustomDocumentId: str
    DocumentDate: str
    DocumentNumber: str
    PriceListEffectiveDate: str
    ContractDocumentDate: str
    ContractDocumentNumber: str
    NeedReceipt: bool
    CustomData: _containers.RepeatedCompositeFieldContainer[_common_pb2.CustomDataItem]
    def __init__(self, SignedContent: _Optional[_Union[SignedContent, _Mapping]] = ..., FileName: _Optional[str] = ..., Comment: _Optional[str] = ..., InitialDocumentIds: _Optional[_Iterable[_Union[_common_pb2.DocumentId, _Mapping]]] = ..., SubordinateDocumentIds: _Optional[_Iterable[_Union[_common_pb2.DocumentId, _Mapping]]] = ..., CustomDocumentId: _Optional[str] = ..., DocumentDate: _Optional[str] = ..., DocumentNumber: _Optional[str] = ..., PriceListEffectiveDate: _Optional[str] = ..., ContractDocumentDate: _Optional[str] = ..., ContractDocumentNumber: _Optional[str] = ..., NeedReceipt: _Optional[bool] = ..., CustomData: _Optional[_Iterable[_Union[_common_pb2.CustomDataItem, _Mapping]]] = ...) -> None: ...

class ReconciliationActAttachment(_message.Message):
    __slots__ = ("SignedContent", "FileName", "Comment", "InitialDocumentIds", "SubordinateDocumentIds", "DocumentDate", "DocumentNumber", "CustomDocumentId", "NeedReceipt", "CustomData")
    SIGNEDCONTENT_FIELD_NUMBER: _ClassVar[int]
    FILENAME_FIELD_NUMBER: _ClassVar[int]
    COMMENT_FIELD_NUMBER: _ClassVar[int]
    INITIALDOCUMENTIDS_FIELD_NUMBER: _ClassVar[int]
    SUBORDINATEDOCUMENTIDS_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTDATE_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTNUMBER_FIELD_NUMBER: _ClassVar[int]
    CUSTOMDOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    NEEDRECEIPT_FIELD_NUMBER: _ClassVar[int]
    CUSTOMDATA_FIELD_NUMBER: _ClassVar[int]
    SignedContent: SignedContent
    FileName: str
    Comment: str
    InitialDocumentIds: _containers.RepeatedCompositeFieldContainer[_common_pb2.DocumentId]
    SubordinateDocumentIds: _containers.RepeatedCompositeFieldContainer[_common_pb2.DocumentId]
    DocumentDate: str
    DocumentNumber: str
    CustomDocumentId: str
    NeedReceipt: bool
    CustomData: _containers.RepeatedCompositeFieldContainer[_common_pb2.CustomDataItem]
    def __init__(self, SignedContent: _Optional[_Union[SignedContent, _Mapping]] = ..., FileName: _Optional[str] = ..., Comment: _Optional[str] = ..., InitialDocumentIds: _Optional[_Iterable[_Union[_common_pb2.DocumentId, _Mapping]]] = ..., SubordinateDocumentIds: _Optional[_Iterable[_Union[_common_pb2.DocumentId, _Mapping]]] = ..., DocumentDate: _Optional[str] = ..., DocumentNumber: _Optional[str] = ..., CustomDocumentId: _Optional[str] = ..., NeedReceipt: _Optional[bool] = ..., CustomData: _Optional[_Iterable[_Union[_common_pb2.CustomDataItem, _Mapping]]] = ...) -> None: ...

class ContractAttachment(_message.Message):
    __slots__ = ("SignedContent", "FileName", "Comment", "InitialDocumentIds", "SubordinateDocumentIds", "CustomDocumentId", "DocumentDate", "DocumentNumber", "ContractPrice", "ContractType", "NeedReceipt", "CustomData")
    SIGNEDCONTENT_FIELD_NUMBER: _ClassVar[int]
    FILENAME_FIELD_NUMBER: _ClassVar[int]
    COMMENT_FIELD_NUMBER: _ClassVar[int]
    INITIALDOCUMENTIDS_FIELD_NUMBER: _ClassVar[int]
    SUBORDINATEDOCUMENTIDS_FIELD_NUMBER: _ClassVar[int]
    CUSTOMDOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTDATE_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTNUMBER_FIELD_NUMBER: _ClassVar[int]
    CONTRACTPRICE_FIELD_NUMBER: _ClassVar[int]
    CONTRACTTYPE_FIELD_NUMBER: _ClassVar[int]
    NEEDRECEIPT_FIELD_NUMBER: _ClassVar[int]
    CUSTOMDATA_FIELD_NUMBER: _ClassVar[int]
    SignedContent: SignedContent
    FileName: str
    Comment: str
    InitialDocumentIds: _containers.RepeatedCompositeFieldContainer[_common_pb2.DocumentId]
    SubordinateDocumentIds: _containers.RepeatedCompositeFieldContainer[_common_pb2.DocumentId]
    CustomDocumentId: str
    DocumentDate: str
    DocumentNumber: str
    ContractPrice: str
    ContractType: str
    NeedReceipt: bool
    CustomData: _containers.RepeatedCompositeFieldContainer[_common_pb2.CustomDataItem]
    def __init__(self, SignedContent: _Optional[_Union[SignedContent, _Mapping]] = ..., FileName: _Optional[str] = ..., Comment: _Optional[str] = ..., InitialDocumentIds: _Optional[_Iterable[_Union[_common_pb2.DocumentId, _Mapping]]] = ..., SubordinateDocumentIds: _Optional[_Iterable[_Union[_common_pb2.DocumentId, _Mapping]]] = ..., CustomDocumentId: _Optional[str] = ..., DocumentDate: _Optional[str] = ..., DocumentNumber: _Optional[str] = ..., ContractPrice: _Optional[str] = ..., ContractType: _Optional[str] = ..., NeedReceipt: _Optional[bool] = ..., CustomData: _Optional[_Iterable[_Union[_common_pb2.CustomDataItem, _Mapping]]] = ...) -> None: ...

class SupplementaryAgreementAttachment(_message.Message):
    __slots__ = ("SignedContent", "FileName", "Comment", "InitialDocumentIds", "SubordinateDocumentIds", "CustomDocumentId", "DocumentDate", "DocumentNumber", "Total", "ContractNumber", "ContractDate", "ContractType", "NeedReceipt", "CustomData")
    SIGNEDCONTENT_FIELD_NUMBER: _ClassVar[int]
    FILENAME_FIELD_NUMBER: _ClassVar[int]
    COMMENT_FIELD_NUMBER: _ClassVar[int]
    INITIALDOCUMENTIDS_FIELD_NUMBER: _ClassVar[int]
    SUBORDINATEDOCUMENTIDS_FIELD_NUMBER: _ClassVar[int]
    CUSTOMDOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTDATE_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTNUMBER_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    CONTRACTNUMBER_FIELD_NUMBER: _ClassVar[int]
    CONTRACTDATE_FIELD_NUMBER: _ClassVar[int]
    CONTRACTTYPE_FIELD_NUMBER: _ClassVar[int]
    NEEDRECEIPT_FIELD_NUMBER: _ClassVar[int]
    CUSTOMDATA_FIELD_NUMBER: _ClassVar[int]
    SignedContent: SignedContent
    FileName: str
    Comment: str
    InitialDocumentIds: _containers.RepeatedCompositeFieldContainer[_common_pb2.DocumentId]
    SubordinateDocumentIds: _containers.RepeatedCompositeFieldContainer[_common_pb2.DocumentId]
    CustomDocumentId: str
    DocumentDate: str
    DocumentNumber: str
    Total: str
    ContractNumber: str
    ContractDate: str
    ContractType: str
    NeedReceipt: bool
    CustomData: _containers.RepeatedCompositeFieldContainer[_common_pb2.CustomDataItem]
    def __init__(self, SignedContent: _Optional[_Union[SignedContent, _Mapping]] = ..., FileName: _Optional[str] = ..., Comment: _Optional[str] = ..., InitialDocumentIds: _Optional[_Iterable[_Union[_common_pb2.DocumentId, _Mapping]]] = ..., SubordinateDocumentIds: _Optional[_Iterable[_Union[_common_pb2.DocumentId, _Mapping]]] = ..., CustomDocumentId: _Optional[str] = ..., DocumentDate: _Optional[str] = ..., DocumentNumber: _Optional[str] = ..., Total: _Optional[str] = ..., ContractNumber: _Optional[str] = ..., ContractDate: _Optional[str] = ..., ContractType: _Optional[str] = ..., NeedReceipt: _Optional[bool] = ..., CustomData: _Optional[_Iterable[_Union[_common_pb2.CustomDataItem, _Mapping]]] = ...) -> None: ...

class ServiceDetailsAttachment(_message.Message):
    __slots__ = ("SignedContent", "FileName", "Comment", "InitialDocumentIds", "SubordinateDocumentIds", "DocumentDate", "DocumentNumber", "CustomDocumentId", "NeedReceipt", "CustomData")
    SIGNEDCONTENT_FIELD_NUMBER: _ClassVar[int]
    FILENAME_FIELD_NUMBER: _ClassVar[int]
    COMMENT_FIELD_NUMBER: _ClassVar[int]
    INITIALDOCUMENTIDS_FIELD_NUMBER: _ClassVar[int]
    SUBORDINATEDOCUMENTIDS_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTDATE_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTNUMBER_FIELD_NUMBER: _ClassVar[int]
    CUSTOMDOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    NEEDRECEIPT_FIELD_NUMBER: _ClassVar[int]
    CUSTOMDATA_FIELD_NUMBER: _ClassVar[int]
    SignedContent: SignedContent
    FileName: str
    Comment: str
    InitialDocumentIds: _containers.RepeatedCompositeFieldContainer[_common_pb2.DocumentId]
    SubordinateDocumentIds: _containers.RepeatedCompositeFieldContainer[_common_pb2.DocumentId]
    DocumentDate: str
    DocumentNumber: str
    CustomDocumentId: str
    NeedReceipt: bool
    CustomData: _containers.RepeatedCompositeFieldContainer[_common_pb2.CustomDataItem]
    def __init__(self, SignedContent: _Optional[_Union[SignedContent, _Mapping]] = ..., FileName: _Optional[str] = ..., Comment: _Optional[str] = ..., InitialDocumentIds: _Optional[_Iterable[_Union[_common_pb2.DocumentId, _Mapping]]] = ..., SubordinateDocumentIds: _Optional[_Iterable[_Union[_common_pb2.DocumentId, _Mapping]]] = ..., DocumentDate: _Optional[str] = ..., DocumentNumber: _Optional[str] = ..., CustomDocumentId: _Optional[str] = ..., NeedReceipt: _Optional[bool] = ..., CustomData: _Optional[_Iterable[_Union[_common_pb2.CustomDataItem, _Mapping]]] = ...) -> None: ...

class DocumentAttachment(_message.Message):
    __slots__ = ("SignedContent", "Comment", "NeedRecipientSignature", "InitialDocumentIds", "SubordinateDocumentIds", "CustomDocumentId", "NeedReceipt", "CustomData", "TypeNamedId", "Function", "Version", "Metadata", "WorkflowId", "IsEncrypted", "EditingSettingId")
    SIGNEDCONTENT_FIELD_NUMBER: _ClassVar[int]
    COMMENT_FIELD_NUMBER: _ClassVar[int]
    NEEDRECIPIENTSIGNATURE_FIELD_NUMBER: _ClassVar[int]
    INITIALDOCUMENTIDS_FIELD_NUMBER: _ClassVar[int]
    SUBORDINATEDOCUMENTIDS_FIELD_NUMBER: _ClassVar[int]
    CUSTOMDOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    NEEDRECEIPT_FIELD_NUMBER: _ClassVar[int]
    CUSTOMDATA_FIELD_NUMBER: _ClassVar[int]
    TYPENAMEDID_FIELD_NUMBER: _ClassVar[int]
    FUNCTION_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    WORKFLOWID_FIELD_NUMBER: _ClassVar[int]
    ISENCRYPTED_FIELD_NUMBER: _ClassVar[int]
    EDITINGSETTINGID_FIELD_NUMBER: _ClassVar[int]
    SignedContent: SignedContent
    Comment: str
    NeedRecipientSignature: bool
    InitialDocumentIds: _containers.RepeatedCompositeFieldContainer[_common_pb2.DocumentId]
    SubordinateDocumentIds: _containers.RepeatedCompositeFieldContainer[_common_pb2.DocumentId]
    CustomDocumentId: str
    NeedReceipt: bool
    CustomData: _containers.RepeatedCompositeFieldContainer[_common_pb2.CustomDataItem]
    TypeNamedId: str
    Function: str
    Version: str
    Metadata: _containers.RepeatedCompositeFieldContainer[_common_pb2.MetadataItem]
    WorkflowId: int
    IsEncrypted: bool
    EditingSettingId: str
    def __init__(self, SignedContent: _Optional[_Union[SignedContent, _Mapping]] = ..., Comment: _Optional[str] = ..., NeedRecipientSignature: _Optional[bool] = ..., InitialDocumentIds: _Optional[_Iterable[_Union[_common_pb2.DocumentId, _Mapping]]] = ..., SubordinateDocumentIds: _Optional[_Iterable[_Union[_common_pb2.DocumentId, _Mapping]]] = ..., CustomDocumentId: _Optional[str] = ..., NeedReceipt: _Optional[bool] = ..., CustomData: _Optional[_Iterable[_Union[_common_pb2.CustomDataItem, _Mapping]]] = ..., TypeNamedId: _Optional[str] = ..., Function: _Optional[str] = ..., Version: _Optional[str] = ..., Metadata: _Optional[_Iterable[_Union[_common_pb2.MetadataItem, _Mapping]]] = ..., WorkflowId: _Optional[int] = ..., IsEncrypted: _Optional[bool] = ..., EditingSettingId: _Optional[str] = ...) -> None: ...

class MessagePatchToPost(_message.Message):
    __slots__ = ("BoxId", "MessageId", "Receipts", "CorrectionRequests", "Signatures", "RequestedSignatureRejections", "XmlTorg12BuyerTitles", "XmlAcceptanceCertificateBuyerTitles", "Resolutions", "ResolutionRequests", "ResolutionRequestCancellations", "ResolutionRequestDenials", "ResolutionRequestDenialCancellations", "RevocationRequests", "XmlSignatureRejections", "CustomDataPatches", "ResolutionRouteAssignments", "SignatureVerifications", "EditDocumentPacketCommands", "UniversalTransferDocumentBuyerTitles", "ResolutionRouteRemovals", "RecipientTitles", "EditingPatches", "TtGisFixationCancellationRequests")
    BOXID_FIELD_NUMBER: _ClassVar[int]
    MESSAGEID_FIELD_NUMBER: _ClassVar[int]
    RECEIPTS_FIELD_NUMBER: _ClassVar[int]
    CORRECTIONREQUESTS_FIELD_NUMBER: _ClassVar[int]
    SIGNATURES_FIELD_NUMBER: _ClassVar[int]
    REQUESTEDSIGNATUREREJECTIONS_FIELD_NUMBER: _ClassVar[int]
    XMLTORG12BUYERTITLES_FIELD_NUMBER: _ClassVar[int]
    XMLACCEPTANCECERTIFICATEBUYERTITLES_FIELD_NUMBER: _ClassVar[int]
    RESOLUTIONS_FIELD_NUMBER: _ClassVar[int]
    RESOLUTIONREQUESTS_FIELD_NUMBER: _ClassVar[int]
    RESOLUTIONREQUESTCANCELLATIONS_FIELD_NUMBER: _ClassVar[int]
    RESOLUTIONREQUESTDENIALS_FIELD_NUMBER: _ClassVar[int]
    RESOLUTIONREQUESTDENIALCANCELLATIONS_FIELD_NUMBER: _ClassVar[int]
    REVOCATIONREQUESTS_FIELD_NUMBER: _ClassVar[int]
    XMLSIGNATUREREJECTIONS_FIELD_NUMBER: _ClassVar[int]
    CUSTOMDATAPATCHES_FIELD_NUMBER: _ClassVar[int]
    RESOLUTIONROUTEASSIGNMENTS_FIELD_NUMBER: _ClassVar[int]
    SIGNATUREVERIFICATIONS_FIELD_NUMBER: _ClassVar[int]
    EDITDOCUMENTPACKETCOMMANDS_FIELD_NUMBER: _ClassVar[int]
    UNIVERSALTRANSFERDOCUMENTBUYERTITLES_FIELD_NUMBER: _ClassVar[int]
    RESOLUTIONROUTEREMOVALS_FIELD_NUMBER: _ClassVar[int]
    RECIPIENTTITLES_FIELD_NUMBER: _ClassVar[int]
    EDITINGPATCHES_FIELD_NUMBER: _ClassVar[int]
    TTGISFIXATIONCANCELLATIONREQUESTS_FIELD_NUMBER: _ClassVar[int]
    BoxId: str
    MessageId: str
    Receipts: _containers.RepeatedCompositeFieldContainer[ReceiptAttachment]
    CorrectionRequests: _containers.RepeatedCompositeFieldContainer[CorrectionRequestAttachment]
    Signatures: _containers.RepeatedCompositeFieldContainer[DocumentSignature]
    RequestedSignatureRejections: _containers.RepeatedCompositeFieldContainer[RequestedSignatureRejection]
    XmlTorg12BuyerTitles: _containers.RepeatedCompositeFieldContainer[RecipientTitleAttachment]
    XmlAcceptanceCertificateBuyerTitles: _containers.RepeatedCompositeFieldContainer[RecipientTitleAttachment]
    Resolutions: _containers.RepeatedCompositeFieldContainer[ResolutionAttachment]
    ResolutionRequests: _containers.RepeatedCompositeFieldContainer[ResolutionRequestAttachment]
    ResolutionRequestCancellations: _containers.RepeatedCompositeFieldContainer[ResolutionRequestCancellationAttachment]
    ResolutionRequestDenials: _containers.RepeatedCompositeFieldContainer[ResolutionRequestDenialAttachment]
    ResolutionRequestDenialCancellations: _containers.RepeatedCompositeFieldContainer[ResolutionRequestDenialCancellationAttachment]
    RevocationRequests: _containers.RepeatedCompositeFieldContainer[RevocationRequestAttachment]
    XmlSignatureRejections: _containers.RepeatedCompositeFieldContainer[XmlSignatureRejectionAttachment]
    CustomDataPatches: _containers.RepeatedCompositeFieldContainer[CustomDataPatch]
    ResolutionRouteAssignments: _containers.RepeatedCompositeFieldContainer[ResolutionRouteAssignment]
    SignatureVerifications: _containers.RepeatedCompositeFieldContainer[SignatureVerification]
    EditDocumentPacketCommands: _containers.RepeatedCompositeFieldContainer[EditDocumentPacketCommand]
    UniversalTransferDocumentBuyerTitles: _containers.RepeatedCompositeFieldContainer[RecipientTitleAttachment]
    ResolutionRouteRemovals: _containers.RepeatedCompositeFieldContainer[ResolutionRouteRemoval]
    RecipientTitles: _containers.RepeatedCompositeFieldContainer[RecipientTitleAttachment]
    EditingPatches: _containers.RepeatedCompositeFieldContainer[EditingPatch]
    TtGisFixationCancellationRequests: _containers.RepeatedCompositeFieldContainer[TtGisFixationCancellationRequestAttachment]
    def __init__(self, BoxId: _Optional[str] = ..., MessageId: _Optional[str] = ..., Receipts: _Optional[_Iterable[_Union[ReceiptAttachment, _Mapping]]] = ..., CorrectionRequests: _Optional[_Iterable[_Union[CorrectionRequestAttachment, _Mapping]]] = ..., Signatures: _Optional[_Iterable[_Union[DocumentSignature, _Mapping]]] = ..., RequestedSignatureRejections: _Optional[_Iterable[_Union[RequestedSignatureRejection, _Mapping]]] = ..., XmlTorg12BuyerTitles: _Optional[_Iterable[_Union[RecipientTitleAttachment, _Mapping]]] = ..., XmlAcceptanceCertificateBuyerTitles: _Optional[_Iterable[_Union[RecipientTitleAttachment, _Mapping]]] = ..., Resolutions: _Optional[_Iterable[_Union[ResolutionAttachment, _Mapping]]] = ..., ResolutionRequests: _Optional[_Iterable[_Union[ResolutionRequestAttachment, _Mapping]]] = ..., ResolutionRequestCancellations: _Optional[_Iterable[_Union[ResolutionRequestCancellationAttachment, _Mapping]]] = ..., ResolutionRequestDenials: _Optional[_Iterable[_Union[ResolutionRequestDenialAttachment, _Mapping]]] = ..., ResolutionRequestDenialCancellations: _Optional[_Iterable[_Union[ResolutionRequestDenialCancellationAttachment, _Mapping]]] = ..., RevocationRequests: _Optional[_Iterable[_Union[RevocationRequestAttachment, _Mapping]]] = ..., XmlSignatureRejections: _Optional[_Iterable[_Union[XmlSignatureRejectionAttachment, _Mapping]]] = ..., CustomDataPatches: _Optional[_Iterable[_Union[CustomDataPatch, _Mapping]]] = ..., ResolutionRouteAssignments: _Optional[_Iterable[_Union[ResolutionRouteAssignment, _Mapping]]] = ..., SignatureVerifications: _Optional[_Iterable[_Union[SignatureVerification, _Mapping]]] = ..., EditDocumentPacketCommands: _Optional[_Iterable[_Union[EditDocumentPacketCommand, _Mapping]]] = ..., UniversalTransferDocumentBuyerTitles: _Optional[_Iterable[_Union[RecipientTitleAttachment, _Mapping]]] = ..., ResolutionRouteRemovals: _Optional[_Iterable[_Union[ResolutionRouteRemoval, _Mapping]]] = ..., RecipientTitles: _Optional[_Iterable[_Union[RecipientTitleAttachment, _Mapping]]] = ..., EditingPatches: _Optional[_Iterable[_Union[EditingPatch, _Mapping]]] = ..., TtGisFixationCancellationRequests: _Optional[_Iterable[_Union[TtGisFixationCancellationRequestAttachment, _Mapping]]] = ...) -> None: ...

class EditingPatch(_message.Message):
    __slots__ = ("ParentEntityId", "Content", "Labels")
    PARENTENTITYID_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    ParentEntityId: str
    Content: UnsignedContent
    Labels: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ParentEntityId: _Optional[str] = ..., Content: _Optional[_Union[UnsignedContent, _Mapping]] = ..., Labels: _Optional[_Iterable[str]] = ...) -> None: ...

class SignatureVerification(_message.Message):
    __slots__ = ("InitialDocumentId", "IsValid", "ErrorMessage", "Labels")
    INITIALDOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    ISVALID_FIELD_NUMBER: _ClassVar[int]
    ERRORMESSAGE_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    InitialDocumentId: str
    IsValid: bool
    ErrorMessage: str
    Labels: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, InitialDocumentId: _Optional[str] = ..., IsValid: _Optional[bool] = ..., ErrorMessage: _Optional[str] = ..., Labels: _Optional[_Iterable[str]] = ...) -> None: ...

class ResolutionRequestAttachment(_message.Message):
    __slots__ = ("InitialDocumentId", "Type", "TargetUserId", "TargetDepartmentId", "Comment", "Labels")
    INITIALDOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    TARGETUSERID_FIELD_NUMBER: _ClassVar[int]
    TARGETDEPARTMENTID_FIELD_NUMBER: _ClassVar[int]
    COMMENT_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    InitialDocumentId: str
    Type: _common_pb2.ResolutionRequestType.Value
    TargetUserId: str
    TargetDepartmentId: str
    Comment: str
    Labels: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, InitialDocumentId: _Optional[str] = ..., Type: _Optional[_Union[_common_pb2.ResolutionRequestType.Value, str]] = ..., TargetUserId: _Optional[str] = ..., TargetDepartmentId: _Optional[str] = ..., Comment: _Optional[str] = ..., Labels: _Optional[_Iterable[str]] = ...) -> None: ...

class ResolutionRouteAssignment(_message.Message):
    __slots__ = ("InitialDocumentId", "RouteId", "Comment", "Labels")
    INITIALDOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    ROUTEID_FIELD_NUMBER: _ClassVar[int]
    COMMENT_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    InitialDocumentId: str
    RouteId: str
    Comment: str
    Labels: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, InitialDocumentId: _Optional[str] = ..., RouteId: _Optional[str] = ..., Comment: _Optional[str] = ..., Labels: _Optional[_Iterable[str]] = ...) -> None: ...

class ResolutionRequestCancellationAttachment(_message.Message):
    __slots__ = ("InitialResolutionRequestId", "Comment", "Labels")
    INITIALRESOLUTIONREQUESTID_FIELD_NUMBER: _ClassVar[int]
    COMMENT_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    InitialResolutionRequestId: str
    Comment: str
    Labels: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, InitialResolutionRequestId: _Optional[str] = ..., Comment: _Optional[str] = ..., Labels: _Optional[_Iterable[str]] = ...) -> None: ...

class ResolutionRequestDenialCancellationAttachment(_message.Message):
    __slots__ = ("InitialResolutionRequestDenialId",)
    INITIALRESOLUTIONREQUESTDENIALID_FIELD_NUMBER: _ClassVar[int]
    InitialResolutionRequestDenialId: str
    def __init__(self, InitialResolutionRequestDenialId: _Optional[str] = ...) -> None: ...

class ResolutionRequestDenialAttachment(_message.Message):
    __slots__ = ("InitialResolutionRequestId", "Comment", "Labels")
    INITIALRESOLUTIONREQUESTID_FIELD_NUMBER: _ClassVar[int]
    COMMENT_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    InitialResolutionRequestId: str
    Comment: str
    Labels: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, InitialResolutionRequestId: _Optional[str] = ..., Comment: _Optional[str] = ..., Labels: _Optional[_Iterable[str]] = ...) -> None: ...

class ResolutionAttachment(_message.Message):
    __slots__ = ("InitialDocumentId", "ResolutionType", "Comment", "Labels")
    INITIALDOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    RESOLUTIONTYPE_FIELD_NUMBER: _ClassVar[int]
    COMMENT_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    InitialDocumentId: str
    ResolutionType: _common_pb2.ResolutionType.Value
    Comment: str
    Labels: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, InitialDocumentId: _Optional[str] = ..., ResolutionType: _Optional[_Union[_common_pb2.ResolutionType.Value, str]] = ..., Comment: _Optional[str] = ..., Labels: _Optional[_Iterable[str]] = ...) -> None: ...

class ReceiptAttachment(_message.Message):
    __slots__ = ("ParentEntityId", "SignedContent", "Labels")
    PARENTENTITYID_FIELD_NUMBER: _ClassVar[int]
    SIGNEDCONTENT_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    ParentEntityId: str
    SignedContent: SignedContent
    Labels: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ParentEntityId: _Optional[str] = ..., SignedContent: _Optional[_Union[SignedContent, _Mapping]] = ..., Labels: _Optional[_Iterable[str]] = ...) -> None: ...

class RecipientTitleAttachment(_message.Message):
    __slots__ = ("ParentEntityId", "SignedContent", "Labels", "NeedReceipt", "TitleIndex")
    PARENTENTITYID_FIELD_NUMBER: _ClassVar[int]
    SIGNEDCONTENT_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    NEEDRECEIPT_FIELD_NUMBER: _ClassVar[int]
    TITLEINDEX_FIELD_NUMBER: _ClassVar[int]
    ParentEntityId: str
    SignedContent: SignedContent
    Labels: _containers.RepeatedScalarFieldContainer[str]
    NeedReceipt: bool
    TitleIndex: int
    def __init__(self, ParentEntityId: _Optional[str] = ..., SignedContent: _Optional[_Union[SignedContent, _Mapping]] = ..., Labels: _Optional[_Iterable[str]] = ..., NeedReceipt: _Optional[bool] = ..., TitleIndex: _Optional[int] = ...) -> None: ...

class CorrectionRequestAttachment(_message.Message):
    __slots__ = ("ParentEntityId", "SignedContent", "Labels")
    PARENTENTITYID_FIELD_NUMBER: _ClassVar[int]
    SIGNEDCONTENT_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    ParentEntityId: str
    SignedContent: SignedContent
    Labels: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ParentEntityId: _Optional[str] = ..., SignedContent: _Optional[_Union[SignedContent, _Mapping]] = ..., Labels: _Optional[_Iterable[str]] = ...) -> None: ...

class DocumentSignature(_message.Message):
    __slots__ = ("ParentEntityId", "Signature", "SignWithTestSignature", "IsApprovementSignature", "SignatureNameOnShelf", "PatchedContentId", "Labels", "PowerOfAttorney")
    PARENTENTITYID_FIELD_NUMBER: _ClassVar[int]
    SIGNATURE_FIELD_NUMBER: _ClassVar[int]
    SIGNWITHTESTSIGNATURE_FIELD_NUMBER: _ClassVar[int]
    ISAPPROVEMENTSIGNATURE_FIELD_NUMBER: _ClassVar[int]
    SIGNATURENAMEONSHELF_FIELD_NUMBER: _ClassVar[int]
    PATCHEDCONTENTID_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    POWEROFATTORNEY_FIELD_NUMBER: _ClassVar[int]
    ParentEntityId: str
    Signature: bytes
    SignWithTestSignature: bool
    IsApprovementSignature: bool
    SignatureNameOnShelf: str
    PatchedContentId: str
    Labels: _containers.RepeatedScalarFieldContainer[str]
    PowerOfAttorney: _powers_pb2.PowerOfAttorneyToPost
    def __init__(self, ParentEntityId: _Optional[str] = ..., Signature: _Optional[bytes] = ..., SignWithTestSignature: _Optional[bool] = ..., IsApprovementSignature: _Optional[bool] = ..., SignatureNameOnShelf: _Optional[str] = ..., PatchedContentId: _Optional[str] = ..., Labels: _Optional[_Iterable[str]] = ..., PowerOfAttorney: _Optional[_Union[_powers_pb2.PowerOfAttorneyToPost, _Mapping]] = ...) -> None: ...

class DocumentSenderSignature(_message.Message):
    __slots__ = ("ParentEntityId", "Signature", "SignWithTestSignature", "PatchedContentId", "PowerOfAttorney")
    PARENTENTITYID_FIELD_NUMBER: _ClassVar[int]
    SIGNATURE_FIELD_NUMBER: _ClassVar[int]
    SIGNWITHTESTSIGNATURE_FIELD_NUMBER: _ClassVar[int]
    PATCHEDCONTENTID_FIELD_NUMBER: _ClassVar[int]
    POWEROFATTORNEY_FIELD_NUMBER: _ClassVar[int]
    ParentEntityId: str
    Signature: bytes
    SignWithTestSignature: bool
    PatchedContentId: str
    PowerOfAttorney: _powers_pb2.PowerOfAttorneyToPost
    def __init__(self, ParentEntityId: _Optional[str] = ..., Signature: _Optional[bytes] = ..., SignWithTestSignature: _Optional[bool] = ..., PatchedContentId: _Optional[str] = ..., PowerOfAttorney: _Optional[_Union[_powers_pb2.PowerOfAttorneyToPost, _Mapping]] = ...) -> None: ...

class RequestedSignatureRejection(_message.Message):
    __slots__ = ("ParentEntityId", "SignedContent", "Labels")
    PARENTENTITYID_FIELD_NUMBER: _ClassVar[int]
    SIGNEDCONTENT_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    ParentEntityId: str
    SignedContent: SignedContent
    Labels: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ParentEntityId: _Optional[str] = ..., SignedContent: _Optional[_Union[SignedContent, _Mapping]] = ..., Labels: _Optional[_Iterable[str]] = ...) -> None: ...

class SignedContent(_message.Message):
    __slots__ = ("Content", "Signature", "NameOnShelf", "SignWithTestSignature", "SignatureNameOnShelf", "PowerOfAttorney")
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    SIGNATURE_FIELD_NUMBER: _ClassVar[int]
    NAMEONSHELF_FIELD_NUMBER: _ClassVar[int]
    SIGNWITHTESTSIGNATURE_FIELD_NUMBER: _ClassVar[int]
    SIGNATURENAMEONSHELF_FIELD_NUMBER: _ClassVar[int]
    POWEROFATTORNEY_FIELD_NUMBER: _ClassVar[int]
    Content: bytes
    Signature: bytes
    NameOnShelf: str
    SignWithTestSignature: bool
    SignatureNameOnShelf: str
    PowerOfAttorney: _powers_pb2.PowerOfAttorneyToPost
    def __init__(self, Content: _Optional[bytes] = ..., Signature: _Optional[bytes] = ..., NameOnShelf: _Optional[str] = ..., SignWithTestSignature: _Optional[bool] = ..., SignatureNameOnShelf: _Optional[str] = ..., PowerOfAttorney: _Optional[_Union[_powers_pb2.PowerOfAttorneyToPost, _Mapping]] = ...) -> None: ...

class DraftToSend(_message.Message):
    __slots__ = ("BoxId", "DraftId", "ToBoxId", "ToDepartmentId", "DocumentSignatures", "ProxyBoxId", "ProxyDepartmentId")
    BOXID_FIELD_NUMBER: _ClassVar[int]
    DRAFTID_FIELD_NUMBER: _ClassVar[int]
    TOBOXID_FIELD_NUMBER: _ClassVar[int]
    TODEPARTMENTID_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTSIGNATURES_FIELD_NUMBER: _ClassVar[int]
    PROXYBOXID_FIELD_NUMBER: _ClassVar[int]
    PROXYDEPARTMENTID_FIELD_NUMBER: _ClassVar[int]
    BoxId: str
    DraftId: str
    ToBoxId: str
    ToDepartmentId: str
    DocumentSignatures: _containers.RepeatedCompositeFieldContainer[DocumentSenderSignature]
    ProxyBoxId: str
    ProxyDepartmentId: str
    def __init__(self, BoxId: _Optional[str] = ..., DraftId: _Optional[str] = ..., ToBoxId: _Optional[str] = ..., ToDepartmentId: _Optional[str] = ..., DocumentSignatures: _Optional[_Iterable[_Union[DocumentSenderSignature, _Mapping]]] = ..., ProxyBoxId: _Optional[str] = ..., ProxyDepartmentId: _Optional[str] = ...) -> None: ...

class PrepareDocumentsToSignRequest(_message.Message):
    __slots__ = ("BoxId", "DraftDocuments", "Documents", "Contents")
    BOXID_FIELD_NUMBER: _ClassVar[int]
    DRAFTDOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    CONTENTS_FIELD_NUMBER: _ClassVar[int]
    BoxId: str
    DraftDocuments: _containers.RepeatedCompositeFieldContainer[DraftDocumentToPatch]
    Documents: _containers.RepeatedCompositeFieldContainer[DocumentToPatch]
    Contents: _containers.RepeatedCompositeFieldContainer[ContentToPatch]
    def __init__(self, BoxId: _Optional[str] = ..., DraftDocuments: _Optional[_Iterable[_Union[DraftDocumentToPatch, _Mapping]]] = ..., Documents: _Optional[_Iterable[_Union[DocumentToPatch, _Mapping]]] = ..., Contents: _Optional[_Iterable[_Union[ContentToPatch, _Mapping]]] = ...) -> None: ...

class DraftDocumentToPatch(_message.Message):
    __slots__ = ("DocumentId", "ToBoxId", "Signer", "ExtendedSigner", "SignerContent")
    DOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    TOBOXID_FIELD_NUMBER: _ClassVar[int]
    SIGNER_FIELD_NUMBER: _ClassVar[int]
    EXTENDEDSIGNER_FIELD_NUMBER: _ClassVar[int]
    SIGNERCONTENT_FIELD_NUMBER: _ClassVar[int]
    DocumentId: _common_pb2.DocumentId
    ToBoxId: str
    Signer: _generation_pb2.Signer
    ExtendedSigner: _containers.RepeatedCompositeFieldContainer[_generation_pb2.ExtendedSigner]
    SignerContent: bytes
    def __init__(self, DocumentId: _Optional[_Union[_common_pb2.DocumentId, _Mapping]] = ..., ToBoxId: _Optional[str] = ..., Signer: _Optional[_Union[_generation_pb2.Signer, _Mapping]] = ..., ExtendedSigner: _Optional[_Iterable[_Union[_generation_pb2.ExtendedSigner, _Mapping]]] = ..., SignerContent: _Optional[bytes] = ...) -> None: ...

class ContentToPatch(_message.Message):
    __slots__ = ("TypeNamedId", "Function", "Version", "Content", "ToBoxId", "Signer", "ExtendedSigner", "SignerContent")
    TYPENAMEDID_FIELD_NUMBER: _ClassVar[int]
    FUNCTION_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    TOBOXID_FIELD_NUMBER: _ClassVar[int]
    SIGNER_FIELD_NUMBER: _ClassVar[int]
    EXTENDEDSIGNER_FIELD_NUMBER: _ClassVar[int]
    SIGNERCONTENT_FIELD_NUMBER: _ClassVar[int]
    TypeNamedId: str
    Function: str
    Version: str
    Content: UnsignedContent
    ToBoxId: str
    Signer: _generation_pb2.Signer
    ExtendedSigner: _containers.RepeatedCompositeFieldContainer[_generation_pb2.ExtendedSigner]
    SignerContent: bytes
    def __init__(self, TypeNamedId: _Optional[str] = ..., Function: _Optional[str] = ..., Version: _Optional[str] = ..., Content: _Optional[_Union[UnsignedContent, _Mapping]] = ..., ToBoxId: _Optional[str] = ..., Signer: _Optional[_Union[_generation_pb2.Signer, _Mapping]] = ..., ExtendedSigner: _Optional[_Iterable[_Union[_generation_pb2.ExtendedSigner, _Mapping]]] = ..., SignerContent: _Optional[bytes] = ...) -> None: ...

class DocumentToPatch(_message.Message):
    __slots__ = ("DocumentId", "Signer", "ExtendedSigner", "SignerContent")
    DOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    SIGNER_FIELD_NUMBER: _ClassVar[int]
    EXTENDEDSIGNER_FIELD_NUMBER: _ClassVar[int]
    SIGNERCONTENT_FIELD_NUMBER: _ClassVar[int]
    DocumentId: _common_pb2.DocumentId
    Signer: _generation_pb2.Signer
    ExtendedSigner: _containers.RepeatedCompositeFieldContainer[_generation_pb2.ExtendedSigner]
    SignerContent: bytes
    def __init__(self, DocumentId: _Optional[_Union[_common_pb2.DocumentId, _Mapping]] = ..., Signer: _Optional[_Union[_generation_pb2.Signer, _Mapping]] = ..., ExtendedSigner: _Optional[_Iterable[_Union[_generation_pb2.ExtendedSigner, _Mapping]]] = ..., SignerContent: _Optional[bytes] = ...) -> None: ...

class DocumentPatchedContent(_message.Message):
    __slots__ = ("DocumentId", "PatchedContentId", "Content")
    DOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    PATCHEDCONTENTID_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    DocumentId: _common_pb2.DocumentId
    PatchedContentId: str
    Content: bytes
    def __init__(self, DocumentId: _Optional[_Union[_common_pb2.DocumentId, _Mapping]] = ..., PatchedContentId: _Optional[str] = ..., Content: _Optional[bytes] = ...) -> None: ...

class PrepareDocumentsToSignResponse(_message.Message):
    __slots__ = ("DocumentPatchedContents",)
    DOCUMENTPATCHEDCONTENTS_FIELD_NUMBER: _ClassVar[int]
    DocumentPatchedContents: _containers.RepeatedCompositeFieldContainer[DocumentPatchedContent]
    def __init__(self, DocumentPatchedContents: _Optional[_Iterable[_Union[DocumentPatchedContent, _Mapping]]] = ...) -> None: ...

class MessageToSend(_message.Message):
    __slots__ = ("BoxId", "MessageId", "DocumentSignatures")
    BOXID_FIELD_NUMBER: _ClassVar[int]
    MESSAGEID_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTSIGNATURES_FIELD_NUMBER: _ClassVar[int]
    BoxId: str
    MessageId: str
    DocumentSignatures: _containers.RepeatedCompositeFieldContainer[DocumentSignature]
    def __init__(self, BoxId: _Optional[str] = ..., MessageId: _Optional[str] = ..., DocumentSignatures: _Optional[_Iterable[_Union[DocumentSignature, _Mapping]]] = ...) -> None: ...

class RevocationRequestAttachment(_message.Message):
    __slots__ = ("ParentEntityId", "SignedContent", "Labels")
    PARENTENTITYID_FIELD_NUMBER: _ClassVar[int]
    SIGNEDCONTENT_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    ParentEntityId: str
    SignedContent: SignedContent
    Labels: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ParentEntityId: _Optional[str] = ..., SignedContent: _Optional[_Union[SignedContent, _Mapping]] = ..., Labels: _Optional[_Iterable[str]] = ...) -> None: ...

class XmlSignatureRejectionAttachment(_message.Message):
    __slots__ = ("ParentEntityId", "SignedContent", "Labels")
    PARENTENTITYID_FIELD_NUMBER: _ClassVar[int]
    SIGNEDCONTENT_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    ParentEntityId: str
    SignedContent: SignedContent
    Labels: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ParentEntityId: _Optional[str] = ..., SignedContent: _Optional[_Union[SignedContent, _Mapping]] = ..., Labels: _Optional[_Iterable[str]] = ...) -> None: ...

class RoamingNotificationToPost(_message.Message):
    __slots__ = ("BoxId", "EventId", "Success", "Description", "MessageId", "NotifiableEntityIds")
    BOXID_FIELD_NUMBER: _ClassVar[int]
    EVENTID_FIELD_NUMBER: _ClassVar[int]
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    MESSAGEID_FIELD_NUMBER: _ClassVar[int]
    NOTIFIABLEENTITYIDS_FIELD_NUMBER: _ClassVar[int]
    BoxId: str
    EventId: str
    Success: bool
    Description: str
    MessageId: str
    NotifiableEntityIds: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, BoxId: _Optional[str] = ..., EventId: _Optional[str] = ..., Success: _Optional[bool] = ..., Description: _Optional[str] = ..., MessageId: _Optional[str] = ..., NotifiableEntityIds: _Optional[_Iterable[str]] = ...) -> None: ...

class CustomDataPatch(_message.Message):
    __slots__ = ("ParentEntityId", "Operation", "Key", "Value")
    PARENTENTITYID_FIELD_NUMBER: _ClassVar[int]
    OPERATION_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    ParentEntityId: str
    Operation: CustomDataPatchOperation.Value
    Key: str
    Value: str
    def __init__(self, ParentEntityId: _Optional[str] = ..., Operation: _Optional[_Union[CustomDataPatchOperation.Value, str]] = ..., Key: _Optional[str] = ..., Value: _Optional[str] = ...) -> None: ...

class EditDocumentPacketCommand(_message.Message):
    __slots__ = ("DocumentId", "AddDocumentsToPacket", "RemoveDocumentsFromPacket")
    DOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    ADDDOCUMENTSTOPACKET_FIELD_NUMBER: _ClassVar[int]
    REMOVEDOCUMENTSFROMPACKET_FIELD_NUMBER: _ClassVar[int]
    DocumentId: str
    AddDocumentsToPacket: _containers.RepeatedCompositeFieldContainer[_common_pb2.DocumentId]
    RemoveDocumentsFromPacket: _containers.RepeatedCompositeFieldContainer[_common_pb2.DocumentId]
    def __init__(self, DocumentId: _Optional[str] = ..., AddDocumentsToPacket: _Optional[_Iterable[_Union[_common_pb2.DocumentId, _Mapping]]] = ..., RemoveDocumentsFromPacket: _Optional[_Iterable[_Union[_common_pb2.DocumentId, _Mapping]]] = ...) -> None: ...

class ResolutionRouteRemoval(_message.Message):
    __slots__ = ("ParentEntityId", "RouteId", "Comment", "Labels")
    PARENTENTITYID_FIELD_NUMBER: _ClassVar[int]
    ROUTEID_FIELD_NUMBER: _ClassVar[int]
    COMMENT_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    ParentEntityId: str
    RouteId: str
    Comment: str
    Labels: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ParentEntityId: _Optional[str] = ..., RouteId: _Optional[str] = ..., Comment: _Optional[str] = ..., Labels: _Optional[_Iterable[str]] = ...) -> None: ...

class TemplateToPost(_message.Message):
    __slots__ = ("FromBoxId", "ToBoxId", "MessageFromBoxId", "MessageToBoxId", "MessageToDepartmentId", "DocumentAttachments", "LockMode", "FromDepartmentId", "ToDepartmentId", "MessageProxyBoxId", "MessageProxyDepartmentId", "IsReusable")
    FROMBOXID_FIELD_NUMBER: _ClassVar[int]
    TOBOXID_FIELD_NUMBER: _ClassVar[int]
    MESSAGEFROMBOXID_FIELD_NUMBER: _ClassVar[int]
    MESSAGETOBOXID_FIELD_NUMBER: _ClassVar[int]
    MESSAGETODEPARTMENTID_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTATTACHMENTS_FIELD_NUMBER: _ClassVar[int]
    LOCKMODE_FIELD_NUMBER: _ClassVar[int]
    FROMDEPARTMENTID_FIELD_NUMBER: _ClassVar[int]
    TODEPARTMENTID_FIELD_NUMBER: _ClassVar[int]
    MESSAGEPROXYBOXID_FIELD_NUMBER: _ClassVar[int]
    MESSAGEPROXYDEPARTMENTID_FIELD_NUMBER: _ClassVar[int]
    ISREUSABLE_FIELD_NUMBER: _ClassVar[int]
    FromBoxId: str
    ToBoxId: str
    MessageFromBoxId: str
    MessageToBoxId: str
    MessageToDepartmentId: str
    DocumentAttachments: _containers.RepeatedCompositeFieldContainer[TemplateDocumentAttachment]
    LockMode: _common_pb2.LockMode.Value
    FromDepartmentId: str
    ToDepartmentId: str
    MessageProxyBoxId: str
    MessageProxyDepartmentId: str
    IsReusable: bool
    def __init__(self, FromBoxId: _Optional[str] = ..., ToBoxId: _Optional[str] = ..., MessageFromBoxId: _Optional[str] = ..., MessageToBoxId: _Optional[str] = ..., MessageToDepartmentId: _Optional[str] = ..., DocumentAttachments: _Optional[_Iterable[_Union[TemplateDocumentAttachment, _Mapping]]] = ..., LockMode: _Optional[_Union[_common_pb2.LockMode.Value, str]] = ..., FromDepartmentId: _Optional[str] = ..., ToDepartmentId: _Optional[str] = ..., MessageProxyBoxId: _Optional[str] = ..., MessageProxyDepartmentId: _Optional[str] = ..., IsReusable: _Optional[bool] = ...) -> None: ...

class TemplateDocumentAttachment(_message.Message):
    __slots__ = ("UnsignedContent", "Comment", "TypeNamedId", "Function", "Version", "Metadata", "WorkflowId", "CustomDocumentId", "EditingSettingId", "NeedRecipientSignature", "PredefinedRecipientTitle", "RefusalDisabled", "CustomData")
    UNSIGNEDCONTENT_FIELD_NUMBER: _ClassVar[int]
    COMMENT_FIELD_NUMBER: _ClassVar[int]
    TYPENAMEDID_FIELD_NUMBER: _ClassVar[int]
    FUNCTION_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    WORKFLOWID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMDOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    EDITINGSETTINGID_FIELD_NUMBER: _ClassVar[int]
    NEEDRECIPIENTSIGNATURE_FIELD_NUMBER: _ClassVar[int]
    PREDEFINEDRECIPIENTTITLE_FIELD_NUMBER: _ClassVar[int]
    REFUSALDISABLED_FIELD_NUMBER: _ClassVar[int]
    CUSTOMDATA_FIELD_NUMBER: _ClassVar[int]
    UnsignedContent: UnsignedContent
    Comment: str
    TypeNamedId: str
    Function: str
    Version: str
    Metadata: _containers.RepeatedCompositeFieldContainer[_common_pb2.MetadataItem]
    WorkflowId: int
    CustomDocumentId: str
    EditingSettingId: str
    NeedRecipientSignature: bool
    PredefinedRecipientTitle: PredefinedRecipientTitle
    RefusalDisabled: bool
    CustomData: _containers.RepeatedCompositeFieldContainer[_common_pb2.CustomDataItem]
    def __init__(self, UnsignedContent: _Optional[_Union[UnsignedContent, _Mapping]] = ..., Comment: _Optional[str] = ..., TypeNamedId: _Optional[str] = ..., Function: _Optional[str] = ..., Version: _Optional[str] = ..., Metadata: _Optional[_Iterable[_Union[_common_pb2.MetadataItem, _Mapping]]] = ..., WorkflowId: _Optional[int] = ..., CustomDocumentId: _Optional[str] = ..., EditingSettingId: _Optional[str] = ..., NeedRecipientSignature: _Optional[bool] = ..., PredefinedRecipientTitle: _Optional[_Union[PredefinedRecipientTitle, _Mapping]] = ..., RefusalDisabled: _Optional[bool] = ..., CustomData: _Optional[_Iterable[_Union[_common_pb2.CustomDataItem, _Mapping]]] = ...) -> None: ...

class TemplatePatchToPost(_message.Message):
    __slots__ = ("Refusals",)
    REFUSALS_FIELD_NUMBER: _ClassVar[int]
    Refusals: _containers.RepeatedCompositeFieldContainer[TemplateRefusalAttachment]
    def __init__(self, Refusals: _Optional[_Iterable[_Union[TemplateRefusalAttachment, _Mapping]]] = ...) -> None: ...

class TemplateRefusalAttachment(_message.Message):
    __slots__ = ("DocumentId", "Comment", "Labels")
    DOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    COMMENT_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    DocumentId: str
    Comment: str
    Labels: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, DocumentId: _Optional[str] = ..., Comment: _Optional[str] = ..., Labels: _Optional[_Iterable[str]] = ...) -> None: ...

class PredefinedRecipientTitle(_message.Message):
    __slots__ = ("UnsignedContent",)
    UNSIGNEDCONTENT_FIELD_NUMBER: _ClassVar[int]
    UnsignedContent: UnsignedContent
    def __init__(self, UnsignedContent: _Optional[_Union[UnsignedContent, _Mapping]] = ...) -> None: ...

class UnsignedContent(_message.Message):
    __slots__ = ("Content", "NameOnShelf")
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    NAMEONSHELF_FIELD_NUMBER: _ClassVar[int]
    Content: bytes
    NameOnShelf: str
    def __init__(self, Content: _Optional[bytes] = ..., NameOnShelf: _Optional[str] = ...) -> None: ...

class TemplateTransformationToPost(_message.Message):
    __slots__ = ("BoxId", "TemplateId", "DocumentTransformations")
    BOXID_FIELD_NUMBER: _ClassVar[int]
    TEMPLATEID_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTTRANSFORMATIONS_FIELD_NUMBER: _ClassVar[int]
    BoxId: str
    TemplateId: str
    DocumentTransformations: _containers.RepeatedCompositeFieldContainer[DocumentTransformation]
    def __init__(self, BoxId: _Optional[str] = ..., TemplateId: _Optional[str] = ..., DocumentTransformations: _Optional[_Iterable[_Union[DocumentTransformation, _Mapping]]] = ...) -> None: ...

class DocumentTransformation(_message.Message):
    __slots__ = ("DocumentId", "CustomDocumentId")
    DOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMDOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    DocumentId: str
    CustomDocumentId: str
    def __init__(self, DocumentId: _Optional[str] = ..., CustomDocumentId: _Optional[str] = ...) -> None: ...

class CustomDataPatchOperation(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        Set: _ClassVar[CustomDataPatchOperation.Value]
        Remove: _ClassVar[CustomDataPatchOperation.Value]
    Set: CustomDataPatchOperation.Value
    Remove: CustomDataPatchOperation.Value
    def __init__(self) -> None: ...

class PowerOfAttorneyInfo(_message.Message):
    __slots__ = ("FullId", "Status", "RoamingSendingStatus", "SendingType")
    FULLID_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    ROAMINGSENDINGSTATUS_FIELD_NUMBER: _ClassVar[int]
    SENDINGTYPE_FIELD_NUMBER: _ClassVar[int]
    FullId: _powers_pb2.PowerOfAttorneyFullId
    Status: _powers_pb2.PowerOfAttorneyValidationStatus
    RoamingSendingStatus: _common_pb2.RoamingSendingStatus
    SendingType: _powers_pb2.PowerOfAttorneySendingType.Value
    def __init__(self, FullId: _Optional[_Union[_powers_pb2.PowerOfAttorneyFullId, _Mapping]] = ..., Status: _Optional[_Union[_powers_pb2.PowerOfAttorneyValidationStatus, _Mapping]] = ..., RoamingSendingStatus: _Optional[_Union[_common_pb2.RoamingSendingStatus, _Mapping]] = ..., SendingType: _Optional[_Union[_powers_pb2.PowerOfAttorneySendingType.Value, str]] = ...) -> None: ...

class ResolutionInfo(_message.Message):
    __slots__ = ("ResolutionType", "Author", "InitialRequestId")
    RESOLUTIONTYPE_FIELD_NUMBER: _ClassVar[int]
    AUTHOR_FIELD_NUMBER: _ClassVar[int]
    INITIALREQUESTID_FIELD_NUMBER: _ClassVar[int]
    ResolutionType: _common_pb2.ResolutionType.Value
    Author: str
    InitialRequestId: str
    def __init__(self, ResolutionType: _Optional[_Union[_common_pb2.ResolutionType.Value, str]] = ..., Author: _Optional[str] = ..., InitialRequestId: _Optional[str] = ...) -> None: ...

class ResolutionRequestDenialInfo(_message.Message):
    __slots__ = ("Author", "InitialRequestId")
    AUTHOR_FIELD_NUMBER: _ClassVar[int]
    INITIALREQUESTID_FIELD_NUMBER: _ClassVar[int]
    Author: str
    InitialRequestId: str
    def __init__(self, Author: _Optional[str] = ..., InitialRequestId: _Optional[str] = ...) -> None: ...

class ResolutionRequestInfo(_message.Message):
    __slots__ = ("RequestType", "Author", "Target", "ResolvedWith", "Actions")
    REQUESTTYPE_FIELD_NUMBER: _ClassVar[int]
    AUTHOR_FIELD_NUMBER: _ClassVar[int]
    TARGET_FIELD_NUMBER: _ClassVar[int]
    RESOLVEDWITH_FIELD_NUMBER: _ClassVar[int]
    ACTIONS_FIELD_NUMBER: _ClassVar[int]
    RequestType: _common_pb2.ResolutionRequestType.Value
    Author: str
    Target: _common_pb2.ResolutionTarget
    ResolvedWith: str
    Actions: _containers.RepeatedScalarFieldContainer[_common_pb2.ResolutionAction.Value]
    def __init__(self, RequestType: _Optional[_Union[_common_pb2.ResolutionRequestType.Value, str]] = ..., Author: _Optional[str] = ..., Target: _Optional[_Union[_common_pb2.ResolutionTarget, _Mapping]] = ..., ResolvedWith: _Optional[str] = ..., Actions: _Optional[_Iterable[_Union[_common_pb2.ResolutionAction.Value, str]]] = ...) -> None: ...

class ResolutionRouteAssignmentInfo(_message.Message):
    __slots__ = ("RouteId", "Author")
    ROUTEID_FIELD_NUMBER: _ClassVar[int]
    AUTHOR_FIELD_NUMBER: _ClassVar[int]
    RouteId: str
    Author: str
    def __init__(self, RouteId: _Optional[str] = ..., Author: _Optional[str] = ...) -> None: ...

class ResolutionRouteRemovalInfo(_message.Message):
    __slots__ = ("RouteId", "Author")
    ROUTEID_FIELD_NUMBER: _ClassVar[int]
    AUTHOR_FIELD_NUMBER: _ClassVar[int]
    RouteId: str
    Author: str
    def __init__(self, RouteId: _Optional[str] = ..., Author: _Optional[str] = ...) -> None: ...

class RevocationRequestInfo(_message.Message):
    __slots__ = ("InitiatorBoxId",)
    INITIATORBOXID_FIELD_NUMBER: _ClassVar[int]
    InitiatorBoxId: str
    def __init__(self, InitiatorBoxId: _Optional[str] = ...) -> None: ...

class MessageToPostPrototype(_message.Message):
    __slots__ = ("FromBoxId", "FromDepartmentId", "ToBoxId", "ToDepartmentId", "IsInternal", "ProxyBoxId", "ProxyDepartmentId", "DocumentPrototypes")
    FROMBOXID_FIELD_NUMBER: _ClassVar[int]
    FROMDEPARTMENTID_FIELD_NUMBER: _ClassVar[int]
    TOBOXID_FIELD_NUMBER: _ClassVar[int]
    TODEPARTMENTID_FIELD_NUMBER: _ClassVar[int]
    ISINTERNAL_FIELD_NUMBER: _ClassVar[int]
    PROXYBOXID_FIELD_NUMBER: _ClassVar[int]
    PROXYDEPARTMENTID_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTPROTOTYPES_FIELD_NUMBER: _ClassVar[int]
    FromBoxId: str
    FromDepartmentId: str
    ToBoxId: str
    ToDepartmentId: str
    IsInternal: bool
    ProxyBoxId: str
    ProxyDepartmentId: str
    DocumentPrototypes: _containers.RepeatedCompositeFieldContainer[DocumentAttachmentPrototype]
    def __init__(self, FromBoxId: _Optional[str] = ..., FromDepartmentId: _Optional[str] = ..., ToBoxId: _Optional[str] = ..., ToDepartmentId: _Optional[str] = ..., IsInternal: _Optional[bool] = ..., ProxyBoxId: _Optional[str] = ..., ProxyDepartmentId: _Optional[str] = ..., DocumentPrototypes: _Optional[_Iterable[_Union[DocumentAttachmentPrototype, _Mapping]]] = ...) -> None: ...

class DocumentAttachmentPrototype(_message.Message):
    __slots__ = ("CustomDocumentId", "TypeNamedId", "Function", "Version")
    CUSTOMDOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    TYPENAMEDID_FIELD_NUMBER: _ClassVar[int]
    FUNCTION_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    CustomDocumentId: str
    TypeNamedId: str
    Function: str
    Version: str
    def __init__(self, CustomDocumentId: _Optional[str] = ..., TypeNamedId: _Optional[str] = ..., Function: _Optional[str] = ..., Version: _Optional[str] = ...) -> None: ...

class MessageValidationResult(_message.Message):
    __slots__ = ("FromBoxId", "FromTitle", "ToBoxId", "ToTitle", "IsInternal", "IsProxified", "ProxyBoxId", "ProxyTitle", "Errors")
    FROMBOXID_FIELD_NUMBER: _ClassVar[int]
    FROMTITLE_FIELD_NUMBER: _ClassVar[int]
    TOBOXID_FIELD_NUMBER: _ClassVar[int]
    TOTITLE_FIELD_NUMBER: _ClassVar[int]
    ISINTERNAL_FIELD_NUMBER: _ClassVar[int]
    ISPROXIFIED_FIELD_NUMBER: _ClassVar[int]
    PROXYBOXID_FIELD_NUMBER: _ClassVar[int]
    PROXYTITLE_FIELD_NUMBER: _ClassVar[int]
    ERRORS_FIELD_NUMBER: _ClassVar[int]
    FromBoxId: str
    FromTitle: str
    ToBoxId: str
    ToTitle: str
    IsInternal: bool
    IsProxified: bool
    ProxyBoxId: str
    ProxyTitle: str
    Errors: _containers.RepeatedCompositeFieldContainer[MessageValidationError]
    def __init__(self, FromBoxId: _Optional[str] = ..., FromTitle: _Optional[str] = ..., ToBoxId: _Optional[str] = ..., ToTitle: _Optional[str] = ..., IsInternal: _Optional[bool] = ..., IsProxified: _Optional[bool] = ..., ProxyBoxId: _Optional[str] = ..., ProxyTitle: _Optional[str] = ..., Errors: _Optional[_Iterable[_Union[MessageValidationError, _Mapping]]] = ...) -> None: ...

class MessageValidationError(_message.Message):
    __slots__ = ("Severity", "UserMessage", "ApiMessage", "CustomDocumentId", "BoxId", "DepartmentId")
    SEVERITY_FIELD_NUMBER: _ClassVar[int]
    USERMESSAGE_FIELD_NUMBER: _ClassVar[int]
    APIMESSAGE_FIELD_NUMBER: _ClassVar[int]
    CUSTOMDOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    BOXID_FIELD_NUMBER: _ClassVar[int]
    DEPARTMENTID_FIELD_NUMBER: _ClassVar[int]
    Severity: MessageValidationErrorSeverity.Value
    UserMessage: str
    ApiMessage: str
    CustomDocumentId: str
    BoxId: str
    DepartmentId: str
    def __init__(self, Severity: _Optional[_Union[MessageValidationErrorSeverity.Value, str]] = ..., UserMessage: _Optional[str] = ..., ApiMessage: _Optional[str] = ..., CustomDocumentId: _Optional[str] = ..., BoxId: _Optional[str] = ..., DepartmentId: _Optional[str] = ...) -> None: ...

class MessageValidationErrorSeverity(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        Unknown: _ClassVar[MessageValidationErrorSeverity.Value]
        Error: _ClassVar[MessageValidationErrorSeverity.Value]
        Warning: _ClassVar[MessageValidationErrorSeverity.Value]
    Unknown: MessageValidationErrorSeverity.Value
    Error: MessageValidationErrorSeverity.Value
    Warning: MessageValidationErrorSeverity.Value
    def __init__(self) -> None: ...
