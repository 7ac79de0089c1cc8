from paraph.wire.diadoc import common_pb2 as _common_pb2
from paraph.wire.diadoc import documents_pb2 as _documents_pb2
from paraph.wire.diadoc import powers_pb2 as _powers_pb2
from paraph.wire.diadoc import signing_pb2 as _signing_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class DocflowEntity(_message.Message):
    __slots__ = ("EntityId", "CreationTimestamp", "Content")
    ENTITYID_FIELD_NUMBER: _ClassVar[int]
    CREATIONTIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    EntityId: str
    CreationTimestamp: _common_pb2.Timestamp
    Content: _common_pb2.Content
    def __init__(self, EntityId: _Optional[str] = ..., CreationTimestamp: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., Content: _Optional[_Union[_common_pb2.Content, _Mapping]] = ...) -> None: ...

class Attachment(_message.Message):
    __slots__ = ("Entity", "AttachmentFilename", "DisplayFilename")
    ENTITY_FIELD_NUMBER: _ClassVar[int]
    ATTACHMENTFILENAME_FIELD_NUMBER: _ClassVar[int]
    DISPLAYFILENAME_FIELD_NUMBER: _ClassVar[int]
    Entity: DocflowEntity
    AttachmentFilename: str
    DisplayFilename: str
    def __init__(self, Entity: _Optional[_Union[DocflowEntity, _Mapping]] = ..., AttachmentFilename: _Optional[str] = ..., DisplayFilename: _Optional[str] = ...) -> None: ...

class Signature(_message.Message):
    __slots__ = ("Entity", "SignerBoxId", "SignerDepartmentId", "IsValid", "VerificationResult")
    ENTITY_FIELD_NUMBER: _ClassVar[int]
    SIGNERBOXID_FIELD_NUMBER: _ClassVar[int]
    SIGNERDEPARTMENTID_FIELD_NUMBER: _ClassVar[int]
    ISVALID_FIELD_NUMBER: _ClassVar[int]
    VERIFICATIONRESULT_FIELD_NUMBER: _ClassVar[int]
    Entity: DocflowEntity
    SignerBoxId: str
    SignerDepartmentId: str
    IsValid: bool
    VerificationResult: _signing_pb2.SignatureVerificationResult
    def __init__(self, Entity: _Optional[_Union[DocflowEntity, _Mapping]] = ..., SignerBoxId: _Optional[str] = ..., SignerDepartmentId: _Optional[str] = ..., IsValid: _Optional[bool] = ..., VerificationResult: _Optional[_Union[_signing_pb2.SignatureVerificationResult, _Mapping]] = ...) -> None: ...

class SignedAttachment(_message.Message):
    __slots__ = ("Attachment", "Signature", "Comment")
    ATTACHMENT_FIELD_NUMBER: _ClassVar[int]
    SIGNATURE_FIELD_NUMBER: _ClassVar[int]
    COMMENT_FIELD_NUMBER: _ClassVar[int]
    Attachment: Attachment
    Signature: Signature
    Comment: DocflowEntity
    def __init__(self, Attachment: _Optional[_Union[Attachment, _Mapping]] = ..., Signature: _Optional[_Union[Signature, _Mapping]] = ..., Comment: _Optional[_Union[DocflowEntity, _Mapping]] = ...) -> None: ...

class SignatureV3(_message.Message):
    __slots__ = ("Cms", "CadesT", "SignerBoxId", "SignerDepartmentId", "IsValid", "VerificationResult", "DeliveredAt", "PowerOfAttorney", "PowerOfAttorneyAttachmentStatus", "SignatureTypeInfo")
    CMS_FIELD_NUMBER: _ClassVar[int]
    CADEST_FIELD_NUMBER: _ClassVar[int]
    SIGNERBOXID_FIELD_NUMBER: _ClassVar[int]
    SIGNERDEPARTMENTID_FIELD_NUMBER: _ClassVar[int]
    ISVALID_FIELD_NUMBER: _ClassVar[int]
    VERIFICATIONRESULT_FIELD_NUMBER: _ClassVar[int]
    DELIVEREDAT_FIELD_NUMBER: _ClassVar[int]
    POWEROFATTORNEY_FIELD_NUMBER: _ClassVar[int]
    POWEROFATTORNEYATTACHMENTSTATUS_FIELD_NUMBER: _ClassVar[int]
    SIGNATURETYPEINFO_FIELD_NUMBER: _ClassVar[int]
    Cms: DocflowEntity
    CadesT: DocflowEntity
    SignerBoxId: str
    SignerDepartmentId: str
    IsValid: bool
    VerificationResult: _signing_pb2.SignatureVerificationResult
    DeliveredAt: _common_pb2.Timestamp
    PowerOfAttorney: SignaturePowerOfAttorney
    PowerOfAttorneyAttachmentStatus: _powers_pb2.PowerOfAttorneyAttachmentStatus
    SignatureTypeInfo: SignatureTypeInfo
    def __init__(self, Cms: _Optional[_Union[DocflowEntity, _Mapping]] = ..., CadesT: _Optional[_Union[DocflowEntity, _Mapping]] = ..., SignerBoxId: _Optional[str] = ..., SignerDepartmentId: _Optional[str] = ..., IsValid: _Optional[bool] = ..., VerificationResult: _Optional[_Union[_signing_pb2.SignatureVerificationResult, _Mapping]] = ..., DeliveredAt: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., PowerOfAttorney: _Optional[_Union[SignaturePowerOfAttorney, _Mapping]] = ..., PowerOfAttorneyAttachmentStatus: _Optional[_Union[_powers_pb2.PowerOfAttorneyAttachmentStatus, _Mapping]] = ..., SignatureTypeInfo: _Optional[_Union[SignatureTypeInfo, _Mapping]] = ...) -> None: ...

class SignedAttachmentV3(_message.Message):
    __slots__ = ("Attachment", "Signature", "Comment", "ContentTypeId")
    ATTACHMENT_FIELD_NUMBER: _ClassVar[int]
    SIGNATURE_FIELD_NUMBER: _ClassVar[int]
    COMMENT_FIELD_NUMBER: _ClassVar[int]
    CONTENTTYPEID_FIELD_NUMBER: _ClassVar[int]
    Attachment: Attachment
    Signature: SignatureV3
    Comment: DocflowEntity
    ContentTypeId: str
    def __init__(self, Attachment: _Optional[_Union[Attachment, _Mapping]] = ..., Signature: _Optional[_Union[SignatureV3, _Mapping]] = ..., Comment: _Optional[_Union[DocflowEntity, _Mapping]] = ..., ContentTypeId: _Optional[str] = ...) -> None: ...

class SignatureTypeInfo(_message.Message):
    __slots__ = ("SignatureType", "QualifiedDetails", "NonQualifiedDetails")
    SIGNATURETYPE_FIELD_NUMBER: _ClassVar[int]
    QUALIFIEDDETAILS_FIELD_NUMBER: _ClassVar[int]
    NONQUALIFIEDDETAILS_FIELD_NUMBER: _ClassVar[int]
    SignatureType: SignatureType.Value
    QualifiedDetails: QualifiedDetails
    NonQualifiedDetails: NonQualifiedDetails
    def __init__(self, SignatureType: _Optional[_Union[SignatureType.Value, str]] = ..., QualifiedDetails: _Optional[_Union[QualifiedDetails, _Mapping]] = ..., NonQualifiedDetails: _Optional[_Union[NonQualifiedDetails, _Mapping]] = ...) -> None: ...

class QualifiedDetails(_message.Message):
    __slots__ = ("SignatureSource",)
    SIGNATURESOURCE_FIELD_NUMBER: _ClassVar[int]
    SignatureSource: QualifiedSignatureSource.Value
    def __init__(self, SignatureSource: _Optional[_Union[QualifiedSignatureSource.Value, str]] = ...) -> None: ...

class QualifiedSignatureSource(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        Default: _ClassVar[QualifiedSignatureSource.Value]
    Default: QualifiedSignatureSource.Value
    def __init__(self) -> None: ...

class NonQualifiedDetails(_message.Message):
    __slots__ = ("SignatureSource",)
    SIGNATURESOURCE_FIELD_NUMBER: _ClassVar[int]
    SignatureSource: NonQualifiedSignatureSource.Value
    def __init__(self, SignatureSource: _Optional[_Union[NonQualifiedSignatureSource.Value, str]] = ...) -> None: ...

class NonQualifiedSignatureSource(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        Default: _ClassVar[NonQualifiedSignatureSource.Value]
        GosKey: _ClassVar[NonQualifiedSignatureSource.Value]
    Default: NonQualifiedSignatureSource.Value
    GosKey: NonQualifiedSignatureSource.Value
    def __init__(self) -> None: ...

class SignatureType(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownSignatureType: _ClassVar[SignatureType.Value]
        OnVerification: _ClassVar[SignatureType.Value]
        Qualified: _ClassVar[SignatureType.Value]
        NonQualified: _ClassVar[SignatureType.Value]
    UnknownSignatureType: SignatureType.Value
    OnVerification: SignatureType.Value
    Qualified: SignatureType.Value
    NonQualified: SignatureType.Value
    def __init__(self) -> None: ...

class BilateralDocflow(_message.Message):
    __slots__ = ("IsFinished", "ReceiptDocflow", "RecipientSignatureDocflow", "RecipientSignatureRejectionDocflow", "IsReceiptRequested", "IsRecipientSignatureRequested", "IsDocumentSignedByRecipient", "IsDocumentRejectedByRecipient", "CanDocumentBeReceipted", "CanDocumentBeSignedBySender", "CanDocumentBeSignedOrRejectedByRecipient")
    ISFINISHED_FIELD_NUMBER: _ClassVar[int]
    RECEIPTDOCFLOW_FIELD_NUMBER: _ClassVar[int]
    RECIPIENTSIGNATUREDOCFLOW_FIELD_NUMBER: _ClassVar[int]
    RECIPIENTSIGNATUREREJECTIONDOCFLOW_FIELD_NUMBER: _ClassVar[int]
    ISRECEIPTREQUESTED_FIELD_NUMBER: _ClassVar[int]
    ISRECIPIENTSIGNATUREREQUESTED_FIELD_NUMBER: _ClassVar[int]
    ISDOCUMENTSIGNEDBYRECIPIENT_FIELD_NUMBER: _ClassVar[int]
    ISDOCUMENTREJECTEDBYRECIPIENT_FIELD_NUMBER: _ClassVar[int]
    CANDOCUMENTBERECEIPTED_FIELD_NUMBER: _ClassVar[int]
    CANDOCUMENTBESIGNEDBYSENDER_FIELD_NUMBER: _ClassVar[int]
    CANDOCUMENTBESIGNEDORREJECTEDBYRECIPIENT_FIELD_NUMBER: _ClassVar[int]
    IsFinished: bool
    ReceiptDocflow: ReceiptDocflow
    RecipientSignatureDocflow: RecipientSignatureDocflow
    RecipientSignatureRejectionDocflow: RecipientSignatureRejectionDocflow
    IsReceiptRequested: bool
    IsRecipientSignatureRequested: bool
    IsDocumentSignedByRecipient: bool
    IsDocumentRejectedByRecipient: bool
    CanDocumentBeReceipted: bool
    CanDocumentBeSignedBySender: bool
    CanDocumentBeSignedOrRejectedByRecipient: bool
    def __init__(self, IsFinished: _Optional[bool] = ..., ReceiptDocflow: _Optional[_Union[ReceiptDocflow, _Mapping]] = ..., RecipientSignatureDocflow: _Optional[_Union[RecipientSignatureDocflow, _Mapping]] = ..., RecipientSignatureRejectionDocflow: _Optional[_Union[RecipientSignatureRejectionDocflow, _Mapping]] = ..., IsReceiptRequested: _Optional[bool] = ..., IsRecipientSignatureRequested: _Optional[bool] = ..., IsDocumentSignedByRecipient: _Optional[bool] = ..., IsDocumentRejectedByRecipient: _Optional[bool] = ..., CanDocumentBeReceipted: _Optional[bool] = ..., CanDocumentBeSignedBySender: _Optional[bool] = ..., CanDocumentBeSignedOrRejectedByRecipient: _Optional[bool] = ...) -> None: ...

class DeliveryDocflowV5(_message.Message):
    __slots__ = ("Status", "SentAt", "DeliveredAt")
    STATUS_FIELD_NUMBER: _ClassVar[int]
    SENTAT_FIELD_NUMBER: _ClassVar[int]
    DELIVEREDAT_FIELD_NUMBER: _ClassVar[int]
    Status: DeliveryStatusV5.Value
    SentAt: _common_pb2.Timestamp
    DeliveredAt: _common_pb2.Timestamp
    def __init__(self, Status: _Optional[_Union[DeliveryStatusV5.Value, str]] = ..., SentAt: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., DeliveredAt: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class DeliveryStatusV5(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        DeliveryStatusUnknown: _ClassVar[DeliveryStatusV5.Value]
        DeliveryStatusNotReady: _ClassVar[DeliveryStatusV5.Value]
        DeliveryStatusDelivered: _ClassVar[DeliveryStatusV5.Value]
        DeliveryStatusFailed: _ClassVar[DeliveryStatusV5.Value]
    DeliveryStatusUnknown: DeliveryStatusV5.Value
    DeliveryStatusNotReady: DeliveryStatusV5.Value
    DeliveryStatusDelivered: DeliveryStatusV5.Value
    DeliveryStatusFailed: DeliveryStatusV5.Value
    def __init__(self) -> None: ...

class Docflow(_message.Message):
    __slots__ = ("IsFinished", "DocumentAttachment", "DepartmentId", "DocumentIsDeleted", "DocflowStatus", "SendTimestamp", "DeliveryTimestamp", "InboundInvoiceDocflow", "OutboundInvoiceDocflow", "XmlBilateralDocflow", "BilateralDocflow", "UnilateralDocflow", "RevocationDocflow", "ResolutionDocflow", "CanDocumentBeRevokedUnilaterallyBySender", "PacketId", "CustomData", "InboundUniversalTransferDocumentDocflow", "OutboundUniversalTransferDocumentDocflow", "RoamingNotification")
    ISFINISHED_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTATTACHMENT_FIELD_NUMBER: _ClassVar[int]
    DEPARTMENTID_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTISDELETED_FIELD_NUMBER: _ClassVar[int]
    DOCFLOWSTATUS_FIELD_NUMBER: _ClassVar[int]
    SENDTIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    DELIVERYTIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    INBOUNDINVOICEDOCFLOW_FIELD_NUMBER: _ClassVar[int]
    OUTBOUNDINVOICEDOCFLOW_FIELD_NUMBER: _ClassVar[int]
    XMLBILATERALDOCFLOW_FIELD_NUMBER: _ClassVar[int]
    BILATERALDOCFLOW_FIELD_NUMBER: _ClassVar[int]
    UNILATERALDOCFLOW_FIELD_NUMBER: _ClassVar[int]
    REVOCATIONDOCFLOW_FIELD_NUMBER: _ClassVar[int]
    RESOLUTIONDOCFLOW_FIELD_NUMBER: _ClassVar[int]
    CANDOCUMENTBEREVOKEDUNILATERALLYBYSENDER_FIELD_NUMBER: _ClassVar[int]
    PACKETID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMDATA_FIELD_NUMBER: _ClassVar[int]
    INBOUNDUNIVERSALTRANSFERDOCUMENTDOCFLOW_FIELD_NUMBER: _ClassVar[int]
    OUTBOUNDUNIVERSALTRANSFERDOCUMENTDOCFLOW_FIELD_NUMBER: _ClassVar[int]
    ROAMINGNOTIFICATION_FIELD_NUMBER: _ClassVar[int]
    IsFinished: bool
    DocumentAttachment: SignedAttachment
    DepartmentId: str
    DocumentIsDeleted: bool
    DocflowStatus: DocflowStatus
    SendTimestamp: _common_pb2.Timestamp
    DeliveryTimestamp: _common_pb2.Timestamp
    InboundInvoiceDocflow: InboundInvoiceDocflow
    OutboundInvoiceDocflow: OutboundInvoiceDocflow
    XmlBilateralDocflow: XmlBilateralDocflow
    BilateralDocflow: BilateralDocflow
    UnilateralDocflow: UnilateralDocflow
    RevocationDocflow: RevocationDocflow
    ResolutionDocflow: ResolutionDocflow
    CanDocumentBeRevokedUnilaterallyBySender: bool
    PacketId: str
    CustomData: _containers.RepeatedCompositeFieldContainer[_common_pb2.CustomDataItem]
    InboundUniversalTransferDocumentDocflow: InboundUniversalTransferDocumentDocflow
    OutboundUniversalTransferDocumentDocflow: OutboundUniversalTransferDocumentDocflow
    RoamingNotification: DocflowRoamingNotification
    def __init__(self, IsFinished: _Optional[bool] = ..., DocumentAttachment: _Optional[_Union[SignedAttachment, _Mapping]] = ..., DepartmentId: _Optional[str] = ..., DocumentIsDeleted: _Optional[bool] = ..., DocflowStatus: _Optional[_Union[DocflowStatus, _Mapping]] = ..., SendTimestamp: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., DeliveryTimestamp: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., InboundInvoiceDocflow: _Optional[_Union[InboundInvoiceDocflow, _Mapping]] = ..., OutboundInvoiceDocflow: _Optional[_Union[OutboundInvoiceDocflow, _Mapping]] = ..., XmlBilateralDocflow: _Optional[_Union[XmlBilateralDocflow, _Mapping]] = ..., BilateralDocflow: _Optional[_Union[BilateralDocflow, _Mapping]] = ..., UnilateralDocflow: _Optional[_Union[UnilateralDocflow, _Mapping]] = ..., RevocationDocflow: _Optional[_Union[RevocationDocflow, _Mapping]] = ..., ResolutionDocflow: _Optional[_Union[ResolutionDocflow, _Mapping]] = ..., CanDocumentBeRevokedUnilaterallyBySender: _Optional[bool] = ..., PacketId: _Optional[str] = ..., CustomData: _Optional[_Iterable[_Union[_common_pb2.CustomDataItem, _Mapping]]] = ..., InboundUniversalTransferDocumentDocflow: _Optional[_Union[InboundUniversalTransferDocumentDocflow, _Mapping]] = ..., OutboundUniversalTransferDocumentDocflow: _Optional[_Union[OutboundUniversalTransferDocumentDocflow, _Mapping]] = ..., RoamingNotification: _Optional[_Union[DocflowRoamingNotification, _Mapping]] = ...) -> None: ...

class DocflowStatus(_message.Message):
    __slots__ = ("PrimaryStatus", "SecondaryStatus")
    PRIMARYSTATUS_FIELD_NUMBER: _ClassVar[int]
    SECONDARYSTATUS_FIELD_NUMBER: _ClassVar[int]
    PrimaryStatus: DocflowStatusModel
    SecondaryStatus: DocflowStatusModel
    def __init__(self, PrimaryStatus: _Optional[_Union[DocflowStatusModel, _Mapping]] = ..., SecondaryStatus: _Optional[_Union[DocflowStatusModel, _Mapping]] = ...) -> None: ...

class DocflowStatusModel(_message.Message):
    __slots__ = ("Severity", "StatusText", "StatusHint")
    SEVERITY_FIELD_NUMBER: _ClassVar[int]
    STATUSTEXT_FIELD_NUMBER: _ClassVar[int]
    STATUSHINT_FIELD_NUMBER: _ClassVar[int]
    Severity: DocflowStatusSeverity.Value
    StatusText: str
    StatusHint: str
    def __init__(self, Severity: _Optional[_Union[DocflowStatusSeverity.Value, str]] = ..., StatusText: _Optional[str] = ..., StatusHint: _Optional[str] = ...) -> None: ...

class DocflowStatusSeverity(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownDocflowStatusSeverity: _ClassVar[DocflowStatusSeverity.Value]
        Info: _ClassVar[DocflowStatusSeverity.Value]
        Success: _ClassVar[DocflowStatusSeverity.Value]
        Warning: _ClassVar[DocflowStatusSeverity.Value]
        Error: _ClassVar[DocflowStatusSeverity.Value]
    UnknownDocflowStatusSeverity: DocflowStatusSeverity.Value
    Info: DocflowStatusSeverity.Value
    Success: DocflowStatusSeverity.Value
    Warning: DocflowStatusSeverity.Value
    Error: DocflowStatusSeverity.Value
    def __init__(self) -> None: ...

class GetDocflowBatchRequest(_message.Message):
    __slots__ = ("Requests",)
    REQUESTS_FIELD_NUMBER: _ClassVar[int]
    Requests: _containers.RepeatedCompositeFieldContainer[GetDocflowRequest]
    def __init__(self, Requests: _Optional[_Iterable[_Union[GetDocflowRequest, _Mapping]]] = ...) -> None: ...

class GetDocflowRequest(_message.Message):
    __slots__ = ("DocumentId", "LastEventId", "InjectEntityContent")
    DOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    LASTEVENTID_FIELD_NUMBER: _ClassVar[int]
    INJECTENTITYCONTENT_FIELD_NUMBER: _ClassVar[int]
    DocumentId: _common_pb2.DocumentId
    LastEventId: str
    InjectEntityContent: bool
    def __init__(self, DocumentId: _Optional[_Union[_common_pb2.DocumentId, _Mapping]] = ..., LastEventId: _Optional[str] = ..., InjectEntityContent: _Optional[bool] = ...) -> None: ...

class GetDocflowBatchResponse(_message.Message):
    __slots__ = ("Documents",)
    DOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    Documents: _containers.RepeatedCompositeFieldContainer[DocumentWithDocflow]
    def __init__(self, Documents: _Optional[_Iterable[_Union[DocumentWithDocflow, _Mapping]]] = ...) -> None: ...

class SearchDocflowsRequest(_message.Message):
    __slots__ = ("QueryString", "Count", "FirstIndex", "Scope", "InjectEntityContent")
    QUERYSTRING_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    FIRSTINDEX_FIELD_NUMBER: _ClassVar[int]
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    INJECTENTITYCONTENT_FIELD_NUMBER: _ClassVar[int]
    QueryString: str
    Count: int
    FirstIndex: int
    Scope: SearchScope.Value
    InjectEntityContent: bool
    def __init__(self, QueryString: _Optional[str] = ..., Count: _Optional[int] = ..., FirstIndex: _Optional[int] = ..., Scope: _Optional[_Union[SearchScope.Value, str]] = ..., InjectEntityContent: _Optional[bool] = ...) -> None: ...

class SearchDocflowsResponse(_message.Message):
    __slots__ = ("Documents", "HaveMoreDocuments")
    DOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    HAVEMOREDOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    Documents: _containers.RepeatedCompositeFieldContainer[DocumentWithDocflow]
    HaveMoreDocuments: bool
    def __init__(self, Documents: _Optional[_Iterable[_Union[DocumentWithDocflow, _Mapping]]] = ..., HaveMoreDocuments: _Optional[bool] = ...) -> None: ...

class GetDocflowsByPacketIdRequest(_message.Message):
    __slots__ = ("PacketId", "Count", "InjectEntityContent", "AfterIndexKey")
    PACKETID_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    INJECTENTITYCONTENT_FIELD_NUMBER: _ClassVar[int]
    AFTERINDEXKEY_FIELD_NUMBER: _ClassVar[int]
    PacketId: str
    Count: int
    InjectEntityContent: bool
    AfterIndexKey: bytes
    def __init__(self, PacketId: _Optional[str] = ..., Count: _Optional[int] = ..., InjectEntityContent: _Optional[bool] = ..., AfterIndexKey: _Optional[bytes] = ...) -> None: ...

class FetchedDocument(_message.Message):
    __slots__ = ("Document", "IndexKey")
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    INDEXKEY_FIELD_NUMBER: _ClassVar[int]
    Document: DocumentWithDocflow
    IndexKey: bytes
    def __init__(self, Document: _Optional[_Union[DocumentWithDocflow, _Mapping]] = ..., IndexKey: _Optional[bytes] = ...) -> None: ...

class GetDocflowsByPacketIdResponse(_message.Message):
    __slots__ = ("Documents", "NextPageIndexKey")
    DOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    NEXTPAGEINDEXKEY_FIELD_NUMBER: _ClassVar[int]
    Documents: _containers.RepeatedCompositeFieldContainer[FetchedDocument]
    NextPageIndexKey: bytes
    def __init__(self, Documents: _Optional[_Iterable[_Union[FetchedDocument, _Mapping]]] = ..., NextPageIndexKey: _Optional[bytes] = ...) -> None: ...

class GetDocflowEventsRequest(_message.Message):
    __slots__ = ("Filter", "AfterIndexKey", "PopulateDocuments", "InjectEntityContent", "PopulatePreviousDocumentStates", "MessageTypes", "DocumentDirections", "DepartmentId", "TypeNamedIds", "CounteragentBoxId", "Limit")
    FILTER_FIELD_NUMBER: _ClassVar[int]
    AFTERINDEXKEY_FIELD_NUMBER: _ClassVar[int]
    POPULATEDOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    INJECTENTITYCONTENT_FIELD_NUMBER: _ClassVar[int]
    POPULATEPREVIOUSDOCUMENTSTATES_FIELD_NUMBER: _ClassVar[int]
    MESSAGETYPES_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTDIRECTIONS_FIELD_NUMBER: _ClassVar[int]
    DEPARTMENTID_FIELD_NUMBER: _ClassVar[int]
    TYPENAMEDIDS_FIELD_NUMBER: _ClassVar[int]
    COUNTERAGENTBOXID_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    Filter: _common_pb2.TimeBasedFilter
    AfterIndexKey: bytes
    PopulateDocuments: bool
    InjectEntityContent: bool
    PopulatePreviousDocumentStates: bool
    MessageTypes: _containers.RepeatedScalarFieldContainer[str]
    DocumentDirections: _containers.RepeatedScalarFieldContainer[str]
    DepartmentId: str
    TypeNamedIds: _containers.RepeatedScalarFieldContainer[str]
    CounteragentBoxId: str
    Limit: int
    def __init__(self, Filter: _Optional[_Union[_common_pb2.TimeBasedFilter, _Mapping]] = ..., AfterIndexKey: _Optional[bytes] = ..., PopulateDocuments: _Optional[bool] = ..., InjectEntityContent: _Optional[bool] = ..., PopulatePreviousDocumentStates: _Optional[bool] = ..., MessageTypes: _Optional[_Iterable[str]] = ..., DocumentDirections: _Optional[_Iterable[str]] = ..., DepartmentId: _Optional[str] = ..., TypeNamedIds: _Optional[_Iterable[str]] = ..., CounteragentBoxId: _Optional[str] = ..., Limit: _Optional[int] = ...) -> None: ...

class GetDocflowEventsResponse(_message.Message):
    __slots__ = ("TotalCount", "Events", "TotalCountType")
    TOTALCOUNT_FIELD_NUMBER: _ClassVar[int]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    TOTALCOUNTTYPE_FIELD_NUMBER: _ClassVar[int]
    TotalCount: int
    Events: _containers.RepeatedCompositeFieldContainer[DocflowEvent]
    TotalCountType: _common_pb2.TotalCountType.Value
    def __init__(self, TotalCount: _Optional[int] = ..., Events: _Optional[_Iterable[_Union[DocflowEvent, _Mapping]]] = ..., TotalCountType: _Optional[_Union[_common_pb2.TotalCountType.Value, str]] = ...) -> None: ...

class DocflowEvent(_message.Message):
    __slots__ = ("EventId", "Timestamp", "DocumentId", "IndexKey", "Document", "PreviousEventId", "PreviousDocumentState")
    EVENTID_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    INDEXKEY_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    PREVIOUSEVENTID_FIELD_NUMBER: _ClassVar[int]
    PREVIOUSDOCUMENTSTATE_FIELD_NUMBER: _ClassVar[int]
    EventId: str
    Timestamp: _common_pb2.Timestamp
    DocumentId: _common_pb2.DocumentId
    IndexKey: bytes
    Document: DocumentWithDocflow
    PreviousEventId: str
    PreviousDocumentState: DocumentWithDocflow
    def __init__(self, EventId: _Optional[str] = ..., Timestamp: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., DocumentId: _Optional[_Union[_common_pb2.DocumentId, _Mapping]] = ..., IndexKey: _Optional[bytes] = ..., Document: _Optional[_Union[DocumentWithDocflow, _Mapping]] = ..., PreviousEventId: _Optional[str] = ..., PreviousDocumentState: _Optional[_Union[DocumentWithDocflow, _Mapping]] = ...) -> None: ...

class SearchScope(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        SearchScopeAny: _ClassVar[SearchScope.Value]
        SearchScopeIncoming: _ClassVar[SearchScope.Value]
        SearchScopeOutgoing: _ClassVar[SearchScope.Value]
        SearchScopeDeleted: _ClassVar[SearchScope.Value]
        SearchScopeInternal: _ClassVar[SearchScope.Value]
    SearchScopeAny: SearchScope.Value
    SearchScopeIncoming: SearchScope.Value
    SearchScopeOutgoing: SearchScope.Value
    SearchScopeDeleted: SearchScope.Value
    SearchScopeInternal: SearchScope.Value
    def __init__(self) -> None: ...

class GetDocflowBatchResponseV3(_message.Message):
    __slots__ = ("Documents",)
    DOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    Documents: _containers.RepeatedCompositeFieldContainer[DocumentWithDocflowV3]
    def __init__(self, Documents: _Optional[_Iterable[_Union[DocumentWithDocflowV3, _Mapping]]] = ...) -> None: ...

class SearchDocflowsResponseV3(_message.Message):
    __slots__ = ("Documents", "HaveMoreDocuments")
    DOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    HAVEMOREDOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    Documents: _containers.RepeatedCompositeFieldContainer[DocumentWithDocflowV3]
    HaveMoreDocuments: bool
    def __init__(self, Documents: _Optional[_Iterable[_Union[DocumentWithDocflowV3, _Mapping]]] = ..., HaveMoreDocuments: _Optional[bool] = ...) -> None: ...

class FetchedDocumentV3(_message.Message):
    __slots__ = ("Document", "IndexKey")
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    INDEXKEY_FIELD_NUMBER: _ClassVar[int]
    Document: DocumentWithDocflowV3
    IndexKey: bytes
    def __init__(self, Document: _Optional[_Union[DocumentWithDocflowV3, _Mapping]] = ..., IndexKey: _Optional[bytes] = ...) -> None: ...

class GetDocflowsByPacketIdResponseV3(_message.Message):
    __slots__ = ("Documents", "NextPageIndexKey")
    DOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    NEXTPAGEINDEXKEY_FIELD_NUMBER: _ClassVar[int]
    Documents: _containers.RepeatedCompositeFieldContainer[FetchedDocumentV3]
    NextPageIndexKey: bytes
    def __init__(self, Documents: _Optional[_Iterable[_Union[FetchedDocumentV3, _Mapping]]] = ..., NextPageIndexKey: _Optional[bytes] = ...) -> None: ...

class GetDocflowEventsResponseV3(_message.Message):
    __slots__ = ("TotalCount", "Events", "TotalCountType")
    TOTALCOUNT_FIELD_NUMBER: _ClassVar[int]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    TOTALCOUNTTYPE_FIELD_NUMBER: _ClassVar[int]
    TotalCount: int
    Events: _containers.RepeatedCompositeFieldContainer[DocflowEventV3]
    TotalCountType: _common_pb2.TotalCountType.Value
    def __init__(self, TotalCount: _Optional[int] = ..., Events: _Optional[_Iterable[_Union[DocflowEventV3, _Mapping]]] = ..., TotalCountType: _Optional[_Union[_common_pb2.TotalCountType.Value, str]] = ...) -> None: ...

class DocflowEventV3(_message.Message):
    __slots__ = ("EventId", "Timestamp", "DocumentId", "IndexKey", "Document", "PreviousEventId", "PreviousDocumentState")
    EVENTID_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    INDEXKEY_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    PREVIOUSEVENTID_FIELD_NUMBER: _ClassVar[int]
    PREVIOUSDOCUMENTSTATE_FIELD_NUMBER: _ClassVar[int]
    EventId: str
    Timestamp: _common_pb2.Timestamp
    DocumentId: _common_pb2.DocumentId
    IndexKey: bytes
    Document: DocumentWithDocflowV3
    PreviousEventId: str
    PreviousDocumentState: DocumentWithDocflowV3
    def __init__(self, EventId: _Optional[str] = ..., Timestamp: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., DocumentId: _Optional[_Union[_common_pb2.DocumentId, _Mapping]] = ..., IndexKey: _Optional[bytes] = ..., Document: _Optional[_Union[DocumentWithDocflowV3, _Mapping]] = ..., PreviousEventId: _Optional[str] = ..., PreviousDocumentState: _Optional[_Union[DocumentWithDocflowV3, _Mapping]] = ...) -> None: ...

class GetDocflowBatchResponseV4(_message.Message):
    __slots__ = ("Documents",)
    DOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    Documents: _containers.RepeatedCompositeFieldContainer[DocumentWithDocflowV4]
    def __init__(self, Documents: _Optional[_Iterable[_Union[DocumentWithDocflowV4, _Mapping]]] = ...) -> None: ...

class SearchDocflowsResponseV4(_message.Message):
    __slots__ = ("Documents", "HaveMoreDocuments")
    DOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    HAVEMOREDOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    Documents: _containers.RepeatedCompositeFieldContainer[DocumentWithDocflowV4]
    HaveMoreDocuments: bool
    def __init__(self, Documents: _Optional[_Iterable[_Union[DocumentWithDocflowV4, _Mapping]]] = ..., HaveMoreDocuments: _Optional[bool] = ...) -> None: ...

class FetchedDocumentV4(_message.Message):
    __slots__ = ("Document", "IndexKey")
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    INDEXKEY_FIELD_NUMBER: _ClassVar[int]
    Document: DocumentWithDocflowV4
    IndexKey: bytes
    def __init__(self, Document: _Optional[_Union[DocumentWithDocflowV4, _Mapping]] = ..., IndexKey: _Optional[bytes] = ...) -> None: ...

class GetDocflowsByPacketIdResponseV4(_message.Message):
    __slots__ = ("Documents", "NextPageIndexKey")
    DOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    NEXTPAGEINDEXKEY_FIELD_NUMBER: _ClassVar[int]
    Documents: _containers.RepeatedCompositeFieldContainer[FetchedDocumentV4]
    NextPageIndexKey: bytes
    def __init__(self, Documents: _Optional[_Iterable[_Union[FetchedDocumentV4, _Mapping]]] = ..., NextPageIndexKey: _Optional[bytes] = ...) -> None: ...

class GetDocflowEventsResponseV4(_message.Message):
    __slots__ = ("TotalCount", "Events", "TotalCountType")
    TOTALCOUNT_FIELD_NUMBER: _ClassVar[int]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    TOTALCOUNTTYPE_FIELD_NUMBER: _ClassVar[int]
    TotalCount: int
    Events: _containers.RepeatedCompositeFieldContainer[DocflowEventV4]
    TotalCountType: _common_pb2.TotalCountType.Value
    def __init__(self, TotalCount: _Optional[int] = ..., Events: _Optional[_Iterable[_Union[DocflowEventV4, _Mapping]]] = ..., TotalCountType: _Optional[_Union[_common_pb2.TotalCountType.Value, str]] = ...) -> None: ...

class DocflowEventV4(_message.Message):
    __slots__ = ("EventId", "Timestamp", "DocumentId", "IndexKey", "Document", "PreviousEventId", "PreviousDocumentState")
    EVENTID_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    INDEXKEY_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    PREVIOUSEVENTID_FIELD_NUMBER: _ClassVar[int]
    PREVIOUSDOCUMENTSTATE_FIELD_NUMBER: _ClassVar[int]
    EventId: str
    Timestamp: _common_pb2.Timestamp
    DocumentId: _common_pb2.DocumentId
    IndexKey: bytes
    Document: DocumentWithDocflowV4
    PreviousEventId: str
    PreviousDocumentState: DocumentWithDocflowV4
    def __init__(self, EventId: _Optional[str] = ..., Timestamp: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., DocumentId: _Optional[_Union[_common_pb2.DocumentId, _Mapping]] = ..., IndexKey: _Optional[bytes] = ..., Document: _Optional[_Union[DocumentWithDocflowV4, _Mapping]] = ..., PreviousEventId: _Optional[str] = ..., PreviousDocumentState: _Optional[_Union[DocumentWithDocflowV4, _Mapping]] = ...) -> None: ...

class GetDocflowBatchResponseV5(_message.Message):
    __slots__ = ("Documents",)
    DOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    Documents: _containers.RepeatedCompositeFieldContainer[DocumentWithDocflowV5]
    def __init__(self, Documents: _Optional[_Iterable[_Union[DocumentWithDocflowV5, _Mapping]]] = ...) -> None: ...

class SearchDocflowsResponseV5(_message.Message):
    __slots__ = ("Documents", "HaveMoreDocuments")
    DOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    HAVEMOREDOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    Documents: _containers.RepeatedCompositeFieldContainer[DocumentWithDocflowV5]
    HaveMoreDocuments: bool
    def __init__(self, Documents: _Optional[_Iterable[_Union[DocumentWithDocflowV5, _Mapping]]] = ..., HaveMoreDocuments: _Optional[bool] = ...) -> None: ...

class FetchedDocumentV5(_message.Message):
    __slots__ = ("Document", "IndexKey")
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    INDEXKEY_FIELD_NUMBER: _ClassVar[int]
    Document: DocumentWithDocflowV5
    IndexKey: bytes
    def __init__(self, Document: _Optional[_Union[DocumentWithDocflowV5, _Mapping]] = ..., IndexKey: _Optional[bytes] = ...) -> None: ...

class GetDocflowsByPacketIdResponseV5(_message.Message):
    __slots__ = ("Documents", "NextPageIndexKey")
    DOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    NEXTPAGEINDEXKEY_FIELD_NUMBER: _ClassVar[int]
    Documents: _containers.RepeatedCompositeFieldContainer[FetchedDocumentV5]
    NextPageIndexKey: bytes
    def __init__(self, Documents: _Optional[_Iterable[_Union[FetchedDocumentV5, _Mapping]]] = ..., NextPageIndexKey: _Optional[bytes] = ...) -> None: ...

class GetDocflowEventsResponseV5(_message.Message):
    __slots__ = ("TotalCount", "Events", "TotalCountType")
    TOTALCOUNT_FIELD_NUMBER: _ClassVar[int]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    TOTALCOUNTTYPE_FIELD_NUMBER: _ClassVar[int]
    TotalCount: int
    Events: _containers.RepeatedCompositeFieldContainer[DocflowEventV5]
    TotalCountType: _common_pb2.TotalCountType.Value
    def __init__(self, TotalCount: _Optional[int] = ..., Events: _Optional[_Iterable[_Union[DocflowEventV5, _Mapping]]] = ..., TotalCountType: _Optional[_Union[_common_pb2.TotalCountType.Value, str]] = ...) -> None: ...

class DocflowEventV5(_message.Message):
    __slots__ = ("EventId", "Timestamp", "DocumentId", "IndexKey", "Document", "PreviousEventId", "PreviousDocumentState")
    EVENTID_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    INDEXKEY_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    PREVIOUSEVENTID_FIELD_NUMBER: _ClassVar[int]
    PREVIOUSDOCUMENTSTATE_FIELD_NUMBER: _ClassVar[int]
    EventId: str
    Timestamp: _common_pb2.Timestamp
    DocumentId: _common_pb2.DocumentId
    IndexKey: bytes
    Document: DocumentWithDocflowV5
    PreviousEventId: str
    PreviousDocumentState: DocumentWithDocflowV5
    def __init__(self, EventId: _Optional[str] = ..., Timestamp: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., DocumentId: _Optional[_Union[_common_pb2.DocumentId, _Mapping]] = ..., IndexKey: _Optional[bytes] = ..., Document: _Optional[_Union[DocumentWithDocflowV5, _Mapping]] = ..., PreviousEventId: _Optional[str] = ..., PreviousDocumentState: _Optional[_Union[DocumentWithDocflowV5, _Mapping]] = ...) -> None: ...

class DocflowV3(_message.Message):
    __slots__ = ("SenderTitle", "Confirmation", "ProxyResponse", "RecipientReceipt", "RecipientResponse", "AmendmentRequest", "Revocation", "SenderReceipt", "Resolution", "ResolutionEntities", "OuterDocflows", "OuterDocflowEntities", "DocflowStatus", "TtGisFixation")
    SENDERTITLE_FIELD_NUMBER: _ClassVar[int]
    CONFIRMATION_FIELD_NUMBER: _ClassVar[int]
    PROXYRESPONSE_FIELD_NUMBER: _ClassVar[int]
    RECIPIENTRECEIPT_FIELD_NUMBER: _ClassVar[int]
    RECIPIENTRESPONSE_FIELD_NUMBER: _ClassVar[int]
    AMENDMENTREQUEST_FIELD_NUMBER: _ClassVar[int]
    REVOCATION_FIELD_NUMBER: _ClassVar[int]
    SENDERRECEIPT_FIELD_NUMBER: _ClassVar[int]
    RESOLUTION_FIELD_NUMBER: _ClassVar[int]
    RESOLUTIONENTITIES_FIELD_NUMBER: _ClassVar[int]
    OUTERDOCFLOWS_FIELD_NUMBER: _ClassVar[int]
    OUTERDOCFLOWENTITIES_FIELD_NUMBER: _ClassVar[int]
    DOCFLOWSTATUS_FIELD_NUMBER: _ClassVar[int]
    TTGISFIXATION_FIELD_NUMBER: _ClassVar[int]
    SenderTitle: SenderTitleDocflow
    Confirmation: ConfirmationDocflow
    ProxyResponse: ParticipantResponseDocflow
    RecipientReceipt: ReceiptDocflowV3
    RecipientResponse: ParticipantResponseDocflow
    AmendmentRequest: AmendmentRequestDocflow
    Revocation: RevocationDocflowV3
    SenderReceipt: ReceiptDocflowV3
    Resolution: ResolutionDocflowV3
    ResolutionEntities: ResolutionEntitiesV3
    OuterDocflows: _containers.RepeatedCompositeFieldContainer[OuterDocflow]
    OuterDocflowEntities: _containers.RepeatedCompositeFieldContainer[OuterDocflowEntities]
    DocflowStatus: _documents_pb2.DocflowStatusV3
    TtGisFixation: TtGisFixationDocflow
    def __init__(self, SenderTitle: _Optional[_Union[SenderTitleDocflow, _Mapping]] = ..., Confirmation: _Optional[_Union[ConfirmationDocflow, _Mapping]] = ..., ProxyResponse: _Optional[_Union[ParticipantResponseDocflow, _Mapping]] = ..., RecipientReceipt: _Optional[_Union[ReceiptDocflowV3, _Mapping]] = ..., RecipientResponse: _Optional[_Union[ParticipantResponseDocflow, _Mapping]] = ..., AmendmentRequest: _Optional[_Union[AmendmentRequestDocflow, _Mapping]] = ..., Revocation: _Optional[_Union[RevocationDocflowV3, _Mapping]] = ..., SenderReceipt: _Optional[_Union[ReceiptDocflowV3, _Mapping]] = ..., Resolution: _Optional[_Union[ResolutionDocflowV3, _Mapping]] = ..., ResolutionEntities: _Optional[_Union[ResolutionEntitiesV3, _Mapping]] = ..., OuterDocflows: _Optional[_Iterable[_Union[OuterDocflow, _Mapping]]] = ..., OuterDocflowEntities: _Optional[_Iterable[_Union[OuterDocflowEntities, _Mapping]]] = ..., DocflowStatus: _Optional[_Union[_documents_pb2.DocflowStatusV3, _Mapping]] = ..., TtGisFixation: _Optional[_Union[TtGisFixationDocflow, _Mapping]] = ...) -> None: ...

class SenderTitleDocflow(_message.Message):
    __slots__ = ("IsFinished", "Attachment", "SentAt", "DeliveredAt", "RoamingNotification", "SenderSignatureStatus", "OutOfWorkflowUniversalMessageDocflow")
    ISFINISHED_FIELD_NUMBER: _ClassVar[int]
    ATTACHMENT_FIELD_NUMBER: _ClassVar[int]
    SENTAT_FIELD_NUMBER: _ClassVar[int]
    DELIVEREDAT_FIELD_NUMBER: _ClassVar[int]
    ROAMINGNOTIFICATION_FIELD_NUMBER: _ClassVar[int]
    SENDERSIGNATURESTATUS_FIELD_NUMBER: _ClassVar[int]
    OUTOFWORKFLOWUNIVERSALMESSAGEDOCFLOW_FIELD_NUMBER: _ClassVar[int]
    IsFinished: bool
    Attachment: SignedAttachmentV3
    SentAt: _common_pb2.Timestamp
    DeliveredAt: _common_pb2.Timestamp
    RoamingNotification: DocflowRoamingNotification
    SenderSignatureStatus: _documents_pb2.SenderSignatureStatus.Value
    OutOfWorkflowUniversalMessageDocflow: OutOfWorkflowUniversalMessageDocflow
    def __init__(self, IsFinished: _Optional[bool] = ..., Attachment: _Optional[_Union[SignedAttachmentV3, _Mapping]] = ..., SentAt: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., DeliveredAt: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., RoamingNotification: _Optional[_Union[DocflowRoamingNotification, _Mapping]] = ..., SenderSignatureStatus: _Optional[_Union[_documents_pb2.SenderSignatureStatus.Value, str]] = ..., OutOfWorkflowUniversalMessageDocflow: _Optional[_Union[OutOfWorkflowUniversalMessageDocflow, _Mapping]] = ...) -> None: ...

class ConfirmationDocflow(_message.Message):
    __slots__ = ("IsFinished", "ConfirmationAttachment", "ConfirmedAt", "Receipt", "RoamingConfirmation")
    ISFINISHED_FIELD_NUMBER: _ClassVar[int]
    CONFIRMATIONATTACHMENT_FIELD_NUMBER: _ClassVar[int]
    CONFIRMEDAT_FIELD_NUMBER: _ClassVar[int]
    RECEIPT_FIELD_NUMBER: _ClassVar[int]
    ROAMINGCONFIRMATION_FIELD_NUMBER: _ClassVar[int]
    IsFinished: bool
    ConfirmationAttachment: SignedAttachmentV3
    ConfirmedAt: _common_pb2.Timestamp
    Receipt: ReceiptDocflowV3
    RoamingConfirmation: OperatorConfirmationDocflow
    def __init__(self, IsFinished: _Optional[bool] = ..., ConfirmationAttachment: _Optional[_Union[SignedAttachmentV3, _Mapping]] = ..., ConfirmedAt: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., Receipt: _Optional[_Union[ReceiptDocflowV3, _Mapping]] = ..., RoamingConfirmation: _Optional[_Union[OperatorConfirmationDocflow, _Mapping]] = ...) -> None: ...

class OperatorConfirmationDocflow(_message.Message):
    __slots__ = ("ConfirmationAttachment", "ConfirmedAt")
    CONFIRMATIONATTACHMENT_FIELD_NUMBER: _ClassVar[int]
    CONFIRMEDAT_FIELD_NUMBER: _ClassVar[int]
    ConfirmationAttachment: SignedAttachmentV3
    ConfirmedAt: _common_pb2.Timestamp
    def __init__(self, ConfirmationAttachment: _Optional[_Union[SignedAttachmentV3, _Mapping]] = ..., ConfirmedAt: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class SignatureRejectionDocflow(_message.Message):
    __slots__ = ("SignatureRejection", "IsFormal", "DeliveredAt", "PlainText")
    SIGNATUREREJECTION_FIELD_NUMBER: _ClassVar[int]
    ISFORMAL_FIELD_NUMBER: _ClassVar[int]
    DELIVEREDAT_FIELD_NUMBER: _ClassVar[int]
    PLAINTEXT_FIELD_NUMBER: _ClassVar[int]
    SignatureRejection: SignedAttachmentV3
    IsFormal: bool
    DeliveredAt: _common_pb2.Timestamp
    PlainText: str
    def __init__(self, SignatureRejection: _Optional[_Union[SignedAttachmentV3, _Mapping]] = ..., IsFormal: _Optional[bool] = ..., DeliveredAt: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., PlainText: _Optional[str] = ...) -> None: ...

class ParticipantResponseDocflow(_message.Message):
    __slots__ = ("IsFinished", "Signature", "Title", "Rejection", "SentAt", "DeliveredAt", "ResponseStatus", "Confirmation")
    ISFINISHED_FIELD_NUMBER: _ClassVar[int]
    SIGNATURE_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    REJECTION_FIELD_NUMBER: _ClassVar[int]
    SENTAT_FIELD_NUMBER: _ClassVar[int]
    DELIVEREDAT_FIELD_NUMBER: _ClassVar[int]
    RESPONSESTATUS_FIELD_NUMBER: _ClassVar[int]
    CONFIRMATION_FIELD_NUMBER: _ClassVar[int]
    IsFinished: bool
    Signature: SignatureV3
    Title: SignedAttachmentV3
    Rejection: SignatureRejectionDocflow
    SentAt: _common_pb2.Timestamp
    DeliveredAt: _common_pb2.Timestamp
    ResponseStatus: _documents_pb2.RecipientResponseStatus.Value
    Confirmation: ConfirmationDocflow
    def __init__(self, IsFinished: _Optional[bool] = ..., Signature: _Optional[_Union[SignatureV3, _Mapping]] = ..., Title: _Optional[_Union[SignedAttachmentV3, _Mapping]] = ..., Rejection: _Optional[_Union[SignatureRejectionDocflow, _Mapping]] = ..., SentAt: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., DeliveredAt: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., ResponseStatus: _Optional[_Union[_documents_pb2.RecipientResponseStatus.Value, str]] = ..., Confirmation: _Optional[_Union[ConfirmationDocflow, _Mapping]] = ...) -> None: ...

class AmendmentRequestDocflow(_message.Message):
    __slots__ = ("IsFinished", "AmendmentRequest", "SentAt", "DeliveredAt", "Receipt", "AmendmentFlags", "PlainText", "ConfirmationDocflow")
    ISFINISHED_FIELD_NUMBER: _ClassVar[int]
    AMENDMENTREQUEST_FIELD_NUMBER: _ClassVar[int]
    SENTAT_FIELD_NUMBER: _ClassVar[int]
    DELIVEREDAT_FIELD_NUMBER: _ClassVar[int]
    RECEIPT_FIELD_NUMBER: _ClassVar[int]
    AMENDMENTFLAGS_FIELD_NUMBER: _ClassVar[int]
    PLAINTEXT_FIELD_NUMBER: _ClassVar[int]
    CONFIRMATIONDOCFLOW_FIELD_NUMBER: _ClassVar[int]
    IsFinished: bool
    AmendmentRequest: SignedAttachmentV3
    SentAt: _common_pb2.Timestamp
    DeliveredAt: _common_pb2.Timestamp
    Receipt: ReceiptDocflowV3
    AmendmentFlags: int
    PlainText: str
    ConfirmationDocflow: ConfirmationDocflow
    def __init__(self, IsFinished: _Optional[bool] = ..., AmendmentRequest: _Optional[_Union[SignedAttachmentV3, _Mapping]] = ..., SentAt: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., DeliveredAt: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., Receipt: _Optional[_Union[ReceiptDocflowV3, _Mapping]] = ..., AmendmentFlags: _Optional[int] = ..., PlainText: _Optional[str] = ..., ConfirmationDocflow: _Optional[_Union[ConfirmationDocflow, _Mapping]] = ...) -> None: ...

class RevocationDocflowV3(_message.Message):
    __slots__ = ("IsFinished", "RevocationRequest", "RevocationResponse", "InitiatorBoxId", "RevocationStatus", "ResolutionEntities", "OuterDocflowEntities")
    ISFINISHED_FIELD_NUMBER: _ClassVar[int]
    REVOCATIONREQUEST_FIELD_NUMBER: _ClassVar[int]
    REVOCATIONRESPONSE_FIELD_NUMBER: _ClassVar[int]
    INITIATORBOXID_FIELD_NUMBER: _ClassVar[int]
    REVOCATIONSTATUS_FIELD_NUMBER: _ClassVar[int]
    RESOLUTIONENTITIES_FIELD_NUMBER: _ClassVar[int]
    OUTERDOCFLOWENTITIES_FIELD_NUMBER: _ClassVar[int]
    IsFinished: bool
    RevocationRequest: RevocationRequestDocflow
    RevocationResponse: RevocationResponseDocflow
    InitiatorBoxId: str
    RevocationStatus: _documents_pb2.RevocationStatus.Value
    ResolutionEntities: ResolutionEntitiesV3
    OuterDocflowEntities: _containers.RepeatedCompositeFieldContainer[OuterDocflowEntities]
    def __init__(self, IsFinished: _Optional[bool] = ..., RevocationRequest: _Optional[_Union[RevocationRequestDocflow, _Mapping]] = ..., RevocationResponse: _Optional[_Union[RevocationResponseDocflow, _Mapping]] = ..., InitiatorBoxId: _Optional[str] = ..., RevocationStatus: _Optional[_Union[_documents_pb2.RevocationStatus.Value, str]] = ..., ResolutionEntities: _Optional[_Union[ResolutionEntitiesV3, _Mapping]] = ..., OuterDocflowEntities: _Optional[_Iterable[_Union[OuterDocflowEntities, _Mapping]]] = ...) -> None: ...

class RevocationRequestDocflow(_message.Message):
    __slots__ = ("RevocationRequest", "SentAt", "DeliveredAt", "RoamingNotification", "PlainText")
    REVOCATIONREQUEST_FIELD_NUMBER: _ClassVar[int]
    SENTAT_FIELD_NUMBER: _ClassVar[int]
    DELIVEREDAT_FIELD_NUMBER: _ClassVar[int]
    ROAMINGNOTIFICATION_FIELD_NUMBER: _ClassVar[int]
    PLAINTEXT_FIELD_NUMBER: _ClassVar[int]
    RevocationRequest: SignedAttachmentV3
    SentAt: _common_pb2.Timestamp
    DeliveredAt: _common_pb2.Timestamp
    RoamingNotification: DocflowRoamingNotification
    PlainText: str
    def __init__(self, RevocationRequest: _Optional[_Union[SignedAttachmentV3, _Mapping]] = ..., SentAt: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., DeliveredAt: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., RoamingNotification: _Optional[_Union[DocflowRoamingNotification, _Mapping]] = ..., PlainText: _Optional[str] = ...) -> None: ...

class RevocationResponseDocflow(_message.Message):
    __slots__ = ("RecipientSignature", "SignatureRejection")
    RECIPIENTSIGNATURE_FIELD_NUMBER: _ClassVar[int]
    SIGNATUREREJECTION_FIELD_NUMBER: _ClassVar[int]
    RecipientSignature: SignatureV3
    SignatureRejection: SignatureRejectionDocflow
    def __init__(self, RecipientSignature: _Optional[_Union[SignatureV3, _Mapping]] = ..., SignatureRejection: _Optional[_Union[SignatureRejectionDocflow, _Mapping]] = ...) -> None: ...

class ReceiptDocflowV3(_message.Message):
    __slots__ = ("IsFinished", "ReceiptAttachment", "SentAt", "DeliveredAt", "Confirmation", "Status")
    ISFINISHED_FIELD_NUMBER: _ClassVar[int]
    RECEIPTATTACHMENT_FIELD_NUMBER: _ClassVar[int]
    SENTAT_FIELD_NUMBER: _ClassVar[int]
    DELIVEREDAT_FIELD_NUMBER: _ClassVar[int]
    CONFIRMATION_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    IsFinished: bool
    ReceiptAttachment: SignedAttachmentV3
    SentAt: _common_pb2.Timestamp
    DeliveredAt: _common_pb2.Timestamp
    Confirmation: ConfirmationDocflow
    Status: _documents_pb2.GeneralReceiptStatus.Value
    def __init__(self, IsFinished: _Optional[bool] = ..., ReceiptAttachment: _Optional[_Union[SignedAttachmentV3, _Mapping]] = ..., SentAt: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., DeliveredAt: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., Confirmation: _Optional[_Union[ConfirmationDocflow, _Mapping]] = ..., Status: _Optional[_Union[_documents_pb2.GeneralReceiptStatus.Value, str]] = ...) -> None: ...

class OuterDocflow(_message.Message):
    __slots__ = ("DocflowNamedId", "ParentEntityId", "OuterDocflowEntityId")
    DOCFLOWNAMEDID_FIELD_NUMBER: _ClassVar[int]
    PARENTENTITYID_FIELD_NUMBER: _ClassVar[int]
    OUTERDOCFLOWENTITYID_FIELD_NUMBER: _ClassVar[int]
    DocflowNamedId: str
    ParentEntityId: str
    OuterDocflowEntityId: str
    def __init__(self, DocflowNamedId: _Optional[str] = ..., ParentEntityId: _Optional[str] = ..., OuterDocflowEntityId: _Optional[str] = ...) -> None: ...

class OuterDocflowEntities(_message.Message):
    __slots__ = ("DocflowNamedId", "DocflowFriendlyName", "StatusEntities")
    DOCFLOWNAMEDID_FIELD_NUMBER: _ClassVar[int]
    DOCFLOWFRIENDLYNAME_FIELD_NUMBER: _ClassVar[int]
    STATUSENTITIES_FIELD_NUMBER: _ClassVar[int]
    DocflowNamedId: str
    DocflowFriendlyName: str
    StatusEntities: _containers.RepeatedCompositeFieldContainer[StatusEntity]
    def __init__(self, DocflowNamedId: _Optional[str] = ..., DocflowFriendlyName: _Optional[str] = ..., StatusEntities: _Optional[_Iterable[_Union[StatusEntity, _Mapping]]] = ...) -> None: ...

class StatusEntity(_message.Message):
    __slots__ = ("Attachment", "Status")
    ATTACHMENT_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    Attachment: SignedAttachmentV3
    Status: _common_pb2.Status
    def __init__(self, Attachment: _Optional[_Union[SignedAttachmentV3, _Mapping]] = ..., Status: _Optional[_Union[_common_pb2.Status, _Mapping]] = ...) -> None: ...

class TtGisFixationDocflow(_message.Message):
    __slots__ = ("CancellationStatus", "Cancellation")
    CANCELLATIONSTATUS_FIELD_NUMBER: _ClassVar[int]
    CANCELLATION_FIELD_NUMBER: _ClassVar[int]
    CancellationStatus: _common_pb2.TtGisFixationCancellationStatus.Value
    Cancellation: TtGisFixationCancellation
    def __init__(self, CancellationStatus: _Optional[_Union[_common_pb2.TtGisFixationCancellationStatus.Value, str]] = ..., Cancellation: _Optional[_Union[TtGisFixationCancellation, _Mapping]] = ...) -> None: ...

class TtGisFixationCancellation(_message.Message):
    __slots__ = ("Entity", "Signature")
    ENTITY_FIELD_NUMBER: _ClassVar[int]
    SIGNATURE_FIELD_NUMBER: _ClassVar[int]
    Entity: DocflowEntity
    Signature: SignatureV3
    def __init__(self, Entity: _Optional[_Union[DocflowEntity, _Mapping]] = ..., Signature: _Optional[_Union[SignatureV3, _Mapping]] = ...) -> None: ...

class RevocationDocflowV4(_message.Message):
    __slots__ = ("IsFinished", "RevocationRequest", "RevocationResponse", "InitiatorBoxId", "RevocationStatus", "ResolutionEntities", "OuterDocflowEntities")
    ISFINISHED_FIELD_NUMBER: _ClassVar[int]
    REVOCATIONREQUEST_FIELD_NUMBER: _ClassVar[int]
    REVOCATIONRESPONSE_FIELD_NUMBER: _ClassVar[int]
    INITIATORBOXID_FIELD_NUMBER: _ClassVar[int]
    REVOCATIONSTATUS_FIELD_NUMBER: _ClassVar[int]
    RESOLUTIONENTITIES_FIELD_NUMBER: _ClassVar[int]
    OUTERDOCFLOWENTITIES_FIELD_NUMBER: _ClassVar[int]
    IsFinished: bool
    RevocationRequest: RevocationRequestDocflow
    RevocationResponse: RevocationResponseDocflowV4
    InitiatorBoxId: str
    RevocationStatus: _documents_pb2.RevocationStatus.Value
    ResolutionEntities: ResolutionEntitiesV3
    OuterDocflowEntities: _containers.RepeatedCompositeFieldContainer[OuterDocflowEntities]
    def __init__(self, IsFinished: _Optional[bool] = ..., RevocationRequest: _Optional[_Union[RevocationRequestDocflow, _Mapping]] = ..., RevocationResponse: _Optional[_Union[RevocationResponseDocflowV4, _Mapping]] = ..., InitiatorBoxId: _Optional[str] = ..., RevocationStatus: _Optional[_Union[_documents_pb2.RevocationStatus.Value, str]] = ..., ResolutionEntities: _Optional[_Union[ResolutionEntitiesV3, _Mapping]] = ..., OuterDocflowEntities: _Optional[_Iterable[_Union[OuterDocflowEntities, _Mapping]]] = ...) -> None: ...

class RevocationResponseDocflowV4(_message.Message):
    __slots__ = ("RecipientSignature", "SignatureRejection")
    RECIPIENTSIGNATURE_FIELD_NUMBER: _ClassVar[int]
    SIGNATUREREJECTION_FIELD_NUMBER: _ClassVar[int]
    RecipientSignature: SignatureV3
    SignatureRejection: SignatureRejectionDocflowV4
    def __init__(self, RecipientSignature: _Optional[_Union[SignatureV3, _Mapping]] = ..., SignatureRejection: _Optional[_Union[SignatureRejectionDocflowV4, _Mapping]] = ...) -> None: ...

class ParticipantResponseDocflowV4(_message.Message):
    __slots__ = ("IsFinished", "Signature", "Title", "Rejection", "SentAt", "DeliveredAt", "ResponseStatus", "Confirmation", "OutOfWorkflowUniversalMessageDocflow")
    ISFINISHED_FIELD_NUMBER: _ClassVar[int]
    SIGNATURE_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    REJECTION_FIELD_NUMBER: _ClassVar[int]
    SENTAT_FIELD_NUMBER: _ClassVar[int]
    DELIVEREDAT_FIELD_NUMBER: _ClassVar[int]
    RESPONSESTATUS_FIELD_NUMBER: _ClassVar[int]
    CONFIRMATION_FIELD_NUMBER: _ClassVar[int]
    OUTOFWORKFLOWUNIVERSALMESSAGEDOCFLOW_FIELD_NUMBER: _ClassVar[int]
    IsFinished: bool
    Signature: SignatureV3
    Title: SignedAttachmentV3
    Rejection: SignatureRejectionDocflowV4
    SentAt: _common_pb2.Timestamp
    DeliveredAt: _common_pb2.Timestamp
    ResponseStatus: _documents_pb2.RecipientResponseStatus.Value
    Confirmation: ConfirmationDocflowV4
    OutOfWorkflowUniversalMessageDocflow: OutOfWorkflowUniversalMessageDocflow
    def __init__(self, IsFinished: _Optional[bool] = ..., Signature: _Optional[_Union[SignatureV3, _Mapping]] = ..., Title: _Optional[_Union[SignedAttachmentV3, _Mapping]] = ..., Rejection: _Optional[_Union[SignatureRejectionDocflowV4, _Mapping]] = ..., SentAt: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., DeliveredAt: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., ResponseStatus: _Optional[_Union[_documents_pb2.RecipientResponseStatus.Value, str]] = ..., Confirmation: _Optional[_Union[ConfirmationDocflowV4, _Mapping]] = ..., OutOfWorkflowUniversalMessageDocflow: _Optional[_Union[OutOfWorkflowUniversalMessageDocflow, _Mapping]] = ...) -> None: ...

class SignatureRejectionDocflowV4(_message.Message):
    __slots__ = ("SignatureRejection", "IsFormal", "DeliveredAt", "PlainText", "UniversalMessage")
    SIGNATUREREJECTION_FIELD_NUMBER: _ClassVar[int]
    ISFORMAL_FIELD_NUMBER: _ClassVar[int]
    DELIVEREDAT_FIELD_NUMBER: _ClassVar[int]
    PLAINTEXT_FIELD_NUMBER: _ClassVar[int]
    UNIVERSALMESSAGE_FIELD_NUMBER: _ClassVar[int]
    SignatureRejection: SignedAttachmentV3
    IsFormal: bool
    DeliveredAt: _common_pb2.Timestamp
    PlainText: str
    UniversalMessage: UniversalMessageAttachmentDocflow
    def __init__(self, SignatureRejection: _Optional[_Union[SignedAttachmentV3, _Mapping]] = ..., IsFormal: _Optional[bool] = ..., DeliveredAt: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., PlainText: _Optional[str] = ..., UniversalMessage: _Optional[_Union[UniversalMessageAttachmentDocflow, _Mapping]] = ...) -> None: ...

class AmendmentRequestDocflowV4(_message.Message):
    __slots__ = ("IsFinished", "AmendmentRequest", "SentAt", "DeliveredAt", "Receipt", "AmendmentFlags", "PlainText", "ConfirmationDocflow", "UniversalMessage")
    ISFINISHED_FIELD_NUMBER: _ClassVar[int]
    AMENDMENTREQUEST_FIELD_NUMBER: _ClassVar[int]
    SENTAT_FIELD_NUMBER: _ClassVar[int]
    DELIVEREDAT_FIELD_NUMBER: _ClassVar[int]
    RECEIPT_FIELD_NUMBER: _ClassVar[int]
    AMENDMENTFLAGS_FIELD_NUMBER: _ClassVar[int]
    PLAINTEXT_FIELD_NUMBER: _ClassVar[int]
    CONFIRMATIONDOCFLOW_FIELD_NUMBER: _ClassVar[int]
    UNIVERSALMESSAGE_FIELD_NUMBER: _ClassVar[int]
    IsFinished: bool
    AmendmentRequest: SignedAttachmentV3
    SentAt: _common_pb2.Timestamp
    DeliveredAt: _common_pb2.Timestamp
    Receipt: ReceiptDocflowV4
    AmendmentFlags: int
    PlainText: str
    ConfirmationDocflow: ConfirmationDocflowV4
    UniversalMessage: UniversalMessageAttachmentDocflow
    def __init__(self, IsFinished: _Optional[bool] = ..., AmendmentRequest: _Optional[_Union[SignedAttachmentV3, _Mapping]] = ..., SentAt: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., DeliveredAt: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., Receipt: _Optional[_Union[ReceiptDocflowV4, _Mapping]] = ..., AmendmentFlags: _Optional[int] = ..., PlainText: _Optional[str] = ..., ConfirmationDocflow: _Optional[_Union[ConfirmationDocflowV4, _Mapping]] = ..., UniversalMessage: _Optional[_Union[UniversalMessageAttachmentDocflow, _Mapping]] = ...) -> None: ...

class ReceiptDocflowV4(_message.Message):
    __slots__ = ("IsFinished", "ReceiptAttachment", "SentAt", "DeliveredAt", "Confirmation", "Status", "UniversalMessage")
    ISFINISHED_FIELD_NUMBER: _ClassVar[int]
    RECEIPTATTACHMENT_FIELD_NUMBER: _ClassVar[int]
    SENTAT_FIELD_NUMBER: _ClassVar[int]
    DELIVEREDAT_FIELD_NUMBER: _ClassVar[int]
    CONFIRMATION_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    UNIVERSALMESSAGE_FIELD_NUMBER: _ClassVar[int]
    IsFinished: bool
    ReceiptAttachment: SignedAttachmentV3
    SentAt: _common_pb2.Timestamp
    DeliveredAt: _common_pb2.Timestamp
    Confirmation: ConfirmationDocflowV4
    Status: _documents_pb2.GeneralReceiptStatus.Value
    UniversalMessage: UniversalMessageAttachmentDocflow
    def __init__(self, IsFinished: _Optional[bool] = ..., ReceiptAttachment: _Optional[_Union[SignedAttachmentV3, _Mapping]] = ..., SentAt: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., DeliveredAt: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., Confirmation: _Optional[_Union[ConfirmationDocflowV4, _Mapping]] = ..., Status: _Optional[_Union[_documents_pb2.GeneralReceiptStatus.Value, str]] = ..., UniversalMessage: _Optional[_Union[UniversalMessageAttachmentDocflow, _Mapping]] = ...) -> None: ...

class ConfirmationDocflowV4(_message.Message):
    __slots__ = ("IsFinished", "ConfirmationAttachment", "ConfirmedAt", "Receipt", "RoamingConfirmation")
    ISFINISHED_FIELD_NUMBER: _ClassVar[int]
    CONFIRMATIONATTACHMENT_FIELD_NUMBER: _ClassVar[int]
    CONFIRMEDAT_FIELD_NUMBER: _ClassVar[int]
    RECEIPT_FIELD_NUMBER: _ClassVar[int]
    ROAMINGCONFIRMATION_FIELD_NUMBER: _ClassVar[int]
    IsFinished: bool
    ConfirmationAttachment: SignedAttachmentV3
    ConfirmedAt: _common_pb2.Timestamp
    Receipt: ReceiptDocflowV4
    RoamingConfirmation: OperatorConfirmationDocflow
    def __init__(self, IsFinished: _Optional[bool] = ..., ConfirmationAttachment: _Optional[_Union[SignedAttachmentV3, _Mapping]] = ..., ConfirmedAt: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., Receipt: _Optional[_Union[ReceiptDocflowV4, _Mapping]] = ..., RoamingConfirmation: _Optional[_Union[OperatorConfirmationDocflow, _Mapping]] = ...) -> None: ...

class DocflowV4(_message.Message):
    __slots__ = ("SenderTitle", "Confirmation", "ProxyResponse", "RecipientReceipt", "RecipientResponse", "AmendmentRequest", "Revocation", "SenderReceipt", "Resolution", "ResolutionEntities", "OuterDocflows", "OuterDocflowEntities", "DocflowStatus", "TtGisFixation")
    SENDERTITLE_FIELD_NUMBER: _ClassVar[int]
    CONFIRMATION_FIELD_NUMBER: _ClassVar[int]
    PROXYRESPONSE_FIELD_NUMBER: _ClassVar[int]
    RECIPIENTRECEIPT_FIELD_NUMBER: _ClassVar[int]
    RECIPIENTRESPONSE_FIELD_NUMBER: _ClassVar[int]
    AMENDMENTREQUEST_FIELD_NUMBER: _ClassVar[int]
    REVOCATION_FIELD_NUMBER: _ClassVar[int]
    SENDERRECEIPT_FIELD_NUMBER: _ClassVar[int]
    RESOLUTION_FIELD_NUMBER: _ClassVar[int]
    RESOLUTIONENTITIES_FIELD_NUMBER: _ClassVar[int]
    OUTERDOCFLOWS_FIELD_NUMBER: _ClassVar[int]
    OUTERDOCFLOWENTITIES_FIELD_NUMBER: _ClassVar[int]
    DOCFLOWSTATUS_FIELD_NUMBER: _ClassVar[int]
    TTGISFIXATION_FIELD_NUMBER: _ClassVar[int]
    SenderTitle: SenderTitleDocflow
    Confirmation: ConfirmationDocflowV4
    ProxyResponse: ParticipantResponseDocflowV4
    RecipientReceipt: ReceiptDocflowV4
    RecipientResponse: ParticipantResponseDocflowV4
    AmendmentRequest: AmendmentRequestDocflowV4
    Revocation: RevocationDocflowV4
    SenderReceipt: ReceiptDocflowV4
    Resolution: ResolutionDocflowV3
    ResolutionEntities: ResolutionEntitiesV3
    OuterDocflows: _containers.RepeatedCompositeFieldContainer[OuterDocflow]
    OuterDocflowEntities: _containers.RepeatedCompositeFieldContainer[OuterDocflowEntities]
    DocflowStatus: _documents_pb2.DocflowStatusV3
    TtGisFixation: TtGisFixationDocflow
    def __init__(self, SenderTitle: _Optional[_Union[SenderTitleDocflow, _Mapping]] = ..., Confirmation: _Optional[_Union[ConfirmationDocflowV4, _Mapping]] = ..., ProxyResponse: _Optional[_Union[ParticipantResponseDocflowV4, _Mapping]] = ..., RecipientReceipt: _Optional[_Union[ReceiptDocflowV4, _Mapping]] = ..., RecipientResponse: _Optional[_Union[ParticipantResponseDocflowV4, _Mapping]] = ..., AmendmentRequest: _Optional[_Union[AmendmentRequestDocflowV4, _Mapping]] = ..., Revocation: _Optional[_Union[RevocationDocflowV4, _Mapping]] = ..., SenderReceipt: _Optional[_Union[ReceiptDocflowV4, _Mapping]] = ..., Resolution: _Optional[_Union[ResolutionDocflowV3, _Mapping]] = ..., ResolutionEntities: _Optional[_Union[ResolutionEntitiesV3, _Mapping]] = ..., OuterDocflows: _Optional[_Iterable[_Union[OuterDocflow, _Mapping]]] = ..., OuterDocflowEntities: _Optional[_Iterable[_Union[OuterDocflowEntities, _Mapping]]] = ..., DocflowStatus: _Optional[_Union[_documents_pb2.DocflowStatusV3, _Mapping]] = ..., TtGisFixation: _Optional[_Union[TtGisFixationDocflow, _Mapping]] = ...) -> None: ...

class TitleDocflow(_message.Message):
    __slots__ = ("TitleIndex", "Version", "Author", "AuthorSigning", "ParticipantDocflows", "OutOfWorkflowUniversalMessageDocflow")
    TITLEINDEX_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    AUTHOR_FIELD_NUMBER: _ClassVar[int]
    AUTHORSIGNING_FIELD_NUMBER: _ClassVar[int]
    PARTICIPANTDOCFLOWS_FIELD_NUMBER: _ClassVar[int]
    OUTOFWORKFLOWUNIVERSALMESSAGEDOCFLOW_FIELD_NUMBER: _ClassVar[int]
    TitleIndex: int
    Version: TitleVersionV5
    Author: _documents_pb2.DocumentParticipantV2
    AuthorSigning: TitleAuthorDocflow
    ParticipantDocflows: _containers.RepeatedCompositeFieldContainer[TitleParticipantDocflow]
    OutOfWorkflowUniversalMessageDocflow: OutOfWorkflowUniversalMessageDocflow
    def __init__(self, TitleIndex: _Optional[int] = ..., Version: _Optional[_Union[TitleVersionV5, _Mapping]] = ..., Author: _Optional[_Union[_documents_pb2.DocumentParticipantV2, _Mapping]] = ..., AuthorSigning: _Optional[_Union[TitleAuthorDocflow, _Mapping]] = ..., ParticipantDocflows: _Optional[_Iterable[_Union[TitleParticipantDocflow, _Mapping]]] = ..., OutOfWorkflowUniversalMessageDocflow: _Optional[_Union[OutOfWorkflowUniversalMessageDocflow, _Mapping]] = ...) -> None: ...

class TitleVersionV5(_message.Message):
    __slots__ = ("EntityId", "Revision", "Status", "PreviousVersionEntityId")
    ENTITYID_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    PREVIOUSVERSIONENTITYID_FIELD_NUMBER: _ClassVar[int]
    EntityId: str
    Revision: int
    Status: TitleVersionStatusV5.Value
    PreviousVersionEntityId: str
    def __init__(self, EntityId: _Optional[str] = ..., Revision: _Optional[int] = ..., Status: _Optional[_Union[TitleVersionStatusV5.Value, str]] = ..., PreviousVersionEntityId: _Optional[str] = ...) -> None: ...

class TitleAuthorDocflow(_message.Message):
    __slots__ = ("IsFinished", "Status", "Title", "OperationResult")
    ISFINISHED_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    OPERATIONRESULT_FIELD_NUMBER: _ClassVar[int]
    IsFinished: bool
    Status: TitleAuthorStatusV5.Value
    Title: SignedAttachmentV3
    OperationResult: TitleOperationResultV5
    def __init__(self, IsFinished: _Optional[bool] = ..., Status: _Optional[_Union[TitleAuthorStatusV5.Value, str]] = ..., Title: _Optional[_Union[SignedAttachmentV3, _Mapping]] = ..., OperationResult: _Optional[_Union[TitleOperationResultV5, _Mapping]] = ...) -> None: ...

class TitleOperationResultV5(_message.Message):
    __slots__ = ("WellKnown",)
    WELLKNOWN_FIELD_NUMBER: _ClassVar[int]
    WellKnown: WellKnownTitleOperationResult.Value
    def __init__(self, WellKnown: _Optional[_Union[WellKnownTitleOperationResult.Value, str]] = ...) -> None: ...

class TitleParticipantDocflow(_message.Message):
    __slots__ = ("Participant", "TitleDelivery", "Response", "Receipt")
    PARTICIPANT_FIELD_NUMBER: _ClassVar[int]
    TITLEDELIVERY_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_FIELD_NUMBER: _ClassVar[int]
    RECEIPT_FIELD_NUMBER: _ClassVar[int]
    Participant: _documents_pb2.DocumentParticipantV2
    TitleDelivery: TitleDeliveryDocflowV5
    Response: TitleParticipantResponseDocflow
    Receipt: ReceiptDocflowV5
    def __init__(self, Participant: _Optional[_Union[_documents_pb2.DocumentParticipantV2, _Mapping]] = ..., TitleDelivery: _Optional[_Union[TitleDeliveryDocflowV5, _Mapping]] = ..., Response: _Optional[_Union[TitleParticipantResponseDocflow, _Mapping]] = ..., Receipt: _Optional[_Union[ReceiptDocflowV5, _Mapping]] = ...) -> None: ...

class TitleDeliveryDocflowV5(_message.Message):
    __slots__ = ("Delivery", "Confirmation", "RoamingNotification")
    DELIVERY_FIELD_NUMBER: _ClassVar[int]
    CONFIRMATION_FIELD_NUMBER: _ClassVar[int]
    ROAMINGNOTIFICATION_FIELD_NUMBER: _ClassVar[int]
    Delivery: DeliveryDocflowV5
    Confirmation: ConfirmationDocflowV5
    RoamingNotification: DocflowRoamingNotification
    def __init__(self, Delivery: _Optional[_Union[DeliveryDocflowV5, _Mapping]] = ..., Confirmation: _Optional[_Union[ConfirmationDocflowV5, _Mapping]] = ..., RoamingNotification: _Optional[_Union[DocflowRoamingNotification, _Mapping]] = ...) -> None: ...

class TitleParticipantResponseDocflow(_message.Message):
    __slots__ = ("IsFinished", "Status", "Signature", "Rejection", "Confirmation", "Delivery")
    ISFINISHED_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    SIGNATURE_FIELD_NUMBER: _ClassVar[int]
    REJECTION_FIELD_NUMBER: _ClassVar[int]
    CONFIRMATION_FIELD_NUMBER: _ClassVar[int]
    DELIVERY_FIELD_NUMBER: _ClassVar[int]
    IsFinished: bool
    Status: TitleParticipantResponseStatusV5.Value
    Signature: SignatureV3
    Rejection: SignatureRejectionDocflowV4
    Confirmation: ConfirmationDocflowV5
    Delivery: DeliveryDocflowV5
    def __init__(self, IsFinished: _Optional[bool] = ..., Status: _Optional[_Union[TitleParticipantResponseStatusV5.Value, str]] = ..., Signature: _Optional[_Union[SignatureV3, _Mapping]] = ..., Rejection: _Optional[_Union[SignatureRejectionDocflowV4, _Mapping]] = ..., Confirmation: _Optional[_Union[ConfirmationDocflowV5, _Mapping]] = ..., Delivery: _Optional[_Union[DeliveryDocflowV5, _Mapping]] = ...) -> None: ...

class ReceiptDocflowV5(_message.Message):
    __slots__ = ("IsFinished", "ReceiptAttachment", "SentAt", "DeliveredAt", "Status", "Confirmation", "UniversalMessage")
    ISFINISHED_FIELD_NUMBER: _ClassVar[int]
    RECEIPTATTACHMENT_FIELD_NUMBER: _ClassVar[int]
    SENTAT_FIELD_NUMBER: _ClassVar[int]
    DELIVEREDAT_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    CONFIRMATION_FIELD_NUMBER: _ClassVar[int]
    UNIVERSALMESSAGE_FIELD_NUMBER: _ClassVar[int]
    IsFinished: bool
    ReceiptAttachment: SignedAttachmentV3
    SentAt: _common_pb2.Timestamp
    DeliveredAt: _common_pb2.Timestamp
    Status: _documents_pb2.GeneralReceiptStatus.Value
    Confirmation: ConfirmationDocflowV5
    UniversalMessage: UniversalMessageAttachmentDocflow
    def __init__(self, IsFinished: _Optional[bool] = ..., ReceiptAttachment: _Optional[_Union[SignedAttachmentV3, _Mapping]] = ..., SentAt: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., DeliveredAt: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., Status: _Optional[_Union[_documents_pb2.GeneralReceiptStatus.Value, str]] = ..., Confirmation: _Optional[_Union[ConfirmationDocflowV5, _Mapping]] = ..., UniversalMessage: _Optional[_Union[UniversalMessageAttachmentDocflow, _Mapping]] = ...) -> None: ...

class ConfirmationDocflowV5(_message.Message):
    __slots__ = ("IsFinished", "ConfirmationAttachment", "ConfirmedAt", "Receipt", "RoamingConfirmation")
    ISFINISHED_FIELD_NUMBER: _ClassVar[int]
    CONFIRMATIONATTACHMENT_FIELD_NUMBER: _ClassVar[int]
    CONFIRMEDAT_FIELD_NUMBER: _ClassVar[int]
    RECEIPT_FIELD_NUMBER: _ClassVar[int]
    ROAMINGCONFIRMATION_FIELD_NUMBER: _ClassVar[int]
    IsFinished: bool
    ConfirmationAttachment: SignedAttachmentV3
    ConfirmedAt: _common_pb2.Timestamp
    Receipt: ReceiptDocflowV5
    RoamingConfirmation: OperatorConfirmationDocflow
    def __init__(self, IsFinished: _Optional[bool] = ..., ConfirmationAttachment: _Optional[_Union[SignedAttachmentV3, _Mapping]] = ..., ConfirmedAt: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., Receipt: _Optional[_Union[ReceiptDocflowV5, _Mapping]] = ..., RoamingConfirmation: _Optional[_Union[OperatorConfirmationDocflow, _Mapping]] = ...) -> None: ...

class AmendmentRequestRecipientDocflow(_message.Message):
    __slots__ = ("Recipient", "Receipt", "Delivery", "Confirmation")
    RECIPIENT_FIELD_NUMBER: _ClassVar[int]
    RECEIPT_FIELD_NUMBER: _ClassVar[int]
    DELIVERY_FIELD_NUMBER: _ClassVar[int]
    CONFIRMATION_FIELD_NUMBER: _ClassVar[int]
    Recipient: _documents_pb2.DocumentParticipantV2
    Receipt: ReceiptDocflowV5
    Delivery: DeliveryDocflowV5
    Confirmation: ConfirmationDocflowV5
    def __init__(self, Recipient: _Optional[_Union[_documents_pb2.DocumentParticipantV2, _Mapping]] = ..., Receipt: _Optional[_Union[ReceiptDocflowV5, _Mapping]] = ..., Delivery: _Optional[_Union[DeliveryDocflowV5, _Mapping]] = ..., Confirmation: _Optional[_Union[ConfirmationDocflowV5, _Mapping]] = ...) -> None: ...

class AmendmentRequestDocflowV5(_message.Message):
    __slots__ = ("Requester", "RecipientDocflows", "IsFinished", "AmendmentRequest", "AmendmentFlags", "PlainText", "UniversalMessage", "TargetEntityId")
    REQUESTER_FIELD_NUMBER: _ClassVar[int]
    RECIPIENTDOCFLOWS_FIELD_NUMBER: _ClassVar[int]
    ISFINISHED_FIELD_NUMBER: _ClassVar[int]
    AMENDMENTREQUEST_FIELD_NUMBER: _ClassVar[int]
    AMENDMENTFLAGS_FIELD_NUMBER: _ClassVar[int]
    PLAINTEXT_FIELD_NUMBER: _ClassVar[int]
    UNIVERSALMESSAGE_FIELD_NUMBER: _ClassVar[int]
    TARGETENTITYID_FIELD_NUMBER: _ClassVar[int]
    Requester: _documents_pb2.DocumentParticipantV2
    RecipientDocflows: _containers.RepeatedCompositeFieldContainer[AmendmentRequestRecipientDocflow]
    IsFinished: bool
    AmendmentRequest: SignedAttachmentV3
    AmendmentFlags: int
    PlainText: str
    UniversalMessage: UniversalMessageAttachmentDocflow
    TargetEntityId: str
    def __init__(self, Requester: _Optional[_Union[_documents_pb2.DocumentParticipantV2, _Mapping]] = ..., RecipientDocflows: _Optional[_Iterable[_Union[AmendmentRequestRecipientDocflow, _Mapping]]] = ..., IsFinished: _Optional[bool] = ..., AmendmentRequest: _Optional[_Union[SignedAttachmentV3, _Mapping]] = ..., AmendmentFlags: _Optional[int] = ..., PlainText: _Optional[str] = ..., UniversalMessage: _Optional[_Union[UniversalMessageAttachmentDocflow, _Mapping]] = ..., TargetEntityId: _Optional[str] = ...) -> None: ...

class DocflowV5(_message.Message):
    __slots__ = ("Titles", "AmendmentRequests", "Revocation", "OuterDocflows", "DocflowStatus", "TtGisFixation", "Resolution")
    TITLES_FIELD_NUMBER: _ClassVar[int]
    AMENDMENTREQUESTS_FIELD_NUMBER: _ClassVar[int]
    REVOCATION_FIELD_NUMBER: _ClassVar[int]
    OUTERDOCFLOWS_FIELD_NUMBER: _ClassVar[int]
    DOCFLOWSTATUS_FIELD_NUMBER: _ClassVar[int]
    TTGISFIXATION_FIELD_NUMBER: _ClassVar[int]
    RESOLUTION_FIELD_NUMBER: _ClassVar[int]
    Titles: _containers.RepeatedCompositeFieldContainer[TitleDocflow]
    AmendmentRequests: _containers.RepeatedCompositeFieldContainer[AmendmentRequestDocflowV5]
    Revocation: RevocationDocflowV5
    OuterDocflows: _containers.RepeatedCompositeFieldContainer[OuterDocflowV5]
    DocflowStatus: _documents_pb2.DocflowStatusV3
    TtGisFixation: TtGisFixationDocflow
    Resolution: ResolutionDocflowV5
    def __init__(self, Titles: _Optional[_Iterable[_Union[TitleDocflow, _Mapping]]] = ..., AmendmentRequests: _Optional[_Iterable[_Union[AmendmentRequestDocflowV5, _Mapping]]] = ..., Revocation: _Optional[_Union[RevocationDocflowV5, _Mapping]] = ..., OuterDocflows: _Optional[_Iterable[_Union[OuterDocflowV5, _Mapping]]] = ..., DocflowStatus: _Optional[_Union[_documents_pb2.DocflowStatusV3, _Mapping]] = ..., TtGisFixation: _Optional[_Union[TtGisFixationDocflow, _Mapping]] = ..., Resolution: _Optional[_Union[ResolutionDocflowV5, _Mapping]] = ...) -> None: ...

class TitleVersionStatusV5(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        TitleVersionStatusUnknown: _ClassVar[TitleVersionStatusV5.Value]
        TitleVersionStatusCurrent: _ClassVar[TitleVersionStatusV5.Value]
        TitleVersionStatusPending: _ClassVar[TitleVersionStatusV5.Value]
        TitleVersionStatusHistorical: _ClassVar[TitleVersionStatusV5.Value]
    TitleVersionStatusUnknown: TitleVersionStatusV5.Value
    TitleVersionStatusCurrent: TitleVersionStatusV5.Value
    TitleVersionStatusPending: TitleVersionStatusV5.Value
    TitleVersionStatusHistorical: TitleVersionStatusV5.Value
    def __init__(self) -> None: ...

class TitleAuthorStatusV5(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        TitleAuthorStatusUnknown: _ClassVar[TitleAuthorStatusV5.Value]
        TitleAuthorStatusWaiting: _ClassVar[TitleAuthorStatusV5.Value]
        TitleAuthorStatusNotReadyToSign: _ClassVar[TitleAuthorStatusV5.Value]
        TitleAuthorStatusVerifying: _ClassVar[TitleAuthorStatusV5.Value]
        TitleAuthorStatusSigned: _ClassVar[TitleAuthorStatusV5.Value]
        TitleAuthorStatusInvalidSignature: _ClassVar[TitleAuthorStatusV5.Value]
    TitleAuthorStatusUnknown: TitleAuthorStatusV5.Value
    TitleAuthorStatusWaiting: TitleAuthorStatusV5.Value
    TitleAuthorStatusNotReadyToSign: TitleAuthorStatusV5.Value
    TitleAuthorStatusVerifying: TitleAuthorStatusV5.Value
    TitleAuthorStatusSigned: TitleAuthorStatusV5.Value
    TitleAuthorStatusInvalidSignature: TitleAuthorStatusV5.Value
    def __init__(self) -> None: ...

class WellKnownTitleOperationResult(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        WellKnownTitleOperationResultUnknown: _ClassVar[WellKnownTitleOperationResult.Value]
        WellKnownTitleOperationResultSigned: _ClassVar[WellKnownTitleOperationResult.Value]
        WellKnownTitleOperationResultPartiallySigned: _ClassVar[WellKnownTitleOperationResult.Value]
        WellKnownTitleOperationResultRejected: _ClassVar[WellKnownTitleOperationResult.Value]
    WellKnownTitleOperationResultUnknown: WellKnownTitleOperationResult.Value
    WellKnownTitleOperationResultSigned: WellKnownTitleOperationResult.Value
    WellKnownTitleOperationResultPartiallySigned: WellKnownTitleOperationResult.Value
    WellKnownTitleOperationResultRejected: WellKnownTitleOperationResult.Value
    def __init__(self) -> None: ...

class TitleParticipantResponseStatusV5(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        TitleParticipantResponseStatusUnknown: _ClassVar[TitleParticipantResponseStatusV5.Value]
        TitleParticipantResponseStatusNotAcceptable: _ClassVar[TitleParticipantResponseStatusV5.Value]
        TitleParticipantResponseStatusWaiting: _ClassVar[TitleParticipantResponseStatusV5.Value]
        TitleParticipantResponseStatusVerifying: _ClassVar[TitleParticipantResponseStatusV5.Value]
        TitleParticipantResponseStatusSigned: _ClassVar[TitleParticipantResponseStatusV5.Value]
        TitleParticipantResponseStatusSignatureRejected: _ClassVar[TitleParticipantResponseStatusV5.Value]
        TitleParticipantResponseStatusInvalidSignature: _ClassVar[TitleParticipantResponseStatusV5.Value]
    TitleParticipantResponseStatusUnknown: TitleParticipantResponseStatusV5.Value
    TitleParticipantResponseStatusNotAcceptable: TitleParticipantResponseStatusV5.Value
    TitleParticipantResponseStatusWaiting: TitleParticipantResponseStatusV5.Value
    TitleParticipantResponseStatusVerifying: TitleParticipantResponseStatusV5.Value
    TitleParticipantResponseStatusSigned: TitleParticipantResponseStatusV5.Value
    TitleParticipantResponseStatusSignatureRejected: TitleParticipantResponseStatusV5.Value
    TitleParticipantResponseStatusInvalidSignature: TitleParticipantResponseStatusV5.Value
    def __init__(self) -> None: ...

class DocumentInfo(_message.Message):
    __slots__ = ("DocumentType", "DocumentDirection", "IsTest", "CustomDocumentId", "FromDepartmentId", "ToDepartmentId", "CounteragentBoxId", "DocumentDateAndNumber", "BasicDocumentInfo", "InvoiceInfo", "InvoiceCorrectionInfo", "PriceListInfo", "ContractInfo", "SupplementaryAgreementInfo", "UniversalTransferDocumentInfo", "UniversalCorrectionDocumentInfo", "AttachmentVersion", "Version")
    DOCUMENTTYPE_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTDIRECTION_FIELD_NUMBER: _ClassVar[int]
    ISTEST_FIELD_NUMBER: _ClassVar[int]
    CUSTOMDOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    FROMDEPARTMENTID_FIELD_NUMBER: _ClassVar[int]
    TODEPARTMENTID_FIELD_NUMBER: _ClassVar[int]
    COUNTERAGENTBOXID_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTDATEANDNUMBER_FIELD_NUMBER: _ClassVar[int]
    BASICDOCUMENTINFO_FIELD_NUMBER: _ClassVar[int]
    INVOICEINFO_FIELD_NUMBER: _ClassVar[int]
    INVOICECORRECTIONINFO_FIELD_NUMBER: _ClassVar[int]
    PRICELISTINFO_FIELD_NUMBER: _ClassVar[int]
    CONTRACTINFO_FIELD_NUMBER: _ClassVar[int]
    SUPPLEMENTARYAGREEMENTINFO_FIELD_NUMBER: _ClassVar[int]
    UNIVERSALTRANSFERDOCUMENTINFO_FIELD_NUMBER: _ClassVar[int]
    UNIVERSALCORRECTIONDOCUMENTINFO_FIELD_NUMBER: _ClassVar[int]
    ATTACHMENTVERSION_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    DocumentType: _common_pb2.DocumentType.Value
    DocumentDirection: _common_pb2.DocumentDirection.Value
    IsTest: bool
    CustomDocumentId: str
    FromDepartmentId: str
    ToDepartmentId: str
    CounteragentBoxId: str
    DocumentDateAndNumber: _common_pb2.DocumentDateAndNumber
    BasicDocumentInfo: BasicDocumentInfo
    InvoiceInfo: InvoiceDocumentInfo
    InvoiceCorrectionInfo: InvoiceCorrectionDocumentInfo
    PriceListInfo: PriceListDocumentInfo
    ContractInfo: ContractDocumentInfo
    SupplementaryAgreementInfo: SupplementaryAgreementDocumentInfo
    UniversalTransferDocumentInfo: UniversalTransferDocumentInfo
    UniversalCorrectionDocumentInfo: UniversalCorrectionDocumentInfo
    AttachmentVersion: str
    Version: str
    def __init__(self, DocumentType: _Optional[_Union[_common_pb2.DocumentType.Value, str]] = ..., DocumentDirection: _Optional[_Union[_common_pb2.DocumentDirection.Value, str]] = ..., IsTest: _Optional[bool] = ..., CustomDocumentId: _Optional[str] = ..., FromDepartmentId: _Optional[str] = ..., ToDepartmentId: _Optional[str] = ..., CounteragentBoxId: _Optional[str] = ..., DocumentDateAndNumber: _Optional[_Union[_common_pb2.DocumentDateAndNumber, _Mapping]] = ..., BasicDocumentInfo: _Optional[_Union[BasicDocumentInfo, _Mapping]] = ..., InvoiceInfo: _Optional[_Union[InvoiceDocumentInfo, _Mapping]] = ..., InvoiceCorrectionInfo: _Optional[_Union[InvoiceCorrectionDocumentInfo, _Mapping]] = ..., PriceListInfo: _Optional[_Union[PriceListDocumentInfo, _Mapping]] = ..., ContractInfo: _Optional[_Union[ContractDocumentInfo, _Mapping]] = ..., SupplementaryAgreementInfo: _Optional[_Union[SupplementaryAgreementDocumentInfo, _Mapping]] = ..., UniversalTransferDocumentInfo: _Optional[_Union[UniversalTransferDocumentInfo, _Mapping]] = ..., UniversalCorrectionDocumentInfo: _Optional[_Union[UniversalCorrectionDocumentInfo, _Mapping]] = ..., AttachmentVersion: _Optional[str] = ..., Version: _Optional[str] = ...) -> None: ...

class BasicDocumentInfo(_message.Message):
    __slots__ = ("Total", "NoVat", "Vat", "Grounds", "RevisionDateAndNumber")
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    NOVAT_FIELD_NUMBER: _ClassVar[int]
    VAT_FIELD_NUMBER: _ClassVar[int]
    GROUNDS_FIELD_NUMBER: _ClassVar[int]
    REVISIONDATEANDNUMBER_FIELD_NUMBER: _ClassVar[int]
    Total: str
    NoVat: bool
    Vat: str
    Grounds: str
    RevisionDateAndNumber: _common_pb2.DocumentDateAndNumber
    def __init__(self, Total: _Optional[str] = ..., NoVat: _Optional[bool] = ..., Vat: _Optional[str] = ..., Grounds: _Optional[str] = ..., RevisionDateAndNumber: _Optional[_Union[_common_pb2.DocumentDateAndNumber, _Mapping]] = ...) -> None: ...

class InvoiceDocumentInfo(_message.Message):
    __slots__ = ("Total", "Vat", "CurrencyCode", "OriginalInvoiceDateAndNumber")
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    VAT_FIELD_NUMBER: _ClassVar[int]
    CURRENCYCODE_FIELD_NUMBER: _ClassVar[int]
    ORIGINALINVOICEDATEANDNUMBER_FIELD_NUMBER: _ClassVar[int]
    Total: str
    Vat: str
    CurrencyCode: int
    OriginalInvoiceDateAndNumber: _common_pb2.DocumentDateAndNumber
    def __init__(self, Total: _Optional[str] = ..., Vat: _Optional[str] = ..., CurrencyCode: _Optional[int] = ..., OriginalInvoiceDateAndNumber: _Optional[_Union[_common_pb2.DocumentDateAndNumber, _Mapping]] = ...) -> None: ...

class InvoiceCorrectionDocumentInfo(_message.Message):
    __slots__ = ("TotalInc", "TotalDec", "VatInc", "VatDec", "CurrencyCode", "OriginalInvoiceDateAndNumber", "OriginalInvoiceRevisionDateAndNumber", "OriginalInvoiceCorrectionDateAndNumber")
    TOTALINC_FIELD_NUMBER: _ClassVar[int]
    TOTALDEC_FIELD_NUMBER: _ClassVar[int]
    VATINC_FIELD_NUMBER: _ClassVar[int]
    VATDEC_FIELD_NUMBER: _ClassVar[int]
    CURRENCYCODE_FIELD_NUMBER: _ClassVar[int]
    ORIGINALINVOICEDATEANDNUMBER_FIELD_NUMBER: _ClassVar[int]
    ORIGINALINVOICEREVISIONDATEANDNUMBER_FIELD_NUMBER: _ClassVar[int]
    ORIGINALINVOICECORRECTIONDATEANDNUMBER_FIELD_NUMBER: _ClassVar[int]
    TotalInc: str
    TotalDec: str
    VatInc: str
    VatDec: str
    CurrencyCode: int
    OriginalInvoiceDateAndNumber: _common_pb2.DocumentDateAndNumber
    OriginalInvoiceRevisionDateAndNumber: _common_pb2.DocumentDateAndNumber
    OriginalInvoiceCorrectionDateAndNumber: _common_pb2.DocumentDateAndNumber
    def __init__(self, TotalInc: _Optional[str] = ..., TotalDec: _Optional[str] = ..., VatInc: _Optional[str] = ..., VatDec: _Optional[str] = ..., CurrencyCode: _Optional[int] = ..., OriginalInvoiceDateAndNumber: _Optional[_Union[_common_pb2.DocumentDateAndNumber, _Mapping]] = ..., OriginalInvoiceRevisionDateAndNumber: _Optional[_Union[_common_pb2.DocumentDateAndNumber, _Mapping]] = ..., OriginalInvoiceCorrectionDateAndNumber: _Optional[_Union[_common_pb2.DocumentDateAndNumber, _Mapping]] = ...) -> None: ...

class PriceListDocumentInfo(_message.Message):
    __slots__ = ("PriceListEffectiveDate", "ContractDocumentDateAndNumber")
    PRICELISTEFFECTIVEDATE_FIELD_NUMBER: _ClassVar[int]
    CONTRACTDOCUMENTDATEANDNUMBER_FIELD_NUMBER: _ClassVar[int]
    PriceListEffectiveDate: str
    ContractDocumentDateAndNumber: _common_pb2.DocumentDateAndNumber
    def __init__(self, PriceListEffectiveDate: _Optional[str] = ..., ContractDocumentDateAndNumber: _Optional[_Union[_common_pb2.DocumentDateAndNumber, _Mapping]] = ...) -> None: ...

class ContractDocumentInfo(_message.Message):
    __slots__ = ("ContractPrice", "ContractType")
    CONTRACTPRICE_FIELD_NUMBER: _ClassVar[int]
    CONTRACTTYPE_FIELD_NUMBER: _ClassVar[int]
    ContractPrice: str
    ContractType: str
    def __init__(self, ContractPrice: _Optional[str] = ..., ContractType: _Optional[str] = ...) -> None: ...

class SupplementaryAgreementDocumentInfo(_message.Message):
    __slots__ = ("ContractType", "ContractDocumentDateAndNumber", "DocumentDateAndNumber", "Total")
    CONTRACTTYPE_FIELD_NUMBER: _ClassVar[int]
    CONTRACTDOCUMENTDATEANDNUMBER_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTDATEANDNUMBER_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    ContractType: str
    ContractDocumentDateAndNumber: _common_pb2.DocumentDateAndNumber
    DocumentDateAndNumber: _common_pb2.DocumentDateAndNumber
    Total: str
    def __init__(self, ContractType: _Optional[str] = ..., ContractDocumentDateAndNumber: _Optional[_Union[_common_pb2.DocumentDateAndNumber, _Mapping]] = ..., DocumentDateAndNumber: _Optional[_Union[_common_pb2.DocumentDateAndNumber, _Mapping]] = ..., Total: _Optional[str] = ...) -> None: ...

class UniversalTransferDocumentInfo(_message.Message):
    __slots__ = ("Total", "Vat", "CurrencyCode", "Grounds", "Function", "OriginalDocumentDateAndNumber")
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    VAT_FIELD_NUMBER: _ClassVar[int]
    CURRENCYCODE_FIELD_NUMBER: _ClassVar[int]
    GROUNDS_FIELD_NUMBER: _ClassVar[int]
    FUNCTION_FIELD_NUMBER: _ClassVar[int]
    ORIGINALDOCUMENTDATEANDNUMBER_FIELD_NUMBER: _ClassVar[int]
    Total: str
    Vat: str
    CurrencyCode: int
    Grounds: str
    Function: _common_pb2.FunctionType.Value
    OriginalDocumentDateAndNumber: _common_pb2.DocumentDateAndNumber
    def __init__(self, Total: _Optional[str] = ..., Vat: _Optional[str] = ..., CurrencyCode: _Optional[int] = ..., Grounds: _Optional[str] = ..., Function: _Optional[_Union[_common_pb2.FunctionType.Value, str]] = ..., OriginalDocumentDateAndNumber: _Optional[_Union[_common_pb2.DocumentDateAndNumber, _Mapping]] = ...) -> None: ...

class UniversalCorrectionDocumentInfo(_message.Message):
    __slots__ = ("TotalInc", "TotalDec", "VatInc", "VatDec", "CurrencyCode", "Grounds", "Function", "OriginalDocumentDateAndNumber", "OriginalDocumentRevisionDateAndNumber", "OriginalDocumentCorrectionDateAndNumber")
    TOTALINC_FIELD_NUMBER: _ClassVar[int]
    TOTALDEC_FIELD_NUMBER: _ClassVar[int]
    VATINC_FIELD_NUMBER: _ClassVar[int]
    VATDEC_FIELD_NUMBER: _ClassVar[int]
    CURRENCYCODE_FIELD_NUMBER: _ClassVar[int]
    GROUNDS_FIELD_NUMBER: _ClassVar[int]
    FUNCTION_FIELD_NUMBER: _ClassVar[int]
    ORIGINALDOCUMENTDATEANDNUMBER_FIELD_NUMBER: _ClassVar[int]
    ORIGINALDOCUMENTREVISIONDATEANDNUMBER_FIELD_NUMBER: _ClassVar[int]
    ORIGINALDOCUMENTCORRECTIONDATEANDNUMBER_FIELD_NUMBER: _ClassVar[int]
    TotalInc: str
    TotalDec: str
    VatInc: str
    VatDec: str
    CurrencyCode: int
    Grounds: str
    Function: _common_pb2.FunctionType.Value
    OriginalDocumentDateAndNumber: _common_pb2.DocumentDateAndNumber
    OriginalDocumentRevisionDateAndNumber: _common_pb2.DocumentDateAndNumber
    OriginalDocumentCorrectionDateAndNumber: _common_pb2.DocumentDateAndNumber
    def __init__(self, TotalInc: _Optional[str] = ..., TotalDec: _Optional[str] = ..., VatInc: _Optional[str] = ..., VatDec: _Optional[str] = ..., CurrencyCode: _Optional[int] = ..., Grounds: _Optional[str] = ..., Function: _Optional[_Union[_common_pb2.FunctionType.Value, str]] = ..., OriginalDocumentDateAndNumber: _Optional[_Union[_common_pb2.DocumentDateAndNumber, _Mapping]] = ..., OriginalDocumentRevisionDateAndNumber: _Optional[_Union[_common_pb2.DocumentDateAndNumber, _Mapping]] = ..., OriginalDocumentCorrectionDateAndNumber: _Optional[_Union[_common_pb2.DocumentDateAndNumber, _Mapping]] = ...) -> None: ...

class DocumentInfoV3(_message.Message):
    __slots__ = ("FullVersion", "MessageType", "WorkflowId", "Participants", "DocumentDirection", "DepartmentId", "CustomDocumentId", "Metadata", "CustomData", "DocumentLinks", "PacketInfo", "IsRead", "IsDeleted", "IsInvitation", "LetterInfo", "DraftInfo", "TemplateInfo", "Origin", "EditingSettingId", "HasUnreadOutOfWorkflowUniversalMessages")
    FULLVERSION_FIELD_NUMBER: _ClassVar[int]
    MESSAGETYPE_FIELD_NUMBER: _ClassVar[int]
    WORKFLOWID_FIELD_NUMBER: _ClassVar[int]
    PARTICIPANTS_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTDIRECTION_FIELD_NUMBER: _ClassVar[int]
    DEPARTMENTID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMDOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    CUSTOMDATA_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTLINKS_FIELD_NUMBER: _ClassVar[int]
    PACKETINFO_FIELD_NUMBER: _ClassVar[int]
    ISREAD_FIELD_NUMBER: _ClassVar[int]
    ISDELETED_FIELD_NUMBER: _ClassVar[int]
    ISINVITATION_FIELD_NUMBER: _ClassVar[int]
    LETTERINFO_FIELD_NUMBER: _ClassVar[int]
    DRAFTINFO_FIELD_NUMBER: _ClassVar[int]
    TEMPLATEINFO_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    EDITINGSETTINGID_FIELD_NUMBER: _ClassVar[int]
    HASUNREADOUTOFWORKFLOWUNIVERSALMESSAGES_FIELD_NUMBER: _ClassVar[int]
    FullVersion: _common_pb2.FullVersion
    MessageType: _documents_pb2.MessageType.Value
    WorkflowId: int
    Participants: DocumentParticipants
    DocumentDirection: _common_pb2.DocumentDirection.Value
    DepartmentId: str
    CustomDocumentId: str
    Metadata: _containers.RepeatedCompositeFieldContainer[_common_pb2.MetadataItem]
    CustomData: _containers.RepeatedCompositeFieldContainer[_common_pb2.CustomDataItem]
    DocumentLinks: DocumentLinks
    PacketInfo: PacketInfo
    IsRead: bool
    IsDeleted: bool
    IsInvitation: bool
    LetterInfo: DocumentLetterInfo
    DraftInfo: DocumentDraftInfo
    TemplateInfo: DocumentTemplateInfo
    Origin: _documents_pb2.Origin
    EditingSettingId: str
    HasUnreadOutOfWorkflowUniversalMessages: bool
    def __init__(self, FullVersion: _Optional[_Union[_common_pb2.FullVersion, _Mapping]] = ..., MessageType: _Optional[_Union[_documents_pb2.MessageType.Value, str]] = ..., WorkflowId: _Optional[int] = ..., Participants: _Optional[_Union[DocumentParticipants, _Mapping]] = ..., DocumentDirection: _Optional[_Union[_common_pb2.DocumentDirection.Value, str]] = ..., DepartmentId: _Optional[str] = ..., CustomDocumentId: _Optional[str] = ..., Metadata: _Optional[_Iterable[_Union[_common_pb2.MetadataItem, _Mapping]]] = ..., CustomData: _Optional[_Iterable[_Union[_common_pb2.CustomDataItem, _Mapping]]] = ..., DocumentLinks: _Optional[_Union[DocumentLinks, _Mapping]] = ..., PacketInfo: _Optional[_Union[PacketInfo, _Mapping]] = ..., IsRead: _Optional[bool] = ..., IsDeleted: _Optional[bool] = ..., IsInvitation: _Optional[bool] = ..., LetterInfo: _Optional[_Union[DocumentLetterInfo, _Mapping]] = ..., DraftInfo: _Optional[_Union[DocumentDraftInfo, _Mapping]] = ..., TemplateInfo: _Optional[_Union[DocumentTemplateInfo, _Mapping]] = ..., Origin: _Optional[_Union[_documents_pb2.Origin, _Mapping]] = ..., EditingSettingId: _Optional[str] = ..., HasUnreadOutOfWorkflowUniversalMessages: _Optional[bool] = ...) -> None: ...

class DocumentParticipants(_message.Message):
    __slots__ = ("Sender", "Proxy", "Recipient", "IsInternal", "IsCrossBorder")
    SENDER_FIELD_NUMBER: _ClassVar[int]
    PROXY_FIELD_NUMBER: _ClassVar[int]
    RECIPIENT_FIELD_NUMBER: _ClassVar[int]
    ISINTERNAL_FIELD_NUMBER: _ClassVar[int]
    ISCROSSBORDER_FIELD_NUMBER: _ClassVar[int]
    Sender: DocumentParticipant
    Proxy: DocumentParticipant
    Recipient: DocumentParticipant
    IsInternal: bool
    IsCrossBorder: bool
    def __init__(self, Sender: _Optional[_Union[DocumentParticipant, _Mapping]] = ..., Proxy: _Optional[_Union[DocumentParticipant, _Mapping]] = ..., Recipient: _Optional[_Union[DocumentParticipant, _Mapping]] = ..., IsInternal: _Optional[bool] = ..., IsCrossBorder: _Optional[bool] = ...) -> None: ...

class DocumentParticipant(_message.Message):
    __slots__ = ("BoxId", "DepartmentId", "IsRoaming")
    BOXID_FIELD_NUMBER: _ClassVar[int]
    DEPARTMENTID_FIELD_NUMBER: _ClassVar[int]
    ISROAMING_FIELD_NUMBER: _ClassVar[int]
    BoxId: str
    DepartmentId: str
    IsRoaming: bool
    def __init__(self, BoxId: _Optional[str] = ..., DepartmentId: _Optional[str] = ..., IsRoaming: _Optional[bool] = ...) -> None: ...

class DocumentLinks(_message.Message):
    __slots__ = ("InitialIds", "SubordinateIds")
    INITIALIDS_FIELD_NUMBER: _ClassVar[int]
    SUBORDINATEIDS_FIELD_NUMBER: _ClassVar[int]
    InitialIds: _containers.RepeatedCompositeFieldContainer[_common_pb2.DocumentId]
    SubordinateIds: _containers.RepeatedCompositeFieldContainer[_common_pb2.DocumentId]
    def __init__(self, InitialIds: _Optional[_Iterable[_Union[_common_pb2.DocumentId, _Mapping]]] = ..., SubordinateIds: _Optional[_Iterable[_Union[_common_pb2.DocumentId, _Mapping]]] = ...) -> None: ...

class PacketInfo(_message.Message):
    __slots__ = ("LockMode", "PacketId", "AddedAt")
    LOCKMODE_FIELD_NUMBER: _ClassVar[int]
    PACKETID_FIELD_NUMBER: _ClassVar[int]
    ADDEDAT_FIELD_NUMBER: _ClassVar[int]
    LockMode: _common_pb2.LockMode.Value
    PacketId: str
    AddedAt: _common_pb2.Timestamp
    def __init__(self, LockMode: _Optional[_Union[_common_pb2.LockMode.Value, str]] = ..., PacketId: _Optional[str] = ..., AddedAt: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class DocumentLetterInfo(_message.Message):
    __slots__ = ("IsEncrypted", "ForwardDocumentEvents", "IsTest")
    ISENCRYPTED_FIELD_NUMBER: _ClassVar[int]
    FORWARDDOCUMENTEVENTS_FIELD_NUMBER: _ClassVar[int]
    ISTEST_FIELD_NUMBER: _ClassVar[int]
    IsEncrypted: bool
    ForwardDocumentEvents: _containers.RepeatedCompositeFieldContainer[_common_pb2.ForwardDocumentEvent]
    IsTest: bool
    def __init__(self, IsEncrypted: _Optional[bool] = ..., ForwardDocumentEvents: _Optional[_Iterable[_Union[_common_pb2.ForwardDocumentEvent, _Mapping]]] = ..., IsTest: _Optional[bool] = ...) -> None: ...

class DocumentDraftInfo(_message.Message):
    __slots__ = ("IsRecycled", "IsLocked", "TransformedToLetterIds")
    ISRECYCLED_FIELD_NUMBER: _ClassVar[int]
    ISLOCKED_FIELD_NUMBER: _ClassVar[int]
    TRANSFORMEDTOLETTERIDS_FIELD_NUMBER: _ClassVar[int]
    IsRecycled: bool
    IsLocked: bool
    TransformedToLetterIds: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, IsRecycled: _Optional[bool] = ..., IsLocked: _Optional[bool] = ..., TransformedToLetterIds: _Optional[_Iterable[str]] = ...) -> None: ...

class DocumentTemplateInfo(_message.Message):
    __slots__ = ("LetterParticipants", "TransformedToLetterIds", "TemplateTransformationInfos", "TemplateRefusalInfo", "IsReusable")
    LETTERPARTICIPANTS_FIELD_NUMBER: _ClassVar[int]
    TRANSFORMEDTOLETTERIDS_FIELD_NUMBER: _ClassVar[int]
    TEMPLATETRANSFORMATIONINFOS_FIELD_NUMBER: _ClassVar[int]
    TEMPLATEREFUSALINFO_FIELD_NUMBER: _ClassVar[int]
    ISREUSABLE_FIELD_NUMBER: _ClassVar[int]
    LetterParticipants: DocumentParticipants
    TransformedToLetterIds: _containers.RepeatedScalarFieldContainer[str]
    TemplateTransformationInfos: _containers.RepeatedCompositeFieldContainer[DocflowTemplateTransformationInfo]
    TemplateRefusalInfo: DocflowTemplateRefusalInfo
    IsReusable: bool
    def __init__(self, LetterParticipants: _Optional[_Union[DocumentParticipants, _Mapping]] = ..., TransformedToLetterIds: _Optional[_Iterable[str]] = ..., TemplateTransformationInfos: _Optional[_Iterable[_Union[DocflowTemplateTransformationInfo, _Mapping]]] = ..., TemplateRefusalInfo: _Optional[_Union[DocflowTemplateRefusalInfo, _Mapping]] = ..., IsReusable: _Optional[bool] = ...) -> None: ...

class DocflowTemplateTransformationInfo(_message.Message):
    __slots__ = ("TransformationId", "TransformedToDocumentId", "AuthorUserId", "Changes")
    TRANSFORMATIONID_FIELD_NUMBER: _ClassVar[int]
    TRANSFORMEDTODOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    AUTHORUSERID_FIELD_NUMBER: _ClassVar[int]
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    TransformationId: str
    TransformedToDocumentId: _common_pb2.DocumentId
    AuthorUserId: str
    Changes: _containers.RepeatedCompositeFieldContainer[DocflowTemplateTransformationChangeInfo]
    def __init__(self, TransformationId: _Optional[str] = ..., TransformedToDocumentId: _Optional[_Union[_common_pb2.DocumentId, _Mapping]] = ..., AuthorUserId: _Optional[str] = ..., Changes: _Optional[_Iterable[_Union[DocflowTemplateTransformationChangeInfo, _Mapping]]] = ...) -> None: ...

class DocflowTemplateTransformationChangeInfo(_message.Message):
    __slots__ = ("ChangeId", "ChangeType", "ChangeInitiatorBoxId", "AuthorUserId")
    CHANGEID_FIELD_NUMBER: _ClassVar[int]
    CHANGETYPE_FIELD_NUMBER: _ClassVar[int]
    CHANGEINITIATORBOXID_FIELD_NUMBER: _ClassVar[int]
    AUTHORUSERID_FIELD_NUMBER: _ClassVar[int]
    ChangeId: str
    ChangeType: _common_pb2.TemplateTransformationChangeType.Value
    ChangeInitiatorBoxId: str
    AuthorUserId: str
    def __init__(self, ChangeId: _Optional[str] = ..., ChangeType: _Optional[_Union[_common_pb2.TemplateTransformationChangeType.Value, str]] = ..., ChangeInitiatorBoxId: _Optional[str] = ..., AuthorUserId: _Optional[str] = ...) -> None: ...

class DocflowTemplateRefusalInfo(_message.Message):
    __slots__ = ("BoxId", "AuthorUserId", "Comment")
    BOXID_FIELD_NUMBER: _ClassVar[int]
    AUTHORUSERID_FIELD_NUMBER: _ClassVar[int]
    COMMENT_FIELD_NUMBER: _ClassVar[int]
    BoxId: str
    AuthorUserId: str
    Comment: str
    def __init__(self, BoxId: _Optional[str] = ..., AuthorUserId: _Optional[str] = ..., Comment: _Optional[str] = ...) -> None: ...

class DocumentTemplateInfoV2(_message.Message):
    __slots__ = ("LetterParticipants", "TransformedToLetterIds", "TemplateTransformationInfos", "TemplateRefusalInfo", "IsReusable")
    LETTERPARTICIPANTS_FIELD_NUMBER: _ClassVar[int]
    TRANSFORMEDTOLETTERIDS_FIELD_NUMBER: _ClassVar[int]
    TEMPLATETRANSFORMATIONINFOS_FIELD_NUMBER: _ClassVar[int]
    TEMPLATEREFUSALINFO_FIELD_NUMBER: _ClassVar[int]
    ISREUSABLE_FIELD_NUMBER: _ClassVar[int]
    LetterParticipants: _documents_pb2.DocumentParticipantsV2
    TransformedToLetterIds: _containers.RepeatedScalarFieldContainer[str]
    TemplateTransformationInfos: _containers.RepeatedCompositeFieldContainer[DocflowTemplateTransformationInfo]
    TemplateRefusalInfo: DocflowTemplateRefusalInfo
    IsReusable: bool
    def __init__(self, LetterParticipants: _Optional[_Union[_documents_pb2.DocumentParticipantsV2, _Mapping]] = ..., TransformedToLetterIds: _Optional[_Iterable[str]] = ..., TemplateTransformationInfos: _Optional[_Iterable[_Union[DocflowTemplateTransformationInfo, _Mapping]]] = ..., TemplateRefusalInfo: _Optional[_Union[DocflowTemplateRefusalInfo, _Mapping]] = ..., IsReusable: _Optional[bool] = ...) -> None: ...

class DocumentInfoV5(_message.Message):
    __slots__ = ("FullVersion", "MessageType", "WorkflowId", "Participants", "DocumentDirection", "DepartmentId", "CustomDocumentId", "Metadata", "CustomData", "DocumentLinks", "PacketInfo", "IsRead", "IsDeleted", "IsInvitation", "LetterInfo", "DraftInfo", "TemplateInfo", "Origin", "EditingSettingId", "HasUnreadOutOfWorkflowUniversalMessages")
    FULLVERSION_FIELD_NUMBER: _ClassVar[int]
    MESSAGETYPE_FIELD_NUMBER: _ClassVar[int]
    WORKFLOWID_FIELD_NUMBER: _ClassVar[int]
    PARTICIPANTS_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTDIRECTION_FIELD_NUMBER: _ClassVar[int]
    DEPARTMENTID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMDOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    CUSTOMDATA_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTLINKS_FIELD_NUMBER: _ClassVar[int]
    PACKETINFO_FIELD_NUMBER: _ClassVar[int]
    ISREAD_FIELD_NUMBER: _ClassVar[int]
    ISDELETED_FIELD_NUMBER: _ClassVar[int]
    ISINVITATION_FIELD_NUMBER: _ClassVar[int]
    LETTERINFO_FIELD_NUMBER: _ClassVar[int]
    DRAFTINFO_FIELD_NUMBER: _ClassVar[int]
    TEMPLATEINFO_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    EDITINGSETTINGID_FIELD_NUMBER: _ClassVar[int]
    HASUNREADOUTOFWORKFLOWUNIVERSALMESSAGES_FIELD_NUMBER: _ClassVar[int]
    FullVersion: _common_pb2.FullVersion
    MessageType: _documents_pb2.MessageType.Value
    WorkflowId: int
    Participants: _documents_pb2.DocumentParticipantsV2
    DocumentDirection: _common_pb2.DocumentDirection.Value
    DepartmentId: str
    CustomDocumentId: str
    Metadata: _containers.RepeatedCompositeFieldContainer[_common_pb2.MetadataItem]
    CustomData: _containers.RepeatedCompositeFieldContainer[_common_pb2.CustomDataItem]
    DocumentLinks: DocumentLinks
    PacketInfo: PacketInfo
    IsRead: bool
    IsDeleted: bool
    IsInvitation: bool
    LetterInfo: DocumentLetterInfo
    DraftInfo: DocumentDraftInfo
    TemplateInfo: DocumentTemplateInfoV2
    Origin: _documents_pb2.Origin
    EditingSettingId: str
    HasUnreadOutOfWorkflowUniversalMessages: bool
    def __init__(self, FullVersion: _Optional[_Union[_common_pb2.FullVersion, _Mapping]] = ..., MessageType: _Optional[_Union[_documents_pb2.MessageType.Value, str]] = ..., WorkflowId: _Optional[int] = ..., Participants: _Optional[_Union[_documents_pb2.DocumentParticipantsV2, _Mapping]] = ..., DocumentDirection: _Optional[_Union[_common_pb2.DocumentDirection.Value, str]] = ..., DepartmentId: _Optional[str] = ..., CustomDocumentId: _Optional[str] = ..., Metadata: _Optional[_Iterable[_Union[_common_pb2.MetadataItem, _Mapping]]] = ..., CustomData: _Optional[_Iterable[_Union[_common_pb2.CustomDataItem, _Mapping]]] = ..., DocumentLinks: _Optional[_Union[DocumentLinks, _Mapping]] = ..., PacketInfo: _Optional[_Union[PacketInfo, _Mapping]] = ..., IsRead: _Optional[bool] = ..., IsDeleted: _Optional[bool] = ..., IsInvitation: _Optional[bool] = ..., LetterInfo: _Optional[_Union[DocumentLetterInfo, _Mapping]] = ..., DraftInfo: _Optional[_Union[DocumentDraftInfo, _Mapping]] = ..., TemplateInfo: _Optional[_Union[DocumentTemplateInfoV2, _Mapping]] = ..., Origin: _Optional[_Union[_documents_pb2.Origin, _Mapping]] = ..., EditingSettingId: _Optional[str] = ..., HasUnreadOutOfWorkflowUniversalMessages: _Optional[bool] = ...) -> None: ...

class DocumentWithDocflow(_message.Message):
    __slots__ = ("DocumentId", "LastEventId", "LastEventTimestamp", "DocumentInfo", "Docflow", "InitialDocumentIds", "SubordinateDocumentIds", "ForwardDocumentEvents")
    DOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    LASTEVENTID_FIELD_NUMBER: _ClassVar[int]
    LASTEVENTTIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTINFO_FIELD_NUMBER: _ClassVar[int]
    DOCFLOW_FIELD_NUMBER: _ClassVar[int]
    INITIALDOCUMENTIDS_FIELD_NUMBER: _ClassVar[int]
    SUBORDINATEDOCUMENTIDS_FIELD_NUMBER: _ClassVar[int]
    FORWARDDOCUMENTEVENTS_FIELD_NUMBER: _ClassVar[int]
    DocumentId: _common_pb2.DocumentId
    LastEventId: str
    LastEventTimestamp: _common_pb2.Timestamp
    DocumentInfo: DocumentInfo
    Docflow: Docflow
    InitialDocumentIds: _containers.RepeatedCompositeFieldContainer[_common_pb2.DocumentId]
    SubordinateDocumentIds: _containers.RepeatedCompositeFieldContainer[_common_pb2.DocumentId]
    ForwardDocumentEvents: _containers.RepeatedCompositeFieldContainer[_common_pb2.ForwardDocumentEvent]
    def __init__(self, DocumentId: _Optional[_Union[_common_pb2.DocumentId, _Mapping]] = ..., LastEventId: _Optional[str] = ..., LastEventTimestamp: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., DocumentInfo: _Optional[_Union[DocumentInfo, _Mapping]] = ..., Docflow: _Optional[_Union[Docflow, _Mapping]] = ..., InitialDocumentIds: _Optional[_Iterable[_Union[_common_pb2.DocumentId, _Mapping]]] = ..., SubordinateDocumentIds: _Optional[_Iterable[_Union[_common_pb2.DocumentId, _Mapping]]] = ..., ForwardDocumentEvents: _Optional[_Iterable[_Union[_common_pb2.ForwardDocumentEvent, _Mapping]]] = ...) -> None: ...

class DocumentWithDocflowV3(_message.Message):
    __slots__ = ("DocumentId", "LastEvent", "DocumentInfo", "Docflow")
    DOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    LASTEVENT_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTINFO_FIELD_NUMBER: _ClassVar[int]
    DOCFLOW_FIELD_NUMBER: _ClassVar[int]
    DocumentId: _common_pb2.DocumentId
    LastEvent: LastEvent
    DocumentInfo: DocumentInfoV3
    Docflow: DocflowV3
    def __init__(self, DocumentId: _Optional[_Union[_common_pb2.DocumentId, _Mapping]] = ..., LastEvent: _Optional[_Union[LastEvent, _Mapping]] = ..., DocumentInfo: _Optional[_Union[DocumentInfoV3, _Mapping]] = ..., Docflow: _Optional[_Union[DocflowV3, _Mapping]] = ...) -> None: ...

class DocumentWithDocflowV4(_message.Message):
    __slots__ = ("DocumentId", "LastEvent", "DocumentInfo", "Docflow")
    DOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    LASTEVENT_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTINFO_FIELD_NUMBER: _ClassVar[int]
    DOCFLOW_FIELD_NUMBER: _ClassVar[int]
    DocumentId: _common_pb2.DocumentId
    LastEvent: LastEvent
    DocumentInfo: DocumentInfoV3
    Docflow: DocflowV4
    def __init__(self, DocumentId: _Optional[_Union[_common_pb2.DocumentId, _Mapping]] = ..., LastEvent: _Optional[_Union[LastEvent, _Mapping]] = ..., DocumentInfo: _Optional[_Union[DocumentInfoV3, _Mapping]] = ..., Docflow: _Optional[_Union[DocflowV4, _Mapping]] = ...) -> None: ...

class DocumentWithDocflowV5(_message.Message):
    __slots__ = ("DocumentId", "LastEvent", "DocumentInfo", "Docflow")
    DOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    LASTEVENT_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTINFO_FIELD_NUMBER: _ClassVar[int]
    DOCFLOW_FIELD_NUMBER: _ClassVar[int]
    DocumentId: _common_pb2.DocumentId
    LastEvent: LastEvent
    DocumentInfo: DocumentInfoV5
    Docflow: DocflowV5
    def __init__(self, DocumentId: _Optional[_Union[_common_pb2.DocumentId, _Mapping]] = ..., LastEvent: _Optional[_Union[LastEvent, _Mapping]] = ..., DocumentInfo: _Optional[_Union[DocumentInfoV5, _Mapping]] = ..., Docflow: _Optional[_Union[DocflowV5, _Mapping]] = ...) -> None: ...

class InboundInvoiceDocflow(_message.Message):
    __slots__ = ("IsFinished", "ReceiptDocflow", "ConfirmationDocflow", "CorrectionRequestDocflow", "ConfirmationTimestamp", "IsAmendmentRequested", "IsRevised", "IsCorrected")
    ISFINISHED_FIELD_NUMBER: _ClassVar[int]
    RECEIPTDOCFLOW_FIELD_NUMBER: _ClassVar[int]
    CONFIRMATIONDOCFLOW_FIELD_NUMBER: _ClassVar[int]
    CORRECTIONREQUESTDOCFLOW_FIELD_NUMBER: _ClassVar[int]
    CONFIRMATIONTIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    ISAMENDMENTREQUESTED_FIELD_NUMBER: _ClassVar[int]
    ISREVISED_FIELD_NUMBER: _ClassVar[int]
    ISCORRECTED_FIELD_NUMBER: _ClassVar[int]
    IsFinished: bool
    ReceiptDocflow: InboundInvoiceReceiptDocflow
    ConfirmationDocflow: InvoiceConfirmationDocflow
    CorrectionRequestDocflow: InvoiceCorrectionRequestDocflow
    ConfirmationTimestamp: _common_pb2.Timestamp
    IsAmendmentRequested: bool
    IsRevised: bool
    IsCorrected: bool
    def __init__(self, IsFinished: _Optional[bool] = ..., ReceiptDocflow: _Optional[_Union[InboundInvoiceReceiptDocflow, _Mapping]] = ..., ConfirmationDocflow: _Optional[_Union[InvoiceConfirmationDocflow, _Mapping]] = ..., CorrectionRequestDocflow: _Optional[_Union[InvoiceCorrectionRequestDocflow, _Mapping]] = ..., ConfirmationTimestamp: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., IsAmendmentRequested: _Optional[bool] = ..., IsRevised: _Optional[bool] = ..., IsCorrected: _Optional[bool] = ...) -> None: ...

class OutboundInvoiceDocflow(_message.Message):
    __slots__ = ("IsFinished", "ReceiptDocflow", "ConfirmationDocflow", "CorrectionRequestDocflow", "ConfirmationTimestamp", "IsAmendmentRequested", "IsRevised", "IsCorrected", "CanDocumentBeSignedBySender")
    ISFINISHED_FIELD_NUMBER: _ClassVar[int]
    RECEIPTDOCFLOW_FIELD_NUMBER: _ClassVar[int]
    CONFIRMATIONDOCFLOW_FIELD_NUMBER: _ClassVar[int]
    CORRECTIONREQUESTDOCFLOW_FIELD_NUMBER: _ClassVar[int]
    CONFIRMATIONTIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    ISAMENDMENTREQUESTED_FIELD_NUMBER: _ClassVar[int]
    ISREVISED_FIELD_NUMBER: _ClassVar[int]
    ISCORRECTED_FIELD_NUMBER: _ClassVar[int]
    CANDOCUMENTBESIGNEDBYSENDER_FIELD_NUMBER: _ClassVar[int]
    IsFinished: bool
    ReceiptDocflow: ReceiptDocflow
    ConfirmationDocflow: InvoiceConfirmationDocflow
    CorrectionRequestDocflow: InvoiceCorrectionRequestDocflow
    ConfirmationTimestamp: _common_pb2.Timestamp
    IsAmendmentRequested: bool
    IsRevised: bool
    IsCorrected: bool
    CanDocumentBeSignedBySender: bool
    def __init__(self, IsFinished: _Optional[bool] = ..., ReceiptDocflow: _Optional[_Union[ReceiptDocflow, _Mapping]] = ..., ConfirmationDocflow: _Optional[_Union[InvoiceConfirmationDocflow, _Mapping]] = ..., CorrectionRequestDocflow: _Optional[_Union[InvoiceCorrectionRequestDocflow, _Mapping]] = ..., ConfirmationTimestamp: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., IsAmendmentRequested: _Optional[bool] = ..., IsRevised: _Optional[bool] = ..., IsCorrected: _Optional[bool] = ..., CanDocumentBeSignedBySender: _Optional[bool] = ...) -> None: ...

class InvoiceConfirmationDocflow(_message.Message):
    __slots__ = ("IsFinished", "ConfirmationAttachment", "ReceiptDocflow")
    ISFINISHED_FIELD_NUMBER: _ClassVar[int]
    CONFIRMATIONATTACHMENT_FIELD_NUMBER: _ClassVar[int]
    RECEIPTDOCFLOW_FIELD_NUMBER: _ClassVar[int]
    IsFinished: bool
    ConfirmationAttachment: SignedAttachment
    ReceiptDocflow: ReceiptDocflow
    def __init__(self, IsFinished: _Optional[bool] = ..., ConfirmationAttachment: _Optional[_Union[SignedAttachment, _Mapping]] = ..., ReceiptDocflow: _Optional[_Union[ReceiptDocflow, _Mapping]] = ...) -> None: ...

class InboundInvoiceReceiptDocflow(_message.Message):
    __slots__ = ("IsFinished", "ReceiptAttachment", "ConfirmationDocflow")
    ISFINISHED_FIELD_NUMBER: _ClassVar[int]
    RECEIPTATTACHMENT_FIELD_NUMBER: _ClassVar[int]
    CONFIRMATIONDOCFLOW_FIELD_NUMBER: _ClassVar[int]
    IsFinished: bool
    ReceiptAttachment: SignedAttachment
    ConfirmationDocflow: InvoiceConfirmationDocflow
    def __init__(self, IsFinished: _Optional[bool] = ..., ReceiptAttachment: _Optional[_Union[SignedAttachment, _Mapping]] = ..., ConfirmationDocflow: _Optional[_Union[InvoiceConfirmationDocflow, _Mapping]] = ...) -> None: ...

class InvoiceCorrectionRequestDocflow(_message.Message):
    __slots__ = ("IsFinished", "CorrectionRequestAttachment", "ReceiptDocflow")
    ISFINISHED_FIELD_NUMBER: _ClassVar[int]
    CORRECTIONREQUESTATTACHMENT_FIELD_NUMBER: _ClassVar[int]
    RECEIPTDOCFLOW_FIELD_NUMBER: _ClassVar[int]
    IsFinished: bool
    CorrectionRequestAttachment: SignedAttachment
    ReceiptDocflow: ReceiptDocflow
    def __init__(self, IsFinished: _Optional[bool] = ..., CorrectionRequestAttachment: _Optional[_Union[SignedAttachment, _Mapping]] = ..., ReceiptDocflow: _Optional[_Union[ReceiptDocflow, _Mapping]] = ...) -> None: ...

class LastEvent(_message.Message):
    __slots__ = ("EventId", "Timestamp")
    EVENTID_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    EventId: str
    Timestamp: _common_pb2.Timestamp
    def __init__(self, EventId: _Optional[str] = ..., Timestamp: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class OutOfWorkflowUniversalMessageDocflow(_message.Message):
    __slots__ = ("Messages",)
    MESSAGES_FIELD_NUMBER: _ClassVar[int]
    Messages: _containers.RepeatedCompositeFieldContainer[UniversalMessageAttachmentDocflow]
    def __init__(self, Messages: _Optional[_Iterable[_Union[UniversalMessageAttachmentDocflow, _Mapping]]] = ...) -> None: ...

class OuterDocflowV5(_message.Message):
    __slots__ = ("DocflowNamedId", "ParentEntityId", "LatestStatusEntityId", "DocflowFriendlyName", "StatusEntities")
    DOCFLOWNAMEDID_FIELD_NUMBER: _ClassVar[int]
    PARENTENTITYID_FIELD_NUMBER: _ClassVar[int]
    LATESTSTATUSENTITYID_FIELD_NUMBER: _ClassVar[int]
    DOCFLOWFRIENDLYNAME_FIELD_NUMBER: _ClassVar[int]
    STATUSENTITIES_FIELD_NUMBER: _ClassVar[int]
    DocflowNamedId: str
    ParentEntityId: str
    LatestStatusEntityId: str
    DocflowFriendlyName: str
    StatusEntities: _containers.RepeatedCompositeFieldContainer[StatusEntity]
    def __init__(self, DocflowNamedId: _Optional[str] = ..., ParentEntityId: _Optional[str] = ..., LatestStatusEntityId: _Optional[str] = ..., DocflowFriendlyName: _Optional[str] = ..., StatusEntities: _Optional[_Iterable[_Union[StatusEntity, _Mapping]]] = ...) -> None: ...

class ReceiptDocflow(_message.Message):
    __slots__ = ("IsFinished", "ReceiptAttachment")
    ISFINISHED_FIELD_NUMBER: _ClassVar[int]
    RECEIPTATTACHMENT_FIELD_NUMBER: _ClassVar[int]
    IsFinished: bool
    ReceiptAttachment: SignedAttachment
    def __init__(self, IsFinished: _Optional[bool] = ..., ReceiptAttachment: _Optional[_Union[SignedAttachment, _Mapping]] = ...) -> None: ...

class RecipientSignatureDocflow(_message.Message):
    __slots__ = ("IsFinished", "RecipientSignature", "DeliveryTimestamp")
    ISFINISHED_FIELD_NUMBER: _ClassVar[int]
    RECIPIENTSIGNATURE_FIELD_NUMBER: _ClassVar[int]
    DELIVERYTIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    IsFinished: bool
    RecipientSignature: Signature
    DeliveryTimestamp: _common_pb2.Timestamp
    def __init__(self, IsFinished: _Optional[bool] = ..., RecipientSignature: _Optional[_Union[Signature, _Mapping]] = ..., DeliveryTimestamp: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class RecipientSignatureRejectionDocflow(_message.Message):
    __slots__ = ("IsFinished", "RecipientSignatureRejectionAttachment", "DeliveryTimestamp")
    ISFINISHED_FIELD_NUMBER: _ClassVar[int]
    RECIPIENTSIGNATUREREJECTIONATTACHMENT_FIELD_NUMBER: _ClassVar[int]
    DELIVERYTIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    IsFinished: bool
    RecipientSignatureRejectionAttachment: SignedAttachment
    DeliveryTimestamp: _common_pb2.Timestamp
    def __init__(self, IsFinished: _Optional[bool] = ..., RecipientSignatureRejectionAttachment: _Optional[_Union[SignedAttachment, _Mapping]] = ..., DeliveryTimestamp: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ResolutionDocflow(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ResolutionDocflowV3(_message.Message):
    __slots__ = ("IsFinished", "ParentEntityId", "ResolutionStatus", "ResolutionEntityId")
    ISFINISHED_FIELD_NUMBER: _ClassVar[int]
    PARENTENTITYID_FIELD_NUMBER: _ClassVar[int]
    RESOLUTIONSTATUS_FIELD_NUMBER: _ClassVar[int]
    RESOLUTIONENTITYID_FIELD_NUMBER: _ClassVar[int]
    IsFinished: bool
    ParentEntityId: str
    ResolutionStatus: DocflowResolutionStatus.Value
    ResolutionEntityId: str
    def __init__(self, IsFinished: _Optional[bool] = ..., ParentEntityId: _Optional[str] = ..., ResolutionStatus: _Optional[_Union[DocflowResolutionStatus.Value, str]] = ..., ResolutionEntityId: _Optional[str] = ...) -> None: ...

class ResolutionEntitiesV3(_message.Message):
    __slots__ = ("Requests", "Resolutions", "ApprovementSignatures", "SignatureDenials")
    REQUESTS_FIELD_NUMBER: _ClassVar[int]
    RESOLUTIONS_FIELD_NUMBER: _ClassVar[int]
    APPROVEMENTSIGNATURES_FIELD_NUMBER: _ClassVar[int]
    SIGNATUREDENIALS_FIELD_NUMBER: _ClassVar[int]
    Requests: _containers.RepeatedCompositeFieldContainer[ResolutionRequestV3]
    Resolutions: _containers.RepeatedCompositeFieldContainer[ResolutionV3]
    ApprovementSignatures: _containers.RepeatedCompositeFieldContainer[ApprovementSignatureV3]
    SignatureDenials: _containers.RepeatedCompositeFieldContainer[SignatureDenialV3]
    def __init__(self, Requests: _Optional[_Iterable[_Union[ResolutionRequestV3, _Mapping]]] = ..., Resolutions: _Optional[_Iterable[_Union[ResolutionV3, _Mapping]]] = ..., ApprovementSignatures: _Optional[_Iterable[_Union[ApprovementSignatureV3, _Mapping]]] = ..., SignatureDenials: _Optional[_Iterable[_Union[SignatureDenialV3, _Mapping]]] = ...) -> None: ...

class ResolutionRequestV3(_message.Message):
    __slots__ = ("Entity", "Target", "AuthorUserId", "RequestType", "ResolvedWith", "Actions")
    ENTITY_FIELD_NUMBER: _ClassVar[int]
    TARGET_FIELD_NUMBER: _ClassVar[int]
    AUTHORUSERID_FIELD_NUMBER: _ClassVar[int]
    REQUESTTYPE_FIELD_NUMBER: _ClassVar[int]
    RESOLVEDWITH_FIELD_NUMBER: _ClassVar[int]
    ACTIONS_FIELD_NUMBER: _ClassVar[int]
    Entity: DocflowEntity
    Target: _common_pb2.ResolutionTarget
    AuthorUserId: str
    RequestType: _common_pb2.ResolutionRequestType.Value
    ResolvedWith: str
    Actions: _containers.RepeatedScalarFieldContainer[_common_pb2.ResolutionAction.Value]
    def __init__(self, Entity: _Optional[_Union[DocflowEntity, _Mapping]] = ..., Target: _Optional[_Union[_common_pb2.ResolutionTarget, _Mapping]] = ..., AuthorUserId: _Optional[str] = ..., RequestType: _Optional[_Union[_common_pb2.ResolutionRequestType.Value, str]] = ..., ResolvedWith: _Optional[str] = ..., Actions: _Optional[_Iterable[_Union[_common_pb2.ResolutionAction.Value, str]]] = ...) -> None: ...

class ResolutionV3(_message.Message):
    __slots__ = ("Entity", "ResolutionRequestId", "AuthorUserId", "ResolutionType")
    ENTITY_FIELD_NUMBER: _ClassVar[int]
    RESOLUTIONREQUESTID_FIELD_NUMBER: _ClassVar[int]
    AUTHORUSERID_FIELD_NUMBER: _ClassVar[int]
    RESOLUTIONTYPE_FIELD_NUMBER: _ClassVar[int]
    Entity: DocflowEntity
    ResolutionRequestId: str
    AuthorUserId: str
    ResolutionType: _common_pb2.ResolutionType.Value
    def __init__(self, Entity: _Optional[_Union[DocflowEntity, _Mapping]] = ..., ResolutionRequestId: _Optional[str] = ..., AuthorUserId: _Optional[str] = ..., ResolutionType: _Optional[_Union[_common_pb2.ResolutionType.Value, str]] = ...) -> None: ...

class ApprovementSignatureV3(_message.Message):
    __slots__ = ("Signature", "ResolutionRequestId", "AuthorUserId")
    SIGNATURE_FIELD_NUMBER: _ClassVar[int]
    RESOLUTIONREQUESTID_FIELD_NUMBER: _ClassVar[int]
    AUTHORUSERID_FIELD_NUMBER: _ClassVar[int]
    Signature: SignatureV3
    ResolutionRequestId: str
    AuthorUserId: str
    def __init__(self, Signature: _Optional[_Union[SignatureV3, _Mapping]] = ..., ResolutionRequestId: _Optional[str] = ..., AuthorUserId: _Optional[str] = ...) -> None: ...

class SignatureDenialV3(_message.Message):
    __slots__ = ("Entity", "ResolutionRequestId", "AuthorUserId")
    ENTITY_FIELD_NUMBER: _ClassVar[int]
    RESOLUTIONREQUESTID_FIELD_NUMBER: _ClassVar[int]
    AUTHORUSERID_FIELD_NUMBER: _ClassVar[int]
    Entity: DocflowEntity
    ResolutionRequestId: str
    AuthorUserId: str
    def __init__(self, Entity: _Optional[_Union[DocflowEntity, _Mapping]] = ..., ResolutionRequestId: _Optional[str] = ..., AuthorUserId: _Optional[str] = ...) -> None: ...

class DocflowResolutionStatus(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownStatus: _ClassVar[DocflowResolutionStatus.Value]
        Approved: _ClassVar[DocflowResolutionStatus.Value]
        Disapproved: _ClassVar[DocflowResolutionStatus.Value]
        ApprovementRequested: _ClassVar[DocflowResolutionStatus.Value]
        ApprovementSignatureRequested: _ClassVar[DocflowResolutionStatus.Value]
        PrimarySignatureRequested: _ClassVar[DocflowResolutionStatus.Value]
        SignatureRequestRejected: _ClassVar[DocflowResolutionStatus.Value]
        SignedWithApprovingSignature: _ClassVar[DocflowResolutionStatus.Value]
        SignedWithPrimarySignature: _ClassVar[DocflowResolutionStatus.Value]
        PrimarySignatureRejected: _ClassVar[DocflowResolutionStatus.Value]
        ActionsRequested: _ClassVar[DocflowResolutionStatus.Value]
    UnknownStatus: DocflowResolutionStatus.Value
    Approved: DocflowResolutionStatus.Value
    Disapproved: DocflowResolutionStatus.Value
    ApprovementRequested: DocflowResolutionStatus.Value
    ApprovementSignatureRequested: DocflowResolutionStatus.Value
    PrimarySignatureRequested: DocflowResolutionStatus.Value
    SignatureRequestRejected: DocflowResolutionStatus.Value
    SignedWithApprovingSignature: DocflowResolutionStatus.Value
    SignedWithPrimarySignature: DocflowResolutionStatus.Value
    PrimarySignatureRejected: DocflowResolutionStatus.Value
    ActionsRequested: DocflowResolutionStatus.Value
    def __init__(self) -> None: ...

class ResolutionDocflowV5(_message.Message):
    __slots__ = ("IsFinished", "ResolutionStatus", "CurrentResolutionEntityId", "ResolutionEntities")
    ISFINISHED_FIELD_NUMBER: _ClassVar[int]
    RESOLUTIONSTATUS_FIELD_NUMBER: _ClassVar[int]
    CURRENTRESOLUTIONENTITYID_FIELD_NUMBER: _ClassVar[int]
    RESOLUTIONENTITIES_FIELD_NUMBER: _ClassVar[int]
    IsFinished: bool
    ResolutionStatus: DocflowResolutionStatus.Value
    CurrentResolutionEntityId: str
    ResolutionEntities: ResolutionEntitiesV3
    def __init__(self, IsFinished: _Optional[bool] = ..., ResolutionStatus: _Optional[_Union[DocflowResolutionStatus.Value, str]] = ..., CurrentResolutionEntityId: _Optional[str] = ..., ResolutionEntities: _Optional[_Union[ResolutionEntitiesV3, _Mapping]] = ...) -> None: ...

class RevocationDocflow(_message.Message):
    __slots__ = ("IsFinished", "RevocationRequestAttachment", "RecipientSignatureDocflow", "RecipientSignatureRejectionDocflow", "InitiatorBoxId", "IsRevocationAccepted", "IsRevocationRejected")
    ISFINISHED_FIELD_NUMBER: _ClassVar[int]
    REVOCATIONREQUESTATTACHMENT_FIELD_NUMBER: _ClassVar[int]
    RECIPIENTSIGNATUREDOCFLOW_FIELD_NUMBER: _ClassVar[int]
    RECIPIENTSIGNATUREREJECTIONDOCFLOW_FIELD_NUMBER: _ClassVar[int]
    INITIATORBOXID_FIELD_NUMBER: _ClassVar[int]
    ISREVOCATIONACCEPTED_FIELD_NUMBER: _ClassVar[int]
    ISREVOCATIONREJECTED_FIELD_NUMBER: _ClassVar[int]
    IsFinished: bool
    RevocationRequestAttachment: SignedAttachment
    RecipientSignatureDocflow: RecipientSignatureDocflow
    RecipientSignatureRejectionDocflow: RecipientSignatureRejectionDocflow
    InitiatorBoxId: str
    IsRevocationAccepted: bool
    IsRevocationRejected: bool
    def __init__(self, IsFinished: _Optional[bool] = ..., RevocationRequestAttachment: _Optional[_Union[SignedAttachment, _Mapping]] = ..., RecipientSignatureDocflow: _Optional[_Union[RecipientSignatureDocflow, _Mapping]] = ..., RecipientSignatureRejectionDocflow: _Optional[_Union[RecipientSignatureRejectionDocflow, _Mapping]] = ..., InitiatorBoxId: _Optional[str] = ..., IsRevocationAccepted: _Optional[bool] = ..., IsRevocationRejected: _Optional[bool] = ...) -> None: ...

class RevocationRequestDocflowV5(_message.Message):
    __slots__ = ("RevocationRequest", "SentAt", "DeliveredAt", "RoamingNotification", "PlainText")
    REVOCATIONREQUEST_FIELD_NUMBER: _ClassVar[int]
    SENTAT_FIELD_NUMBER: _ClassVar[int]
    DELIVEREDAT_FIELD_NUMBER: _ClassVar[int]
    ROAMINGNOTIFICATION_FIELD_NUMBER: _ClassVar[int]
    PLAINTEXT_FIELD_NUMBER: _ClassVar[int]
    RevocationRequest: SignedAttachmentV3
    SentAt: _common_pb2.Timestamp
    DeliveredAt: _common_pb2.Timestamp
    RoamingNotification: DocflowRoamingNotification
    PlainText: str
    def __init__(self, RevocationRequest: _Optional[_Union[SignedAttachmentV3, _Mapping]] = ..., SentAt: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., DeliveredAt: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., RoamingNotification: _Optional[_Union[DocflowRoamingNotification, _Mapping]] = ..., PlainText: _Optional[str] = ...) -> None: ...

class RevocationResponseDocflowV5(_message.Message):
    __slots__ = ("Participant", "IsFinished", "Signature", "Rejection")
    PARTICIPANT_FIELD_NUMBER: _ClassVar[int]
    ISFINISHED_FIELD_NUMBER: _ClassVar[int]
    SIGNATURE_FIELD_NUMBER: _ClassVar[int]
    REJECTION_FIELD_NUMBER: _ClassVar[int]
    Participant: _documents_pb2.DocumentParticipantV2
    IsFinished: bool
    Signature: SignatureV3
    Rejection: SignatureRejectionDocflowV4
    def __init__(self, Participant: _Optional[_Union[_documents_pb2.DocumentParticipantV2, _Mapping]] = ..., IsFinished: _Optional[bool] = ..., Signature: _Optional[_Union[SignatureV3, _Mapping]] = ..., Rejection: _Optional[_Union[SignatureRejectionDocflowV4, _Mapping]] = ...) -> None: ...

class RevocationDocflowV5(_message.Message):
    __slots__ = ("IsFinished", "RevocationRequest", "RevocationResponse", "Initiator", "RevocationStatus", "Resolution", "OuterDocflows")
    ISFINISHED_FIELD_NUMBER: _ClassVar[int]
    REVOCATIONREQUEST_FIELD_NUMBER: _ClassVar[int]
    REVOCATIONRESPONSE_FIELD_NUMBER: _ClassVar[int]
    INITIATOR_FIELD_NUMBER: _ClassVar[int]
    REVOCATIONSTATUS_FIELD_NUMBER: _ClassVar[int]
    RESOLUTION_FIELD_NUMBER: _ClassVar[int]
    OUTERDOCFLOWS_FIELD_NUMBER: _ClassVar[int]
    IsFinished: bool
    RevocationRequest: RevocationRequestDocflowV5
    RevocationResponse: _containers.RepeatedCompositeFieldContainer[RevocationResponseDocflowV5]
    Initiator: _documents_pb2.DocumentParticipantV2
    RevocationStatus: _documents_pb2.RevocationStatus.Value
    Resolution: ResolutionDocflowV5
    OuterDocflows: _containers.RepeatedCompositeFieldContainer[OuterDocflowV5]
    def __init__(self, IsFinished: _Optional[bool] = ..., RevocationRequest: _Optional[_Union[RevocationRequestDocflowV5, _Mapping]] = ..., RevocationResponse: _Optional[_Iterable[_Union[RevocationResponseDocflowV5, _Mapping]]] = ..., Initiator: _Optional[_Union[_documents_pb2.DocumentParticipantV2, _Mapping]] = ..., RevocationStatus: _Optional[_Union[_documents_pb2.RevocationStatus.Value, str]] = ..., Resolution: _Optional[_Union[ResolutionDocflowV5, _Mapping]] = ..., OuterDocflows: _Optional[_Iterable[_Union[OuterDocflowV5, _Mapping]]] = ...) -> None: ...

class DocflowRoamingNotification(_message.Message):
    __slots__ = ("Notification", "IsSuccess")
    NOTIFICATION_FIELD_NUMBER: _ClassVar[int]
    ISSUCCESS_FIELD_NUMBER: _ClassVar[int]
    Notification: DocflowEntity
    IsSuccess: bool
    def __init__(self, Notification: _Optional[_Union[DocflowEntity, _Mapping]] = ..., IsSuccess: _Optional[bool] = ...) -> None: ...

class SignaturePowerOfAttorney(_message.Message):
    __slots__ = ("Entity", "FullId", "Status", "StatusChanges", "RoamingSendingStatus", "SendingType")
    ENTITY_FIELD_NUMBER: _ClassVar[int]
    FULLID_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    STATUSCHANGES_FIELD_NUMBER: _ClassVar[int]
    ROAMINGSENDINGSTATUS_FIELD_NUMBER: _ClassVar[int]
    SENDINGTYPE_FIELD_NUMBER: _ClassVar[int]
    Entity: DocflowEntity
    FullId: _powers_pb2.PowerOfAttorneyFullId
    Status: _powers_pb2.PowerOfAttorneyValidationStatus
    StatusChanges: _containers.RepeatedCompositeFieldContainer[PowerOfAttorneyStatusChange]
    RoamingSendingStatus: _common_pb2.RoamingSendingStatus
    SendingType: _powers_pb2.PowerOfAttorneySendingType.Value
    def __init__(self, Entity: _Optional[_Union[DocflowEntity, _Mapping]] = ..., FullId: _Optional[_Union[_powers_pb2.PowerOfAttorneyFullId, _Mapping]] = ..., Status: _Optional[_Union[_powers_pb2.PowerOfAttorneyValidationStatus, _Mapping]] = ..., StatusChanges: _Optional[_Iterable[_Union[PowerOfAttorneyStatusChange, _Mapping]]] = ..., RoamingSendingStatus: _Optional[_Union[_common_pb2.RoamingSendingStatus, _Mapping]] = ..., SendingType: _Optional[_Union[_powers_pb2.PowerOfAttorneySendingType.Value, str]] = ...) -> None: ...

class PowerOfAttorneyStatusChange(_message.Message):
    __slots__ = ("Entity", "PowerOfAttorneyStatus")
    ENTITY_FIELD_NUMBER: _ClassVar[int]
    POWEROFATTORNEYSTATUS_FIELD_NUMBER: _ClassVar[int]
    Entity: DocflowEntity
    PowerOfAttorneyStatus: _powers_pb2.PowerOfAttorneyValidationStatus
    def __init__(self, Entity: _Optional[_Union[DocflowEntity, _Mapping]] = ..., PowerOfAttorneyStatus: _Optional[_Union[_powers_pb2.PowerOfAttorneyValidationStatus, _Mapping]] = ...) -> None: ...

class UnilateralDocflow(_message.Message):
    __slots__ = ("IsFinished", "ReceiptDocflow", "IsReceiptRequested", "CanDocumentBeReceipted", "CanDocumentBeSignedBySender")
    ISFINISHED_FIELD_NUMBER: _ClassVar[int]
    RECEIPTDOCFLOW_FIELD_NUMBER: _ClassVar[int]
    ISRECEIPTREQUESTED_FIELD_NUMBER: _ClassVar[int]
    CANDOCUMENTBERECEIPTED_FIELD_NUMBER: _ClassVar[int]
    CANDOCUMENTBESIGNEDBYSENDER_FIELD_NUMBER: _ClassVar[int]
    IsFinished: bool
    ReceiptDocflow: ReceiptDocflow
    IsReceiptRequested: bool
    CanDocumentBeReceipted: bool
    CanDocumentBeSignedBySender: bool
    def __init__(self, IsFinished: _Optional[bool] = ..., ReceiptDocflow: _Optional[_Union[ReceiptDocflow, _Mapping]] = ..., IsReceiptRequested: _Optional[bool] = ..., CanDocumentBeReceipted: _Optional[bool] = ..., CanDocumentBeSignedBySender: _Optional[bool] = ...) -> None: ...

class UniversalMessageAttachmentDocflow(_message.Message):
    __slots__ = ("Attachment", "MessageInfo", "ContentTypeId", "IsRead")
    ATTACHMENT_FIELD_NUMBER: _ClassVar[int]
    MESSAGEINFO_FIELD_NUMBER: _ClassVar[int]
    CONTENTTYPEID_FIELD_NUMBER: _ClassVar[int]
    ISREAD_FIELD_NUMBER: _ClassVar[int]
    Attachment: Attachment
    MessageInfo: _documents_pb2.UniversalMessageInfo
    ContentTypeId: str
    IsRead: bool
    def __init__(self, Attachment: _Optional[_Union[Attachment, _Mapping]] = ..., MessageInfo: _Optional[_Union[_documents_pb2.UniversalMessageInfo, _Mapping]] = ..., ContentTypeId: _Optional[str] = ..., IsRead: _Optional[bool] = ...) -> None: ...

class InboundUniversalTransferDocumentDocflow(_message.Message):
    __slots__ = ("IsFinished", "ReceiptDocflow", "ConfirmationDocflow", "CorrectionRequestDocflow", "ConfirmationTimestamp", "IsAmendmentRequested", "IsRevised", "IsCorrected", "BuyerTitleDocflow", "RecipientSignatureRejectionDocflow", "IsReceiptRequested", "IsRecipientSignatureRequested", "IsDocumentSignedByRecipient", "IsDocumentRejectedByRecipient", "CanDocumentBeReceipted", "CanDocumentBeSignedOrRejectedByRecipient")
    ISFINISHED_FIELD_NUMBER: _ClassVar[int]
    RECEIPTDOCFLOW_FIELD_NUMBER: _ClassVar[int]
    CONFIRMATIONDOCFLOW_FIELD_NUMBER: _ClassVar[int]
    CORRECTIONREQUESTDOCFLOW_FIELD_NUMBER: _ClassVar[int]
    CONFIRMATIONTIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    ISAMENDMENTREQUESTED_FIELD_NUMBER: _ClassVar[int]
    ISREVISED_FIELD_NUMBER: _ClassVar[int]
    ISCORRECTED_FIELD_NUMBER: _ClassVar[int]
    BUYERTITLEDOCFLOW_FIELD_NUMBER: _ClassVar[int]
    RECIPIENTSIGNATUREREJECTIONDOCFLOW_FIELD_NUMBER: _ClassVar[int]
    ISRECEIPTREQUESTED_FIELD_NUMBER: _ClassVar[int]
    ISRECIPIENTSIGNATUREREQUESTED_FIELD_NUMBER: _ClassVar[int]
    ISDOCUMENTSIGNEDBYRECIPIENT_FIELD_NUMBER: _ClassVar[int]
    ISDOCUMENTREJECTEDBYRECIPIENT_FIELD_NUMBER: _ClassVar[int]
    CANDOCUMENTBERECEIPTED_FIELD_NUMBER: _ClassVar[int]
    CANDOCUMENTBESIGNEDORREJECTEDBYRECIPIENT_FIELD_NUMBER: _ClassVar[int]
    IsFinished: bool
    ReceiptDocflow: InboundInvoiceReceiptDocflow
    ConfirmationDocflow: InvoiceConfirmationDocflow
    CorrectionRequestDocflow: InvoiceCorrectionRequestDocflow
    ConfirmationTimestamp: _common_pb2.Timestamp
    IsAmendmentRequested: bool
    IsRevised: bool
    IsCorrected: bool
    BuyerTitleDocflow: BuyerTitleDocflow
    RecipientSignatureRejectionDocflow: RecipientSignatureRejectionDocflow
    IsReceiptRequested: bool
    IsRecipientSignatureRequested: bool
    IsDocumentSignedByRecipient: bool
    IsDocumentRejectedByRecipient: bool
    CanDocumentBeReceipted: bool
    CanDocumentBeSignedOrRejectedByRecipient: bool
    def __init__(self, IsFinished: _Optional[bool] = ..., ReceiptDocflow: _Optional[_Union[InboundInvoiceReceiptDocflow, _Mapping]] = ..., ConfirmationDocflow: _Optional[_Union[InvoiceConfirmationDocflow, _Mapping]] = ..., CorrectionRequestDocflow: _Optional[_Union[InvoiceCorrectionRequestDocflow, _Mapping]] = ..., ConfirmationTimestamp: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., IsAmendmentRequested: _Optional[bool] = ..., IsRevised: _Optional[bool] = ..., IsCorrected: _Optional[bool] = ..., BuyerTitleDocflow: _Optional[_Union[BuyerTitleDocflow, _Mapping]] = ..., RecipientSignatureRejectionDocflow: _Optional[_Union[RecipientSignatureRejectionDocflow, _Mapping]] = ..., IsReceiptRequested: _Optional[bool] = ..., IsRecipientSignatureRequested: _Optional[bool] = ..., IsDocumentSignedByRecipient: _Optional[bool] = ..., IsDocumentRejectedByRecipient: _Optional[bool] = ..., CanDocumentBeReceipted: _Optional[bool] = ..., CanDocumentBeSignedOrRejectedByRecipient: _Optional[bool] = ...) -> None: ...

class OutboundUniversalTransferDocumentDocflow(_message.Message):
    __slots__ = ("IsFinished", "ReceiptDocflow", "ConfirmationDocflow", "CorrectionRequestDocflow", "ConfirmationTimestamp", "IsAmendmentRequested", "IsRevised", "IsCorrected", "CanDocumentBeSignedBySender", "BuyerTitleDocflow", "RecipientSignatureRejectionDocflow", "IsReceiptRequested", "IsRecipientSignatureRequested", "IsDocumentSignedByRecipient", "IsDocumentRejectedByRecipient", "CanDocumentBeReceipted", "CanDocumentBeSignedOrRejectedByRecipient")
    ISFINISHED_FIELD_NUMBER: _ClassVar[int]
    RECEIPTDOCFLOW_FIELD_NUMBER: _ClassVar[int]
    CONFIRMATIONDOCFLOW_FIELD_NUMBER: _ClassVar[int]
    CORRECTIONREQUESTDOCFLOW_FIELD_NUMBER: _ClassVar[int]
    CONFIRMATIONTIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    ISAMENDMENTREQUESTED_FIELD_NUMBER: _ClassVar[int]
    ISREVISED_FIELD_NUMBER: _ClassVar[int]
    ISCORRECTED_FIELD_NUMBER: _ClassVar[int]
    CANDOCUMENTBESIGNEDBYSENDER_FIELD_NUMBER: _ClassVar[int]
    BUYERTITLEDOCFLOW_FIELD_NUMBER: _ClassVar[int]
    RECIPIENTSIGNATUREREJECTIONDOCFLOW_FIELD_NUMBER: _ClassVar[int]
    ISRECEIPTREQUESTED_FIELD_NUMBER: _ClassVar[int]
    ISRECIPIENTSIGNATUREREQUESTED_FIELD_NUMBER: _ClassVar[int]
    ISDOCUMENTSIGNEDBYRECIPIENT_FIELD_NUMBER: _ClassVar[int]
    ISDOCUMENTREJECTEDBYRECIPIENT_FIELD_NUMBER: _ClassVar[int]
    CANDOCUMENTBERECEIPTED_FIELD_NUMBER: _ClassVar[int]
    CANDOCUMENTBESIGNEDORREJECTEDBYRECIPIENT_FIELD_NUMBER: _ClassVar[int]
    IsFinished: bool
    ReceiptDocflow: ReceiptDocflow
    ConfirmationDocflow: InvoiceConfirmationDocflow
    CorrectionRequestDocflow: InvoiceCorrectionRequestDocflow
    ConfirmationTimestamp: _common_pb2.Timestamp
    IsAmendmentRequested: bool
    IsRevised: bool
    IsCorrected: bool
    CanDocumentBeSignedBySender: bool
    BuyerTitleDocflow: BuyerTitleDocflow
    RecipientSignatureRejectionDocflow: RecipientSignatureRejectionDocflow
    IsReceiptRequested: bool
    IsRecipientSignatureRequested: bool
    IsDocumentSignedByRecipient: bool
    IsDocumentRejectedByRecipient: bool
    CanDocumentBeReceipted: bool
    CanDocumentBeSignedOrRejectedByRecipient: bool
    def __init__(self, IsFinished: _Optional[bool] = ..., ReceiptDocflow: _Optional[_Union[ReceiptDocflow, _Mapping]] = ..., ConfirmationDocflow: _Optional[_Union[InvoiceConfirmationDocflow, _Mapping]] = ..., CorrectionRequestDocflow: _Optional[_Union[InvoiceCorrectionRequestDocflow, _Mapping]] = ..., ConfirmationTimestamp: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., IsAmendmentRequested: _Optional[bool] = ..., IsRevised: _Optional[bool] = ..., IsCorrected: _Optional[bool] = ..., CanDocumentBeSignedBySender: _Optional[bool] = ..., BuyerTitleDocflow: _Optional[_Union[BuyerTitleDocflow, _Mapping]] = ..., RecipientSignatureRejectionDocflow: _Optional[_Union[RecipientSignatureRejectionDocflow, _Mapping]] = ..., IsReceiptRequested: _Optional[bool] = ..., IsRecipientSignatureRequested: _Optional[bool] = ..., IsDocumentSignedByRecipient: _Optional[bool] = ..., IsDocumentRejectedByRecipient: _Optional[bool] = ..., CanDocumentBeReceipted: _Optional[bool] = ..., CanDocumentBeSignedOrRejectedByRecipient: _Optional[bool] = ...) -> None: ...

class XmlBilateralDocflow(_message.Message):
    __slots__ = ("IsFinished", "ReceiptDocflow", "BuyerTitleDocflow", "RecipientSignatureRejectionDocflow", "IsReceiptRequested", "IsDocumentSignedByRecipient", "IsDocumentRejectedByRecipient", "CanDocumentBeReceipted", "CanDocumentBeSignedBySender", "CanDocumentBeSignedOrRejectedByRecipient")
    ISFINISHED_FIELD_NUMBER: _ClassVar[int]
    RECEIPTDOCFLOW_FIELD_NUMBER: _ClassVar[int]
    BUYERTITLEDOCFLOW_FIELD_NUMBER: _ClassVar[int]
    RECIPIENTSIGNATUREREJECTIONDOCFLOW_FIELD_NUMBER: _ClassVar[int]
    ISRECEIPTREQUESTED_FIELD_NUMBER: _ClassVar[int]
    ISDOCUMENTSIGNEDBYRECIPIENT_FIELD_NUMBER: _ClassVar[int]
    ISDOCUMENTREJECTEDBYRECIPIENT_FIELD_NUMBER: _ClassVar[int]
    CANDOCUMENTBERECEIPTED_FIELD_NUMBER: _ClassVar[int]
    CANDOCUMENTBESIGNEDBYSENDER_FIELD_NUMBER: _ClassVar[int]
    CANDOCUMENTBESIGNEDORREJECTEDBYRECIPIENT_FIELD_NUMBER: _ClassVar[int]
    IsFinished: bool
    ReceiptDocflow: ReceiptDocflow
    BuyerTitleDocflow: BuyerTitleDocflow
    RecipientSignatureRejectionDocflow: RecipientSignatureRejectionDocflow
    IsReceiptRequested: bool
    IsDocumentSignedByRecipient: bool
    IsDocumentRejectedByRecipient: bool
    CanDocumentBeReceipted: bool
    CanDocumentBeSignedBySender: bool
    CanDocumentBeSignedOrRejectedByRecipient: bool
    def __init__(self, IsFinished: _Optional[bool] = ..., ReceiptDocflow: _Optional[_Union[ReceiptDocflow, _Mapping]] = ..., BuyerTitleDocflow: _Optional[_Union[BuyerTitleDocflow, _Mapping]] = ..., RecipientSignatureRejectionDocflow: _Optional[_Union[RecipientSignatureRejectionDocflow, _Mapping]] = ..., IsReceiptRequested: _Optional[bool] = ..., IsDocumentSignedByRecipient: _Optional[bool] = ..., IsDocumentRejectedByRecipient: _Optional[bool] = ..., CanDocumentBeReceipted: _Optional[bool] = ..., CanDocumentBeSignedBySender: _Optional[bool] = ..., CanDocumentBeSignedOrRejectedByRecipient: _Optional[bool] = ...) -> None: ...

class BuyerTitleDocflow(_message.Message):
    __slots__ = ("IsFinished", "BuyerTitleAttachment", "SendTimestamp", "DeliveryTimestamp")
    ISFINISHED_FIELD_NUMBER: _ClassVar[int]
    BUYERTITLEATTACHMENT_FIELD_NUMBER: _ClassVar[int]
    SENDTIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    DELIVERYTIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    IsFinished: bool
    BuyerTitleAttachment: SignedAttachment
    SendTimestamp: _common_pb2.Timestamp
    DeliveryTimestamp: _common_pb2.Timestamp
    def __init__(self, IsFinished: _Optional[bool] = ..., BuyerTitleAttachment: _Optional[_Union[SignedAttachment, _Mapping]] = ..., SendTimestamp: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., DeliveryTimestamp: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ForwardedDocumentId(_message.Message):
    __slots__ = ("FromBoxId", "DocumentId", "ForwardEventId")
    FROMBOXID_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    FORWARDEVENTID_FIELD_NUMBER: _ClassVar[int]
    FromBoxId: str
    DocumentId: _common_pb2.DocumentId
    ForwardEventId: str
    def __init__(self, FromBoxId: _Optional[str] = ..., DocumentId: _Optional[_Union[_common_pb2.DocumentId, _Mapping]] = ..., ForwardEventId: _Optional[str] = ...) -> None: ...

class ForwardedDocument(_message.Message):
    __slots__ = ("ForwardTimestamp", "ForwardedDocumentId", "DocumentWithDocflow")
    FORWARDTIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    FORWARDEDDOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTWITHDOCFLOW_FIELD_NUMBER: _ClassVar[int]
    ForwardTimestamp: _common_pb2.Timestamp
    ForwardedDocumentId: ForwardedDocumentId
    DocumentWithDocflow: DocumentWithDocflow
    def __init__(self, ForwardTimestamp: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., ForwardedDocumentId: _Optional[_Union[ForwardedDocumentId, _Mapping]] = ..., DocumentWithDocflow: _Optional[_Union[DocumentWithDocflow, _Mapping]] = ...) -> None: ...

class ForwardDocumentRequest(_message.Message):
    __slots__ = ("ToBoxId", "DocumentId")
    TOBOXID_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    ToBoxId: str
    DocumentId: _common_pb2.DocumentId
    def __init__(self, ToBoxId: _Optional[str] = ..., DocumentId: _Optional[_Union[_common_pb2.DocumentId, _Mapping]] = ...) -> None: ...

class ForwardDocumentResponse(_message.Message):
    __slots__ = ("ForwardTimestamp", "ForwardedDocumentId")
    FORWARDTIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    FORWARDEDDOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    ForwardTimestamp: _common_pb2.Timestamp
    ForwardedDocumentId: ForwardedDocumentId
    def __init__(self, ForwardTimestamp: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., ForwardedDocumentId: _Optional[_Union[ForwardedDocumentId, _Mapping]] = ...) -> None: ...

class GetForwardedDocumentsRequest(_message.Message):
    __slots__ = ("ForwardedDocumentIds", "InjectEntityContent")
    FORWARDEDDOCUMENTIDS_FIELD_NUMBER: _ClassVar[int]
    INJECTENTITYCONTENT_FIELD_NUMBER: _ClassVar[int]
    ForwardedDocumentIds: _containers.RepeatedCompositeFieldContainer[ForwardedDocumentId]
    InjectEntityContent: bool
    def __init__(self, ForwardedDocumentIds: _Optional[_Iterable[_Union[ForwardedDocumentId, _Mapping]]] = ..., InjectEntityContent: _Optional[bool] = ...) -> None: ...

class GetForwardedDocumentsResponse(_message.Message):
    __slots__ = ("ForwardedDocuments",)
    FORWARDEDDOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    ForwardedDocuments: _containers.RepeatedCompositeFieldContainer[ForwardedDocument]
    def __init__(self, ForwardedDocuments: _Optional[_Iterable[_Union[ForwardedDocument, _Mapping]]] = ...) -> None: ...

class GetForwardedDocumentEventsRequest(_message.Message):
    __slots__ = ("Filter", "AfterIndexKey", "PopulateForwardedDocuments", "InjectEntityContent")
    FILTER_FIELD_NUMBER: _ClassVar[int]
    AFTERINDEXKEY_FIELD_NUMBER: _ClassVar[int]
    POPULATEFORWARDEDDOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    INJECTENTITYCONTENT_FIELD_NUMBER: _ClassVar[int]
    Filter: _common_pb2.TimeBasedFilter
    AfterIndexKey: bytes
    PopulateForwardedDocuments: bool
    InjectEntityContent: bool
    def __init__(self, Filter: _Optional[_Union[_common_pb2.TimeBasedFilter, _Mapping]] = ..., AfterIndexKey: _Optional[bytes] = ..., PopulateForwardedDocuments: _Optional[bool] = ..., InjectEntityContent: _Optional[bool] = ...) -> None: ...

class GetForwardedDocumentEventsResponse(_message.Message):
    __slots__ = ("TotalCount", "Events", "TotalCountType")
    TOTALCOUNT_FIELD_NUMBER: _ClassVar[int]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    TOTALCOUNTTYPE_FIELD_NUMBER: _ClassVar[int]
    TotalCount: int
    Events: _containers.RepeatedCompositeFieldContainer[ForwardedDocumentEvent]
    TotalCountType: _common_pb2.TotalCountType.Value
    def __init__(self, TotalCount: _Optional[int] = ..., Events: _Optional[_Iterable[_Union[ForwardedDocumentEvent, _Mapping]]] = ..., TotalCountType: _Optional[_Union[_common_pb2.TotalCountType.Value, str]] = ...) -> None: ...

class ForwardedDocumentEvent(_message.Message):
    __slots__ = ("Timestamp", "ForwardedDocumentId", "IndexKey", "ForwardedDocument")
    TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    FORWARDEDDOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    INDEXKEY_FIELD_NUMBER: _ClassVar[int]
    FORWARDEDDOCUMENT_FIELD_NUMBER: _ClassVar[int]
    Timestamp: _common_pb2.Timestamp
    ForwardedDocumentId: ForwardedDocumentId
    IndexKey: bytes
    ForwardedDocument: ForwardedDocument
    def __init__(self, Timestamp: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., ForwardedDocumentId: _Optional[_Union[ForwardedDocumentId, _Mapping]] = ..., IndexKey: _Optional[bytes] = ..., ForwardedDocument: _Optional[_Union[ForwardedDocument, _Mapping]] = ...) -> None: ...

class GetPartnerEventsRequest(_message.Message):
    __slots__ = ("Cursor", "DocumentDirections", "MessageTypes", "Limit", "PopulatePreviousDocumentStates")
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTDIRECTIONS_FIELD_NUMBER: _ClassVar[int]
    MESSAGETYPES_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    POPULATEPREVIOUSDOCUMENTSTATES_FIELD_NUMBER: _ClassVar[int]
    Cursor: str
    DocumentDirections: _containers.RepeatedScalarFieldContainer[str]
    MessageTypes: _containers.RepeatedScalarFieldContainer[str]
    Limit: int
    PopulatePreviousDocumentStates: bool
    def __init__(self, Cursor: _Optional[str] = ..., DocumentDirections: _Optional[_Iterable[str]] = ..., MessageTypes: _Optional[_Iterable[str]] = ..., Limit: _Optional[int] = ..., PopulatePreviousDocumentStates: _Optional[bool] = ...) -> None: ...

class GetPartnerEventsResponse(_message.Message):
    __slots__ = ("Events", "LastCursor")
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    LASTCURSOR_FIELD_NUMBER: _ClassVar[int]
    Events: _containers.RepeatedCompositeFieldContainer[PartnerEvent]
    LastCursor: str
    def __init__(self, Events: _Optional[_Iterable[_Union[PartnerEvent, _Mapping]]] = ..., LastCursor: _Optional[str] = ...) -> None: ...

class PartnerEvent(_message.Message):
    __slots__ = ("EventId", "Timestamp", "DocumentId", "Document", "PreviousDocumentState")
    EVENTID_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    PREVIOUSDOCUMENTSTATE_FIELD_NUMBER: _ClassVar[int]
    EventId: str
    Timestamp: _common_pb2.Timestamp
    DocumentId: _common_pb2.DocumentId
    Document: DocumentWithDocflowV4
    PreviousDocumentState: DocumentWithDocflowV4
    def __init__(self, EventId: _Optional[str] = ..., Timestamp: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., DocumentId: _Optional[_Union[_common_pb2.DocumentId, _Mapping]] = ..., Document: _Optional[_Union[DocumentWithDocflowV4, _Mapping]] = ..., PreviousDocumentState: _Optional[_Union[DocumentWithDocflowV4, _Mapping]] = ...) -> None: ...
