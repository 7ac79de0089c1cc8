from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class DetectedDocumentType(_message.Message):
    __slots__ = ("TypeNamedId", "Function", "Version")
    TYPENAMEDID_FIELD_NUMBER: _ClassVar[int]
    FUNCTION_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    TypeNamedId: str
    Function: str
    Version: str
    def __init__(self, TypeNamedId: _Optional[str] = ..., Function: _Optional[str] = ..., Version: _Optional[str] = ...) -> None: ...

class DetectDocumentTypesResponse(_message.Message):
    __slots__ = ("DocumentTypes",)
    DOCUMENTTYPES_FIELD_NUMBER: _ClassVar[int]
    DocumentTypes: _containers.RepeatedCompositeFieldContainer[DetectedDocumentType]
    def __init__(self, DocumentTypes: _Optional[_Iterable[_Union[DetectedDocumentType, _Mapping]]] = ...) -> None: ...

class DocumentTypeDescriptionV2(_message.Message):
    __slots__ = ("Name", "Title", "SupportedDocflows", "RequiresFnsRegistration", "Functions")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    SUPPORTEDDOCFLOWS_FIELD_NUMBER: _ClassVar[int]
    REQUIRESFNSREGISTRATION_FIELD_NUMBER: _ClassVar[int]
    FUNCTIONS_FIELD_NUMBER: _ClassVar[int]
    Name: str
    Title: str
    SupportedDocflows: _containers.RepeatedScalarFieldContainer[int]
    RequiresFnsRegistration: bool
    Functions: _containers.RepeatedCompositeFieldContainer[DocumentFunctionV2]
    def __init__(self, Name: _Optional[str] = ..., Title: _Optional[str] = ..., SupportedDocflows: _Optional[_Iterable[int]] = ..., RequiresFnsRegistration: _Optional[bool] = ..., Functions: _Optional[_Iterable[_Union[DocumentFunctionV2, _Mapping]]] = ...) -> None: ...

class GetDocumentTypesResponseV2(_message.Message):
    __slots__ = ("DocumentTypes",)
    DOCUMENTTYPES_FIELD_NUMBER: _ClassVar[int]
    DocumentTypes: _containers.RepeatedCompositeFieldContainer[DocumentTypeDescriptionV2]
    def __init__(self, DocumentTypes: _Optional[_Iterable[_Union[DocumentTypeDescriptionV2, _Mapping]]] = ...) -> None: ...

class DocumentFunctionV2(_message.Message):
    __slots__ = ("Name", "Versions")
    NAME_FIELD_NUMBER: _ClassVar[int]
    VERSIONS_FIELD_NUMBER: _ClassVar[int]
    Name: str
    Versions: _containers.RepeatedCompositeFieldContainer[DocumentVersionV2]
    def __init__(self, Name: _Optional[str] = ..., Versions: _Optional[_Iterable[_Union[DocumentVersionV2, _Mapping]]] = ...) -> None: ...

class DocumentVersionV2(_message.Message):
    __slots__ = ("Version", "SupportsContentPatching", "SupportsEncrypting", "SupportsPredefinedRecipientTitle", "SupportsAmendmentRequest", "Titles", "IsActual", "Workflows", "RejectionType")
    VERSION_FIELD_NUMBER: _ClassVar[int]
    SUPPORTSCONTENTPATCHING_FIELD_NUMBER: _ClassVar[int]
    SUPPORTSENCRYPTING_FIELD_NUMBER: _ClassVar[int]
    SUPPORTSPREDEFINEDRECIPIENTTITLE_FIELD_NUMBER: _ClassVar[int]
    SUPPORTSAMENDMENTREQUEST_FIELD_NUMBER: _ClassVar[int]
    TITLES_FIELD_NUMBER: _ClassVar[int]
    ISACTUAL_FIELD_NUMBER: _ClassVar[int]
    WORKFLOWS_FIELD_NUMBER: _ClassVar[int]
    REJECTIONTYPE_FIELD_NUMBER: _ClassVar[int]
    Version: str
    SupportsContentPatching: bool
    SupportsEncrypting: bool
    SupportsPredefinedRecipientTitle: bool
    SupportsAmendmentRequest: bool
    Titles: _containers.RepeatedCompositeFieldContainer[DocumentTitleV2]
    IsActual: bool
    Workflows: _containers.RepeatedCompositeFieldContainer[DocumentWorkflowV2]
    RejectionType: SupportedRejectionType.Value
    def __init__(self, Version: _Optional[str] = ..., SupportsContentPatching: _Optional[bool] = ..., SupportsEncrypting: _Optional[bool] = ..., SupportsPredefinedRecipientTitle: _Optional[bool] = ..., SupportsAmendmentRequest: _Optional[bool] = ..., Titles: _Optional[_Iterable[_Union[DocumentTitleV2, _Mapping]]] = ..., IsActual: _Optional[bool] = ..., Workflows: _Optional[_Iterable[_Union[DocumentWorkflowV2, _Mapping]]] = ..., RejectionType: _Optional[_Union[SupportedRejectionType.Value, str]] = ...) -> None: ...

class DocumentWorkflowV2(_message.Message):
    __slots__ = ("Id", "IsDefault")
    ID_FIELD_NUMBER: _ClassVar[int]
    ISDEFAULT_FIELD_NUMBER: _ClassVar[int]
    Id: int
    IsDefault: bool
    def __init__(self, Id: _Optional[int] = ..., IsDefault: _Optional[bool] = ...) -> None: ...

class DocumentTitleV2(_message.Message):
    __slots__ = ("Index", "IsFormal", "XsdUrl", "UserDataXsdUrl", "SignerInfo", "MetadataItems", "EncryptedMetadataItems")
    INDEX_FIELD_NUMBER: _ClassVar[int]
    ISFORMAL_FIELD_NUMBER: _ClassVar[int]
    XSDURL_FIELD_NUMBER: _ClassVar[int]
    USERDATAXSDURL_FIELD_NUMBER: _ClassVar[int]
    SIGNERINFO_FIELD_NUMBER: _ClassVar[int]
    METADATAITEMS_FIELD_NUMBER: _ClassVar[int]
    ENCRYPTEDMETADATAITEMS_FIELD_NUMBER: _ClassVar[int]
    Index: int
    IsFormal: bool
    XsdUrl: str
    UserDataXsdUrl: str
    SignerInfo: SignerInfoV2
    MetadataItems: _containers.RepeatedCompositeFieldContainer[DocumentMetadataItemV2]
    EncryptedMetadataItems: _containers.RepeatedCompositeFieldContainer[DocumentMetadataItemV2]
    def __init__(self, Index: _Optional[int] = ..., IsFormal: _Optional[bool] = ..., XsdUrl: _Optional[str] = ..., UserDataXsdUrl: _Optional[str] = ..., SignerInfo: _Optional[_Union[SignerInfoV2, _Mapping]] = ..., MetadataItems: _Optional[_Iterable[_Union[DocumentMetadataItemV2, _Mapping]]] = ..., EncryptedMetadataItems: _Optional[_Iterable[_Union[DocumentMetadataItemV2, _Mapping]]] = ...) -> None: ...

class SignerInfoV2(_message.Message):
    __slots__ = ("SignerType", "ExtendedDocumentTitleType", "SignerUserDataXsdUrl")
    SIGNERTYPE_FIELD_NUMBER: _ClassVar[int]
    EXTENDEDDOCUMENTTITLETYPE_FIELD_NUMBER: _ClassVar[int]
    SIGNERUSERDATAXSDURL_FIELD_NUMBER: _ClassVar[int]
    SignerType: int
    ExtendedDocumentTitleType: int
    SignerUserDataXsdUrl: str
    def __init__(self, SignerType: _Optional[int] = ..., ExtendedDocumentTitleType: _Optional[int] = ..., SignerUserDataXsdUrl: _Optional[str] = ...) -> None: ...

class DocumentMetadataItemV2(_message.Message):
    __slots__ = ("Id", "Type", "IsRequired", "Source")
    ID_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    ISREQUIRED_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    Id: str
    Type: int
    IsRequired: bool
    Source: int
    def __init__(self, Id: _Optional[str] = ..., Type: _Optional[int] = ..., IsRequired: _Optional[bool] = ..., Source: _Optional[int] = ...) -> None: ...

class SupportedRejectionType(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownSupportedRejectionType: _ClassVar[SupportedRejectionType.Value]
        TypeSpecificRejection: _ClassVar[SupportedRejectionType.Value]
        UniversalMessage: _ClassVar[SupportedRejectionType.Value]
    UnknownSupportedRejectionType: SupportedRejectionType.Value
    TypeSpecificRejection: SupportedRejectionType.Value
    UniversalMessage: SupportedRejectionType.Value
    def __init__(self) -> None: ...

class DocumentTypeDescriptionV3(_message.Message):
    __slots__ = ("Name", "Title", "SupportedDocflows", "RequiresFnsRegistration", "Functions", "UniversalMessagesStartDate")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    SUPPORTEDDOCFLOWS_FIELD_NUMBER: _ClassVar[int]
    REQUIRESFNSREGISTRATION_FIELD_NUMBER: _ClassVar[int]
    FUNCTIONS_FIELD_NUMBER: _ClassVar[int]
    UNIVERSALMESSAGESSTARTDATE_FIELD_NUMBER: _ClassVar[int]
    Name: str
    Title: str
    SupportedDocflows: _containers.RepeatedScalarFieldContainer[int]
    RequiresFnsRegistration: bool
    Functions: _containers.RepeatedCompositeFieldContainer[DocumentFunctionV2]
    UniversalMessagesStartDate: str
    def __init__(self, Name: _Optional[str] = ..., Title: _Optional[str] = ..., SupportedDocflows: _Optional[_Iterable[int]] = ..., RequiresFnsRegistration: _Optional[bool] = ..., Functions: _Optional[_Iterable[_Union[DocumentFunctionV2, _Mapping]]] = ..., UniversalMessagesStartDate: _Optional[str] = ...) -> None: ...

class GetDocumentTypesResponseV3(_message.Message):
    __slots__ = ("DocumentTypes",)
    DOCUMENTTYPES_FIELD_NUMBER: _ClassVar[int]
    DocumentTypes: _containers.RepeatedCompositeFieldContainer[DocumentTypeDescriptionV3]
    def __init__(self, DocumentTypes: _Optional[_Iterable[_Union[DocumentTypeDescriptionV3, _Mapping]]] = ...) -> None: ...

class AmendmentRequestResponseBehavior(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        Unknown: _ClassVar[AmendmentRequestResponseBehavior.Value]
        Receipt: _ClassVar[AmendmentRequestResponseBehavior.Value]
        OperatorConfirmation: _ClassVar[AmendmentRequestResponseBehavior.Value]
        OperatorConfirmationOrReceipt: _ClassVar[AmendmentRequestResponseBehavior.Value]
    Unknown: AmendmentRequestResponseBehavior.Value
    Receipt: AmendmentRequestResponseBehavior.Value
    OperatorConfirmation: AmendmentRequestResponseBehavior.Value
    OperatorConfirmationOrReceipt: AmendmentRequestResponseBehavior.Value
    def __init__(self) -> None: ...

class DocumentWorkflowSettingsListV2(_message.Message):
    __slots__ = ("DocumentWorkflowSettings",)
    DOCUMENTWORKFLOWSETTINGS_FIELD_NUMBER: _ClassVar[int]
    DocumentWorkflowSettings: _containers.RepeatedCompositeFieldContainer[DocumentWorkflowSettingsV2]
    def __init__(self, DocumentWorkflowSettings: _Optional[_Iterable[_Union[DocumentWorkflowSettingsV2, _Mapping]]] = ...) -> None: ...

class DocumentWorkflowSettingsV2(_message.Message):
    __slots__ = ("Id", "Participants", "OperatorConfirmationReceiptBehavior", "ReceiptOperatorConfirmationReceiptBehavior", "ReceiptOperatorConfirmationBehavior", "AmendmentRequestResponseBehavior", "ReceiptRoamingConfirmationBehavior", "InvitationBehavior")
    ID_FIELD_NUMBER: _ClassVar[int]
    PARTICIPANTS_FIELD_NUMBER: _ClassVar[int]
    OPERATORCONFIRMATIONRECEIPTBEHAVIOR_FIELD_NUMBER: _ClassVar[int]
    RECEIPTOPERATORCONFIRMATIONRECEIPTBEHAVIOR_FIELD_NUMBER: _ClassVar[int]
    RECEIPTOPERATORCONFIRMATIONBEHAVIOR_FIELD_NUMBER: _ClassVar[int]
    AMENDMENTREQUESTRESPONSEBEHAVIOR_FIELD_NUMBER: _ClassVar[int]
    RECEIPTROAMINGCONFIRMATIONBEHAVIOR_FIELD_NUMBER: _ClassVar[int]
    INVITATIONBEHAVIOR_FIELD_NUMBER: _ClassVar[int]
    Id: int
    Participants: _containers.RepeatedCompositeFieldContainer[ParticipantSettingV2]
    OperatorConfirmationReceiptBehavior: OperatorConfirmationReceiptBehavior.Value
    ReceiptOperatorConfirmationReceiptBehavior: ReceiptOperatorConfirmationReceiptBehavior.Value
    ReceiptOperatorConfirmationBehavior: OperatorConfirmationBehavior.Value
    AmendmentRequestResponseBehavior: AmendmentRequestResponseBehavior.Value
    ReceiptRoamingConfirmationBehavior: RoamingConfirmationBehavior.Value
    InvitationBehavior: InvitationBehavior.Value
    def __init__(self, Id: _Optional[int] = ..., Participants: _Optional[_Iterable[_Union[ParticipantSettingV2, _Mapping]]] = ..., OperatorConfirmationReceiptBehavior: _Optional[_Union[OperatorConfirmationReceiptBehavior.Value, str]] = ..., ReceiptOperatorConfirmationReceiptBehavior: _Optional[_Union[ReceiptOperatorConfirmationReceiptBehavior.Value, str]] = ..., ReceiptOperatorConfirmationBehavior: _Optional[_Union[OperatorConfirmationBehavior.Value, str]] = ..., AmendmentRequestResponseBehavior: _Optional[_Union[AmendmentRequestResponseBehavior.Value, str]] = ..., ReceiptRoamingConfirmationBehavior: _Optional[_Union[RoamingConfirmationBehavior.Value, str]] = ..., InvitationBehavior: _Optional[_Union[InvitationBehavior.Value, str]] = ...) -> None: ...

class ParticipantSettingV2(_message.Message):
    __slots__ = ("Participant", "ParticipantAction", "TitleReceiptBehavior")
    PARTICIPANT_FIELD_NUMBER: _ClassVar[int]
    PARTICIPANTACTION_FIELD_NUMBER: _ClassVar[int]
    TITLERECEIPTBEHAVIOR_FIELD_NUMBER: _ClassVar[int]
    Participant: ParticipantType.Value
    ParticipantAction: ParticipantAction.Value
    TitleReceiptBehavior: TitleReceiptBehavior.Value
    def __init__(self, Participant: _Optional[_Union[ParticipantType.Value, str]] = ..., ParticipantAction: _Optional[_Union[ParticipantAction.Value, str]] = ..., TitleReceiptBehavior: _Optional[_Union[TitleReceiptBehavior.Value, str]] = ...) -> None: ...

class DocumentWorkflowSettingsList(_message.Message):
    __slots__ = ("DocumentWorkflowSettings",)
    DOCUMENTWORKFLOWSETTINGS_FIELD_NUMBER: _ClassVar[int]
    DocumentWorkflowSettings: _containers.RepeatedCompositeFieldContainer[DocumentWorkflowSettings]
    def __init__(self, DocumentWorkflowSettings: _Optional[_Iterable[_Union[DocumentWorkflowSettings, _Mapping]]] = ...) -> None: ...

class DocumentWorkflowSettings(_message.Message):
    __slots__ = ("Id", "Participants", "OperatorConfirmationReceiptBehavior", "ReceiptOperatorConfirmationReceiptBehavior", "ReceiptOperatorConfirmationBehavior", "AmendmentRequestResponseBehavior", "AmendmentRequestOperatorConfirmationBehavior", "ReceiptRoamingConfirmationBehavior", "AmendmentRequestRoamingConfirmationBehavior", "InvitationBehavior")
    ID_FIELD_NUMBER: _ClassVar[int]
    PARTICIPANTS_FIELD_NUMBER: _ClassVar[int]
    OPERATORCONFIRMATIONRECEIPTBEHAVIOR_FIELD_NUMBER: _ClassVar[int]
    RECEIPTOPERATORCONFIRMATIONRECEIPTBEHAVIOR_FIELD_NUMBER: _ClassVar[int]
    RECEIPTOPERATORCONFIRMATIONBEHAVIOR_FIELD_NUMBER: _ClassVar[int]
    AMENDMENTREQUESTRESPONSEBEHAVIOR_FIELD_NUMBER: _ClassVar[int]
    AMENDMENTREQUESTOPERATORCONFIRMATIONBEHAVIOR_FIELD_NUMBER: _ClassVar[int]
    RECEIPTROAMINGCONFIRMATIONBEHAVIOR_FIELD_NUMBER: _ClassVar[int]
    AMENDMENTREQUESTROAMINGCONFIRMATIONBEHAVIOR_FIELD_NUMBER: _ClassVar[int]
    INVITATIONBEHAVIOR_FIELD_NUMBER: _ClassVar[int]
    Id: int
    Participants: _containers.RepeatedCompositeFieldContainer[ParticipantSetting]
    OperatorConfirmationReceiptBehavior: OperatorConfirmationReceiptBehavior.Value
    ReceiptOperatorConfirmationReceiptBehavior: ReceiptOperatorConfirmationReceiptBehavior.Value
    ReceiptOperatorConfirmationBehavior: OperatorConfirmationBehavior.Value
    AmendmentRequestResponseBehavior: AmendmentRequestResponseBehavior.Value
    AmendmentRequestOperatorConfirmationBehavior: OperatorConfirmationBehavior.Value
    ReceiptRoamingConfirmationBehavior: RoamingConfirmationBehavior.Value
    AmendmentRequestRoamingConfirmationBehavior: RoamingConfirmationBehavior.Value
    InvitationBehavior: InvitationBehavior.Value
    def __init__(self, Id: _Optional[int] = ..., Participants: _Optional[_Iterable[_Union[ParticipantSetting, _Mapping]]] = ..., OperatorConfirmationReceiptBehavior: _Optional[_Union[OperatorConfirmationReceiptBehavior.Value, str]] = ..., ReceiptOperatorConfirmationReceiptBehavior: _Optional[_Union[ReceiptOperatorConfirmationReceiptBehavior.Value, str]] = ..., ReceiptOperatorConfirmationBehavior: _Optional[_Union[OperatorConfirmationBehavior.Value, str]] = ..., AmendmentRequestResponseBehavior: _Optional[_Union[AmendmentRequestResponseBehavior.Value, str]] = ..., AmendmentRequestOperatorConfirmationBehavior: _Optional[_Union[OperatorConfirmationBehavior.Value, str]] = ..., ReceiptRoamingConfirmationBehavior: _Optional[_Union[RoamingConfirmationBehavior.Value, str]] = ..., AmendmentRequestRoamingConfirmationBehavior: _Optional[_Union[RoamingConfirmationBehavior.Value, str]] = ..., InvitationBehavior: _Optional[_Union[InvitationBehavior.Value, str]] = ...) -> None: ...

class ParticipantSetting(_message.Message):
    __slots__ = ("Participant", "ParticipantAction", "TitleReceiptBehavior", "OperatorConfirmationBehavior", "RoamingConfirmationBehavior")
    PARTICIPANT_FIELD_NUMBER: _ClassVar[int]
    PARTICIPANTACTION_FIELD_NUMBER: _ClassVar[int]
    TITLERECEIPTBEHAVIOR_FIELD_NUMBER: _ClassVar[int]
    OPERATORCONFIRMATIONBEHAVIOR_FIELD_NUMBER: _ClassVar[int]
    ROAMINGCONFIRMATIONBEHAVIOR_FIELD_NUMBER: _ClassVar[int]
    Participant: ParticipantType.Value
    ParticipantAction: ParticipantAction.Value
    TitleReceiptBehavior: TitleReceiptBehavior.Value
    OperatorConfirmationBehavior: OperatorConfirmationBehavior.Value
    RoamingConfirmationBehavior: RoamingConfirmationBehavior.Value
    def __init__(self, Participant: _Optional[_Union[ParticipantType.Value, str]] = ..., ParticipantAction: _Optional[_Union[ParticipantAction.Value, str]] = ..., TitleReceiptBehavior: _Optional[_Union[TitleReceiptBehavior.Value, str]] = ..., OperatorConfirmationBehavior: _Optional[_Union[OperatorConfirmationBehavior.Value, str]] = ..., RoamingConfirmationBehavior: _Optional[_Union[RoamingConfirmationBehavior.Value, str]] = ...) -> None: ...

class InvitationBehavior(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        Unknown: _ClassVar[InvitationBehavior.Value]
        Never: _ClassVar[InvitationBehavior.Value]
        DefineByUser: _ClassVar[InvitationBehavior.Value]
        Always: _ClassVar[InvitationBehavior.Value]
    Unknown: InvitationBehavior.Value
    Never: InvitationBehavior.Value
    DefineByUser: InvitationBehavior.Value
    Always: InvitationBehavior.Value
    def __init__(self) -> None: ...

class OperatorConfirmationBehavior(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        Unknown: _ClassVar[OperatorConfirmationBehavior.Value]
        Never: _ClassVar[OperatorConfirmationBehavior.Value]
        Initiator: _ClassVar[OperatorConfirmationBehavior.Value]
        InitiatorCounterpart: _ClassVar[OperatorConfirmationBehavior.Value]
    Unknown: OperatorConfirmationBehavior.Value
    Never: OperatorConfirmationBehavior.Value
    Initiator: OperatorConfirmationBehavior.Value
    InitiatorCounterpart: OperatorConfirmationBehavior.Value
    def __init__(self) -> None: ...

class OperatorConfirmationReceiptBehavior(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        Unknown: _ClassVar[OperatorConfirmationReceiptBehavior.Value]
        Never: _ClassVar[OperatorConfirmationReceiptBehavior.Value]
        Always: _ClassVar[OperatorConfirmationReceiptBehavior.Value]
    Unknown: OperatorConfirmationReceiptBehavior.Value
    Never: OperatorConfirmationReceiptBehavior.Value
    Always: OperatorConfirmationReceiptBehavior.Value
    def __init__(self) -> None: ...

class ParticipantAction(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        Unknown: _ClassVar[ParticipantAction.Value]
        Title: _ClassVar[ParticipantAction.Value]
        Signature: _ClassVar[ParticipantAction.Value]
        OptionalSignature: _ClassVar[ParticipantAction.Value]
    Unknown: ParticipantAction.Value
    Title: ParticipantAction.Value
    Signature: ParticipantAction.Value
    OptionalSignature: ParticipantAction.Value
    def __init__(self) -> None: ...

class ParticipantType(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        Unknown: _ClassVar[ParticipantType.Value]
        Sender: _ClassVar[ParticipantType.Value]
        Proxy: _ClassVar[ParticipantType.Value]
        Recipient: _ClassVar[ParticipantType.Value]
    Unknown: ParticipantType.Value
    Sender: ParticipantType.Value
    Proxy: ParticipantType.Value
    Recipient: ParticipantType.Value
    def __init__(self) -> None: ...

class ReceiptOperatorConfirmationReceiptBehavior(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        Unknown: _ClassVar[ReceiptOperatorConfirmationReceiptBehavior.Value]
        Never: _ClassVar[ReceiptOperatorConfirmationReceiptBehavior.Value]
        Always: _ClassVar[ReceiptOperatorConfirmationReceiptBehavior.Value]
    Unknown: ReceiptOperatorConfirmationReceiptBehavior.Value
    Never: ReceiptOperatorConfirmationReceiptBehavior.Value
    Always: ReceiptOperatorConfirmationReceiptBehavior.Value
    def __init__(self) -> None: ...

class RoamingConfirmationBehavior(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        Unknown: _ClassVar[RoamingConfirmationBehavior.Value]
        Never: _ClassVar[RoamingConfirmationBehavior.Value]
        Always: _ClassVar[RoamingConfirmationBehavior.Value]
    Unknown: RoamingConfirmationBehavior.Value
    Never: RoamingConfirmationBehavior.Value
    Always: RoamingConfirmationBehavior.Value
    def __init__(self) -> None: ...

class TitleReceiptBehavior(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        Unknown: _ClassVar[TitleReceiptBehavior.Value]
        Never: _ClassVar[TitleReceiptBehavior.Value]
        DefineByUser: _ClassVar[TitleReceiptBehavior.Value]
        Always: _ClassVar[TitleReceiptBehavior.Value]
    Unknown: TitleReceiptBehavior.Value
    Never: TitleReceiptBehavior.Value
    DefineByUser: TitleReceiptBehavior.Value
    Always: TitleReceiptBehavior.Value
    def __init__(self) -> None: ...
