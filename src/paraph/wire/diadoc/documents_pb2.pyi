from paraph.wire.diadoc import common_pb2 as _common_pb2
from paraph.wire.diadoc import powers_pb2 as _powers_pb2
from paraph.wire.diadoc import types_pb2 as _types_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CustomPrintFormDetectionRequest(_message.Message):
    __slots__ = ("DocumentIds",)
    DOCUMENTIDS_FIELD_NUMBER: _ClassVar[int]
    DocumentIds: _containers.RepeatedCompositeFieldContainer[_common_pb2.DocumentId]
    def __init__(self, DocumentIds: _Optional[_Iterable[_Union[_common_pb2.DocumentId, _Mapping]]] = ...) -> None: ...

class CustomPrintFormDetectionResult(_message.Message):
    __slots__ = ("Items",)
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    Items: _containers.RepeatedCompositeFieldContainer[CustomPrintFormDetectionItemResult]
    def __init__(self, Items: _Optional[_Iterable[_Union[CustomPrintFormDetectionItemResult, _Mapping]]] = ...) -> None: ...

class CustomPrintFormDetectionItemResult(_message.Message):
    __slots__ = ("DocumentId", "HasCustomPrintForm")
    DOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    HASCUSTOMPRINTFORM_FIELD_NUMBER: _ClassVar[int]
    DocumentId: _common_pb2.DocumentId
    HasCustomPrintForm: bool
    def __init__(self, DocumentId: _Optional[_Union[_common_pb2.DocumentId, _Mapping]] = ..., HasCustomPrintForm: _Optional[bool] = ...) -> None: ...

class DocflowStatusV3(_message.Message):
    __slots__ = ("PrimaryStatus", "SecondaryStatus", "PowerOfAttorneyGeneralStatus", "GeneralRoamingSendingStatus")
    PRIMARYSTATUS_FIELD_NUMBER: _ClassVar[int]
    SECONDARYSTATUS_FIELD_NUMBER: _ClassVar[int]
    POWEROFATTORNEYGENERALSTATUS_FIELD_NUMBER: _ClassVar[int]
    GENERALROAMINGSENDINGSTATUS_FIELD_NUMBER: _ClassVar[int]
    PrimaryStatus: DocflowStatusModelV3
    SecondaryStatus: DocflowStatusModelV3
    PowerOfAttorneyGeneralStatus: _powers_pb2.PowerOfAttorneyValidationStatus
    GeneralRoamingSendingStatus: _common_pb2.RoamingSendingStatus
    def __init__(self, PrimaryStatus: _Optional[_Union[DocflowStatusModelV3, _Mapping]] = ..., SecondaryStatus: _Optional[_Union[DocflowStatusModelV3, _Mapping]] = ..., PowerOfAttorneyGeneralStatus: _Optional[_Union[_powers_pb2.PowerOfAttorneyValidationStatus, _Mapping]] = ..., GeneralRoamingSendingStatus: _Optional[_Union[_common_pb2.RoamingSendingStatus, _Mapping]] = ...) -> None: ...

class DocflowStatusModelV3(_message.Message):
    __slots__ = ("Severity", "StatusText")
    SEVERITY_FIELD_NUMBER: _ClassVar[int]
    STATUSTEXT_FIELD_NUMBER: _ClassVar[int]
    Severity: str
    StatusText: str
    def __init__(self, Severity: _Optional[str] = ..., StatusText: _Optional[str] = ...) -> None: ...

class AcceptanceCertificateMetadata(_message.Message):
    __slots__ = ("DocumentStatus", "Total", "Vat", "Grounds", "ReceiptStatus")
    DOCUMENTSTATUS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    VAT_FIELD_NUMBER: _ClassVar[int]
    GROUNDS_FIELD_NUMBER: _ClassVar[int]
    RECEIPTSTATUS_FIELD_NUMBER: _ClassVar[int]
    DocumentStatus: AcceptanceCertificateDocumentStatus.Value
    Total: str
    Vat: str
    Grounds: str
    ReceiptStatus: ReceiptStatus.Value
    def __init__(self, DocumentStatus: _Optional[_Union[AcceptanceCertificateDocumentStatus.Value, str]] = ..., Total: _Optional[str] = ..., Vat: _Optional[str] = ..., Grounds: _Optional[str] = ..., ReceiptStatus: _Optional[_Union[ReceiptStatus.Value, str]] = ...) -> None: ...

class AcceptanceCertificateDocumentStatus(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownAcceptanceCertificateDocumentStatus: _ClassVar[AcceptanceCertificateDocumentStatus.Value]
        OutboundWaitingForRecipientSignature: _ClassVar[AcceptanceCertificateDocumentStatus.Value]
        OutboundWithRecipientSignature: _ClassVar[AcceptanceCertificateDocumentStatus.Value]
        OutboundWithRecipientPartiallySignature: _ClassVar[AcceptanceCertificateDocumentStatus.Value]
        OutboundRecipientSignatureRequestRejected: _ClassVar[AcceptanceCertificateDocumentStatus.Value]
        OutboundWaitingForSenderSignature: _ClassVar[AcceptanceCertificateDocumentStatus.Value]
        OutboundInvalidSenderSignature: _ClassVar[AcceptanceCertificateDocumentStatus.Value]
        OutboundNoRecipientSignatureRequest: _ClassVar[AcceptanceCertificateDocumentStatus.Value]
        InboundWaitingForRecipientSignature: _ClassVar[AcceptanceCertificateDocumentStatus.Value]
        InboundWithRecipientSignature: _ClassVar[AcceptanceCertificateDocumentStatus.Value]
        InboundWithRecipientPartiallySignature: _ClassVar[AcceptanceCertificateDocumentStatus.Value]
        InboundRecipientSignatureRequestRejected: _ClassVar[AcceptanceCertificateDocumentStatus.Value]
        InboundInvalidRecipientSignature: _ClassVar[AcceptanceCertificateDocumentStatus.Value]
        InboundNoRecipientSignatureRequest: _ClassVar[AcceptanceCertificateDocumentStatus.Value]
        InternalWaitingForRecipientSignature: _ClassVar[AcceptanceCertificateDocumentStatus.Value]
        InternalWithRecipientSignature: _ClassVar[AcceptanceCertificateDocumentStatus.Value]
        InternalWithRecipientPartiallySignature: _ClassVar[AcceptanceCertificateDocumentStatus.Value]
        InternalRecipientSignatureRequestRejected: _ClassVar[AcceptanceCertificateDocumentStatus.Value]
        InternalWaitingForSenderSignature: _ClassVar[AcceptanceCertificateDocumentStatus.Value]
        InternalInvalidSenderSignature: _ClassVar[AcceptanceCertificateDocumentStatus.Value]
        InternalInvalidRecipientSignature: _ClassVar[AcceptanceCertificateDocumentStatus.Value]
        InternalNoRecipientSignatureRequest: _ClassVar[AcceptanceCertificateDocumentStatus.Value]
    UnknownAcceptanceCertificateDocumentStatus: AcceptanceCertificateDocumentStatus.Value
    OutboundWaitingForRecipientSignature: AcceptanceCertificateDocumentStatus.Value
    OutboundWithRecipientSignature: AcceptanceCertificateDocumentStatus.Value
    OutboundWithRecipientPartiallySignature: AcceptanceCertificateDocumentStatus.Value
    OutboundRecipientSignatureRequestRejected: AcceptanceCertificateDocumentStatus.Value
    OutboundWaitingForSenderSignature: AcceptanceCertificateDocumentStatus.Value
    OutboundInvalidSenderSignature: AcceptanceCertificateDocumentStatus.Value
    OutboundNoRecipientSignatureRequest: AcceptanceCertificateDocumentStatus.Value
    InboundWaitingForRecipientSignature: AcceptanceCertificateDocumentStatus.Value
    InboundWithRecipientSignature: AcceptanceCertificateDocumentStatus.Value
    InboundWithRecipientPartiallySignature: AcceptanceCertificateDocumentStatus.Value
    InboundRecipientSignatureRequestRejected: AcceptanceCertificateDocumentStatus.Value
    InboundInvalidRecipientSignature: AcceptanceCertificateDocumentStatus.Value
    InboundNoRecipientSignatureRequest: AcceptanceCertificateDocumentStatus.Value
    InternalWaitingForRecipientSignature: AcceptanceCertificateDocumentStatus.Value
    InternalWithRecipientSignature: AcceptanceCertificateDocumentStatus.Value
    InternalWithRecipientPartiallySignature: AcceptanceCertificateDocumentStatus.Value
    InternalRecipientSignatureRequestRejected: AcceptanceCertificateDocumentStatus.Value
    InternalWaitingForSenderSignature: AcceptanceCertificateDocumentStatus.Value
    InternalInvalidSenderSignature: AcceptanceCertificateDocumentStatus.Value
    InternalInvalidRecipientSignature: AcceptanceCertificateDocumentStatus.Value
    InternalNoRecipientSignatureRequest: AcceptanceCertificateDocumentStatus.Value
    def __init__(self) -> None: ...

class TrustConnectionRequestMetadata(_message.Message):
    __slots__ = ("TrustConnectionRequestStatus",)
    TRUSTCONNECTIONREQUESTSTATUS_FIELD_NUMBER: _ClassVar[int]
    TrustConnectionRequestStatus: BilateralDocumentStatus.Value
    def __init__(self, TrustConnectionRequestStatus: _Optional[_Union[BilateralDocumentStatus.Value, str]] = ...) -> None: ...

class BasicDocumentMetadata(_message.Message):
    __slots__ = ("DocumentStatus", "Total", "Vat", "Grounds", "ReceiptStatus", "RevisionDate", "RevisionNumber")
    DOCUMENTSTATUS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    VAT_FIELD_NUMBER: _ClassVar[int]
    GROUNDS_FIELD_NUMBER: _ClassVar[int]
    RECEIPTSTATUS_FIELD_NUMBER: _ClassVar[int]
    REVISIONDATE_FIELD_NUMBER: _ClassVar[int]
    REVISIONNUMBER_FIELD_NUMBER: _ClassVar[int]
    DocumentStatus: BilateralDocumentStatus.Value
    Total: str
    Vat: str
    Grounds: str
    ReceiptStatus: ReceiptStatus.Value
    RevisionDate: str
    RevisionNumber: str
    def __init__(self, DocumentStatus: _Optional[_Union[BilateralDocumentStatus.Value, str]] = ..., Total: _Optional[str] = ..., Vat: _Optional[str] = ..., Grounds: _Optional[str] = ..., ReceiptStatus: _Optional[_Union[ReceiptStatus.Value, str]] = ..., RevisionDate: _Optional[str] = ..., RevisionNumber: _Optional[str] = ...) -> None: ...

class PriceListMetadata(_message.Message):
    __slots__ = ("DocumentStatus", "PriceListEffectiveDate", "ContractDocumentDate", "ContractDocumentNumber", "ReceiptStatus")
    DOCUMENTSTATUS_FIELD_NUMBER: _ClassVar[int]
    PRICELISTEFFECTIVEDATE_FIELD_NUMBER: _ClassVar[int]
    CONTRACTDOCUMENTDATE_FIELD_NUMBER: _ClassVar[int]
    CONTRACTDOCUMENTNUMBER_FIELD_NUMBER: _ClassVar[int]
    RECEIPTSTATUS_FIELD_NUMBER: _ClassVar[int]
    DocumentStatus: BilateralDocumentStatus.Value
    PriceListEffectiveDate: str
    ContractDocumentDate: str
    ContractDocumentNumber: str
    ReceiptStatus: ReceiptStatus.Value
    def __init__(self, DocumentStatus: _Optional[_Union[BilateralDocumentStatus.Value, str]] = ..., PriceListEffectiveDate: _Optional[str] = ..., ContractDocumentDate: _Optional[str] = ..., ContractDocumentNumber: _Optional[str] = ..., ReceiptStatus: _Optional[_Union[ReceiptStatus.Value, str]] = ...) -> None: ...

class ContractMetadata(_message.Message):
    __slots__ = ("DocumentStatus", "ContractPrice", "ContractType", "ReceiptStatus")
    DOCUMENTSTATUS_FIELD_NUMBER: _ClassVar[int]
    CONTRACTPRICE_FIELD_NUMBER: _ClassVar[int]
    CONTRACTTYPE_FIELD_NUMBER: _ClassVar[int]
    RECEIPTSTATUS_FIELD_NUMBER: _ClassVar[int]
    DocumentStatus: BilateralDocumentStatus.Value
    ContractPrice: str
    ContractType: str
    ReceiptStatus: ReceiptStatus.Value
    def __init__(self, DocumentStatus: _Optional[_Union[BilateralDocumentStatus.Value, str]] = ..., ContractPrice: _Optional[str] = ..., ContractType: _Optional[str] = ..., ReceiptStatus: _Optional[_Union[ReceiptStatus.Value, str]] = ...) -> None: ...

class SupplementaryAgreementMetadata(_message.Message):
    __slots__ = ("DocumentStatus", "Total", "ContractType", "ContractNumber", "ContractDate", "ReceiptStatus")
    DOCUMENTSTATUS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    CONTRACTTYPE_FIELD_NUMBER: _ClassVar[int]
    CONTRACTNUMBER_FIELD_NUMBER: _ClassVar[int]
    CONTRACTDATE_FIELD_NUMBER: _ClassVar[int]
    RECEIPTSTATUS_FIELD_NUMBER: _ClassVar[int]
    DocumentStatus: BilateralDocumentStatus.Value
    Total: str
    ContractType: str
    ContractNumber: str
    ContractDate: str
    ReceiptStatus: ReceiptStatus.Value
    def __init__(self, DocumentStatus: _Optional[_Union[BilateralDocumentStatus.Value, str]] = ..., Total: _Optional[str] = ..., ContractType: _Optional[str] = ..., ContractNumber: _Optional[str] = ..., ContractDate: _Optional[str] = ..., ReceiptStatus: _Optional[_Union[ReceiptStatus.Value, str]] = ...) -> None: ...

class BilateralDocumentMetadata(_message.Message):
    __slots__ = ("DocumentStatus", "ReceiptStatus")
    DOCUMENTSTATUS_FIELD_NUMBER: _ClassVar[int]
    RECEIPTSTATUS_FIELD_NUMBER: _ClassVar[int]
    DocumentStatus: BilateralDocumentStatus.Value
    ReceiptStatus: ReceiptStatus.Value
    def __init__(self, DocumentStatus: _Optional[_Union[BilateralDocumentStatus.Value, str]] = ..., ReceiptStatus: _Optional[_Union[ReceiptStatus.Value, str]] = ...) -> None: ...

class BilateralDocumentStatus(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownBilateralDocumentStatus: _ClassVar[BilateralDocumentStatus.Value]
        OutboundWaitingForRecipientSignature: _ClassVar[BilateralDocumentStatus.Value]
        OutboundWithRecipientSignature: _ClassVar[BilateralDocumentStatus.Value]
        OutboundWithRecipientPartiallySignature: _ClassVar[BilateralDocumentStatus.Value]
        OutboundRecipientSignatureRequestRejected: _ClassVar[BilateralDocumentStatus.Value]
        OutboundWaitingForSenderSignature: _ClassVar[BilateralDocumentStatus.Value]
        OutboundInvalidSenderSignature: _ClassVar[BilateralDocumentStatus.Value]
        InboundWaitingForRecipientSignature: _ClassVar[BilateralDocumentStatus.Value]
        InboundWithRecipientSignature: _ClassVar[BilateralDocumentStatus.Value]
        InboundWithRecipientPartiallySignature: _ClassVar[BilateralDocumentStatus.Value]
        InboundRecipientSignatureRequestRejected: _ClassVar[BilateralDocumentStatus.Value]
        InboundInvalidRecipientSignature: _ClassVar[BilateralDocumentStatus.Value]
        InternalWaitingForRecipientSignature: _ClassVar[BilateralDocumentStatus.Value]
        InternalWithRecipientSignature: _ClassVar[BilateralDocumentStatus.Value]
        InternalWithRecipientPartiallySignature: _ClassVar[BilateralDocumentStatus.Value]
        InternalRecipientSignatureRequestRejected: _ClassVar[BilateralDocumentStatus.Value]
        InternalWaitingForSenderSignature: _ClassVar[BilateralDocumentStatus.Value]
        InternalInvalidSenderSignature: _ClassVar[BilateralDocumentStatus.Value]
        InternalInvalidRecipientSignature: _ClassVar[BilateralDocumentStatus.Value]
    UnknownBilateralDocumentStatus: BilateralDocumentStatus.Value
    OutboundWaitingForRecipientSignature: BilateralDocumentStatus.Value
    OutboundWithRecipientSignature: BilateralDocumentStatus.Value
    OutboundWithRecipientPartiallySignature: BilateralDocumentStatus.Value
    OutboundRecipientSignatureRequestRejected: BilateralDocumentStatus.Value
    OutboundWaitingForSenderSignature: BilateralDocumentStatus.Value
    OutboundInvalidSenderSignature: BilateralDocumentStatus.Value
    InboundWaitingForRecipientSignature: BilateralDocumentStatus.Value
    InboundWithRecipientSignature: BilateralDocumentStatus.Value
    InboundWithRecipientPartiallySignature: BilateralDocumentStatus.Value
    InboundRecipientSignatureRequestRejected: BilateralDocumentStatus.Value
    InboundInvalidRecipientSignature: BilateralDocumentStatus.Value
    InternalWaitingForRecipientSignature: BilateralDocumentStatus.Value
    InternalWithRecipientSignature: BilateralDocumentStatus.Value
    InternalWithRecipientPartiallySignature: BilateralDocumentStatus.Value
    InternalRecipientSignatureRequestRejected: BilateralDocumentStatus.Value
    InternalWaitingForSenderSignature: BilateralDocumentStatus.Value
    InternalInvalidSenderSignature: BilateralDocumentStatus.Value
    InternalInvalidRecipientSignature: BilateralDocumentStatus.Value
    def __init__(self) -> None: ...

class DetectTitleResponse(_message.Message):
    __slots__ = ("DocumentTitles",)
    DOCUMENTTITLES_FIELD_NUMBER: _ClassVar[int]
    DocumentTitles: _containers.RepeatedCompositeFieldContainer[DetectedDocumentTitle]
    def __init__(self, DocumentTitles: _Optional[_Iterable[_Union[DetectedDocumentTitle, _Mapping]]] = ...) -> None: ...

class DetectedDocumentTitle(_message.Message):
    __slots__ = ("TypeNamedId", "Function", "Version", "TitleIndex", "Metadata")
    TYPENAMEDID_FIELD_NUMBER: _ClassVar[int]
    FUNCTION_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    TITLEINDEX_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    TypeNamedId: str
    Function: str
    Version: str
    TitleIndex: int
    Metadata: _containers.RepeatedCompositeFieldContainer[_common_pb2.MetadataItem]
    def __init__(self, TypeNamedId: _Optional[str] = ..., Function: _Optional[str] = ..., Version: _Optional[str] = ..., TitleIndex: _Optional[int] = ..., Metadata: _Optional[_Iterable[_Union[_common_pb2.MetadataItem, _Mapping]]] = ...) -> None: ...

class Document(_message.Message):
    __slots__ = ("IndexKey", "MessageId", "EntityId", "CreationTimestampTicks", "CounteragentBoxId", "DocumentType", "InitialDocumentIds", "SubordinateDocumentIds", "Content", "FileName", "DocumentDate", "DocumentNumber", "NonformalizedDocumentMetadata", "InvoiceMetadata", "TrustConnectionRequestMetadata", "Torg12Metadata", "InvoiceRevisionMetadata", "InvoiceCorrectionMetadata", "InvoiceCorrectionRevisionMetadata", "AcceptanceCertificateMetadata", "ProformaInvoiceMetadata", "XmlTorg12Metadata", "XmlAcceptanceCertificateMetadata", "IsDeleted", "DepartmentId", "IsTest", "FromDepartmentId", "ToDepartmentId", "PriceListMetadata", "CustomDocumentId", "ResolutionStatus", "RevocationStatus", "SendTimestampTicks", "DeliveryTimestampTicks", "ForwardDocumentEvents", "ReconciliationActMetadata", "ContractMetadata", "Torg13Metadata", "ServiceDetailsMetadata", "RoamingNotificationStatus", "HasCustomPrintForm", "CustomData", "PacketId", "DocumentDirection", "LastModificationTimestampTicks", "IsEncryptedContent", "SenderSignatureStatus", "SupplementaryAgreementMetadata", "IsRead", "RoamingNotificationStatusDescription", "PacketIsLocked", "PriceListAgreementMetadata", "CertificateRegistryMetadata", "UniversalTransferDocumentMetadata", "UniversalTransferDocumentRevisionMetadata", "UniversalCorrectionDocumentMetadata", "UniversalCorrectionDocumentRevisionMetadata", "ResolutionRouteId", "AttachmentVersion", "ProxySignatureStatus", "TypeNamedId", "Function", "WorkflowId", "Title", "Metadata", "RecipientReceiptMetadata", "ConfirmationMetadata", "RecipientResponseStatus", "AmendmentRequestMetadata", "Origin", "EditingSettingId", "LockMode", "SenderReceiptMetadata", "Version", "LastOuterDocflows", "ProxyBoxId", "ProxyDepartmentId", "DocflowStatus", "TtGisFixationCancellationStatus", "HasUnreadOutOfWorkflowUniversalMessages")
    INDEXKEY_FIELD_NUMBER: _ClassVar[int]
    MESSAGEID_FIELD_NUMBER: _ClassVar[int]
    ENTITYID_FIELD_NUMBER: _ClassVar[int]
    CREATIONTIMESTAMPTICKS_FIELD_NUMBER: _ClassVar[int]
    COUNTERAGENTBOXID_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTTYPE_FIELD_NUMBER: _ClassVar[int]
    INITIALDOCUMENTIDS_FIELD_NUMBER: _ClassVar[int]
    SUBORDINATEDOCUMENTIDS_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    FILENAME_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTDATE_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTNUMBER_FIELD_NUMBER: _ClassVar[int]
    NONFORMALIZEDDOCUMENTMETADATA_FIELD_NUMBER: _ClassVar[int]
    INVOICEMETADATA_FIELD_NUMBER: _ClassVar[int]
    TRUSTCONNECTIONREQUESTMETADATA_FIELD_NUMBER: _ClassVar[int]
    TORG12METADATA_FIELD_NUMBER: _ClassVar[int]
    INVOICEREVISIONMETADATA_FIELD_NUMBER: _ClassVar[int]
    INVOICECORRECTIONMETADATA_FIELD_NUMBER: _ClassVar[int]
    INVOICECORRECTIONREVISIONMETADATA_FIELD_NUMBER: _ClassVar[int]
    ACCEPTANCECERTIFICATEMETADATA_FIELD_NUMBER: _ClassVar[int]
    PROFORMAINVOICEMETADATA_FIELD_NUMBER: _ClassVar[int]
    XMLTORG12METADATA_FIELD_NUMBER: _ClassVar[int]
    XMLACCEPTANCECERTIFICATEMETADATA_FIELD_NUMBER: _ClassVar[int]
    ISDELETED_FIELD_NUMBER: _ClassVar[int]
    DEPARTMENTID_FIELD_NUMBER: _ClassVar[int]
    ISTEST_FIELD_NUMBER: _ClassVar[int]
    FROMDEPARTMENTID_FIELD_NUMBER: _ClassVar[int]
    TODEPARTMENTID_FIELD_NUMBER: _ClassVar[int]
    PRICELISTMETADATA_FIELD_NUMBER: _ClassVar[int]
    CUSTOMDOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    RESOLUTIONSTATUS_FIELD_NUMBER: _ClassVar[int]
    REVOCATIONSTATUS_FIELD_NUMBER: _ClassVar[int]
    SENDTIMESTAMPTICKS_FIELD_NUMBER: _ClassVar[int]
    DELIVERYTIMESTAMPTICKS_FIELD_NUMBER: _ClassVar[int]
    FORWARDDOCUMENTEVENTS_FIELD_NUMBER: _ClassVar[int]
    RECONCILIATIONACTMETADATA_FIELD_NUMBER: _ClassVar[int]
    CONTRACTMETADATA_FIELD_NUMBER: _ClassVar[int]
    TORG13METADATA_FIELD_NUMBER: _ClassVar[int]
    SERVICEDETAILSMETADATA_FIELD_NUMBER: _ClassVar[int]
    ROAMINGNOTIFICATIONSTATUS_FIELD_NUMBER: _ClassVar[int]
    HASCUSTOMPRINTFORM_FIELD_NUMBER: _ClassVar[int]
    CUSTOMDATA_FIELD_NUMBER: _ClassVar[int]
    PACKETID_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTDIRECTION_FIELD_NUMBER: _ClassVar[int]
    LASTMODIFICATIONTIMESTAMPTICKS_FIELD_NUMBER: _ClassVar[int]
    ISENCRYPTEDCONTENT_FIELD_NUMBER: _ClassVar[int]
    SENDERSIGNATURESTATUS_FIELD_NUMBER: _ClassVar[int]
    SUPPLEMENTARYAGREEMENTMETADATA_FIELD_NUMBER: _ClassVar[int]
    ISREAD_FIELD_NUMBER: _ClassVar[int]
    ROAMINGNOTIFICATIONSTATUSDESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    PACKETISLOCKED_FIELD_NUMBER: _ClassVar[int]
    PRICELISTAGREEMENTMETADATA_FIELD_NUMBER: _ClassVar[int]
    CERTIFICATEREGISTRYMETADATA_FIELD_NUMBER: _ClassVar[int]
    UNIVERSALTRANSFERDOCUMENTMETADATA_FIELD_NUMBER: _ClassVar[int]
    UNIVERSALTRANSFERDOCUMENTREVISIONMETADATA_FIELD_NUMBER: _ClassVar[int]
    UNIVERSALCORRECTIONDOCUMENTMETADATA_FIELD_NUMBER: _ClassVar[int]
    UNIVERSALCORRECTIONDOCUMENTREVISIONMETADATA_FIELD_NUMBER: _ClassVar[int]
    RESOLUTIONROUTEID_FIELD_NUMBER: _ClassVar[int]
    ATTACHMENTVERSION_FIELD_NUMBER: _ClassVar[int]
    PROXYSIGNATURESTATUS_FIELD_NUMBER: _ClassVar[int]
    TYPENAMEDID_FIELD_NUMBER: _ClassVar[int]
    FUNCTION_FIELD_NUMBER: _ClassVar[int]
    WORKFLOWID_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    RECIPIENTRECEIPTMETADATA_FIELD_NUMBER: _ClassVar[int]
    CONFIRMATIONMETADATA_FIELD_NUMBER: _ClassVar[int]
    RECIPIENTRESPONSESTATUS_FIELD_NUMBER: _ClassVar[int]
    AMENDMENTREQUESTMETADATA_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    EDITINGSETTINGID_FIELD_NUMBER: _ClassVar[int]
    LOCKMODE_FIELD_NUMBER: _ClassVar[int]
    SENDERRECEIPTMETADATA_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    LASTOUTERDOCFLOWS_FIELD_NUMBER: _ClassVar[int]
    PROXYBOXID_FIELD_NUMBER: _ClassVar[int]
    PROXYDEPARTMENTID_FIELD_NUMBER: _ClassVar[int]
    DOCFLOWSTATUS_FIELD_NUMBER: _ClassVar[int]
    TTGISFIXATIONCANCELLATIONSTATUS_FIELD_NUMBER: _ClassVar[int]
    HASUNREADOUTOFWORKFLOWUNIVERSALMESSAGES_FIELD_NUMBER: _ClassVar[int]
    IndexKey: str
    MessageId: str
    EntityId: str
    CreationTimestampTicks: int
    CounteragentBoxId: str
    DocumentType: _common_pb2.DocumentType.Value
    InitialDocumentIds: _containers.RepeatedCompositeFieldContainer[_common_pb2.DocumentId]
    SubordinateDocumentIds: _containers.RepeatedCompositeFieldContainer[_common_pb2.DocumentId]
    Content: _common_pb2.Content
    FileName: str
    DocumentDate: str
    DocumentNumber: str
    NonformalizedDocumentMetadata: NonformalizedDocumentMetadata
    InvoiceMetadata: InvoiceMetadata
    TrustConnectionRequestMetadata: TrustConnectionRequestMetadata
    Torg12Metadata: BasicDocumentMetadata
    InvoiceRevisionMetadata: InvoiceRevisionMetadata
    InvoiceCorrectionMetadata: InvoiceCorrectionMetadata
    InvoiceCorrectionRevisionMetadata: InvoiceCorrectionRevisionMetadata
    AcceptanceCertificateMetadata: AcceptanceCertificateMetadata
    ProformaInvoiceMetadata: ProformaInvoiceMetadata
    XmlTorg12Metadata: BasicDocumentMetadata
    XmlAcceptanceCertificateMetadata: BasicDocumentMetadata
    IsDeleted: bool
    DepartmentId: str
    IsTest: bool
    FromDepartmentId: str
    ToDepartmentId: str
    PriceListMetadata: PriceListMetadata
    CustomDocumentId: str
    ResolutionStatus: ResolutionStatus
    RevocationStatus: RevocationStatus.Value
    SendTimestampTicks: int
    DeliveryTimestampTicks: int
    ForwardDocumentEvents: _containers.RepeatedCompositeFieldContainer[_common_pb2.ForwardDocumentEvent]
    ReconciliationActMetadata: BilateralDocumentMetadata
    ContractMetadata: ContractMetadata
    Torg13Metadata: BasicDocumentMetadata
    ServiceDetailsMetadata: ServiceDetailsMetadata
    RoamingNotificationStatus: RoamingNotificationStatus.Value
    HasCustomPrintForm: bool
    CustomData: _containers.RepeatedCompositeFieldContainer[_common_pb2.CustomDataItem]
    PacketId: str
    DocumentDirection: _common_pb2.DocumentDirection.Value
    LastModificationTimestampTicks: int
    IsEncryptedContent: bool
    SenderSignatureStatus: SenderSignatureStatus.Value
    SupplementaryAgreementMetadata: SupplementaryAgreementMetadata
    IsRead: bool
    RoamingNotificationStatusDescription: str
    PacketIsLocked: bool
    PriceListAgreementMetadata: NonformalizedDocumentMetadata
    CertificateRegistryMetadata: NonformalizedDocumentMetadata
    UniversalTransferDocumentMetadata: UniversalTransferDocumentMetadata
    UniversalTransferDocumentRevisionMetadata: UniversalTransferDocumentRevisionMetadata
    UniversalCorrectionDocumentMetadata: UniversalCorrectionDocumentMetadata
    UniversalCorrectionDocumentRevisionMetadata: UniversalCorrectionDocumentRevisionMetadata
    ResolutionRouteId: str
    AttachmentVersion: str
    ProxySignatureStatus: ProxySignatureStatus.Value
    TypeNamedId: str
    Function: str
    WorkflowId: int
    Title: str
    Metadata: _containers.RepeatedCompositeFieldContainer[_common_pb2.MetadataItem]
    RecipientReceiptMetadata: RecipientReceiptMetadata
    ConfirmationMetadata: ConfirmationMetadata
    RecipientResponseStatus: RecipientResponseStatus.Value
    AmendmentRequestMetadata: AmendmentRequestMetadata
    Origin: Origin
    EditingSettingId: str
    LockMode: _common_pb2.LockMode.Value
    SenderReceiptMetadata: SenderReceiptMetadata
    Version: str
    LastOuterDocflows: _containers.RepeatedCompositeFieldContainer[LastOuterDocflow]
    ProxyBoxId: str
    ProxyDepartmentId: str
    DocflowStatus: DocflowStatusV3
    TtGisFixationCancellationStatus: _common_pb2.TtGisFixationCancellationStatus.Value
    HasUnreadOutOfWorkflowUniversalMessages: bool
    def __init__(self, IndexKey: _Optional[str] = ..., MessageId: _Optional[str] = ..., EntityId: _Optional[str] = ..., CreationTimestampTicks: _Optional[int] = ..., CounteragentBoxId: _Optional[str] = ..., DocumentType: _Optional[_Union[_common_pb2.DocumentType.Value, str]] = ..., InitialDocumentIds: _Optional[_Iterable[_Union[_common_pb2.DocumentId, _Mapping]]] = ..., SubordinateDocumentIds: _Optional[_Iterable[_Union[_common_pb2.DocumentId, _Mapping]]] = ..., Content: _Optional[_Union[_common_pb2.Content, _Mapping]] = ..., FileName: _Optional[str] = ..., DocumentDate: _Optional[str] = ..., DocumentNumber: _Optional[str] = ..., NonformalizedDocumentMetadata: _Optional[_Union[NonformalizedDocumentMetadata, _Mapping]] = ..., InvoiceMetadata: _Optional[_Union[InvoiceMetadata, _Mapping]] = ..., TrustConnectionRequestMetadata: _Optional[_Union[TrustConnectionRequestMetadata, _Mapping]] = ..., Torg12Metadata: _Optional[_Union[BasicDocumentMetadata, _Mapping]] = ..., InvoiceRevisionMetadata: _Optional[_Union[InvoiceRevisionMetadata, _Mapping]] = ..., InvoiceCorrectionMetadata: _Optional[_Union[InvoiceCorrectionMetadata, _Mapping]] = ..., InvoiceCorrectionRevisionMetadata: _Optional[_Union[InvoiceCorrectionRevisionMetadata, _Mapping]] = ..., AcceptanceCertificateMetadata: _Optional[_Union[AcceptanceCertificateMetadata, _Mapping]] = ..., ProformaInvoiceMetadata: _Optional[_Union[ProformaInvoiceMetadata, _Mapping]] = ..., XmlTorg12Metadata: _Optional[_Union[BasicDocumentMetadata, _Mapping]] = ..., XmlAcceptanceCertificateMetadata: _Optional[_Union[BasicDocumentMetadata, _Mapping]] = ..., IsDeleted: _Optional[bool] = ..., DepartmentId: _Optional[str] = ..., IsTest: _Optional[bool] = ..., FromDepartmentId: _Optional[str] = ..., ToDepartmentId: _Optional[str] = ..., PriceListMetadata: _Optional[_Union[PriceListMetadata, _Mapping]] = ..., CustomDocumentId: _Optional[str] = ..., ResolutionStatus: _Optional[_Union[ResolutionStatus, _Mapping]] = ..., RevocationStatus: _Optional[_Union[RevocationStatus.Value, str]] = ..., SendTimestampTicks: _Optional[int] = ..., DeliveryTimestampTicks: _Optional[int] = ..., ForwardDocumentEvents: _Optional[_Iterable[_Union[_common_pb2.ForwardDocumentEvent, _Mapping]]] = ..., ReconciliationActMetadata: _Optional[_Union[BilateralDocumentMetadata, _Mapping]] = ..., ContractMetadata: _Optional[_Union[ContractMetadata, _Mapping]] = ..., Torg13Metadata: _Optional[_Union[BasicDocumentMetadata, _Mapping]] = ..., ServiceDetailsMetadata: _Optional[_Union[ServiceDetailsMetadata, _Mapping]] = ..., RoamingNotificationStatus: _Optional[_Union[RoamingNotificationStatus.Value, str]] = ..., HasCustomPrintForm: _Optional[bool] = ..., CustomData: _Optional[_Iterable[_Union[_common_pb2.CustomDataItem, _Mapping]]] = ..., PacketId: _Optional[str] = ..., DocumentDirection: _Optional[_Union[_common_pb2.DocumentDirection.Value, str]] = ..., LastModificationTimestampTicks: _Optional[int] = ..., IsEncryptedContent: _Optional[bool] = ..., SenderSignatureStatus: _Optional[_Union[SenderSignatureStatus.Value, str]] = ..., SupplementaryAgreementMetadata: _Optional[_Union[SupplementaryAgreementMetadata, _Mapping]] = ..., IsRead: _Optional[bool] = ..., RoamingNotificationStatusDescription: _Optional[str] = ..., PacketIsLocked: _Optional[bool] = ..., PriceListAgreementMetadata: _Optional[_Union[NonformalizedDocumentMetadata, _Mapping]] = ..., CertificateRegistryMetadata: _Optional[_Union[NonformalizedDocumentMetadata, _Mapping]] = ..., UniversalTransferDocumentMetadata: _Optional[_Union[UniversalTransferDocumentMetadata, _Mapping]] = ..., UniversalTransferDocumentRevisionMetadata: _Optional[_Union[UniversalTransferDocumentRevisionMetadata, _Mapping]] = ..., UniversalCorrectionDocumentMetadata: _Optional[_Union[UniversalCorrectionDocumentMetadata, _Mapping]] = ..., UniversalCorrectionDocumentRevisionMetadata: _Optional[_Union[UniversalCorrectionDocumentRevisionMetadata, _Mapping]] = ..., ResolutionRouteId: _Optional[str] = ..., AttachmentVersion: _Optional[str] = ..., ProxySignatureStatus: _Optional[_Union[ProxySignatureStatus.Value, str]] = ..., TypeNamedId: _Optional[str] = ..., Function: _Optional[str] = ..., WorkflowId: _Optional[int] = ..., Title: _Optional[str] = ..., Metadata: _Optional[_Iterable[_Union[_common_pb2.MetadataItem, _Mapping]]] = ..., RecipientReceiptMetadata: _Optional[_Union[RecipientReceiptMetadata, _Mapping]] = ..., ConfirmationMetadata: _Optional[_Union[ConfirmationMetadata, _Mapping]] = ..., RecipientResponseStatus: _Optional[_Union[RecipientResponseStatus.Value, str]] = ..., AmendmentRequestMetadata: _Optional[_Union[AmendmentRequestMetadata, _Mapping]] = ..., Origin: _Optional[_Union[Origin, _Mapping]] = ..., EditingSettingId: _Optional[str] = ..., LockMode: _Optional[_Union[_common_pb2.LockMode.Value, str]] = ..., SenderReceiptMetadata: _Optional[_Union[SenderReceiptMetadata, _Mapping]] = ..., Version: _Optional[str] = ..., LastOuterDocflows: _Optional[_Iterable[_Union[LastOuterDocflow, _Mapping]]] = ..., ProxyBoxId: _Optional[str] = ..., ProxyDepartmentId: _Optional[str] = ..., DocflowStatus: _Optional[_Union[DocflowStatusV3, _Mapping]] = ..., TtGisFixationCancellationStatus: _Optional[_Union[_common_pb2.TtGisFixationCancellationStatus.Value, str]] = ..., HasUnreadOutOfWorkflowUniversalMessages: _Optional[bool] = ...) -> None: ...

class LastOuterDocflow(_message.Message):
    __slots__ = ("ParentEntityId", "OuterDocflow")
    PARENTENTITYID_FIELD_NUMBER: _ClassVar[int]
    OUTERDOCFLOW_FIELD_NUMBER: _ClassVar[int]
    ParentEntityId: str
    OuterDocflow: _common_pb2.OuterDocflowInfo
    def __init__(self, ParentEntityId: _Optional[str] = ..., OuterDocflow: _Optional[_Union[_common_pb2.OuterDocflowInfo, _Mapping]] = ...) -> None: ...

class ResolutionStatus(_message.Message):
    __slots__ = ("Type", "Target", "AuthorUserId", "AuthorFIO")
    TYPE_FIELD_NUMBER: _ClassVar[int]
    TARGET_FIELD_NUMBER: _ClassVar[int]
    AUTHORUSERID_FIELD_NUMBER: _ClassVar[int]
    AUTHORFIO_FIELD_NUMBER: _ClassVar[int]
    Type: ResolutionStatusType.Value
    Target: _common_pb2.ResolutionTarget
    AuthorUserId: str
    AuthorFIO: str
    def __init__(self, Type: _Optional[_Union[ResolutionStatusType.Value, str]] = ..., Target: _Optional[_Union[_common_pb2.ResolutionTarget, _Mapping]] = ..., AuthorUserId: _Optional[str] = ..., AuthorFIO: _Optional[str] = ...) -> None: ...

class RecipientReceiptMetadata(_message.Message):
    __slots__ = ("ReceiptStatus", "ConfirmationMetadata")
    RECEIPTSTATUS_FIELD_NUMBER: _ClassVar[int]
    CONFIRMATIONMETADATA_FIELD_NUMBER: _ClassVar[int]
    ReceiptStatus: GeneralReceiptStatus.Value
    ConfirmationMetadata: ConfirmationMetadata
    def __init__(self, ReceiptStatus: _Optional[_Union[GeneralReceiptStatus.Value, str]] = ..., ConfirmationMetadata: _Optional[_Union[ConfirmationMetadata, _Mapping]] = ...) -> None: ...

class SenderReceiptMetadata(_message.Message):
    __slots__ = ("ReceiptStatus",)
    RECEIPTSTATUS_FIELD_NUMBER: _ClassVar[int]
    ReceiptStatus: GeneralReceiptStatus.Value
    def __init__(self, ReceiptStatus: _Optional[_Union[GeneralReceiptStatus.Value, str]] = ...) -> None: ...

class ConfirmationMetadata(_message.Message):
    __slots__ = ("ReceiptStatus", "DateTimeTicks")
    RECEIPTSTATUS_FIELD_NUMBER: _ClassVar[int]
    DATETIMETICKS_FIELD_NUMBER: _ClassVar[int]
    ReceiptStatus: GeneralReceiptStatus.Value
    DateTimeTicks: int
    def __init__(self, ReceiptStatus: _Optional[_Union[GeneralReceiptStatus.Value, str]] = ..., DateTimeTicks: _Optional[int] = ...) -> None: ...

class AmendmentRequestMetadata(_message.Message):
    __slots__ = ("AmendmentFlags", "ReceiptStatus")
    AMENDMENTFLAGS_FIELD_NUMBER: _ClassVar[int]
    RECEIPTSTATUS_FIELD_NUMBER: _ClassVar[int]
    AmendmentFlags: int
    ReceiptStatus: GeneralReceiptStatus.Value
    def __init__(self, AmendmentFlags: _Optional[int] = ..., ReceiptStatus: _Optional[_Union[GeneralReceiptStatus.Value, str]] = ...) -> None: ...

class Origin(_message.Message):
    __slots__ = ("MessageType", "MessageId")
    MESSAGETYPE_FIELD_NUMBER: _ClassVar[int]
    MESSAGEID_FIELD_NUMBER: _ClassVar[int]
    MessageType: MessageType.Value
    MessageId: str
    def __init__(self, MessageType: _Optional[_Union[MessageType.Value, str]] = ..., MessageId: _Optional[str] = ...) -> None: ...

class ResolutionStatusType(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownResolutionStatus: _ClassVar[ResolutionStatusType.Value]
        Approved: _ClassVar[ResolutionStatusType.Value]
        Disapproved: _ClassVar[ResolutionStatusType.Value]
        ApprovementRequested: _ClassVar[ResolutionStatusType.Value]
        SignatureRequested: _ClassVar[ResolutionStatusType.Value]
        SignatureDenied: _ClassVar[ResolutionStatusType.Value]
        ActionsRequested: _ClassVar[ResolutionStatusType.Value]
    UnknownResolutionStatus: ResolutionStatusType.Value
    Approved: ResolutionStatusType.Value
    Disapproved: ResolutionStatusType.Value
    ApprovementRequested: ResolutionStatusType.Value
    SignatureRequested: ResolutionStatusType.Value
    SignatureDenied: ResolutionStatusType.Value
    ActionsRequested: ResolutionStatusType.Value
    def __init__(self) -> None: ...

class RevocationStatus(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownRevocationStatus: _ClassVar[RevocationStatus.Value]
        RevocationStatusNone: _ClassVar[RevocationStatus.Value]
        RevocationIsRequestedByMe: _ClassVar[RevocationStatus.Value]
        RequestsMyRevocation: _ClassVar[RevocationStatus.Value]
        RevocationAccepted: _ClassVar[RevocationStatus.Value]
        RevocationRejected: _ClassVar[RevocationStatus.Value]
    UnknownRevocationStatus: RevocationStatus.Value
    RevocationStatusNone: RevocationStatus.Value
    RevocationIsRequestedByMe: RevocationStatus.Value
    RequestsMyRevocation: RevocationStatus.Value
    RevocationAccepted: RevocationStatus.Value
    RevocationRejected: RevocationStatus.Value
    def __init__(self) -> None: ...

class RoamingNotificationStatus(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownRoamingNotificationStatus: _ClassVar[RoamingNotificationStatus.Value]
        RoamingNotificationStatusNone: _ClassVar[RoamingNotificationStatus.Value]
        RoamingNotificationStatusSuccess: _ClassVar[RoamingNotificationStatus.Value]
        RoamingNotificationStatusError: _ClassVar[RoamingNotificationStatus.Value]
    UnknownRoamingNotificationStatus: RoamingNotificationStatus.Value
    RoamingNotificationStatusNone: RoamingNotificationStatus.Value
    RoamingNotificationStatusSuccess: RoamingNotificationStatus.Value
    RoamingNotificationStatusError: RoamingNotificationStatus.Value
    def __init__(self) -> None: ...

class SenderSignatureStatus(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownSenderSignatureStatus: _ClassVar[SenderSignatureStatus.Value]
        WaitingForSenderSignature: _ClassVar[SenderSignatureStatus.Value]
        SenderSignatureUnchecked: _ClassVar[SenderSignatureStatus.Value]
        SenderSignatureCheckedAndValid: _ClassVar[SenderSignatureStatus.Value]
        SenderSignatureCheckedAndInvalid: _ClassVar[SenderSignatureStatus.Value]
    UnknownSenderSignatureStatus: SenderSignatureStatus.Value
    WaitingForSenderSignature: SenderSignatureStatus.Value
    SenderSignatureUnchecked: SenderSignatureStatus.Value
    SenderSignatureCheckedAndValid: SenderSignatureStatus.Value
    SenderSignatureCheckedAndInvalid: SenderSignatureStatus.Value
    def __init__(self) -> None: ...

class ProxySignatureStatus(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownProxySignatureStatus: _ClassVar[ProxySignatureStatus.Value]
        ProxySignatureStatusNone: _ClassVar[ProxySignatureStatus.Value]
        WaitingForProxySignature: _ClassVar[ProxySignatureStatus.Value]
        WithProxySignature: _ClassVar[ProxySignatureStatus.Value]
        ProxySignatureRejected: _ClassVar[ProxySignatureStatus.Value]
        InvalidProxySignature: _ClassVar[ProxySignatureStatus.Value]
    UnknownProxySignatureStatus: ProxySignatureStatus.Value
    ProxySignatureStatusNone: ProxySignatureStatus.Value
    WaitingForProxySignature: ProxySignatureStatus.Value
    WithProxySignature: ProxySignatureStatus.Value
    ProxySignatureRejected: ProxySignatureStatus.Value
    InvalidProxySignature: ProxySignatureStatus.Value
    def __init__(self) -> None: ...

class GeneralReceiptStatus(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        GeneralReceiptStatusUnknown: _ClassVar[GeneralReceiptStatus.Value]
        GeneralReceiptStatusNotAcceptable: _ClassVar[GeneralReceiptStatus.Value]
        HaveToCreateReceipt: _ClassVar[GeneralReceiptStatus.Value]
        WaitingForReceipt: _ClassVar[GeneralReceiptStatus.Value]
        Finished: _ClassVar[GeneralReceiptStatus.Value]
    GeneralReceiptStatusUnknown: GeneralReceiptStatus.Value
    GeneralReceiptStatusNotAcceptable: GeneralReceiptStatus.Value
    HaveToCreateReceipt: GeneralReceiptStatus.Value
    WaitingForReceipt: GeneralReceiptStatus.Value
    Finished: GeneralReceiptStatus.Value
    def __init__(self) -> None: ...

class RecipientResponseStatus(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        RecipientResponseStatusUnknown: _ClassVar[RecipientResponseStatus.Value]
        RecipientResponseStatusNotAcceptable: _ClassVar[RecipientResponseStatus.Value]
        WaitingForRecipientSignature: _ClassVar[RecipientResponseStatus.Value]
        WithRecipientSignature: _ClassVar[RecipientResponseStatus.Value]
        RecipientSignatureRequestRejected: _ClassVar[RecipientResponseStatus.Value]
        InvalidRecipientSignature: _ClassVar[RecipientResponseStatus.Value]
        WithRecipientPartiallySignature: _ClassVar[RecipientResponseStatus.Value]
    RecipientResponseStatusUnknown: RecipientResponseStatus.Value
    RecipientResponseStatusNotAcceptable: RecipientResponseStatus.Value
    WaitingForRecipientSignature: RecipientResponseStatus.Value
    WithRecipientSignature: RecipientResponseStatus.Value
    RecipientSignatureRequestRejected: RecipientResponseStatus.Value
    InvalidRecipientSignature: RecipientResponseStatus.Value
    WithRecipientPartiallySignature: RecipientResponseStatus.Value
    def __init__(self) -> None: ...

class MessageType(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        Unknown: _ClassVar[MessageType.Value]
        Letter: _ClassVar[MessageType.Value]
        Draft: _ClassVar[MessageType.Value]
        Template: _ClassVar[MessageType.Value]
    Unknown: MessageType.Value
    Letter: MessageType.Value
    Draft: MessageType.Value
    Template: MessageType.Value
    def __init__(self) -> None: ...

class DocumentList(_message.Message):
    __slots__ = ("TotalCount", "Documents", "HasMoreResults")
    TOTALCOUNT_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    HASMORERESULTS_FIELD_NUMBER: _ClassVar[int]
    TotalCount: int
    Documents: _containers.RepeatedCompositeFieldContainer[Document]
    HasMoreResults: bool
    def __init__(self, TotalCount: _Optional[int] = ..., Documents: _Optional[_Iterable[_Union[Document, _Mapping]]] = ..., HasMoreResults: _Optional[bool] = ...) -> None: ...

class DocumentParticipantFlags(_message.Message):
    __slots__ = ("IsRoaming", "IsCrossborder", "IsForeign")
    ISROAMING_FIELD_NUMBER: _ClassVar[int]
    ISCROSSBORDER_FIELD_NUMBER: _ClassVar[int]
    ISFOREIGN_FIELD_NUMBER: _ClassVar[int]
    IsRoaming: bool
    IsCrossborder: bool
    IsForeign: bool
    def __init__(self, IsRoaming: _Optional[bool] = ..., IsCrossborder: _Optional[bool] = ..., IsForeign: _Optional[bool] = ...) -> None: ...

class DocumentParticipantV2(_message.Message):
    __slots__ = ("BoxId", "DepartmentId", "Role", "Flags", "Type", "IsCurrentBox")
    BOXID_FIELD_NUMBER: _ClassVar[int]
    DEPARTMENTID_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    FLAGS_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    ISCURRENTBOX_FIELD_NUMBER: _ClassVar[int]
    BoxId: str
    DepartmentId: str
    Role: str
    Flags: DocumentParticipantFlags
    Type: _types_pb2.ParticipantType.Value
    IsCurrentBox: bool
    def __init__(self, BoxId: _Optional[str] = ..., DepartmentId: _Optional[str] = ..., Role: _Optional[str] = ..., Flags: _Optional[_Union[DocumentParticipantFlags, _Mapping]] = ..., Type: _Optional[_Union[_types_pb2.ParticipantType.Value, str]] = ..., IsCurrentBox: _Optional[bool] = ...) -> None: ...

class DocumentParticipantsV2(_message.Message):
    __slots__ = ("Participants",)
    PARTICIPANTS_FIELD_NUMBER: _ClassVar[int]
    Participants: _containers.RepeatedCompositeFieldContainer[DocumentParticipantV2]
    def __init__(self, Participants: _Optional[_Iterable[_Union[DocumentParticipantV2, _Mapping]]] = ...) -> None: ...

class DocumentProtocol(_message.Message):
    __slots__ = ("PrintForm", "Signature")
    PRINTFORM_FIELD_NUMBER: _ClassVar[int]
    SIGNATURE_FIELD_NUMBER: _ClassVar[int]
    PrintForm: bytes
    Signature: bytes
    def __init__(self, PrintForm: _Optional[bytes] = ..., Signature: _Optional[bytes] = ...) -> None: ...

class DocumentZipGenerationResult(_message.Message):
    __slots__ = ("ZipFileNameOnShelf",)
    ZIPFILENAMEONSHELF_FIELD_NUMBER: _ClassVar[int]
    ZipFileNameOnShelf: str
    def __init__(self, ZipFileNameOnShelf: _Optional[str] = ...) -> None: ...

class DocumentsMoveOperation(_message.Message):
    __slots__ = ("BoxId", "ToDepartmentId", "DocumentIds")
    BOXID_FIELD_NUMBER: _ClassVar[int]
    TODEPARTMENTID_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTIDS_FIELD_NUMBER: _ClassVar[int]
    BoxId: str
    ToDepartmentId: str
    DocumentIds: _containers.RepeatedCompositeFieldContainer[_common_pb2.DocumentId]
    def __init__(self, BoxId: _Optional[str] = ..., ToDepartmentId: _Optional[str] = ..., DocumentIds: _Optional[_Iterable[_Union[_common_pb2.DocumentId, _Mapping]]] = ...) -> None: ...

class GetDocumentsV4Request(_message.Message):
    __slots__ = ("CounteragentBoxIds", "FromDepartmentIds", "ToDepartmentIds", "Departments", "DocumentTypeNamedIds", "DocumentCategory", "DocumentStatuses", "FileNames", "DocumentNumbers", "FromDocumentDate", "ToDocumentDate", "FromTimestamp", "ToTimestamp", "TotalSums", "ToTotalSum", "FromTotalSum", "CustomData", "SortDirection", "Count", "AfterIndexKey")
    COUNTERAGENTBOXIDS_FIELD_NUMBER: _ClassVar[int]
    FROMDEPARTMENTIDS_FIELD_NUMBER: _ClassVar[int]
    TODEPARTMENTIDS_FIELD_NUMBER: _ClassVar[int]
    DEPARTMENTS_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTTYPENAMEDIDS_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTCATEGORY_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTSTATUSES_FIELD_NUMBER: _ClassVar[int]
    FILENAMES_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTNUMBERS_FIELD_NUMBER: _ClassVar[int]
    FROMDOCUMENTDATE_FIELD_NUMBER: _ClassVar[int]
    TODOCUMENTDATE_FIELD_NUMBER: _ClassVar[int]
    FROMTIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    TOTIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    TOTALSUMS_FIELD_NUMBER: _ClassVar[int]
    TOTOTALSUM_FIELD_NUMBER: _ClassVar[int]
    FROMTOTALSUM_FIELD_NUMBER: _ClassVar[int]
    CUSTOMDATA_FIELD_NUMBER: _ClassVar[int]
    SORTDIRECTION_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    AFTERINDEXKEY_FIELD_NUMBER: _ClassVar[int]
    CounteragentBoxIds: _containers.RepeatedScalarFieldContainer[str]
    FromDepartmentIds: _containers.RepeatedScalarFieldContainer[str]
    ToDepartmentIds: _containers.RepeatedScalarFieldContainer[str]
    Departments: _containers.RepeatedCompositeFieldContainer[DepartmentFilter]
    DocumentTypeNamedIds: _containers.RepeatedScalarFieldContainer[str]
    DocumentCategory: str
    DocumentStatuses: _containers.RepeatedScalarFieldContainer[str]
    FileNames: _containers.RepeatedScalarFieldContainer[str]
    DocumentNumbers: _containers.RepeatedScalarFieldContainer[str]
    FromDocumentDate: str
    ToDocumentDate: str
    FromTimestamp: _common_pb2.Timestamp
    ToTimestamp: _common_pb2.Timestamp
    TotalSums: _containers.RepeatedScalarFieldContainer[str]
    ToTotalSum: str
    FromTotalSum: str
    CustomData: _containers.RepeatedCompositeFieldContainer[_common_pb2.CustomDataItem]
    SortDirection: _common_pb2.SortDirection.Value
    Count: int
    AfterIndexKey: str
    def __init__(self, CounteragentBoxIds: _Optional[_Iterable[str]] = ..., FromDepartmentIds: _Optional[_Iterable[str]] = ..., ToDepartmentIds: _Optional[_Iterable[str]] = ..., Departments: _Optional[_Iterable[_Union[DepartmentFilter, _Mapping]]] = ..., DocumentTypeNamedIds: _Optional[_Iterable[str]] = ..., DocumentCategory: _Optional[str] = ..., DocumentStatuses: _Optional[_Iterable[str]] = ..., FileNames: _Optional[_Iterable[str]] = ..., DocumentNumbers: _Optional[_Iterable[str]] = ..., FromDocumentDate: _Optional[str] = ..., ToDocumentDate: _Optional[str] = ..., FromTimestamp: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., ToTimestamp: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., TotalSums: _Optional[_Iterable[str]] = ..., ToTotalSum: _Optional[str] = ..., FromTotalSum: _Optional[str] = ..., CustomData: _Optional[_Iterable[_Union[_common_pb2.CustomDataItem, _Mapping]]] = ..., SortDirection: _Optional[_Union[_common_pb2.SortDirection.Value, str]] = ..., Count: _Optional[int] = ..., AfterIndexKey: _Optional[str] = ...) -> None: ...

class DepartmentFilter(_message.Message):
    __slots__ = ("DepartmentId", "ExcludeSubdepartments")
    DEPARTMENTID_FIELD_NUMBER: _ClassVar[int]
    EXCLUDESUBDEPARTMENTS_FIELD_NUMBER: _ClassVar[int]
    DepartmentId: str
    ExcludeSubdepartments: bool
    def __init__(self, DepartmentId: _Optional[str] = ..., ExcludeSubdepartments: _Optional[bool] = ...) -> None: ...

class InvoiceMetadata(_message.Message):
    __slots__ = ("InvoiceStatus", "Total", "Vat", "Currency", "ConfirmationDateTimeTicks", "InvoiceAmendmentFlags")
    INVOICESTATUS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    VAT_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    CONFIRMATIONDATETIMETICKS_FIELD_NUMBER: _ClassVar[int]
    INVOICEAMENDMENTFLAGS_FIELD_NUMBER: _ClassVar[int]
    InvoiceStatus: InvoiceStatus.Value
    Total: str
    Vat: str
    Currency: int
    ConfirmationDateTimeTicks: int
    InvoiceAmendmentFlags: int
    def __init__(self, InvoiceStatus: _Optional[_Union[InvoiceStatus.Value, str]] = ..., Total: _Optional[str] = ..., Vat: _Optional[str] = ..., Currency: _Optional[int] = ..., ConfirmationDateTimeTicks: _Optional[int] = ..., InvoiceAmendmentFlags: _Optional[int] = ...) -> None: ...

class InvoiceRevisionMetadata(_message.Message):
    __slots__ = ("InvoiceRevisionStatus", "OriginalInvoiceNumber", "OriginalInvoiceDate", "Total", "Vat", "Currency", "ConfirmationDateTimeTicks", "InvoiceAmendmentFlags")
    INVOICEREVISIONSTATUS_FIELD_NUMBER: _ClassVar[int]
    ORIGINALINVOICENUMBER_FIELD_NUMBER: _ClassVar[int]
    ORIGINALINVOICEDATE_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    VAT_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    CONFIRMATIONDATETIMETICKS_FIELD_NUMBER: _ClassVar[int]
    INVOICEAMENDMENTFLAGS_FIELD_NUMBER: _ClassVar[int]
    InvoiceRevisionStatus: InvoiceStatus.Value
    OriginalInvoiceNumber: str
    OriginalInvoiceDate: str
    Total: str
    Vat: str
    Currency: int
    ConfirmationDateTimeTicks: int
    InvoiceAmendmentFlags: int
    def __init__(self, InvoiceRevisionStatus: _Optional[_Union[InvoiceStatus.Value, str]] = ..., OriginalInvoiceNumber: _Optional[str] = ..., OriginalInvoiceDate: _Optional[str] = ..., Total: _Optional[str] = ..., Vat: _Optional[str] = ..., Currency: _Optional[int] = ..., ConfirmationDateTimeTicks: _Optional[int] = ..., InvoiceAmendmentFlags: _Optional[int] = ...) -> None: ...

class InvoiceCorrectionMetadata(_message.Message):
    __slots__ = ("InvoiceCorrectionStatus", "OriginalInvoiceNumber", "OriginalInvoiceDate", "OriginalInvoiceRevisionNumber", "OriginalInvoiceRevisionDate", "TotalInc", "TotalDec", "VatInc", "VatDec", "Currency", "ConfirmationDateTimeTicks", "InvoiceAmendmentFlags")
    INVOICECORRECTIONSTATUS_FIELD_NUMBER: _ClassVar[int]
    ORIGINALINVOICENUMBER_FIELD_NUMBER: _ClassVar[int]
    ORIGINALINVOICEDATE_FIELD_NUMBER: _ClassVar[int]
    ORIGINALINVOICEREVISIONNUMBER_FIELD_NUMBER: _ClassVar[int]
    ORIGINALINVOICEREVISIONDATE_FIELD_NUMBER: _ClassVar[int]
    TOTALINC_FIELD_NUMBER: _ClassVar[int]
    TOTALDEC_FIELD_NUMBER: _ClassVar[int]
    VATINC_FIELD_NUMBER: _ClassVar[int]
    VATDEC_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    CONFIRMATIONDATETIMETICKS_FIELD_NUMBER: _ClassVar[int]
    INVOICEAMENDMENTFLAGS_FIELD_NUMBER: _ClassVar[int]
    InvoiceCorrectionStatus: InvoiceStatus.Value
    OriginalInvoiceNumber: str
    OriginalInvoiceDate: str
    OriginalInvoiceRevisionNumber: str
    OriginalInvoiceRevisionDate: str
    TotalInc: str
    TotalDec: str
    VatInc: str
    VatDec: str
    Currency: int
    ConfirmationDateTimeTicks: int
    InvoiceAmendmentFlags: int
    def __init__(self, InvoiceCorrectionStatus: _Optional[_Union[InvoiceStatus.Value, str]] = ..., OriginalInvoiceNumber: _Optional[str] = ..., OriginalInvoiceDate: _Optional[str] = ..., OriginalInvoiceRevisionNumber: _Optional[str] = ..., OriginalInvoiceRevisionDate: _Optional[str] = ..., TotalInc: _Optional[str] = ..., TotalDec: _Optional[str] = ..., VatInc: _Optional[str] = ..., VatDec: _Optional[str] = ..., Currency: _Optional[int] = ..., ConfirmationDateTimeTicks: _Optional[int] = ..., InvoiceAmendmentFlags: _Optional[int] = ...) -> None: ...

class InvoiceCorrectionRevisionMetadata(_message.Message):
    __slots__ = ("InvoiceCorrectionRevisionStatus", "OriginalInvoiceNumber", "OriginalInvoiceDate", "OriginalInvoiceRevisionNumber", "OriginalInvoiceRevisionDate", "OriginalInvoiceCorrectionNumber", "OriginalInvoiceCorrectionDate", "TotalInc", "TotalDec", "VatInc", "VatDec", "Currency", "ConfirmationDateTimeTicks", "InvoiceAmendmentFlags")
    INVOICECORRECTIONREVISIONSTATUS_FIELD_NUMBER: _ClassVar[int]
    ORIGINALINVOICENUMBER_FIELD_NUMBER: _ClassVar[int]
    ORIGINALINVOICEDATE_FIELD_NUMBER: _ClassVar[int]
    ORIGINALINVOICEREVISIONNUMBER_FIELD_NUMBER: _ClassVar[int]
    ORIGINALINVOICEREVISIONDATE_FIELD_NUMBER: _ClassVar[int]
    ORIGINALINVOICECORRECTIONNUMBER_FIELD_NUMBER: _ClassVar[int]
    ORIGINALINVOICECORRECTIONDATE_FIELD_NUMBER: _ClassVar[int]
    TOTALINC_FIELD_NUMBER: _ClassVar[int]
    TOTALDEC_FIELD_NUMBER: _ClassVar[int]
    VATINC_FIELD_NUMBER: _ClassVar[int]
    VATDEC_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    CONFIRMATIONDATETIMETICKS_FIELD_NUMBER: _ClassVar[int]
    INVOICEAMENDMENTFLAGS_FIELD_NUMBER: _ClassVar[int]
    InvoiceCorrectionRevisionStatus: InvoiceStatus.Value
    OriginalInvoiceNumber: str
    OriginalInvoiceDate: str
    OriginalInvoiceRevisionNumber: str
    OriginalInvoiceRevisionDate: str
    OriginalInvoiceCorrectionNumber: str
    OriginalInvoiceCorrectionDate: str
    TotalInc: str
    TotalDec: str
    VatInc: str
    VatDec: str
    Currency: int
    ConfirmationDateTimeTicks: int
    InvoiceAmendmentFlags: int
    def __init__(self, InvoiceCorrectionRevisionStatus: _Optional[_Union[InvoiceStatus.Value, str]] = ..., OriginalInvoiceNumber: _Optional[str] = ..., OriginalInvoiceDate: _Optional[str] = ..., OriginalInvoiceRevisionNumber: _Optional[str] = ..., OriginalInvoiceRevisionDate: _Optional[str] = ..., OriginalInvoiceCorrectionNumber: _Optional[str] = ..., OriginalInvoiceCorrectionDate: _Optional[str] = ..., TotalInc: _Optional[str] = ..., TotalDec: _Optional[str] = ..., VatInc: _Optional[str] = ..., VatDec: _Optional[str] = ..., Currency: _Optional[int] = ..., ConfirmationDateTimeTicks: _Optional[int] = ..., InvoiceAmendmentFlags: _Optional[int] = ...) -> None: ...

class InvoiceStatus(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownInvoiceStatus: _ClassVar[InvoiceStatus.Value]
        OutboundWaitingForInvoiceReceipt: _ClassVar[InvoiceStatus.Value]
        OutboundNotFinished: _ClassVar[InvoiceStatus.Value]
        OutboundFinished: _ClassVar[InvoiceStatus.Value]
        OutboundWaitingForSenderSignature: _ClassVar[InvoiceStatus.Value]
        OutboundInvalidSenderSignature: _ClassVar[InvoiceStatus.Value]
        InboundNotFinished: _ClassVar[InvoiceStatus.Value]
        InboundFinished: _ClassVar[InvoiceStatus.Value]
    UnknownInvoiceStatus: InvoiceStatus.Value
    OutboundWaitingForInvoiceReceipt: InvoiceStatus.Value
    OutboundNotFinished: InvoiceStatus.Value
    OutboundFinished: InvoiceStatus.Value
    OutboundWaitingForSenderSignature: InvoiceStatus.Value
    OutboundInvalidSenderSignature: InvoiceStatus.Value
    InboundNotFinished: InvoiceStatus.Value
    InboundFinished: InvoiceStatus.Value
    def __init__(self) -> None: ...

class NonformalizedDocumentMetadata(_message.Message):
    __slots__ = ("DocumentStatus", "ReceiptStatus")
    DOCUMENTSTATUS_FIELD_NUMBER: _ClassVar[int]
    RECEIPTSTATUS_FIELD_NUMBER: _ClassVar[int]
    DocumentStatus: NonformalizedDocumentStatus.Value
    ReceiptStatus: ReceiptStatus.Value
    def __init__(self, DocumentStatus: _Optional[_Union[NonformalizedDocumentStatus.Value, str]] = ..., ReceiptStatus: _Optional[_Union[ReceiptStatus.Value, str]] = ...) -> None: ...

class NonformalizedDocumentStatus(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownNonformalizedDocumentStatus: _ClassVar[NonformalizedDocumentStatus.Value]
        OutboundNoRecipientSignatureRequest: _ClassVar[NonformalizedDocumentStatus.Value]
        OutboundWaitingForRecipientSignature: _ClassVar[NonformalizedDocumentStatus.Value]
        OutboundWithRecipientSignature: _ClassVar[NonformalizedDocumentStatus.Value]
        OutboundRecipientSignatureRequestRejected: _ClassVar[NonformalizedDocumentStatus.Value]
        OutboundWaitingForSenderSignature: _ClassVar[NonformalizedDocumentStatus.Value]
        OutboundInvalidSenderSignature: _ClassVar[NonformalizedDocumentStatus.Value]
        InboundNoRecipientSignatureRequest: _ClassVar[NonformalizedDocumentStatus.Value]
        InboundWaitingForRecipientSignature: _ClassVar[NonformalizedDocumentStatus.Value]
        InboundWithRecipientSignature: _ClassVar[NonformalizedDocumentStatus.Value]
        InboundRecipientSignatureRequestRejected: _ClassVar[NonformalizedDocumentStatus.Value]
        InboundInvalidRecipientSignature: _ClassVar[NonformalizedDocumentStatus.Value]
        InternalNoRecipientSignatureRequest: _ClassVar[NonformalizedDocumentStatus.Value]
        InternalWaitingForRecipientSignature: _ClassVar[NonformalizedDocumentStatus.Value]
        InternalWithRecipientSignature: _ClassVar[NonformalizedDocumentStatus.Value]
        InternalRecipientSignatureRequestRejected: _ClassVar[NonformalizedDocumentStatus.Value]
        InternalWaitingForSenderSignature: _ClassVar[NonformalizedDocumentStatus.Value]
        InternalInvalidSenderSignature: _ClassVar[NonformalizedDocumentStatus.Value]
        InternalInvalidRecipientSignature: _ClassVar[NonformalizedDocumentStatus.Value]
    UnknownNonformalizedDocumentStatus: NonformalizedDocumentStatus.Value
    OutboundNoRecipientSignatureRequest: NonformalizedDocumentStatus.Value
    OutboundWaitingForRecipientSignature: NonformalizedDocumentStatus.Value
    OutboundWithRecipientSignature: NonformalizedDocumentStatus.Value
    OutboundRecipientSignatureRequestRejected: NonformalizedDocumentStatus.Value
    OutboundWaitingForSenderSignature: NonformalizedDocumentStatus.Value
    OutboundInvalidSenderSignature: NonformalizedDocumentStatus.Value
    InboundNoRecipientSignatureRequest: NonformalizedDocumentStatus.Value
    InboundWaitingForRecipientSignature: NonformalizedDocumentStatus.Value
    InboundWithRecipientSignature: NonformalizedDocumentStatus.Value
    InboundRecipientSignatureRequestRejected: NonformalizedDocumentStatus.Value
    InboundInvalidRecipientSignature: NonformalizedDocumentStatus.Value
    InternalNoRecipientSignatureRequest: NonformalizedDocumentStatus.Value
    InternalWaitingForRecipientSignature: NonformalizedDocumentStatus.Value
    InternalWithRecipientSignature: NonformalizedDocumentStatus.Value
    InternalRecipientSignatureRequestRejected: NonformalizedDocumentStatus.Value
    InternalWaitingForSenderSignature: NonformalizedDocumentStatus.Value
    InternalInvalidSenderSignature: NonformalizedDocumentStatus.Value
    InternalInvalidRecipientSignature: NonformalizedDocumentStatus.Value
    def __init__(self) -> None: ...

class ReceiptStatus(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownReceiptStatus: _ClassVar[ReceiptStatus.Value]
        ReceiptStatusNone: _ClassVar[ReceiptStatus.Value]
        ReceiptStatusFinished: _ClassVar[ReceiptStatus.Value]
        ReceiptStatusHaveToCreateReceipt: _ClassVar[ReceiptStatus.Value]
        ReceiptStatusWaitingForReceipt: _ClassVar[ReceiptStatus.Value]
    UnknownReceiptStatus: ReceiptStatus.Value
    ReceiptStatusNone: ReceiptStatus.Value
    ReceiptStatusFinished: ReceiptStatus.Value
    ReceiptStatusHaveToCreateReceipt: ReceiptStatus.Value
    ReceiptStatusWaitingForReceipt: ReceiptStatus.Value
    def __init__(self) -> None: ...

class ProformaInvoiceMetadata(_message.Message):
    __slots__ = ("DocumentStatus", "Total", "Vat", "Grounds", "ReceiptStatus")
    DOCUMENTSTATUS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    VAT_FIELD_NUMBER: _ClassVar[int]
    GROUNDS_FIELD_NUMBER: _ClassVar[int]
    RECEIPTSTATUS_FIELD_NUMBER: _ClassVar[int]
    DocumentStatus: UnilateralDocumentStatus.Value
    Total: str
    Vat: str
    Grounds: str
    ReceiptStatus: ReceiptStatus.Value
    def __init__(self, DocumentStatus: _Optional[_Union[UnilateralDocumentStatus.Value, str]] = ..., Total: _Optional[str] = ..., Vat: _Optional[str] = ..., Grounds: _Optional[str] = ..., ReceiptStatus: _Optional[_Union[ReceiptStatus.Value, str]] = ...) -> None: ...

class ServiceDetailsMetadata(_message.Message):
    __slots__ = ("DocumentStatus", "ReceiptStatus")
    DOCUMENTSTATUS_FIELD_NUMBER: _ClassVar[int]
    RECEIPTSTATUS_FIELD_NUMBER: _ClassVar[int]
    DocumentStatus: UnilateralDocumentStatus.Value
    ReceiptStatus: ReceiptStatus.Value
    def __init__(self, DocumentStatus: _Optional[_Union[UnilateralDocumentStatus.Value, str]] = ..., ReceiptStatus: _Optional[_Union[ReceiptStatus.Value, str]] = ...) -> None: ...

class UnilateralDocumentStatus(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownUnilateralDocumentStatus: _ClassVar[UnilateralDocumentStatus.Value]
        Outbound: _ClassVar[UnilateralDocumentStatus.Value]
        OutboundWaitingForSenderSignature: _ClassVar[UnilateralDocumentStatus.Value]
        OutboundInvalidSenderSignature: _ClassVar[UnilateralDocumentStatus.Value]
        Inbound: _ClassVar[UnilateralDocumentStatus.Value]
        Internal: _ClassVar[UnilateralDocumentStatus.Value]
        InternalWaitingForSenderSignature: _ClassVar[UnilateralDocumentStatus.Value]
        InternalInvalidSenderSignature: _ClassVar[UnilateralDocumentStatus.Value]
    UnknownUnilateralDocumentStatus: UnilateralDocumentStatus.Value
    Outbound: UnilateralDocumentStatus.Value
    OutboundWaitingForSenderSignature: UnilateralDocumentStatus.Value
    OutboundInvalidSenderSignature: UnilateralDocumentStatus.Value
    Inbound: UnilateralDocumentStatus.Value
    Internal: UnilateralDocumentStatus.Value
    InternalWaitingForSenderSignature: UnilateralDocumentStatus.Value
    InternalInvalidSenderSignature: UnilateralDocumentStatus.Value
    def __init__(self) -> None: ...

class UniversalTransferDocumentMetadata(_message.Message):
    __slots__ = ("DocumentStatus", "Total", "Vat", "Grounds", "DocumentFunction", "Currency", "ConfirmationDateTimeTicks", "InvoiceAmendmentFlags")
    DOCUMENTSTATUS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    VAT_FIELD_NUMBER: _ClassVar[int]
    GROUNDS_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTFUNCTION_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    CONFIRMATIONDATETIMETICKS_FIELD_NUMBER: _ClassVar[int]
    INVOICEAMENDMENTFLAGS_FIELD_NUMBER: _ClassVar[int]
    DocumentStatus: UniversalTransferDocumentStatus.Value
    Total: str
    Vat: str
    Grounds: str
    DocumentFunction: str
    Currency: int
    ConfirmationDateTimeTicks: int
    InvoiceAmendmentFlags: int
    def __init__(self, DocumentStatus: _Optional[_Union[UniversalTransferDocumentStatus.Value, str]] = ..., Total: _Optional[str] = ..., Vat: _Optional[str] = ..., Grounds: _Optional[str] = ..., DocumentFunction: _Optional[str] = ..., Currency: _Optional[int] = ..., ConfirmationDateTimeTicks: _Optional[int] = ..., InvoiceAmendmentFlags: _Optional[int] = ...) -> None: ...

class UniversalTransferDocumentRevisionMetadata(_message.Message):
    __slots__ = ("DocumentStatus", "Total", "Vat", "Grounds", "DocumentFunction", "Currency", "ConfirmationDateTimeTicks", "InvoiceAmendmentFlags", "OriginalInvoiceNumber", "OriginalInvoiceDate")
    DOCUMENTSTATUS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    VAT_FIELD_NUMBER: _ClassVar[int]
    GROUNDS_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTFUNCTION_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    CONFIRMATIONDATETIMETICKS_FIELD_NUMBER: _ClassVar[int]
    INVOICEAMENDMENTFLAGS_FIELD_NUMBER: _ClassVar[int]
    ORIGINALINVOICENUMBER_FIELD_NUMBER: _ClassVar[int]
    ORIGINALINVOICEDATE_FIELD_NUMBER: _ClassVar[int]
    DocumentStatus: UniversalTransferDocumentStatus.Value
    Total: str
    Vat: str
    Grounds: str
    DocumentFunction: str
    Currency: int
    ConfirmationDateTimeTicks: int
    InvoiceAmendmentFlags: int
    OriginalInvoiceNumber: str
    OriginalInvoiceDate: str
    def __init__(self, DocumentStatus: _Optional[_Union[UniversalTransferDocumentStatus.Value, str]] = ..., Total: _Optional[str] = ..., Vat: _Optional[str] = ..., Grounds: _Optional[str] = ..., DocumentFunction: _Optional[str] = ..., Currency: _Optional[int] = ..., ConfirmationDateTimeTicks: _Optional[int] = ..., InvoiceAmendmentFlags: _Optional[int] = ..., OriginalInvoiceNumber: _Optional[str] = ..., OriginalInvoiceDate: _Optional[str] = ...) -> None: ...

class UniversalCorrectionDocumentMetadata(_message.Message):
    __slots__ = ("DocumentStatus", "TotalInc", "TotalDec", "VatInc", "VatDec", "Grounds", "DocumentFunction", "Currency", "ConfirmationDateTimeTicks", "InvoiceAmendmentFlags", "OriginalInvoiceNumber", "OriginalInvoiceDate", "OriginalInvoiceRevisionNumber", "OriginalInvoiceRevisionDate")
    DOCUMENTSTATUS_FIELD_NUMBER: _ClassVar[int]
    TOTALINC_FIELD_NUMBER: _ClassVar[int]
    TOTALDEC_FIELD_NUMBER: _ClassVar[int]
    VATINC_FIELD_NUMBER: _ClassVar[int]
    VATDEC_FIELD_NUMBER: _ClassVar[int]
    GROUNDS_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTFUNCTION_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    CONFIRMATIONDATETIMETICKS_FIELD_NUMBER: _ClassVar[int]
    INVOICEAMENDMENTFLAGS_FIELD_NUMBER: _ClassVar[int]
    ORIGINALINVOICENUMBER_FIELD_NUMBER: _ClassVar[int]
    ORIGINALINVOICEDATE_FIELD_NUMBER: _ClassVar[int]
    ORIGINALINVOICEREVISIONNUMBER_FIELD_NUMBER: _ClassVar[int]
    ORIGINALINVOICEREVISIONDATE_FIELD_NUMBER: _ClassVar[int]
    DocumentStatus: UniversalTransferDocumentStatus.Value
    TotalInc: str
    TotalDec: str
    VatInc: str
    VatDec: str
    Grounds: str
    DocumentFunction: str
    Currency: int
    ConfirmationDateTimeTicks: int
    InvoiceAmendmentFlags: int
    OriginalInvoiceNumber: str
    OriginalInvoiceDate: str
    OriginalInvoiceRevisionNumber: str
    OriginalInvoiceRevisionDate: str
    def __init__(self, DocumentStatus: _Optional[_Union[UniversalTransferDocumentStatus.Value, str]] = ..., TotalInc: _Optional[str] = ..., TotalDec: _Optional[str] = ..., VatInc: _Optional[str] = ..., VatDec: _Optional[str] = ..., Grounds: _Optional[str] = ..., DocumentFunction: _Optional[str] = ..., Currency: _Optional[int] = ..., ConfirmationDateTimeTicks: _Optional[int] = ..., InvoiceAmendmentFlags: _Optional[int] = ..., OriginalInvoiceNumber: _Optional[str] = ..., OriginalInvoiceDate: _Optional[str] = ..., OriginalInvoiceRevisionNumber: _Optional[str] = ..., OriginalInvoiceRevisionDate: _Optional[str] = ...) -> None: ...

class UniversalCorrectionDocumentRevisionMetadata(_message.Message):
    __slots__ = ("DocumentStatus", "TotalInc", "TotalDec", "VatInc", "VatDec", "Grounds", "DocumentFunction", "Currency", "ConfirmationDateTimeTicks", "InvoiceAmendmentFlags", "OriginalInvoiceNumber", "OriginalInvoiceDate", "OriginalInvoiceRevisionNumber", "OriginalInvoiceRevisionDate", "OriginalInvoiceCorrectionNumber", "OriginalInvoiceCorrectionDate")
    DOCUMENTSTATUS_FIELD_NUMBER: _ClassVar[int]
    TOTALINC_FIELD_NUMBER: _ClassVar[int]
    TOTALDEC_FIELD_NUMBER: _ClassVar[int]
    VATINC_FIELD_NUMBER: _ClassVar[int]
    VATDEC_FIELD_NUMBER: _ClassVar[int]
    GROUNDS_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTFUNCTION_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    CONFIRMATIONDATETIMETICKS_FIELD_NUMBER: _ClassVar[int]
    INVOICEAMENDMENTFLAGS_FIELD_NUMBER: _ClassVar[int]
    ORIGINALINVOICENUMBER_FIELD_NUMBER: _ClassVar[int]
    ORIGINALINVOICEDATE_FIELD_NUMBER: _ClassVar[int]
    ORIGINALINVOICEREVISIONNUMBER_FIELD_NUMBER: _ClassVar[int]
    ORIGINALINVOICEREVISIONDATE_FIELD_NUMBER: _ClassVar[int]
    ORIGINALINVOICECORRECTIONNUMBER_FIELD_NUMBER: _ClassVar[int]
    ORIGINALINVOICECORRECTIONDATE_FIELD_NUMBER: _ClassVar[int]
    DocumentStatus: UniversalTransferDocumentStatus.Value
    TotalInc: str
    TotalDec: str
    VatInc: str
    VatDec: str
    Grounds: str
    DocumentFunction: str
    Currency: int
    ConfirmationDateTimeTicks: int
    InvoiceAmendmentFlags: int
    OriginalInvoiceNumber: str
    OriginalInvoiceDate: str
    OriginalInvoiceRevisionNumber: str
    OriginalInvoiceRevisionDate: str
    OriginalInvoiceCorrectionNumber: str
    OriginalInvoiceCorrectionDate: str
    def __init__(self, DocumentStatus: _Optional[_Union[UniversalTransferDocumentStatus.Value, str]] = ..., TotalInc: _Optional[str] = ..., TotalDec: _Optional[str] = ..., VatInc: _Optional[str] = ..., VatDec: _Optional[str] = ..., Grounds: _Optional[str] = ..., DocumentFunction: _Optional[str] = ..., Currency: _Optional[int] = ..., ConfirmationDateTimeTicks: _Optional[int] = ..., InvoiceAmendmentFlags: _Optional[int] = ..., OriginalInvoiceNumber: _Optional[str] = ..., OriginalInvoiceDate: _Optional[str] = ..., OriginalInvoiceRevisionNumber: _Optional[str] = ..., OriginalInvoiceRevisionDate: _Optional[str] = ..., OriginalInvoiceCorrectionNumber: _Optional[str] = ..., OriginalInvoiceCorrectionDate: _Optional[str] = ...) -> None: ...

class UniversalTransferDocumentStatus(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownDocumentStatus: _ClassVar[UniversalTransferDocumentStatus.Value]
        OutboundWaitingForSenderSignature: _ClassVar[UniversalTransferDocumentStatus.Value]
        OutboundWaitingForInvoiceReceiptAndRecipientSignature: _ClassVar[UniversalTransferDocumentStatus.Value]
        OutboundWaitingForInvoiceReceipt: _ClassVar[UniversalTransferDocumentStatus.Value]
        OutboundWaitingForRecipientSignature: _ClassVar[UniversalTransferDocumentStatus.Value]
        OutboundWithRecipientSignature: _ClassVar[UniversalTransferDocumentStatus.Value]
        OutboundRecipientSignatureRequestRejected: _ClassVar[UniversalTransferDocumentStatus.Value]
        OutboundInvalidSenderSignature: _ClassVar[UniversalTransferDocumentStatus.Value]
        OutboundNotFinished: _ClassVar[UniversalTransferDocumentStatus.Value]
        OutboundFinished: _ClassVar[UniversalTransferDocumentStatus.Value]
        InboundWaitingForRecipientSignature: _ClassVar[UniversalTransferDocumentStatus.Value]
        InboundWithRecipientSignature: _ClassVar[UniversalTransferDocumentStatus.Value]
        InboundRecipientSignatureRequestRejected: _ClassVar[UniversalTransferDocumentStatus.Value]
        InboundInvalidRecipientSignature: _ClassVar[UniversalTransferDocumentStatus.Value]
        InboundNotFinished: _ClassVar[UniversalTransferDocumentStatus.Value]
        InboundFinished: _ClassVar[UniversalTransferDocumentStatus.Value]
    UnknownDocumentStatus: UniversalTransferDocumentStatus.Value
    OutboundWaitingForSenderSignature: UniversalTransferDocumentStatus.Value
    OutboundWaitingForInvoiceReceiptAndRecipientSignature: UniversalTransferDocumentStatus.Value
    OutboundWaitingForInvoiceReceipt: UniversalTransferDocumentStatus.Value
    OutboundWaitingForRecipientSignature: UniversalTransferDocumentStatus.Value
    OutboundWithRecipientSignature: UniversalTransferDocumentStatus.Value
    OutboundRecipientSignatureRequestRejected: UniversalTransferDocumentStatus.Value
    OutboundInvalidSenderSignature: UniversalTransferDocumentStatus.Value
    OutboundNotFinished: UniversalTransferDocumentStatus.Value
    OutboundFinished: UniversalTransferDocumentStatus.Value
    InboundWaitingForRecipientSignature: UniversalTransferDocumentStatus.Value
    InboundWithRecipientSignature: UniversalTransferDocumentStatus.Value
    InboundRecipientSignatureRequestRejected: UniversalTransferDocumentStatus.Value
    InboundInvalidRecipientSignature: UniversalTransferDocumentStatus.Value
    InboundNotFinished: UniversalTransferDocumentStatus.Value
    InboundFinished: UniversalTransferDocumentStatus.Value
    def __init__(self) -> None: ...

class UniversalMessageInfo(_message.Message):
    __slots__ = ("CodeGroup", "Events", "UniversalMessageCreator", "IsOutOfWorkflow")
    CODEGROUP_FIELD_NUMBER: _ClassVar[int]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    UNIVERSALMESSAGECREATOR_FIELD_NUMBER: _ClassVar[int]
    ISOUTOFWORKFLOW_FIELD_NUMBER: _ClassVar[int]
    CodeGroup: UniversalMessageCodeGroup.Value
    Events: _containers.RepeatedCompositeFieldContainer[UniversalMessageEvent]
    UniversalMessageCreator: UniversalMessageCreator
    IsOutOfWorkflow: bool
    def __init__(self, CodeGroup: _Optional[_Union[UniversalMessageCodeGroup.Value, str]] = ..., Events: _Optional[_Iterable[_Union[UniversalMessageEvent, _Mapping]]] = ..., UniversalMessageCreator: _Optional[_Union[UniversalMessageCreator, _Mapping]] = ..., IsOutOfWorkflow: _Optional[bool] = ...) -> None: ...

class UniversalMessageEvent(_message.Message):
    __slots__ = ("StatusCode", "PlainText")
    STATUSCODE_FIELD_NUMBER: _ClassVar[int]
    PLAINTEXT_FIELD_NUMBER: _ClassVar[int]
    StatusCode: int
    PlainText: str
    def __init__(self, StatusCode: _Optional[int] = ..., PlainText: _Optional[str] = ...) -> None: ...

class UniversalMessageCreator(_message.Message):
    __slots__ = ("BoxId", "DepartmentId")
    BOXID_FIELD_NUMBER: _ClassVar[int]
    DEPARTMENTID_FIELD_NUMBER: _ClassVar[int]
    BoxId: str
    DepartmentId: str
    def __init__(self, BoxId: _Optional[str] = ..., DepartmentId: _Optional[str] = ...) -> None: ...

class UniversalMessageCodeGroup(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownUniversalMessageCodeGroup: _ClassVar[UniversalMessageCodeGroup.Value]
        Receipt: _ClassVar[UniversalMessageCodeGroup.Value]
        AmendmentRequest: _ClassVar[UniversalMessageCodeGroup.Value]
        Rejection: _ClassVar[UniversalMessageCodeGroup.Value]
        InformationMessage: _ClassVar[UniversalMessageCodeGroup.Value]
    UnknownUniversalMessageCodeGroup: UniversalMessageCodeGroup.Value
    Receipt: UniversalMessageCodeGroup.Value
    AmendmentRequest: UniversalMessageCodeGroup.Value
    Rejection: UniversalMessageCodeGroup.Value
    InformationMessage: UniversalMessageCodeGroup.Value
    def __init__(self) -> None: ...

class UniversalMessageBehaviour(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        Undefined: _ClassVar[UniversalMessageBehaviour.Value]
        AffectsWorkflow: _ClassVar[UniversalMessageBehaviour.Value]
        DoesNotAffectWorkflow: _ClassVar[UniversalMessageBehaviour.Value]
    Undefined: UniversalMessageBehaviour.Value
    AffectsWorkflow: UniversalMessageBehaviour.Value
    DoesNotAffectWorkflow: UniversalMessageBehaviour.Value
    def __init__(self) -> None: ...
