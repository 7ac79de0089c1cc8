from paraph.wire.diadoc import common_pb2 as _common_pb2
from paraph.wire.diadoc import employees_pb2 as _employees_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PowerOfAttorneyAttachmentStatus(_message.Message):
    __slots__ = ("StatusName", "Comment")
    STATUSNAME_FIELD_NUMBER: _ClassVar[int]
    COMMENT_FIELD_NUMBER: _ClassVar[int]
    StatusName: StatusName.Value
    Comment: str
    def __init__(self, StatusName: _Optional[_Union[StatusName.Value, str]] = ..., Comment: _Optional[str] = ...) -> None: ...

class StatusName(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        Unknown: _ClassVar[StatusName.Value]
        PowerOfAttorneyAttached: _ClassVar[StatusName.Value]
        PowerOfAttorneyNotRequired: _ClassVar[StatusName.Value]
        PowerOfAttorneyRequired: _ClassVar[StatusName.Value]
    Unknown: StatusName.Value
    PowerOfAttorneyAttached: StatusName.Value
    PowerOfAttorneyNotRequired: StatusName.Value
    PowerOfAttorneyRequired: StatusName.Value
    def __init__(self) -> None: ...

class EmployeePowerOfAttorneyList(_message.Message):
    __slots__ = ("PowersOfAttorney",)
    POWERSOFATTORNEY_FIELD_NUMBER: _ClassVar[int]
    PowersOfAttorney: _containers.RepeatedCompositeFieldContainer[EmployeePowerOfAttorney]
    def __init__(self, PowersOfAttorney: _Optional[_Iterable[_Union[EmployeePowerOfAttorney, _Mapping]]] = ...) -> None: ...

class EmployeePowerOfAttorney(_message.Message):
    __slots__ = ("PowerOfAttorney", "IsDefault")
    POWEROFATTORNEY_FIELD_NUMBER: _ClassVar[int]
    ISDEFAULT_FIELD_NUMBER: _ClassVar[int]
    PowerOfAttorney: PowerOfAttorney
    IsDefault: bool
    def __init__(self, PowerOfAttorney: _Optional[_Union[PowerOfAttorney, _Mapping]] = ..., IsDefault: _Optional[bool] = ...) -> None: ...

class EmployeePowerOfAttorneyToUpdateV2(_message.Message):
    __slots__ = ("PowerOfAttorneyFullId", "IsDefaultPatch")
    POWEROFATTORNEYFULLID_FIELD_NUMBER: _ClassVar[int]
    ISDEFAULTPATCH_FIELD_NUMBER: _ClassVar[int]
    PowerOfAttorneyFullId: PowerOfAttorneyFullId
    IsDefaultPatch: EmployeePowerOfAttorneyIsDefaultPatch
    def __init__(self, PowerOfAttorneyFullId: _Optional[_Union[PowerOfAttorneyFullId, _Mapping]] = ..., IsDefaultPatch: _Optional[_Union[EmployeePowerOfAttorneyIsDefaultPatch, _Mapping]] = ...) -> None: ...

class EmployeePowerOfAttorneyToUpdate(_message.Message):
    __slots__ = ("IsDefaultPatch",)
    ISDEFAULTPATCH_FIELD_NUMBER: _ClassVar[int]
    IsDefaultPatch: EmployeePowerOfAttorneyIsDefaultPatch
    def __init__(self, IsDefaultPatch: _Optional[_Union[EmployeePowerOfAttorneyIsDefaultPatch, _Mapping]] = ...) -> None: ...

class EmployeePowerOfAttorneyIsDefaultPatch(_message.Message):
    __slots__ = ("IsDefault",)
    ISDEFAULT_FIELD_NUMBER: _ClassVar[int]
    IsDefault: bool
    def __init__(self, IsDefault: _Optional[bool] = ...) -> None: ...

class PowerOfAttorneyToPost(_message.Message):
    __slots__ = ("FullId", "UseDefault", "Content", "SendAsFile", "Contents", "UseDocumentContent")
    FULLID_FIELD_NUMBER: _ClassVar[int]
    USEDEFAULT_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    SENDASFILE_FIELD_NUMBER: _ClassVar[int]
    CONTENTS_FIELD_NUMBER: _ClassVar[int]
    USEDOCUMENTCONTENT_FIELD_NUMBER: _ClassVar[int]
    FullId: PowerOfAttorneyFullId
    UseDefault: bool
    Content: PowerOfAttorneySignedContent
    SendAsFile: bool
    Contents: _containers.RepeatedCompositeFieldContainer[PowerOfAttorneySignedContent]
    UseDocumentContent: bool
    def __init__(self, FullId: _Optional[_Union[PowerOfAttorneyFullId, _Mapping]] = ..., UseDefault: _Optional[bool] = ..., Content: _Optional[_Union[PowerOfAttorneySignedContent, _Mapping]] = ..., SendAsFile: _Optional[bool] = ..., Contents: _Optional[_Iterable[_Union[PowerOfAttorneySignedContent, _Mapping]]] = ..., UseDocumentContent: _Optional[bool] = ...) -> None: ...

class PowerOfAttorneyFullId(_message.Message):
    __slots__ = ("RegistrationNumber", "IssuerInn", "RepresentativeInn")
    REGISTRATIONNUMBER_FIELD_NUMBER: _ClassVar[int]
    ISSUERINN_FIELD_NUMBER: _ClassVar[int]
    REPRESENTATIVEINN_FIELD_NUMBER: _ClassVar[int]
    RegistrationNumber: str
    IssuerInn: str
    RepresentativeInn: str
    def __init__(self, RegistrationNumber: _Optional[str] = ..., IssuerInn: _Optional[str] = ..., RepresentativeInn: _Optional[str] = ...) -> None: ...

class PowerOfAttorney(_message.Message):
    __slots__ = ("FullId", "Issuer", "Confidant", "StartAt", "ExpireAt", "System", "IdFile", "DelegationChain", "PermissionsInfo", "DelegationInfo", "Representatives", "StartAtByMoscow", "ExpireAtByMoscow")
    FULLID_FIELD_NUMBER: _ClassVar[int]
    ISSUER_FIELD_NUMBER: _ClassVar[int]
    CONFIDANT_FIELD_NUMBER: _ClassVar[int]
    STARTAT_FIELD_NUMBER: _ClassVar[int]
    EXPIREAT_FIELD_NUMBER: _ClassVar[int]
    SYSTEM_FIELD_NUMBER: _ClassVar[int]
    IDFILE_FIELD_NUMBER: _ClassVar[int]
    DELEGATIONCHAIN_FIELD_NUMBER: _ClassVar[int]
    PERMISSIONSINFO_FIELD_NUMBER: _ClassVar[int]
    DELEGATIONINFO_FIELD_NUMBER: _ClassVar[int]
    REPRESENTATIVES_FIELD_NUMBER: _ClassVar[int]
    STARTATBYMOSCOW_FIELD_NUMBER: _ClassVar[int]
    EXPIREATBYMOSCOW_FIELD_NUMBER: _ClassVar[int]
    FullId: PowerOfAttorneyFullId
    Issuer: PowerOfAttorneyIssuer
    Confidant: PowerOfAttorneyConfidant
    StartAt: _common_pb2.Timestamp
    ExpireAt: _common_pb2.Timestamp
    System: str
    IdFile: str
    DelegationChain: _containers.RepeatedCompositeFieldContainer[PowerOfAttorney]
    PermissionsInfo: PowerOfAttorneyPermissionsInfo
    DelegationInfo: PowerOfAttorneyDelegationInfo
    Representatives: _containers.RepeatedCompositeFieldContainer[PowerOfAttorneyRepresentative]
    StartAtByMoscow: _common_pb2.DateTimeOffsetDto
    ExpireAtByMoscow: _common_pb2.DateTimeOffsetDto
    def __init__(self, FullId: _Optional[_Union[PowerOfAttorneyFullId, _Mapping]] = ..., Issuer: _Optional[_Union[PowerOfAttorneyIssuer, _Mapping]] = ..., Confidant: _Optional[_Union[PowerOfAttorneyConfidant, _Mapping]] = ..., StartAt: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., ExpireAt: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ..., System: _Optional[str] = ..., IdFile: _Optional[str] = ..., DelegationChain: _Optional[_Iterable[_Union[PowerOfAttorney, _Mapping]]] = ..., PermissionsInfo: _Optional[_Union[PowerOfAttorneyPermissionsInfo, _Mapping]] = ..., DelegationInfo: _Optional[_Union[PowerOfAttorneyDelegationInfo, _Mapping]] = ..., Representatives: _Optional[_Iterable[_Union[PowerOfAttorneyRepresentative, _Mapping]]] = ..., StartAtByMoscow: _Optional[_Union[_common_pb2.DateTimeOffsetDto, _Mapping]] = ..., ExpireAtByMoscow: _Optional[_Union[_common_pb2.DateTimeOffsetDto, _Mapping]] = ...) -> None: ...

class PowerOfAttorneyIssuer(_message.Message):
    __slots__ = ("Type", "LegalEntity", "ForeignEntity", "IndividualEntity", "PhysicalEntity", "LegalEntitySubsidiary")
    TYPE_FIELD_NUMBER: _ClassVar[int]
    LEGALENTITY_FIELD_NUMBER: _ClassVar[int]
    FOREIGNENTITY_FIELD_NUMBER: _ClassVar[int]
    INDIVIDUALENTITY_FIELD_NUMBER: _ClassVar[int]
    PHYSICALENTITY_FIELD_NUMBER: _ClassVar[int]
    LEGALENTITYSUBSIDIARY_FIELD_NUMBER: _ClassVar[int]
    Type: PowerOfAttorneyIssuerType.Value
    LegalEntity: PowerOfAttorneyIssuerLegalEntity
    ForeignEntity: PowerOfAttorneyIssuerForeignEntity
    IndividualEntity: PowerOfAttorneyIssuerIndividualEntity
    PhysicalEntity: PowerOfAttorneyIssuerPhysicalEntity
    LegalEntitySubsidiary: PowerOfAttorneyIssuerLegalEntitySubsidiary
    def __init__(self, Type: _Optional[_Union[PowerOfAttorneyIssuerType.Value, str]] = ..., LegalEntity: _Optional[_Union[PowerOfAttorneyIssuerLegalEntity, _Mapping]] = ..., ForeignEntity: _Optional[_Union[PowerOfAttorneyIssuerForeignEntity, _Mapping]] = ..., IndividualEntity: _Optional[_Union[PowerOfAttorneyIssuerIndividualEntity, _Mapping]] = ..., PhysicalEntity: _Optional[_Union[PowerOfAttorneyIssuerPhysicalEntity, _Mapping]] = ..., LegalEntitySubsidiary: _Optional[_Union[PowerOfAttorneyIssuerLegalEntitySubsidiary, _Mapping]] = ...) -> None: ...

class PowerOfAttorneyIssuerLegalEntity(_message.Message):
    __slots__ = ("Inn", "Kpp", "OrganizationName")
    INN_FIELD_NUMBER: _ClassVar[int]
    KPP_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATIONNAME_FIELD_NUMBER: _ClassVar[int]
    Inn: str
    Kpp: str
    OrganizationName: str
    def __init__(self, Inn: _Optional[str] = ..., Kpp: _Optional[str] = ..., OrganizationName: _Optional[str] = ...) -> None: ...

class PowerOfAttorneyIssuerForeignEntity(_message.Message):
    __slots__ = ("Inn", "Kpp", "OrganizationName")
    INN_FIELD_NUMBER: _ClassVar[int]
    KPP_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATIONNAME_FIELD_NUMBER: _ClassVar[int]
    Inn: str
    Kpp: str
    OrganizationName: str
    def __init__(self, Inn: _Optional[str] = ..., Kpp: _Optional[str] = ..., OrganizationName: _Optional[str] = ...) -> None: ...

class PowerOfAttorneyIssuerIndividualEntity(_message.Message):
    __slots__ = ("Inn", "OrganizationName")
    INN_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATIONNAME_FIELD_NUMBER: _ClassVar[int]
    Inn: str
    OrganizationName: str
    def __init__(self, Inn: _Optional[str] = ..., OrganizationName: _Optional[str] = ...) -> None: ...

class PowerOfAttorneyIssuerPhysicalEntity(_message.Message):
    __slots__ = ("Inn", "PersonName")
    INN_FIELD_NUMBER: _ClassVar[int]
    PERSONNAME_FIELD_NUMBER: _ClassVar[int]
    Inn: str
    PersonName: _employees_pb2.FullName
    def __init__(self, Inn: _Optional[str] = ..., PersonName: _Optional[_Union[_employees_pb2.FullName, _Mapping]] = ...) -> None: ...

class PowerOfAttorneyIssuerLegalEntitySubsidiary(_message.Message):
    __slots__ = ("OrganizationName", "InnUl", "Kpp", "Ogrn", "LegalEntitySubsidiaryHead")
    ORGANIZATIONNAME_FIELD_NUMBER: _ClassVar[int]
    INNUL_FIELD_NUMBER: _ClassVar[int]
    KPP_FIELD_NUMBER: _ClassVar[int]
    OGRN_FIELD_NUMBER: _ClassVar[int]
    LEGALENTITYSUBSIDIARYHEAD_FIELD_NUMBER: _ClassVar[int]
    OrganizationName: str
    InnUl: str
    Kpp: str
    Ogrn: str
    LegalEntitySubsidiaryHead: PowerOfAttorneyLegalEntitySubsidiaryHead
    def __init__(self, OrganizationName: _Optional[str] = ..., InnUl: _Optional[str] = ..., Kpp: _Optional[str] = ..., Ogrn: _Optional[str] = ..., LegalEntitySubsidiaryHead: _Optional[_Union[PowerOfAttorneyLegalEntitySubsidiaryHead, _Mapping]] = ...) -> None: ...

class PowerOfAttorneyLegalEntitySubsidiaryHead(_message.Message):
    __slots__ = ("InnFl",)
    INNFL_FIELD_NUMBER: _ClassVar[int]
    InnFl: str
    def __init__(self, InnFl: _Optional[str] = ...) -> None: ...

class PowerOfAttorneyConfidant(_message.Message):
    __slots__ = ("PersonName", "Inn", "Organization")
    PERSONNAME_FIELD_NUMBER: _ClassVar[int]
    INN_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_FIELD_NUMBER: _ClassVar[int]
    PersonName: _employees_pb2.FullName
    Inn: str
    Organization: PowerOfAttorneyConfidantOrganization
    def __init__(self, PersonName: _Optional[_Union[_employees_pb2.FullName, _Mapping]] = ..., Inn: _Optional[str] = ..., Organization: _Optional[_Union[PowerOfAttorneyConfidantOrganization, _Mapping]] = ...) -> None: ...

class PowerOfAttorneyConfidantOrganization(_message.Message):
    __slots__ = ("Inn", "Kpp", "Name")
    INN_FIELD_NUMBER: _ClassVar[int]
    KPP_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    Inn: str
    Kpp: str
    Name: str
    def __init__(self, Inn: _Optional[str] = ..., Kpp: _Optional[str] = ..., Name: _Optional[str] = ...) -> None: ...

class PowerOfAttorneyPermissionsInfo(_message.Message):
    __slots__ = ("Permissions", "TransferPermissionLoss", "JointPermissions")
    PERMISSIONS_FIELD_NUMBER: _ClassVar[int]
    TRANSFERPERMISSIONLOSS_FIELD_NUMBER: _ClassVar[int]
    JOINTPERMISSIONS_FIELD_NUMBER: _ClassVar[int]
    Permissions: _containers.RepeatedCompositeFieldContainer[PowerOfAttorneyPermissions]
    TransferPermissionLoss: str
    JointPermissions: str
    def __init__(self, Permissions: _Optional[_Iterable[_Union[PowerOfAttorneyPermissions, _Mapping]]] = ..., TransferPermissionLoss: _Optional[str] = ..., JointPermissions: _Optional[str] = ...) -> None: ...

class PowerOfAttorneyPermissions(_message.Message):
    __slots__ = ("Type", "TextPermission", "MachineReadablePermission")
    TYPE_FIELD_NUMBER: _ClassVar[int]
    TEXTPERMISSION_FIELD_NUMBER: _ClassVar[int]
    MACHINEREADABLEPERMISSION_FIELD_NUMBER: _ClassVar[int]
    Type: str
    TextPermission: str
    MachineReadablePermission: _containers.RepeatedCompositeFieldContainer[PowerOfAttorneyMachineReadablePermission]
    def __init__(self, Type: _Optional[str] = ..., TextPermission: _Optional[str] = ..., MachineReadablePermission: _Optional[_Iterable[_Union[PowerOfAttorneyMachineReadablePermission, _Mapping]]] = ...) -> None: ...

class PowerOfAttorneyMachineReadablePermission(_message.Message):
    __slots__ = ("Mnemonic", "Code", "Name", "Restrictions")
    MNEMONIC_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    RESTRICTIONS_FIELD_NUMBER: _ClassVar[int]
    Mnemonic: str
    Code: str
    Name: str
    Restrictions: _containers.RepeatedCompositeFieldContainer[PowerOfAttorneyRestrictions]
    def __init__(self, Mnemonic: _Optional[str] = ..., Code: _Optional[str] = ..., Name: _Optional[str] = ..., Restrictions: _Optional[_Iterable[_Union[PowerOfAttorneyRestrictions, _Mapping]]] = ...) -> None: ...

class PowerOfAttorneyRestrictions(_message.Message):
    __slots__ = ("Id", "Code", "Name", "ValueName", "ValueCode", "ValueText")
    ID_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    VALUENAME_FIELD_NUMBER: _ClassVar[int]
    VALUECODE_FIELD_NUMBER: _ClassVar[int]
    VALUETEXT_FIELD_NUMBER: _ClassVar[int]
    Id: int
    Code: str
    Name: str
    ValueName: str
    ValueCode: str
    ValueText: str
    def __init__(self, Id: _Optional[int] = ..., Code: _Optional[str] = ..., Name: _Optional[str] = ..., ValueName: _Optional[str] = ..., ValueCode: _Optional[str] = ..., ValueText: _Optional[str] = ...) -> None: ...

class PowerOfAttorneyToRegister(_message.Message):
    __slots__ = ("FullId", "Content")
    FULLID_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    FullId: PowerOfAttorneyFullId
    Content: PowerOfAttorneySignedContent
    def __init__(self, FullId: _Optional[_Union[PowerOfAttorneyFullId, _Mapping]] = ..., Content: _Optional[_Union[PowerOfAttorneySignedContent, _Mapping]] = ...) -> None: ...

class PowerOfAttorneySignedContent(_message.Message):
    __slots__ = ("Content", "Signature")
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    SIGNATURE_FIELD_NUMBER: _ClassVar[int]
    Content: _common_pb2.Content_v3
    Signature: _common_pb2.Content_v3
    def __init__(self, Content: _Optional[_Union[_common_pb2.Content_v3, _Mapping]] = ..., Signature: _Optional[_Union[_common_pb2.Content_v3, _Mapping]] = ...) -> None: ...

class PowerOfAttorneyRegisterResult(_message.Message):
    __slots__ = ("OperationStatus", "PowerOfAttorney", "Status", "Errors")
    OPERATIONSTATUS_FIELD_NUMBER: _ClassVar[int]
    POWEROFATTORNEY_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    ERRORS_FIELD_NUMBER: _ClassVar[int]
    OperationStatus: str
    PowerOfAttorney: PowerOfAttorney
    Status: PowerOfAttorneyStatus
    Errors: _containers.RepeatedCompositeFieldContainer[PowerOfAttorneyOperationError]
    def __init__(self, OperationStatus: _Optional[str] = ..., PowerOfAttorney: _Optional[_Union[PowerOfAttorney, _Mapping]] = ..., Status: _Optional[_Union[PowerOfAttorneyStatus, _Mapping]] = ..., Errors: _Optional[_Iterable[_Union[PowerOfAttorneyOperationError, _Mapping]]] = ...) -> None: ...

class PowerOfAttorneyStatus(_message.Message):
    __slots__ = ("Status", "LastCheckAt")
    STATUS_FIELD_NUMBER: _ClassVar[int]
    LASTCHECKAT_FIELD_NUMBER: _ClassVar[int]
    Status: str
    LastCheckAt: _common_pb2.Timestamp
    def __init__(self, Status: _Optional[str] = ..., LastCheckAt: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class PowerOfAttorneyOperationError(_message.Message):
    __slots__ = ("Code", "Text")
    CODE_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    Code: str
    Text: str
    def __init__(self, Code: _Optional[str] = ..., Text: _Optional[str] = ...) -> None: ...

class PowerOfAttorneyDelegationInfo(_message.Message):
    __slots__ = ("RootRegistrationNumber", "ParentRegistrationNumber", "RootIssuers")
    ROOTREGISTRATIONNUMBER_FIELD_NUMBER: _ClassVar[int]
    PARENTREGISTRATIONNUMBER_FIELD_NUMBER: _ClassVar[int]
    ROOTISSUERS_FIELD_NUMBER: _ClassVar[int]
    RootRegistrationNumber: str
    ParentRegistrationNumber: str
    RootIssuers: _containers.RepeatedCompositeFieldContainer[PowerOfAttorneyIssuer]
    def __init__(self, RootRegistrationNumber: _Optional[str] = ..., ParentRegistrationNumber: _Optional[str] = ..., RootIssuers: _Optional[_Iterable[_Union[PowerOfAttorneyIssuer, _Mapping]]] = ...) -> None: ...

class PowerOfAttorneyContent(_message.Message):
    __slots__ = ("Content", "Signature")
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    SIGNATURE_FIELD_NUMBER: _ClassVar[int]
    Content: bytes
    Signature: bytes
    def __init__(self, Content: _Optional[bytes] = ..., Signature: _Optional[bytes] = ...) -> None: ...

class PowerOfAttorneyContentResponse(_message.Message):
    __slots__ = ("Content", "DelegationChain")
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    DELEGATIONCHAIN_FIELD_NUMBER: _ClassVar[int]
    Content: PowerOfAttorneyContentV2
    DelegationChain: _containers.RepeatedCompositeFieldContainer[PowerOfAttorneyContentV2]
    def __init__(self, Content: _Optional[_Union[PowerOfAttorneyContentV2, _Mapping]] = ..., DelegationChain: _Optional[_Iterable[_Union[PowerOfAttorneyContentV2, _Mapping]]] = ...) -> None: ...

class PowerOfAttorneyContentV2(_message.Message):
    __slots__ = ("Content", "Signature", "FullId")
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    SIGNATURE_FIELD_NUMBER: _ClassVar[int]
    FULLID_FIELD_NUMBER: _ClassVar[int]
    Content: bytes
    Signature: bytes
    FullId: PowerOfAttorneyFullId
    def __init__(self, Content: _Optional[bytes] = ..., Signature: _Optional[bytes] = ..., FullId: _Optional[_Union[PowerOfAttorneyFullId, _Mapping]] = ...) -> None: ...

class PowerOfAttorneyRepresentative(_message.Message):
    __slots__ = ("Type", "LegalEntity", "IndividualEntity", "PhysicalEntity", "LegalEntitySubsidiary", "ForeignLegalEntitySubsidiary")
    TYPE_FIELD_NUMBER: _ClassVar[int]
    LEGALENTITY_FIELD_NUMBER: _ClassVar[int]
    INDIVIDUALENTITY_FIELD_NUMBER: _ClassVar[int]
    PHYSICALENTITY_FIELD_NUMBER: _ClassVar[int]
    LEGALENTITYSUBSIDIARY_FIELD_NUMBER: _ClassVar[int]
    FOREIGNLEGALENTITYSUBSIDIARY_FIELD_NUMBER: _ClassVar[int]
    Type: PowerOfAttorneyRepresentativeType.Value
    LegalEntity: PowerOfAttorneyRepresentativeLegalEntity
    IndividualEntity: PowerOfAttorneyRepresentativeIndividualEntity
    PhysicalEntity: PowerOfAttorneyRepresentativePhysicalEntity
    LegalEntitySubsidiary: PowerOfAttorneyRepresentativeLegalEntity
    ForeignLegalEntitySubsidiary: PowerOfAttorneyRepresentativeForeignLegalSubsidiaryEntity
    def __init__(self, Type: _Optional[_Union[PowerOfAttorneyRepresentativeType.Value, str]] = ..., LegalEntity: _Optional[_Union[PowerOfAttorneyRepresentativeLegalEntity, _Mapping]] = ..., IndividualEntity: _Optional[_Union[PowerOfAttorneyRepresentativeIndividualEntity, _Mapping]] = ..., PhysicalEntity: _Optional[_Union[PowerOfAttorneyRepresentativePhysicalEntity, _Mapping]] = ..., LegalEntitySubsidiary: _Optional[_Union[PowerOfAttorneyRepresentativeLegalEntity, _Mapping]] = ..., ForeignLegalEntitySubsidiary: _Optional[_Union[PowerOfAttorneyRepresentativeForeignLegalSubsidiaryEntity, _Mapping]] = ...) -> None: ...

class PowerOfAttorneyRepresentativeLegalEntity(_message.Message):
    __slots__ = ("Inn", "Kpp", "OrganizationName", "PhysicalEntity")
    INN_FIELD_NUMBER: _ClassVar[int]
    KPP_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATIONNAME_FIELD_NUMBER: _ClassVar[int]
    PHYSICALENTITY_FIELD_NUMBER: _ClassVar[int]
    Inn: str
    Kpp: str
    OrganizationName: str
    PhysicalEntity: _containers.RepeatedCompositeFieldContainer[PowerOfAttorneyRepresentativePhysicalEntity]
    def __init__(self, Inn: _Optional[str] = ..., Kpp: _Optional[str] = ..., OrganizationName: _Optional[str] = ..., PhysicalEntity: _Optional[_Iterable[_Union[PowerOfAttorneyRepresentativePhysicalEntity, _Mapping]]] = ...) -> None: ...

class PowerOfAttorneyRepresentativeIndividualEntity(_message.Message):
    __slots__ = ("Inn", "OrganizationName")
    INN_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATIONNAME_FIELD_NUMBER: _ClassVar[int]
    Inn: str
    OrganizationName: str
    def __init__(self, Inn: _Optional[str] = ..., OrganizationName: _Optional[str] = ...) -> None: ...

class PowerOfAttorneyRepresentativePhysicalEntity(_message.Message):
    __slots__ = ("Inn", "PersonName")
    INN_FIELD_NUMBER: _ClassVar[int]
    PERSONNAME_FIELD_NUMBER: _ClassVar[int]
    Inn: str
    PersonName: _employees_pb2.FullName
    def __init__(self, Inn: _Optional[str] = ..., PersonName: _Optional[_Union[_employees_pb2.FullName, _Mapping]] = ...) -> None: ...

class PowerOfAttorneyRepresentativeForeignLegalSubsidiaryEntity(_message.Message):
    __slots__ = ("Inn", "Kpp", "OrganizationName")
    INN_FIELD_NUMBER: _ClassVar[int]
    KPP_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATIONNAME_FIELD_NUMBER: _ClassVar[int]
    Inn: str
    Kpp: str
    OrganizationName: str
    def __init__(self, Inn: _Optional[str] = ..., Kpp: _Optional[str] = ..., OrganizationName: _Optional[str] = ...) -> None: ...

class PowerOfAttorneyIssuerType(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownIssuerType: _ClassVar[PowerOfAttorneyIssuerType.Value]
        LegalEntity: _ClassVar[PowerOfAttorneyIssuerType.Value]
        ForeignEntity: _ClassVar[PowerOfAttorneyIssuerType.Value]
        IndividualEntity: _ClassVar[PowerOfAttorneyIssuerType.Value]
        PhysicalEntity: _ClassVar[PowerOfAttorneyIssuerType.Value]
        LegalEntitySubsidiary: _ClassVar[PowerOfAttorneyIssuerType.Value]
    UnknownIssuerType: PowerOfAttorneyIssuerType.Value
    LegalEntity: PowerOfAttorneyIssuerType.Value
    ForeignEntity: PowerOfAttorneyIssuerType.Value
    IndividualEntity: PowerOfAttorneyIssuerType.Value
    PhysicalEntity: PowerOfAttorneyIssuerType.Value
    LegalEntitySubsidiary: PowerOfAttorneyIssuerType.Value
    def __init__(self) -> None: ...

class PowerOfAttorneySendingType(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        Unknown: _ClassVar[PowerOfAttorneySendingType.Value]
        Metadata: _ClassVar[PowerOfAttorneySendingType.Value]
        File: _ClassVar[PowerOfAttorneySendingType.Value]
        DocumentContent: _ClassVar[PowerOfAttorneySendingType.Value]
    Unknown: PowerOfAttorneySendingType.Value
    Metadata: PowerOfAttorneySendingType.Value
    File: PowerOfAttorneySendingType.Value
    DocumentContent: PowerOfAttorneySendingType.Value
    def __init__(self) -> None: ...

class PowerOfAttorneyRepresentativeType(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownRepresentativeType: _ClassVar[PowerOfAttorneyRepresentativeType.Value]
        RepresentativeLegalEntity: _ClassVar[PowerOfAttorneyRepresentativeType.Value]
        RepresentativeIndividualEntity: _ClassVar[PowerOfAttorneyRepresentativeType.Value]
        RepresentativePhysicalEntity: _ClassVar[PowerOfAttorneyRepresentativeType.Value]
        RepresentativeLegalEntitySubsidiary: _ClassVar[PowerOfAttorneyRepresentativeType.Value]
        RepresentativeForeignLegalEntitySubsidiary: _ClassVar[PowerOfAttorneyRepresentativeType.Value]
    UnknownRepresentativeType: PowerOfAttorneyRepresentativeType.Value
    RepresentativeLegalEntity: PowerOfAttorneyRepresentativeType.Value
    RepresentativeIndividualEntity: PowerOfAttorneyRepresentativeType.Value
    RepresentativePhysicalEntity: PowerOfAttorneyRepresentativeType.Value
    RepresentativeLegalEntitySubsidiary: PowerOfAttorneyRepresentativeType.Value
    RepresentativeForeignLegalEntitySubsidiary: PowerOfAttorneyRepresentativeType.Value
    def __init__(self) -> None: ...

class PowerOfAttorneyValidationStatus(_message.Message):
    __slots__ = ("Severity", "StatusNamedId", "StatusText", "Errors", "ValidationProtocol", "OperationError")
    SEVERITY_FIELD_NUMBER: _ClassVar[int]
    STATUSNAMEDID_FIELD_NUMBER: _ClassVar[int]
    STATUSTEXT_FIELD_NUMBER: _ClassVar[int]
    ERRORS_FIELD_NUMBER: _ClassVar[int]
    VALIDATIONPROTOCOL_FIELD_NUMBER: _ClassVar[int]
    OPERATIONERROR_FIELD_NUMBER: _ClassVar[int]
    Severity: _common_pb2.Severity.Value
    StatusNamedId: PowerOfAttorneyValidationStatusNamedId.Value
    StatusText: str
    Errors: _containers.RepeatedCompositeFieldContainer[PowerOfAttorneyValidationError]
    ValidationProtocol: ValidationProtocol
    OperationError: PowerOfAttorneyValidationError
    def __init__(self, Severity: _Optional[_Union[_common_pb2.Severity.Value, str]] = ..., StatusNamedId: _Optional[_Union[PowerOfAttorneyValidationStatusNamedId.Value, str]] = ..., StatusText: _Optional[str] = ..., Errors: _Optional[_Iterable[_Union[PowerOfAttorneyValidationError, _Mapping]]] = ..., ValidationProtocol: _Optional[_Union[ValidationProtocol, _Mapping]] = ..., OperationError: _Optional[_Union[PowerOfAttorneyValidationError, _Mapping]] = ...) -> None: ...

class PowerOfAttorneyValidationError(_message.Message):
    __slots__ = ("Code", "Text")
    CODE_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    Code: str
    Text: str
    def __init__(self, Code: _Optional[str] = ..., Text: _Optional[str] = ...) -> None: ...

class PowerOfAttorneyPrevalidateRequest(_message.Message):
    __slots__ = ("ConfidantCertificate",)
    CONFIDANTCERTIFICATE_FIELD_NUMBER: _ClassVar[int]
    ConfidantCertificate: ConfidantCertificateToPrevalidate
    def __init__(self, ConfidantCertificate: _Optional[_Union[ConfidantCertificateToPrevalidate, _Mapping]] = ...) -> None: ...

class PowerOfAttorneyPrevalidateRequestV2(_message.Message):
    __slots__ = ("FullId", "ConfidantCertificate")
    FULLID_FIELD_NUMBER: _ClassVar[int]
    CONFIDANTCERTIFICATE_FIELD_NUMBER: _ClassVar[int]
    FullId: PowerOfAttorneyFullId
    ConfidantCertificate: ConfidantCertificateToPrevalidate
    def __init__(self, FullId: _Optional[_Union[PowerOfAttorneyFullId, _Mapping]] = ..., ConfidantCertificate: _Optional[_Union[ConfidantCertificateToPrevalidate, _Mapping]] = ...) -> None: ...

class ConfidantCertificateToPrevalidate(_message.Message):
    __slots__ = ("Thumbprint", "Content")
    THUMBPRINT_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    Thumbprint: str
    Content: _common_pb2.Content_v3
    def __init__(self, Thumbprint: _Optional[str] = ..., Content: _Optional[_Union[_common_pb2.Content_v3, _Mapping]] = ...) -> None: ...

class PowerOfAttorneyPrevalidateResult(_message.Message):
    __slots__ = ("PrevalidateStatus",)
    PREVALIDATESTATUS_FIELD_NUMBER: _ClassVar[int]
    PrevalidateStatus: PowerOfAttorneyValidationStatus
    def __init__(self, PrevalidateStatus: _Optional[_Union[PowerOfAttorneyValidationStatus, _Mapping]] = ...) -> None: ...

class ValidationProtocol(_message.Message):
    __slots__ = ("CheckResults",)
    CHECKRESULTS_FIELD_NUMBER: _ClassVar[int]
    CheckResults: _containers.RepeatedCompositeFieldContainer[ValidationCheckResult]
    def __init__(self, CheckResults: _Optional[_Iterable[_Union[ValidationCheckResult, _Mapping]]] = ...) -> None: ...

class ValidationCheckResult(_message.Message):
    __slots__ = ("Status", "Name", "Error")
    STATUS_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    Status: PowerOfAttorneyValidationCheckStatus.Value
    Name: str
    Error: PowerOfAttorneyValidationError
    def __init__(self, Status: _Optional[_Union[PowerOfAttorneyValidationCheckStatus.Value, str]] = ..., Name: _Optional[str] = ..., Error: _Optional[_Union[PowerOfAttorneyValidationError, _Mapping]] = ...) -> None: ...

class PowerOfAttorneyValidationStatusNamedId(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownStatus: _ClassVar[PowerOfAttorneyValidationStatusNamedId.Value]
        CanNotBeValidated: _ClassVar[PowerOfAttorneyValidationStatusNamedId.Value]
        IsValid: _ClassVar[PowerOfAttorneyValidationStatusNamedId.Value]
        IsNotValid: _ClassVar[PowerOfAttorneyValidationStatusNamedId.Value]
        ValidationError: _ClassVar[PowerOfAttorneyValidationStatusNamedId.Value]
        IsNotAttached: _ClassVar[PowerOfAttorneyValidationStatusNamedId.Value]
        HasWarnings: _ClassVar[PowerOfAttorneyValidationStatusNamedId.Value]
    UnknownStatus: PowerOfAttorneyValidationStatusNamedId.Value
    CanNotBeValidated: PowerOfAttorneyValidationStatusNamedId.Value
    IsValid: PowerOfAttorneyValidationStatusNamedId.Value
    IsNotValid: PowerOfAttorneyValidationStatusNamedId.Value
    ValidationError: PowerOfAttorneyValidationStatusNamedId.Value
    IsNotAttached: PowerOfAttorneyValidationStatusNamedId.Value
    HasWarnings: PowerOfAttorneyValidationStatusNamedId.Value
    def __init__(self) -> None: ...

class PowerOfAttorneyValidationCheckStatus(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownCheckStatus: _ClassVar[PowerOfAttorneyValidationCheckStatus.Value]
        Ok: _ClassVar[PowerOfAttorneyValidationCheckStatus.Value]
        Warning: _ClassVar[PowerOfAttorneyValidationCheckStatus.Value]
        Error: _ClassVar[PowerOfAttorneyValidationCheckStatus.Value]
    UnknownCheckStatus: PowerOfAttorneyValidationCheckStatus.Value
    Ok: PowerOfAttorneyValidationCheckStatus.Value
    Warning: PowerOfAttorneyValidationCheckStatus.Value
    Error: PowerOfAttorneyValidationCheckStatus.Value
    def __init__(self) -> None: ...
