from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class AsyncMethodResult(_message.Message):
    __slots__ = ("TaskId",)
    TASKID_FIELD_NUMBER: _ClassVar[int]
    TaskId: str
    def __init__(self, TaskId: _Optional[str] = ...) -> None: ...

class Content(_message.Message):
    __slots__ = ("Size", "Data")
    SIZE_FIELD_NUMBER: _ClassVar[int]
    DATA_FIELD_NUMBER: _ClassVar[int]
    Size: int
    Data: bytes
    def __init__(self, Size: _Optional[int] = ..., Data: _Optional[bytes] = ...) -> None: ...

class Content_v2(_message.Message):
    __slots__ = ("Content", "NameOnShelf", "PatchedContentId", "DocumentId")
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    NAMEONSHELF_FIELD_NUMBER: _ClassVar[int]
    PATCHEDCONTENTID_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    Content: bytes
    NameOnShelf: str
    PatchedContentId: str
    DocumentId: DocumentIdEx
    def __init__(self, Content: _Optional[bytes] = ..., NameOnShelf: _Optional[str] = ..., PatchedContentId: _Optional[str] = ..., DocumentId: _Optional[_Union[DocumentIdEx, _Mapping]] = ...) -> None: ...

class Content_v3(_message.Message):
    __slots__ = ("Content", "NameOnShelf", "EntityId", "PatchedContentId")
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    NAMEONSHELF_FIELD_NUMBER: _ClassVar[int]
    ENTITYID_FIELD_NUMBER: _ClassVar[int]
    PATCHEDCONTENTID_FIELD_NUMBER: _ClassVar[int]
    Content: bytes
    NameOnShelf: str
    EntityId: DocumentId
    PatchedContentId: str
    def __init__(self, Content: _Optional[bytes] = ..., NameOnShelf: _Optional[str] = ..., EntityId: _Optional[_Union[DocumentId, _Mapping]] = ..., PatchedContentId: _Optional[str] = ...) -> None: ...

class CustomDataItem(_message.Message):
    __slots__ = ("Key", "Value")
    KEY_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    Key: str
    Value: str
    def __init__(self, Key: _Optional[str] = ..., Value: _Optional[str] = ...) -> None: ...

class DateTimeOffsetDto(_message.Message):
    __slots__ = ("UtcTicks", "OffsetTicks")
    UTCTICKS_FIELD_NUMBER: _ClassVar[int]
    OFFSETTICKS_FIELD_NUMBER: _ClassVar[int]
    UtcTicks: int
    OffsetTicks: int
    def __init__(self, UtcTicks: _Optional[int] = ..., OffsetTicks: _Optional[int] = ...) -> None: ...

class DocumentDateAndNumber(_message.Message):
    __slots__ = ("DocumentDate", "DocumentNumber")
    DOCUMENTDATE_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTNUMBER_FIELD_NUMBER: _ClassVar[int]
    DocumentDate: str
    DocumentNumber: str
    def __init__(self, DocumentDate: _Optional[str] = ..., DocumentNumber: _Optional[str] = ...) -> None: ...

class DocumentDirection(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownDocumentDirection: _ClassVar[DocumentDirection.Value]
        Inbound: _ClassVar[DocumentDirection.Value]
        Outbound: _ClassVar[DocumentDirection.Value]
        Internal: _ClassVar[DocumentDirection.Value]
    UnknownDocumentDirection: DocumentDirection.Value
    Inbound: DocumentDirection.Value
    Outbound: DocumentDirection.Value
    Internal: DocumentDirection.Value
    def __init__(self) -> None: ...

class DocumentId(_message.Message):
    __slots__ = ("MessageId", "EntityId")
    MESSAGEID_FIELD_NUMBER: _ClassVar[int]
    ENTITYID_FIELD_NUMBER: _ClassVar[int]
    MessageId: str
    EntityId: str
    def __init__(self, MessageId: _Optional[str] = ..., EntityId: _Optional[str] = ...) -> None: ...

class DocumentIdEx(_message.Message):
    __slots__ = ("MessageId", "EntityId", "BoxId")
    MESSAGEID_FIELD_NUMBER: _ClassVar[int]
    ENTITYID_FIELD_NUMBER: _ClassVar[int]
    BOXID_FIELD_NUMBER: _ClassVar[int]
    MessageId: str
    EntityId: str
    BoxId: str
    def __init__(self, MessageId: _Optional[str] = ..., EntityId: _Optional[str] = ..., BoxId: _Optional[str] = ...) -> None: ...

class DocumentType(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownDocumentType: _ClassVar[DocumentType.Value]
        Nonformalized: _ClassVar[DocumentType.Value]
        Invoice: _ClassVar[DocumentType.Value]
        TrustConnectionRequest: _ClassVar[DocumentType.Value]
        Torg12: _ClassVar[DocumentType.Value]
        InvoiceRevision: _ClassVar[DocumentType.Value]
        InvoiceCorrection: _ClassVar[DocumentType.Value]
        InvoiceCorrectionRevision: _ClassVar[DocumentType.Value]
        AcceptanceCertificate: _ClassVar[DocumentType.Value]
        ProformaInvoice: _ClassVar[DocumentType.Value]
        XmlTorg12: _ClassVar[DocumentType.Value]
        XmlAcceptanceCertificate: _ClassVar[DocumentType.Value]
        PriceList: _ClassVar[DocumentType.Value]
        PriceListAgreement: _ClassVar[DocumentType.Value]
        CertificateRegistry: _ClassVar[DocumentType.Value]
        ReconciliationAct: _ClassVar[DocumentType.Value]
        Contract: _ClassVar[DocumentType.Value]
        Torg13: _ClassVar[DocumentType.Value]
        ServiceDetails: _ClassVar[DocumentType.Value]
        SupplementaryAgreement: _ClassVar[DocumentType.Value]
        UniversalTransferDocument: _ClassVar[DocumentType.Value]
        UniversalTransferDocumentRevision: _ClassVar[DocumentType.Value]
        MesNotification: _ClassVar[DocumentType.Value]
        UniversalCorrectionDocument: _ClassVar[DocumentType.Value]
        UniversalCorrectionDocumentRevision: _ClassVar[DocumentType.Value]
    UnknownDocumentType: DocumentType.Value
    Nonformalized: DocumentType.Value
    Invoice: DocumentType.Value
    TrustConnectionRequest: DocumentType.Value
    Torg12: DocumentType.Value
    InvoiceRevision: DocumentType.Value
    InvoiceCorrection: DocumentType.Value
    InvoiceCorrectionRevision: DocumentType.Value
    AcceptanceCertificate: DocumentType.Value
    ProformaInvoice: DocumentType.Value
    XmlTorg12: DocumentType.Value
    XmlAcceptanceCertificate: DocumentType.Value
    PriceList: DocumentType.Value
    PriceListAgreement: DocumentType.Value
    CertificateRegistry: DocumentType.Value
    ReconciliationAct: DocumentType.Value
    Contract: DocumentType.Value
    Torg13: DocumentType.Value
    ServiceDetails: DocumentType.Value
    SupplementaryAgreement: DocumentType.Value
    UniversalTransferDocument: DocumentType.Value
    UniversalTransferDocumentRevision: DocumentType.Value
    MesNotification: DocumentType.Value
    UniversalCorrectionDocument: DocumentType.Value
    UniversalCorrectionDocumentRevision: DocumentType.Value
    def __init__(self) -> None: ...

class MetadataItem(_message.Message):
    __slots__ = ("Key", "Value")
    KEY_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    Key: str
    Value: str
    def __init__(self, Key: _Optional[str] = ..., Value: _Optional[str] = ...) -> None: ...

class ForwardDocumentEvent(_message.Message):
    __slots__ = ("Timestamp", "ToBoxId")
    TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    TOBOXID_FIELD_NUMBER: _ClassVar[int]
    Timestamp: Timestamp
    ToBoxId: str
    def __init__(self, Timestamp: _Optional[_Union[Timestamp, _Mapping]] = ..., ToBoxId: _Optional[str] = ...) -> None: ...

class FullVersion(_message.Message):
    __slots__ = ("TypeNamedId", "Function", "Version")
    TYPENAMEDID_FIELD_NUMBER: _ClassVar[int]
    FUNCTION_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    TypeNamedId: str
    Function: str
    Version: str
    def __init__(self, TypeNamedId: _Optional[str] = ..., Function: _Optional[str] = ..., Version: _Optional[str] = ...) -> None: ...

class FunctionType(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        Invoice: _ClassVar[FunctionType.Value]
        Basic: _ClassVar[FunctionType.Value]
        InvoiceAndBasic: _ClassVar[FunctionType.Value]
    Invoice: FunctionType.Value
    Basic: FunctionType.Value
    InvoiceAndBasic: FunctionType.Value
    def __init__(self) -> None: ...

class LockMode(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        Unknown: _ClassVar[LockMode.Value]
        Send: _ClassVar[LockMode.Value]
        Full: _ClassVar[LockMode.Value]
    Unknown: LockMode.Value
    Send: LockMode.Value
    Full: LockMode.Value
    def __init__(self) -> None: ...

class LoginPassword(_message.Message):
    __slots__ = ("Login", "Password")
    LOGIN_FIELD_NUMBER: _ClassVar[int]
    PASSWORD_FIELD_NUMBER: _ClassVar[int]
    Login: str
    Password: str
    def __init__(self, Login: _Optional[str] = ..., Password: _Optional[str] = ...) -> None: ...

class OuterDocflowInfo(_message.Message):
    __slots__ = ("DocflowNamedId", "DocflowFriendlyName", "Status")
    DOCFLOWNAMEDID_FIELD_NUMBER: _ClassVar[int]
    DOCFLOWFRIENDLYNAME_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    DocflowNamedId: str
    DocflowFriendlyName: str
    Status: Status
    def __init__(self, DocflowNamedId: _Optional[str] = ..., DocflowFriendlyName: _Optional[str] = ..., Status: _Optional[_Union[Status, _Mapping]] = ...) -> None: ...

class Status(_message.Message):
    __slots__ = ("NamedId", "FriendlyName", "Type", "Description", "Details")
    NAMEDID_FIELD_NUMBER: _ClassVar[int]
    FRIENDLYNAME_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    DETAILS_FIELD_NUMBER: _ClassVar[int]
    NamedId: str
    FriendlyName: str
    Type: OuterStatusType.Value
    Description: str
    Details: _containers.RepeatedCompositeFieldContainer[StatusDetail]
    def __init__(self, NamedId: _Optional[str] = ..., FriendlyName: _Optional[str] = ..., Type: _Optional[_Union[OuterStatusType.Value, str]] = ..., Description: _Optional[str] = ..., Details: _Optional[_Iterable[_Union[StatusDetail, _Mapping]]] = ...) -> None: ...

class StatusDetail(_message.Message):
    __slots__ = ("Code", "Text")
    CODE_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    Code: str
    Text: str
    def __init__(self, Code: _Optional[str] = ..., Text: _Optional[str] = ...) -> None: ...

class OuterStatusType(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownStatus: _ClassVar[OuterStatusType.Value]
        Normal: _ClassVar[OuterStatusType.Value]
        Success: _ClassVar[OuterStatusType.Value]
        Warning: _ClassVar[OuterStatusType.Value]
        Error: _ClassVar[OuterStatusType.Value]
    UnknownStatus: OuterStatusType.Value
    Normal: OuterStatusType.Value
    Success: OuterStatusType.Value
    Warning: OuterStatusType.Value
    Error: OuterStatusType.Value
    def __init__(self) -> None: ...

class ResolutionAction(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownAction: _ClassVar[ResolutionAction.Value]
        ApproveAction: _ClassVar[ResolutionAction.Value]
        DisapproveAction: _ClassVar[ResolutionAction.Value]
        SignWithApprovementSignature: _ClassVar[ResolutionAction.Value]
        SignWithPrimarySignature: _ClassVar[ResolutionAction.Value]
        DenySignatureRequest: _ClassVar[ResolutionAction.Value]
        RejectSigning: _ClassVar[ResolutionAction.Value]
    UnknownAction: ResolutionAction.Value
    ApproveAction: ResolutionAction.Value
    DisapproveAction: ResolutionAction.Value
    SignWithApprovementSignature: ResolutionAction.Value
    SignWithPrimarySignature: ResolutionAction.Value
    DenySignatureRequest: ResolutionAction.Value
    RejectSigning: ResolutionAction.Value
    def __init__(self) -> None: ...

class ResolutionRequestType(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownResolutionRequestType: _ClassVar[ResolutionRequestType.Value]
        ApprovementRequest: _ClassVar[ResolutionRequestType.Value]
        SignatureRequest: _ClassVar[ResolutionRequestType.Value]
        ApprovementSignatureRequest: _ClassVar[ResolutionRequestType.Value]
        Custom: _ClassVar[ResolutionRequestType.Value]
    UnknownResolutionRequestType: ResolutionRequestType.Value
    ApprovementRequest: ResolutionRequestType.Value
    SignatureRequest: ResolutionRequestType.Value
    ApprovementSignatureRequest: ResolutionRequestType.Value
    Custom: ResolutionRequestType.Value
    def __init__(self) -> None: ...

class ResolutionTarget(_message.Message):
    __slots__ = ("Department", "DepartmentId", "User", "UserId")
    DEPARTMENT_FIELD_NUMBER: _ClassVar[int]
    DEPARTMENTID_FIELD_NUMBER: _ClassVar[int]
    USER_FIELD_NUMBER: _ClassVar[int]
    USERID_FIELD_NUMBER: _ClassVar[int]
    Department: str
    DepartmentId: str
    User: str
    UserId: str
    def __init__(self, Department: _Optional[str] = ..., DepartmentId: _Optional[str] = ..., User: _Optional[str] = ..., UserId: _Optional[str] = ...) -> None: ...

class ResolutionType(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownResolutionType: _ClassVar[ResolutionType.Value]
        UndefinedResolutionType: _ClassVar[ResolutionType.Value]
        Approve: _ClassVar[ResolutionType.Value]
        Disapprove: _ClassVar[ResolutionType.Value]
    UnknownResolutionType: ResolutionType.Value
    UndefinedResolutionType: ResolutionType.Value
    Approve: ResolutionType.Value
    Disapprove: ResolutionType.Value
    def __init__(self) -> None: ...

class RoamingNotification(_message.Message):
    __slots__ = ("Success", "Description")
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    Success: bool
    Description: str
    def __init__(self, Success: _Optional[bool] = ..., Description: _Optional[str] = ...) -> None: ...

class RoamingSendingStatus(_message.Message):
    __slots__ = ("Severity", "StatusNamedId", "StatusText", "Errors")
    SEVERITY_FIELD_NUMBER: _ClassVar[int]
    STATUSNAMEDID_FIELD_NUMBER: _ClassVar[int]
    STATUSTEXT_FIELD_NUMBER: _ClassVar[int]
    ERRORS_FIELD_NUMBER: _ClassVar[int]
    Severity: Severity.Value
    StatusNamedId: RoamingSendingStatusNamedId.Value
    StatusText: str
    Errors: _containers.RepeatedCompositeFieldContainer[RoamingSendingError]
    def __init__(self, Severity: _Optional[_Union[Severity.Value, str]] = ..., StatusNamedId: _Optional[_Union[RoamingSendingStatusNamedId.Value, str]] = ..., StatusText: _Optional[str] = ..., Errors: _Optional[_Iterable[_Union[RoamingSendingError, _Mapping]]] = ...) -> None: ...

class RoamingSendingError(_message.Message):
    __slots__ = ("Code", "Text")
    CODE_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    Code: str
    Text: str
    def __init__(self, Code: _Optional[str] = ..., Text: _Optional[str] = ...) -> None: ...

class RoamingSendingStatusNamedId(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownStatus: _ClassVar[RoamingSendingStatusNamedId.Value]
        IsSent: _ClassVar[RoamingSendingStatusNamedId.Value]
        SendingError: _ClassVar[RoamingSendingStatusNamedId.Value]
    UnknownStatus: RoamingSendingStatusNamedId.Value
    IsSent: RoamingSendingStatusNamedId.Value
    SendingError: RoamingSendingStatusNamedId.Value
    def __init__(self) -> None: ...

class Severity(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownSeverity: _ClassVar[Severity.Value]
        Info: _ClassVar[Severity.Value]
        Success: _ClassVar[Severity.Value]
        Warning: _ClassVar[Severity.Value]
        Error: _ClassVar[Severity.Value]
    UnknownSeverity: Severity.Value
    Info: Severity.Value
    Success: Severity.Value
    Warning: Severity.Value
    Error: Severity.Value
    def __init__(self) -> None: ...

class TemplateTransformationChangeType(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownTemplateTransformationChange: _ClassVar[TemplateTransformationChangeType.Value]
        SignatureRejection: _ClassVar[TemplateTransformationChangeType.Value]
    UnknownTemplateTransformationChange: TemplateTransformationChangeType.Value
    SignatureRejection: TemplateTransformationChangeType.Value
    def __init__(self) -> None: ...

class TimeBasedFilter(_message.Message):
    __slots__ = ("FromTimestamp", "ToTimestamp", "SortDirection")
    FROMTIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    TOTIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    SORTDIRECTION_FIELD_NUMBER: _ClassVar[int]
    FromTimestamp: Timestamp
    ToTimestamp: Timestamp
    SortDirection: SortDirection.Value
    def __init__(self, FromTimestamp: _Optional[_Union[Timestamp, _Mapping]] = ..., ToTimestamp: _Optional[_Union[Timestamp, _Mapping]] = ..., SortDirection: _Optional[_Union[SortDirection.Value, str]] = ...) -> None: ...

class SortDirection(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownSortDirection: _ClassVar[SortDirection.Value]
        Ascending: _ClassVar[SortDirection.Value]
        Descending: _ClassVar[SortDirection.Value]
    UnknownSortDirection: SortDirection.Value
    Ascending: SortDirection.Value
    Descending: SortDirection.Value
    def __init__(self) -> None: ...

class Timestamp(_message.Message):
    __slots__ = ("Ticks",)
    TICKS_FIELD_NUMBER: _ClassVar[int]
    Ticks: int
    def __init__(self, Ticks: _Optional[int] = ...) -> None: ...

class TotalCountType(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownCountType: _ClassVar[TotalCountType.Value]
        Equal: _ClassVar[TotalCountType.Value]
        GreaterThanOrEqual: _ClassVar[TotalCountType.Value]
    UnknownCountType: TotalCountType.Value
    Equal: TotalCountType.Value
    GreaterThanOrEqual: TotalCountType.Value
    def __init__(self) -> None: ...

class TtGisFixationCancellationStatus(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        TtGisFixationCancellationStatusNone: _ClassVar[TtGisFixationCancellationStatus.Value]
        HaveToCreateTtGisFixationCancellationRequest: _ClassVar[TtGisFixationCancellationStatus.Value]
        TtGisFixationCancellationRequestSigned: _ClassVar[TtGisFixationCancellationStatus.Value]
    TtGisFixationCancellationStatusNone: TtGisFixationCancellationStatus.Value
    HaveToCreateTtGisFixationCancellationRequest: TtGisFixationCancellationStatus.Value
    TtGisFixationCancellationRequestSigned: TtGisFixationCancellationStatus.Value
    def __init__(self) -> None: ...
