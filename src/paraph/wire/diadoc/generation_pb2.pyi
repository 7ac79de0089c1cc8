from paraph.wire.diadoc import organizations_pb2 as _organizations_pb2
from paraph.wire.diadoc import powers_pb2 as _powers_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ExtendedSigner(_message.Message):
    __slots__ = ("BoxId", "SignerCertificate", "SignerCertificateThumbprint", "SignerDetails", "PowerOfAttorney")
    BOXID_FIELD_NUMBER: _ClassVar[int]
    SIGNERCERTIFICATE_FIELD_NUMBER: _ClassVar[int]
    SIGNERCERTIFICATETHUMBPRINT_FIELD_NUMBER: _ClassVar[int]
    SIGNERDETAILS_FIELD_NUMBER: _ClassVar[int]
    POWEROFATTORNEY_FIELD_NUMBER: _ClassVar[int]
    BoxId: str
    SignerCertificate: bytes
    SignerCertificateThumbprint: str
    SignerDetails: ExtendedSignerDetails
    PowerOfAttorney: _powers_pb2.PowerOfAttorneyToPost
    def __init__(self, BoxId: _Optional[str] = ..., SignerCertificate: _Optional[bytes] = ..., SignerCertificateThumbprint: _Optional[str] = ..., SignerDetails: _Optional[_Union[ExtendedSignerDetails, _Mapping]] = ..., PowerOfAttorney: _Optional[_Union[_powers_pb2.PowerOfAttorneyToPost, _Mapping]] = ...) -> None: ...

class ExtendedSignerDetails(_message.Message):
    __slots__ = ("Surname", "FirstName", "Patronymic", "JobTitle", "Inn", "RegistrationCertificate", "SignerType", "SignerOrganizationName", "SignerInfo", "SignerPowers", "SignerStatus", "SignerPowersBase", "SignerOrgPowersBase")
    SURNAME_FIELD_NUMBER: _ClassVar[int]
    FIRSTNAME_FIELD_NUMBER: _ClassVar[int]
    PATRONYMIC_FIELD_NUMBER: _ClassVar[int]
    JOBTITLE_FIELD_NUMBER: _ClassVar[int]
    INN_FIELD_NUMBER: _ClassVar[int]
    REGISTRATIONCERTIFICATE_FIELD_NUMBER: _ClassVar[int]
    SIGNERTYPE_FIELD_NUMBER: _ClassVar[int]
    SIGNERORGANIZATIONNAME_FIELD_NUMBER: _ClassVar[int]
    SIGNERINFO_FIELD_NUMBER: _ClassVar[int]
    SIGNERPOWERS_FIELD_NUMBER: _ClassVar[int]
    SIGNERSTATUS_FIELD_NUMBER: _ClassVar[int]
    SIGNERPOWERSBASE_FIELD_NUMBER: _ClassVar[int]
    SIGNERORGPOWERSBASE_FIELD_NUMBER: _ClassVar[int]
    Surname: str
    FirstName: str
    Patronymic: str
    JobTitle: str
    Inn: str
    RegistrationCertificate: str
    SignerType: SignerType.Value
    SignerOrganizationName: str
    SignerInfo: str
    SignerPowers: SignerPowers.Value
    SignerStatus: SignerStatus.Value
    SignerPowersBase: str
    SignerOrgPowersBase: str
    def __init__(self, Surname: _Optional[str] = ..., FirstName: _Optional[str] = ..., Patronymic: _Optional[str] = ..., JobTitle: _Optional[str] = ..., Inn: _Optional[str] = ..., RegistrationCertificate: _Optional[str] = ..., SignerType: _Optional[_Union[SignerType.Value, str]] = ..., SignerOrganizationName: _Optional[str] = ..., SignerInfo: _Optional[str] = ..., SignerPowers: _Optional[_Union[SignerPowers.Value, str]] = ..., SignerStatus: _Optional[_Union[SignerStatus.Value, str]] = ..., SignerPowersBase: _Optional[str] = ..., SignerOrgPowersBase: _Optional[str] = ...) -> None: ...

class ExtendedSignerDetailsToPost(_message.Message):
    __slots__ = ("JobTitle", "RegistrationCertificate", "SignerType", "SignerInfo", "SignerPowers", "SignerStatus", "SignerPowersBase", "SignerOrgPowersBase")
    JOBTITLE_FIELD_NUMBER: _ClassVar[int]
    REGISTRATIONCERTIFICATE_FIELD_NUMBER: _ClassVar[int]
    SIGNERTYPE_FIELD_NUMBER: _ClassVar[int]
    SIGNERINFO_FIELD_NUMBER: _ClassVar[int]
    SIGNERPOWERS_FIELD_NUMBER: _ClassVar[int]
    SIGNERSTATUS_FIELD_NUMBER: _ClassVar[int]
    SIGNERPOWERSBASE_FIELD_NUMBER: _ClassVar[int]
    SIGNERORGPOWERSBASE_FIELD_NUMBER: _ClassVar[int]
    JobTitle: str
    RegistrationCertificate: str
    SignerType: SignerType.Value
    SignerInfo: str
    SignerPowers: SignerPowers.Value
    SignerStatus: SignerStatus.Value
    SignerPowersBase: str
    SignerOrgPowersBase: str
    def __init__(self, JobTitle: _Optional[str] = ..., RegistrationCertificate: _Optional[str] = ..., SignerType: _Optional[_Union[SignerType.Value, str]] = ..., SignerInfo: _Optional[str] = ..., SignerPowers: _Optional[_Union[SignerPowers.Value, str]] = ..., SignerStatus: _Optional[_Union[SignerStatus.Value, str]] = ..., SignerPowersBase: _Optional[str] = ..., SignerOrgPowersBase: _Optional[str] = ...) -> None: ...

class SignerType(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        SignerTypeUnspecified: _ClassVar[SignerType.Value]
        LegalEntity: _ClassVar[SignerType.Value]
        IndividualEntity: _ClassVar[SignerType.Value]
        PhysicalPerson: _ClassVar[SignerType.Value]
    SignerTypeUnspecified: SignerType.Value
    LegalEntity: SignerType.Value
    IndividualEntity: SignerType.Value
    PhysicalPerson: SignerType.Value
    def __init__(self) -> None: ...

class SignerPowers(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        SignerPowersUnspecified: _ClassVar[SignerPowers.Value]
        InvoiceSigner: _ClassVar[SignerPowers.Value]
        PersonMadeOperation: _ClassVar[SignerPowers.Value]
        MadeAndSignOperation: _ClassVar[SignerPowers.Value]
        PersonDocumentedOperation: _ClassVar[SignerPowers.Value]
        MadeOperationAndSignedInvoice: _ClassVar[SignerPowers.Value]
        MadeAndResponsibleForOperationAndSignedInvoice: _ClassVar[SignerPowers.Value]
        ResponsibleForOperationAndSignerForInvoice: _ClassVar[SignerPowers.Value]
        ChairmanCommission: _ClassVar[SignerPowers.Value]
        MemberCommission: _ClassVar[SignerPowers.Value]
        PersonApprovedDocument: _ClassVar[SignerPowers.Value]
        PersonConfirmedDocument: _ClassVar[SignerPowers.Value]
        PersonAgreedOnDocument: _ClassVar[SignerPowers.Value]
        PersonOtherPower: _ClassVar[SignerPowers.Value]
    SignerPowersUnspecified: SignerPowers.Value
    InvoiceSigner: SignerPowers.Value
    PersonMadeOperation: SignerPowers.Value
    MadeAndSignOperation: SignerPowers.Value
    PersonDocumentedOperation: SignerPowers.Value
    MadeOperationAndSignedInvoice: SignerPowers.Value
    MadeAndResponsibleForOperationAndSignedInvoice: SignerPowers.Value
    ResponsibleForOperationAndSignerForInvoice: SignerPowers.Value
    ChairmanCommission: SignerPowers.Value
    MemberCommission: SignerPowers.Value
    PersonApprovedDocument: SignerPowers.Value
    PersonConfirmedDocument: SignerPowers.Value
    PersonAgreedOnDocument: SignerPowers.Value
    PersonOtherPower: SignerPowers.Value
    def __init__(self) -> None: ...

class SignerStatus(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        SignerStatusUnspecified: _ClassVar[SignerStatus.Value]
        SellerEmployee: _ClassVar[SignerStatus.Value]
        InformationCreatorEmployee: _ClassVar[SignerStatus.Value]
        OtherOrganizationEmployee: _ClassVar[SignerStatus.Value]
        AuthorizedPerson: _ClassVar[SignerStatus.Value]
        BuyerEmployee: _ClassVar[SignerStatus.Value]
        InformationCreatorBuyerEmployee: _ClassVar[SignerStatus.Value]
    SignerStatusUnspecified: SignerStatus.Value
    SellerEmployee: SignerStatus.Value
    InformationCreatorEmployee: SignerStatus.Value
    OtherOrganizationEmployee: SignerStatus.Value
    AuthorizedPerson: SignerStatus.Value
    BuyerEmployee: SignerStatus.Value
    InformationCreatorBuyerEmployee: SignerStatus.Value
    def __init__(self) -> None: ...

class DocumentTitleType(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        Absent: _ClassVar[DocumentTitleType.Value]
        UtdSeller: _ClassVar[DocumentTitleType.Value]
        UtdBuyer: _ClassVar[DocumentTitleType.Value]
        UcdSeller: _ClassVar[DocumentTitleType.Value]
        UcdBuyer: _ClassVar[DocumentTitleType.Value]
        TovTorg551Seller: _ClassVar[DocumentTitleType.Value]
        TovTorg551Buyer: _ClassVar[DocumentTitleType.Value]
        AccCert552Seller: _ClassVar[DocumentTitleType.Value]
        AccCert552Buyer: _ClassVar[DocumentTitleType.Value]
        Utd820Buyer: _ClassVar[DocumentTitleType.Value]
        Torg2Buyer: _ClassVar[DocumentTitleType.Value]
        Torg2AdditionalInfo: _ClassVar[DocumentTitleType.Value]
        Ucd736Buyer: _ClassVar[DocumentTitleType.Value]
        Utd970Seller: _ClassVar[DocumentTitleType.Value]
        Utd970Buyer: _ClassVar[DocumentTitleType.Value]
        ProformaInvoice29: _ClassVar[DocumentTitleType.Value]
        LogisticsOrderRequest108: _ClassVar[DocumentTitleType.Value]
        LogisticsWaybillReception1065Sender: _ClassVar[DocumentTitleType.Value]
        LogisticsWaybillReception1065Recipient: _ClassVar[DocumentTitleType.Value]
        LogisticsWaybillDelivery1065Sender: _ClassVar[DocumentTitleType.Value]
        LogisticsWaybillDelivery1065Recipient: _ClassVar[DocumentTitleType.Value]
        LogisticsWaybillConsignorCost1065: _ClassVar[DocumentTitleType.Value]
        LogisticsWaybillCarrierCost1065: _ClassVar[DocumentTitleType.Value]
        LogisticsWaybillReaddress1065: _ClassVar[DocumentTitleType.Value]
        LogisticsWaybillRelay1065: _ClassVar[DocumentTitleType.Value]
        Ucd29Seller: _ClassVar[DocumentTitleType.Value]
        Ucd29Buyer: _ClassVar[DocumentTitleType.Value]
        LogisticsOrderRequestRecipient108: _ClassVar[DocumentTitleType.Value]
    Absent: DocumentTitleType.Value
    UtdSeller: DocumentTitleType.Value
    UtdBuyer: DocumentTitleType.Value
    UcdSeller: DocumentTitleType.Value
    UcdBuyer: DocumentTitleType.Value
    TovTorg551Seller: DocumentTitleType.Value
    TovTorg551Buyer: DocumentTitleType.Value
    AccCert552Seller: DocumentTitleType.Value
    AccCert552Buyer: DocumentTitleType.Value
    Utd820Buyer: DocumentTitleType.Value
    Torg2Buyer: DocumentTitleType.Value
    Torg2AdditionalInfo: DocumentTitleType.Value
    Ucd736Buyer: DocumentTitleType.Value
    Utd970Seller: DocumentTitleType.Value
    Utd970Buyer: DocumentTitleType.Value
    ProformaInvoice29: DocumentTitleType.Value
    LogisticsOrderRequest108: DocumentTitleType.Value
    LogisticsWaybillReception1065Sender: DocumentTitleType.Value
    LogisticsWaybillReception1065Recipient: DocumentTitleType.Value
    LogisticsWaybillDelivery1065Sender: DocumentTitleType.Value
    LogisticsWaybillDelivery1065Recipient: DocumentTitleType.Value
    LogisticsWaybillConsignorCost1065: DocumentTitleType.Value
    LogisticsWaybillCarrierCost1065: DocumentTitleType.Value
    LogisticsWaybillReaddress1065: DocumentTitleType.Value
    LogisticsWaybillRelay1065: DocumentTitleType.Value
    Ucd29Seller: DocumentTitleType.Value
    Ucd29Buyer: DocumentTitleType.Value
    LogisticsOrderRequestRecipient108: DocumentTitleType.Value
    def __init__(self) -> None: ...

class InvoiceCorrectionRequestInfo(_message.Message):
    __slots__ = ("ErrorMessage", "Signer")
    ERRORMESSAGE_FIELD_NUMBER: _ClassVar[int]
    SIGNER_FIELD_NUMBER: _ClassVar[int]
    ErrorMessage: str
    Signer: Signer
    def __init__(self, ErrorMessage: _Optional[str] = ..., Signer: _Optional[_Union[Signer, _Mapping]] = ...) -> None: ...

class InvoiceCorrectionRequestGenerationRequestV2(_message.Message):
    __slots__ = ("ErrorMessage", "MessageId", "AttachmentId", "SignerContent")
    ERRORMESSAGE_FIELD_NUMBER: _ClassVar[int]
    MESSAGEID_FIELD_NUMBER: _ClassVar[int]
    ATTACHMENTID_FIELD_NUMBER: _ClassVar[int]
    SIGNERCONTENT_FIELD_NUMBER: _ClassVar[int]
    ErrorMessage: str
    MessageId: str
    AttachmentId: str
    SignerContent: bytes
    def __init__(self, ErrorMessage: _Optional[str] = ..., MessageId: _Optional[str] = ..., AttachmentId: _Optional[str] = ..., SignerContent: _Optional[bytes] = ...) -> None: ...

class Official(_message.Message):
    __slots__ = ("Surname", "FirstName", "Patronymic", "JobTitle")
    SURNAME_FIELD_NUMBER: _ClassVar[int]
    FIRSTNAME_FIELD_NUMBER: _ClassVar[int]
    PATRONYMIC_FIELD_NUMBER: _ClassVar[int]
    JOBTITLE_FIELD_NUMBER: _ClassVar[int]
    Surname: str
    FirstName: str
    Patronymic: str
    JobTitle: str
    def __init__(self, Surname: _Optional[str] = ..., FirstName: _Optional[str] = ..., Patronymic: _Optional[str] = ..., JobTitle: _Optional[str] = ...) -> None: ...

class Attorney(_message.Message):
    __slots__ = ("Date", "Number", "IssuerOrganizationName", "IssuerPerson", "IssuerAdditionalInfo", "RecipientPerson", "RecipientAdditionalInfo")
    DATE_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    ISSUERORGANIZATIONNAME_FIELD_NUMBER: _ClassVar[int]
    ISSUERPERSON_FIELD_NUMBER: _ClassVar[int]
    ISSUERADDITIONALINFO_FIELD_NUMBER: _ClassVar[int]
    RECIPIENTPERSON_FIELD_NUMBER: _ClassVar[int]
    RECIPIENTADDITIONALINFO_FIELD_NUMBER: _ClassVar[int]
    Date: str
    Number: str
    IssuerOrganizationName: str
    IssuerPerson: Official
    IssuerAdditionalInfo: str
    RecipientPerson: Official
    RecipientAdditionalInfo: str
    def __init__(self, Date: _Optional[str] = ..., Number: _Optional[str] = ..., IssuerOrganizationName: _Optional[str] = ..., IssuerPerson: _Optional[_Union[Official, _Mapping]] = ..., IssuerAdditionalInfo: _Optional[str] = ..., RecipientPerson: _Optional[_Union[Official, _Mapping]] = ..., RecipientAdditionalInfo: _Optional[str] = ...) -> None: ...

class DocflowParticipant(_message.Message):
    __slots__ = ("BoxId", "Inn", "Kpp", "FnsParticipantId")
    BOXID_FIELD_NUMBER: _ClassVar[int]
    INN_FIELD_NUMBER: _ClassVar[int]
    KPP_FIELD_NUMBER: _ClassVar[int]
    FNSPARTICIPANTID_FIELD_NUMBER: _ClassVar[int]
    BoxId: str
    Inn: str
    Kpp: str
    FnsParticipantId: str
    def __init__(self, BoxId: _Optional[str] = ..., Inn: _Optional[str] = ..., Kpp: _Optional[str] = ..., FnsParticipantId: _Optional[str] = ...) -> None: ...

class DiadocOrganizationInfo(_message.Message):
    __slots__ = ("BoxId", "OrgInfo")
    BOXID_FIELD_NUMBER: _ClassVar[int]
    ORGINFO_FIELD_NUMBER: _ClassVar[int]
    BoxId: str
    OrgInfo: OrganizationInfo
    def __init__(self, BoxId: _Optional[str] = ..., OrgInfo: _Optional[_Union[OrganizationInfo, _Mapping]] = ...) -> None: ...

class OrganizationInfo(_message.Message):
    __slots__ = ("Name", "Inn", "Kpp", "Address", "IsSoleProprietor", "Okopf", "Okpo", "Okdp", "Phone", "Fax", "BankAccountNumber", "BankName", "BankId", "Department", "FnsParticipantId")
    NAME_FIELD_NUMBER: _ClassVar[int]
    INN_FIELD_NUMBER: _ClassVar[int]
    KPP_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    ISSOLEPROPRIETOR_FIELD_NUMBER: _ClassVar[int]
    OKOPF_FIELD_NUMBER: _ClassVar[int]
    OKPO_FIELD_NUMBER: _ClassVar[int]
    OKDP_FIELD_NUMBER: _ClassVar[int]
    PHONE_FIELD_NUMBER: _ClassVar[int]
    FAX_FIELD_NUMBER: _ClassVar[int]
    BANKACCOUNTNUMBER_FIELD_NUMBER: _ClassVar[int]
    BANKNAME_FIELD_NUMBER: _ClassVar[int]
    BANKID_FIELD_NUMBER: _ClassVar[int]
    DEPARTMENT_FIELD_NUMBER: _ClassVar[int]
    FNSPARTICIPANTID_FIELD_NUMBER: _ClassVar[int]
    Name: str
    Inn: str
    Kpp: str
    Address: _organizations_pb2.Address
    IsSoleProprietor: bool
    Okopf: str
    Okpo: str
    Okdp: str
    Phone: str
    Fax: str
    BankAccountNumber: str
    BankName: str
    BankId: str
    Department: str
    FnsParticipantId: str
    def __init__(self, Name: _Optional[str] = ..., Inn: _Optional[str] = ..., Kpp: _Optional[str] = ..., Address: _Optional[_Union[_organizations_pb2.Address, _Mapping]] = ..., IsSoleProprietor: _Optional[bool] = ..., Okopf: _Optional[str] = ..., Okpo: _Optional[str] = ..., Okdp: _Optional[str] = ..., Phone: _Optional[str] = ..., Fax: _Optional[str] = ..., BankAccountNumber: _Optional[str] = ..., BankName: _Optional[str] = ..., BankId: _Optional[str] = ..., Department: _Optional[str] = ..., FnsParticipantId: _Optional[str] = ...) -> None: ...

class ReceiptGenerationRequestV2(_message.Message):
    __slots__ = ("MessageId", "AttachmentId", "SignerContent")
    MESSAGEID_FIELD_NUMBER: _ClassVar[int]
    ATTACHMENTID_FIELD_NUMBER: _ClassVar[int]
    SIGNERCONTENT_FIELD_NUMBER: _ClassVar[int]
    MessageId: str
    AttachmentId: str
    SignerContent: bytes
    def __init__(self, MessageId: _Optional[str] = ..., AttachmentId: _Optional[str] = ..., SignerContent: _Optional[bytes] = ...) -> None: ...

class RevocationRequestContent(_message.Message):
    __slots__ = ("Comment", "Signer")
    COMMENT_FIELD_NUMBER: _ClassVar[int]
    SIGNER_FIELD_NUMBER: _ClassVar[int]
    Comment: str
    Signer: Signer
    def __init__(self, Comment: _Optional[str] = ..., Signer: _Optional[_Union[Signer, _Mapping]] = ...) -> None: ...

class SignatureRejectionInfo(_message.Message):
    __slots__ = ("ErrorMessage", "Signer")
    ERRORMESSAGE_FIELD_NUMBER: _ClassVar[int]
    SIGNER_FIELD_NUMBER: _ClassVar[int]
    ErrorMessage: str
    Signer: Signer
    def __init__(self, ErrorMessage: _Optional[str] = ..., Signer: _Optional[_Union[Signer, _Mapping]] = ...) -> None: ...

class SignatureRejectionGenerationRequestV2(_message.Message):
    __slots__ = ("ErrorMessage", "MessageId", "AttachmentId", "SignerContent")
    ERRORMESSAGE_FIELD_NUMBER: _ClassVar[int]
    MESSAGEID_FIELD_NUMBER: _ClassVar[int]
    ATTACHMENTID_FIELD_NUMBER: _ClassVar[int]
    SIGNERCONTENT_FIELD_NUMBER: _ClassVar[int]
    ErrorMessage: str
    MessageId: str
    AttachmentId: str
    SignerContent: bytes
    def __init__(self, ErrorMessage: _Optional[str] = ..., MessageId: _Optional[str] = ..., AttachmentId: _Optional[str] = ..., SignerContent: _Optional[bytes] = ...) -> None: ...

class Signer(_message.Message):
    __slots__ = ("SignerCertificate", "SignerDetails", "SignerCertificateThumbprint")
    SIGNERCERTIFICATE_FIELD_NUMBER: _ClassVar[int]
    SIGNERDETAILS_FIELD_NUMBER: _ClassVar[int]
    SIGNERCERTIFICATETHUMBPRINT_FIELD_NUMBER: _ClassVar[int]
    SignerCertificate: bytes
    SignerDetails: SignerDetails
    SignerCertificateThumbprint: str
    def __init__(self, SignerCertificate: _Optional[bytes] = ..., SignerDetails: _Optional[_Union[SignerDetails, _Mapping]] = ..., SignerCertificateThumbprint: _Optional[str] = ...) -> None: ...

class SignerDetails(_message.Message):
    __slots__ = ("Surname", "FirstName", "Patronymic", "JobTitle", "Inn", "SoleProprietorRegistrationCertificate")
    SURNAME_FIELD_NUMBER: _ClassVar[int]
    FIRSTNAME_FIELD_NUMBER: _ClassVar[int]
    PATRONYMIC_FIELD_NUMBER: _ClassVar[int]
    JOBTITLE_FIELD_NUMBER: _ClassVar[int]
    INN_FIELD_NUMBER: _ClassVar[int]
    SOLEPROPRIETORREGISTRATIONCERTIFICATE_FIELD_NUMBER: _ClassVar[int]
    Surname: str
    FirstName: str
    Patronymic: str
    JobTitle: str
    Inn: str
    SoleProprietorRegistrationCertificate: str
    def __init__(self, Surname: _Optional[str] = ..., FirstName: _Optional[str] = ..., Patronymic: _Optional[str] = ..., JobTitle: _Optional[str] = ..., Inn: _Optional[str] = ..., SoleProprietorRegistrationCertificate: _Optional[str] = ...) -> None: ...
