from paraph.wire.diadoc import common_pb2 as _common_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CertificateInfo(_message.Message):
    __slots__ = ("Thumbprint", "ValidFrom", "ValidTo", "OrganizationName", "Inn")
    THUMBPRINT_FIELD_NUMBER: _ClassVar[int]
    VALIDFROM_FIELD_NUMBER: _ClassVar[int]
    VALIDTO_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATIONNAME_FIELD_NUMBER: _ClassVar[int]
    INN_FIELD_NUMBER: _ClassVar[int]
    Thumbprint: str
    ValidFrom: int
    ValidTo: int
    OrganizationName: str
    Inn: str
    def __init__(self, Thumbprint: _Optional[str] = ..., ValidFrom: _Optional[int] = ..., ValidTo: _Optional[int] = ..., OrganizationName: _Optional[str] = ..., Inn: _Optional[str] = ...) -> None: ...

class CertificateInfoV2(_message.Message):
    __slots__ = ("Thumbprint", "Type", "ValidFrom", "ValidTo", "PrivateKeyValidFrom", "PrivateKeyValidTo", "OrganizationName", "Inn", "UserFirstName", "UserMiddleName", "UserLastName", "UserShortName", "IsDefault", "SubjectType", "Usages", "DssType")
    THUMBPRINT_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    VALIDFROM_FIELD_NUMBER: _ClassVar[int]
    VALIDTO_FIELD_NUMBER: _ClassVar[int]
    PRIVATEKEYVALIDFROM_FIELD_NUMBER: _ClassVar[int]
    PRIVATEKEYVALIDTO_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATIONNAME_FIELD_NUMBER: _ClassVar[int]
    INN_FIELD_NUMBER: _ClassVar[int]
    USERFIRSTNAME_FIELD_NUMBER: _ClassVar[int]
    USERMIDDLENAME_FIELD_NUMBER: _ClassVar[int]
    USERLASTNAME_FIELD_NUMBER: _ClassVar[int]
    USERSHORTNAME_FIELD_NUMBER: _ClassVar[int]
    ISDEFAULT_FIELD_NUMBER: _ClassVar[int]
    SUBJECTTYPE_FIELD_NUMBER: _ClassVar[int]
    USAGES_FIELD_NUMBER: _ClassVar[int]
    DSSTYPE_FIELD_NUMBER: _ClassVar[int]
    Thumbprint: str
    Type: CertificateType.Value
    ValidFrom: int
    ValidTo: int
    PrivateKeyValidFrom: int
    PrivateKeyValidTo: int
    OrganizationName: str
    Inn: str
    UserFirstName: str
    UserMiddleName: str
    UserLastName: str
    UserShortName: str
    IsDefault: bool
    SubjectType: CertificateSubjectType.Value
    Usages: _containers.RepeatedScalarFieldContainer[CertificateUsage.Value]
    DssType: DssCertificateType.Value
    def __init__(self, Thumbprint: _Optional[str] = ..., Type: _Optional[_Union[CertificateType.Value, str]] = ..., ValidFrom: _Optional[int] = ..., ValidTo: _Optional[int] = ..., PrivateKeyValidFrom: _Optional[int] = ..., PrivateKeyValidTo: _Optional[int] = ..., OrganizationName: _Optional[str] = ..., Inn: _Optional[str] = ..., UserFirstName: _Optional[str] = ..., UserMiddleName: _Optional[str] = ..., UserLastName: _Optional[str] = ..., UserShortName: _Optional[str] = ..., IsDefault: _Optional[bool] = ..., SubjectType: _Optional[_Union[CertificateSubjectType.Value, str]] = ..., Usages: _Optional[_Iterable[_Union[CertificateUsage.Value, str]]] = ..., DssType: _Optional[_Union[DssCertificateType.Value, str]] = ...) -> None: ...

class CertificateType(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        Unknown: _ClassVar[CertificateType.Value]
        Token: _ClassVar[CertificateType.Value]
        Dss: _ClassVar[CertificateType.Value]
        KonturCertificate: _ClassVar[CertificateType.Value]
        Goskey: _ClassVar[CertificateType.Value]
    Unknown: CertificateType.Value
    Token: CertificateType.Value
    Dss: CertificateType.Value
    KonturCertificate: CertificateType.Value
    Goskey: CertificateType.Value
    def __init__(self) -> None: ...

class CertificateSubjectType(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownCertificateSubjectType: _ClassVar[CertificateSubjectType.Value]
        LegalEntity: _ClassVar[CertificateSubjectType.Value]
        IndividualEntity: _ClassVar[CertificateSubjectType.Value]
        PhysicalPerson: _ClassVar[CertificateSubjectType.Value]
    UnknownCertificateSubjectType: CertificateSubjectType.Value
    LegalEntity: CertificateSubjectType.Value
    IndividualEntity: CertificateSubjectType.Value
    PhysicalPerson: CertificateSubjectType.Value
    def __init__(self) -> None: ...

class DssCertificateType(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownDssType: _ClassVar[DssCertificateType.Value]
        MyDss: _ClassVar[DssCertificateType.Value]
        KSignServer: _ClassVar[DssCertificateType.Value]
        KSignRutoken: _ClassVar[DssCertificateType.Value]
        KSignMobile: _ClassVar[DssCertificateType.Value]
    UnknownDssType: DssCertificateType.Value
    MyDss: DssCertificateType.Value
    KSignServer: DssCertificateType.Value
    KSignRutoken: DssCertificateType.Value
    KSignMobile: DssCertificateType.Value
    def __init__(self) -> None: ...

class CertificateUsage(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownUsage: _ClassVar[CertificateUsage.Value]
        KonturCertificateUsage: _ClassVar[CertificateUsage.Value]
        TokenUsage: _ClassVar[CertificateUsage.Value]
        DssUsage: _ClassVar[CertificateUsage.Value]
    UnknownUsage: CertificateUsage.Value
    KonturCertificateUsage: CertificateUsage.Value
    TokenUsage: CertificateUsage.Value
    DssUsage: CertificateUsage.Value
    def __init__(self) -> None: ...

class CertificateList(_message.Message):
    __slots__ = ("Certificates",)
    CERTIFICATES_FIELD_NUMBER: _ClassVar[int]
    Certificates: _containers.RepeatedCompositeFieldContainer[CertificateInfoV2]
    def __init__(self, Certificates: _Optional[_Iterable[_Union[CertificateInfoV2, _Mapping]]] = ...) -> None: ...

class CertificateVerificationRequest(_message.Message):
    __slots__ = ("CertificateContent",)
    CERTIFICATECONTENT_FIELD_NUMBER: _ClassVar[int]
    CertificateContent: bytes
    def __init__(self, CertificateContent: _Optional[bytes] = ...) -> None: ...

class CertificateVerificationResponse(_message.Message):
    __slots__ = ("IsValid", "VerifiedAt", "SubjectType")
    ISVALID_FIELD_NUMBER: _ClassVar[int]
    VERIFIEDAT_FIELD_NUMBER: _ClassVar[int]
    SUBJECTTYPE_FIELD_NUMBER: _ClassVar[int]
    IsValid: bool
    VerifiedAt: _common_pb2.Timestamp
    SubjectType: CertificateSubjectType.Value
    def __init__(self, IsValid: _Optional[bool] = ..., VerifiedAt: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., SubjectType: _Optional[_Union[CertificateSubjectType.Value, str]] = ...) -> None: ...

class CloudSignRequest(_message.Message):
    __slots__ = ("Files",)
    FILES_FIELD_NUMBER: _ClassVar[int]
    Files: _containers.RepeatedCompositeFieldContainer[CloudSignFile]
    def __init__(self, Files: _Optional[_Iterable[_Union[CloudSignFile, _Mapping]]] = ...) -> None: ...

class CloudSignFile(_message.Message):
    __slots__ = ("Content", "FileName")
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    FILENAME_FIELD_NUMBER: _ClassVar[int]
    Content: _common_pb2.Content_v2
    FileName: str
    def __init__(self, Content: _Optional[_Union[_common_pb2.Content_v2, _Mapping]] = ..., FileName: _Optional[str] = ...) -> None: ...

class CloudSignResult(_message.Message):
    __slots__ = ("Token",)
    TOKEN_FIELD_NUMBER: _ClassVar[int]
    Token: str
    def __init__(self, Token: _Optional[str] = ...) -> None: ...

class CloudSignConfirmResult(_message.Message):
    __slots__ = ("Signatures",)
    SIGNATURES_FIELD_NUMBER: _ClassVar[int]
    Signatures: _containers.RepeatedCompositeFieldContainer[_common_pb2.Content_v2]
    def __init__(self, Signatures: _Optional[_Iterable[_Union[_common_pb2.Content_v2, _Mapping]]] = ...) -> None: ...

class DssSignRequest(_message.Message):
    __slots__ = ("Files",)
    FILES_FIELD_NUMBER: _ClassVar[int]
    Files: _containers.RepeatedCompositeFieldContainer[DssSignFile]
    def __init__(self, Files: _Optional[_Iterable[_Union[DssSignFile, _Mapping]]] = ...) -> None: ...

class DssSignRequestV2(_message.Message):
    __slots__ = ("Files", "SignDataSource", "CertificateData", "GosKeyData")
    FILES_FIELD_NUMBER: _ClassVar[int]
    SIGNDATASOURCE_FIELD_NUMBER: _ClassVar[int]
    CERTIFICATEDATA_FIELD_NUMBER: _ClassVar[int]
    GOSKEYDATA_FIELD_NUMBER: _ClassVar[int]
    Files: _containers.RepeatedCompositeFieldContainer[DssSignFile]
    SignDataSource: DssSignDataSource.Value
    CertificateData: DssCertificateData
    GosKeyData: DssGosKeyData
    def __init__(self, Files: _Optional[_Iterable[_Union[DssSignFile, _Mapping]]] = ..., SignDataSource: _Optional[_Union[DssSignDataSource.Value, str]] = ..., CertificateData: _Optional[_Union[DssCertificateData, _Mapping]] = ..., GosKeyData: _Optional[_Union[DssGosKeyData, _Mapping]] = ...) -> None: ...

class DssCertificateData(_message.Message):
    __slots__ = ("Thumbprint",)
    THUMBPRINT_FIELD_NUMBER: _ClassVar[int]
    Thumbprint: str
    def __init__(self, Thumbprint: _Optional[str] = ...) -> None: ...

class DssGosKeyData(_message.Message):
    __slots__ = ("Snils", "Oid")
    SNILS_FIELD_NUMBER: _ClassVar[int]
    OID_FIELD_NUMBER: _ClassVar[int]
    Snils: str
    Oid: str
    def __init__(self, Snils: _Optional[str] = ..., Oid: _Optional[str] = ...) -> None: ...

class DssSignFile(_message.Message):
    __slots__ = ("Content", "FileName")
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    FILENAME_FIELD_NUMBER: _ClassVar[int]
    Content: _common_pb2.Content_v3
    FileName: str
    def __init__(self, Content: _Optional[_Union[_common_pb2.Content_v3, _Mapping]] = ..., FileName: _Optional[str] = ...) -> None: ...

class DssSignResult(_message.Message):
    __slots__ = ("OperationStatus", "FileSigningResults", "ConfirmType", "Operator", "PhoneLastNumbers")
    OPERATIONSTATUS_FIELD_NUMBER: _ClassVar[int]
    FILESIGNINGRESULTS_FIELD_NUMBER: _ClassVar[int]
    CONFIRMTYPE_FIELD_NUMBER: _ClassVar[int]
    OPERATOR_FIELD_NUMBER: _ClassVar[int]
    PHONELASTNUMBERS_FIELD_NUMBER: _ClassVar[int]
    OperationStatus: DssOperationStatus.Value
    FileSigningResults: _containers.RepeatedCompositeFieldContainer[DssFileSigningResult]
    ConfirmType: DssConfirmType.Value
    Operator: DssOperator.Value
    PhoneLastNumbers: str
    def __init__(self, OperationStatus: _Optional[_Union[DssOperationStatus.Value, str]] = ..., FileSigningResults: _Optional[_Iterable[_Union[DssFileSigningResult, _Mapping]]] = ..., ConfirmType: _Optional[_Union[DssConfirmType.Value, str]] = ..., Operator: _Optional[_Union[DssOperator.Value, str]] = ..., PhoneLastNumbers: _Optional[str] = ...) -> None: ...

class DssFileSigningResult(_message.Message):
    __slots__ = ("FileSigningStatus", "Signature")
    FILESIGNINGSTATUS_FIELD_NUMBER: _ClassVar[int]
    SIGNATURE_FIELD_NUMBER: _ClassVar[int]
    FileSigningStatus: DssFileSigningStatus.Value
    Signature: bytes
    def __init__(self, FileSigningStatus: _Optional[_Union[DssFileSigningStatus.Value, str]] = ..., Signature: _Optional[bytes] = ...) -> None: ...

class DssSignDataSource(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        CertificateSign: _ClassVar[DssSignDataSource.Value]
        GosKeySign: _ClassVar[DssSignDataSource.Value]
    CertificateSign: DssSignDataSource.Value
    GosKeySign: DssSignDataSource.Value
    def __init__(self) -> None: ...

class DssConfirmType(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        ConfirmTypeUnknown: _ClassVar[DssConfirmType.Value]
        Sms: _ClassVar[DssConfirmType.Value]
        MyDss: _ClassVar[DssConfirmType.Value]
        Applet: _ClassVar[DssConfirmType.Value]
        MobileSdk: _ClassVar[DssConfirmType.Value]
        GosKey: _ClassVar[DssConfirmType.Value]
    ConfirmTypeUnknown: DssConfirmType.Value
    Sms: DssConfirmType.Value
    MyDss: DssConfirmType.Value
    Applet: DssConfirmType.Value
    MobileSdk: DssConfirmType.Value
    GosKey: DssConfirmType.Value
    def __init__(self) -> None: ...

class DssOperator(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        OperatorUnknown: _ClassVar[DssOperator.Value]
        Megafon: _ClassVar[DssOperator.Value]
        Kontur: _ClassVar[DssOperator.Value]
    OperatorUnknown: DssOperator.Value
    Megafon: DssOperator.Value
    Kontur: DssOperator.Value
    def __init__(self) -> None: ...

class DssFileSigningStatus(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownSigningStatus: _ClassVar[DssFileSigningStatus.Value]
        SigningCompleted: _ClassVar[DssFileSigningStatus.Value]
        SigningError: _ClassVar[DssFileSigningStatus.Value]
    UnknownSigningStatus: DssFileSigningStatus.Value
    SigningCompleted: DssFileSigningStatus.Value
    SigningError: DssFileSigningStatus.Value
    def __init__(self) -> None: ...

class DssOperationStatus(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        Unknown: _ClassVar[DssOperationStatus.Value]
        InProgress: _ClassVar[DssOperationStatus.Value]
        Completed: _ClassVar[DssOperationStatus.Value]
        CanceledByUser: _ClassVar[DssOperationStatus.Value]
        Timeout: _ClassVar[DssOperationStatus.Value]
        Crashed: _ClassVar[DssOperationStatus.Value]
        UserHasUnconfirmedOperation: _ClassVar[DssOperationStatus.Value]
        OperationRetryRequired: _ClassVar[DssOperationStatus.Value]
    Unknown: DssOperationStatus.Value
    InProgress: DssOperationStatus.Value
    Completed: DssOperationStatus.Value
    CanceledByUser: DssOperationStatus.Value
    Timeout: DssOperationStatus.Value
    Crashed: DssOperationStatus.Value
    UserHasUnconfirmedOperation: DssOperationStatus.Value
    OperationRetryRequired: DssOperationStatus.Value
    def __init__(self) -> None: ...

class SignatureInfo(_message.Message):
    __slots__ = ("SigningTime", "SignatureVerificationTime", "SignatureVerificationResult", "Thumbprint", "SerialNumber", "Issuer", "StartDate", "EndDate", "OrgName", "OrgInn", "JobTitle", "FirstName", "Surname", "Snils", "Email", "CertificateSubjectType")
    SIGNINGTIME_FIELD_NUMBER: _ClassVar[int]
    SIGNATUREVERIFICATIONTIME_FIELD_NUMBER: _ClassVar[int]
    SIGNATUREVERIFICATIONRESULT_FIELD_NUMBER: _ClassVar[int]
    THUMBPRINT_FIELD_NUMBER: _ClassVar[int]
    SERIALNUMBER_FIELD_NUMBER: _ClassVar[int]
    ISSUER_FIELD_NUMBER: _ClassVar[int]
    STARTDATE_FIELD_NUMBER: _ClassVar[int]
    ENDDATE_FIELD_NUMBER: _ClassVar[int]
    ORGNAME_FIELD_NUMBER: _ClassVar[int]
    ORGINN_FIELD_NUMBER: _ClassVar[int]
    JOBTITLE_FIELD_NUMBER: _ClassVar[int]
    FIRSTNAME_FIELD_NUMBER: _ClassVar[int]
    SURNAME_FIELD_NUMBER: _ClassVar[int]
    SNILS_FIELD_NUMBER: _ClassVar[int]
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    CERTIFICATESUBJECTTYPE_FIELD_NUMBER: _ClassVar[int]
    SigningTime: _common_pb2.Timestamp
    SignatureVerificationTime: _common_pb2.Timestamp
    SignatureVerificationResult: SignatureVerificationResult
    Thumbprint: str
    SerialNumber: str
    Issuer: str
    StartDate: str
    EndDate: str
    OrgName: str
    OrgInn: str
    JobTitle: str
    FirstName: str
    Surname: str
    Snils: str
    Email: str
    CertificateSubjectType: CertificateSubjectType.Value
    def __init__(self, SigningTime: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., SignatureVerificationTime: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., SignatureVerificationResult: _Optional[_Union[SignatureVerificationResult, _Mapping]] = ..., Thumbprint: _Optional[str] = ..., SerialNumber: _Optional[str] = ..., Issuer: _Optional[str] = ..., StartDate: _Optional[str] = ..., EndDate: _Optional[str] = ..., OrgName: _Optional[str] = ..., OrgInn: _Optional[str] = ..., JobTitle: _Optional[str] = ..., FirstName: _Optional[str] = ..., Surname: _Optional[str] = ..., Snils: _Optional[str] = ..., Email: _Optional[str] = ..., CertificateSubjectType: _Optional[_Union[CertificateSubjectType.Value, str]] = ...) -> None: ...

class SignatureVerificationResult(_message.Message):
    __slots__ = ("IsValid", "CertificateStatus", "SignatureTimestamp")
    ISVALID_FIELD_NUMBER: _ClassVar[int]
    CERTIFICATESTATUS_FIELD_NUMBER: _ClassVar[int]
    SIGNATURETIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    IsValid: bool
    CertificateStatus: CertificateVerificationResult
    SignatureTimestamp: _common_pb2.Timestamp
    def __init__(self, IsValid: _Optional[bool] = ..., CertificateStatus: _Optional[_Union[CertificateVerificationResult, _Mapping]] = ..., SignatureTimestamp: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class CertificateVerificationResult(_message.Message):
    __slots__ = ("IsValid", "CertificateChain", "VerificationTime")
    ISVALID_FIELD_NUMBER: _ClassVar[int]
    CERTIFICATECHAIN_FIELD_NUMBER: _ClassVar[int]
    VERIFICATIONTIME_FIELD_NUMBER: _ClassVar[int]
    IsValid: bool
    CertificateChain: _containers.RepeatedCompositeFieldContainer[CertificateChainElement]
    VerificationTime: _common_pb2.Timestamp
    def __init__(self, IsValid: _Optional[bool] = ..., CertificateChain: _Optional[_Iterable[_Union[CertificateChainElement, _Mapping]]] = ..., VerificationTime: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class CertificateChainElement(_message.Message):
    __slots__ = ("CertificateChainStatusFlags", "DerCertificate")
    CERTIFICATECHAINSTATUSFLAGS_FIELD_NUMBER: _ClassVar[int]
    DERCERTIFICATE_FIELD_NUMBER: _ClassVar[int]
    CertificateChainStatusFlags: int
    DerCertificate: bytes
    def __init__(self, CertificateChainStatusFlags: _Optional[int] = ..., DerCertificate: _Optional[bytes] = ...) -> None: ...
