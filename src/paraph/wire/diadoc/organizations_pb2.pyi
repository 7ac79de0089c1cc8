from paraph.wire.diadoc import common_pb2 as _common_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Address(_message.Message):
    __slots__ = ("RussianAddress", "ForeignAddress", "AddressCode", "GarAddress")
    RUSSIANADDRESS_FIELD_NUMBER: _ClassVar[int]
    FOREIGNADDRESS_FIELD_NUMBER: _ClassVar[int]
    ADDRESSCODE_FIELD_NUMBER: _ClassVar[int]
    GARADDRESS_FIELD_NUMBER: _ClassVar[int]
    RussianAddress: RussianAddress
    ForeignAddress: ForeignAddress
    AddressCode: str
    GarAddress: GarAddress
    def __init__(self, RussianAddress: _Optional[_Union[RussianAddress, _Mapping]] = ..., ForeignAddress: _Optional[_Union[ForeignAddress, _Mapping]] = ..., AddressCode: _Optional[str] = ..., GarAddress: _Optional[_Union[GarAddress, _Mapping]] = ...) -> None: ...

class RussianAddress(_message.Message):
    __slots__ = ("ZipCode", "Region", "Territory", "City", "Locality", "Street", "Building", "Block", "Apartment", "OtherInformation")
    ZIPCODE_FIELD_NUMBER: _ClassVar[int]
    REGION_FIELD_NUMBER: _ClassVar[int]
    TERRITORY_FIELD_NUMBER: _ClassVar[int]
    CITY_FIELD_NUMBER: _ClassVar[int]
    LOCALITY_FIELD_NUMBER: _ClassVar[int]
    STREET_FIELD_NUMBER: _ClassVar[int]
    BUILDING_FIELD_NUMBER: _ClassVar[int]
    BLOCK_FIELD_NUMBER: _ClassVar[int]
    APARTMENT_FIELD_NUMBER: _ClassVar[int]
    OTHERINFORMATION_FIELD_NUMBER: _ClassVar[int]
    ZipCode: str
    Region: str
    Territory: str
    City: str
    Locality: str
    Street: str
    Building: str
    Block: str
    Apartment: str
    OtherInformation: str
    def __init__(self, ZipCode: _Optional[str] = ..., Region: _Optional[str] = ..., Territory: _Optional[str] = ..., City: _Optional[str] = ..., Locality: _Optional[str] = ..., Street: _Optional[str] = ..., Building: _Optional[str] = ..., Block: _Optional[str] = ..., Apartment: _Optional[str] = ..., OtherInformation: _Optional[str] = ...) -> None: ...

class ForeignAddress(_message.Message):
    __slots__ = ("Country", "Address")
    COUNTRY_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    Country: str
    Address: str
    def __init__(self, Country: _Optional[str] = ..., Address: _Optional[str] = ...) -> None: ...

class GarAddress(_message.Message):
    __slots__ = ("FiasId", "ZipCode", "RegionCode", "MunicipalDistrict", "UrbanSettlement", "City", "PlanningStructure", "Street", "Stead", "Garhouse", "RoomWithinBuilding", "RoomWithinApartment", "DivisionType", "District", "Settlement")
    FIASID_FIELD_NUMBER: _ClassVar[int]
    ZIPCODE_FIELD_NUMBER: _ClassVar[int]
    REGIONCODE_FIELD_NUMBER: _ClassVar[int]
    MUNICIPALDISTRICT_FIELD_NUMBER: _ClassVar[int]
    URBANSETTLEMENT_FIELD_NUMBER: _ClassVar[int]
    CITY_FIELD_NUMBER: _ClassVar[int]
    PLANNINGSTRUCTURE_FIELD_NUMBER: _ClassVar[int]
    STREET_FIELD_NUMBER: _ClassVar[int]
    STEAD_FIELD_NUMBER: _ClassVar[int]
    GARHOUSE_FIELD_NUMBER: _ClassVar[int]
    ROOMWITHINBUILDING_FIELD_NUMBER: _ClassVar[int]
    ROOMWITHINAPARTMENT_FIELD_NUMBER: _ClassVar[int]
    DIVISIONTYPE_FIELD_NUMBER: _ClassVar[int]
    DISTRICT_FIELD_NUMBER: _ClassVar[int]
    SETTLEMENT_FIELD_NUMBER: _ClassVar[int]
    FiasId: str
    ZipCode: str
    RegionCode: str
    MunicipalDistrict: GarAddressNameElement
    UrbanSettlement: GarAddressNameElement
    City: GarAddressNameElement
    PlanningStructure: GarAddressNameElement
    Street: GarAddressNameElement
    Stead: str
    Garhouse: GarHouse
    RoomWithinBuilding: GarAddressNumberElement
    RoomWithinApartment: GarAddressNumberElement
    DivisionType: GarAddressDivisionType.Value
    District: GarAddressNameElement
    Settlement: GarAddressNameElement
    def __init__(self, FiasId: _Optional[str] = ..., ZipCode: _Optional[str] = ..., RegionCode: _Optional[str] = ..., MunicipalDistrict: _Optional[_Union[GarAddressNameElement, _Mapping]] = ..., UrbanSettlement: _Optional[_Union[GarAddressNameElement, _Mapping]] = ..., City: _Optional[_Union[GarAddressNameElement, _Mapping]] = ..., PlanningStructure: _Optional[_Union[GarAddressNameElement, _Mapping]] = ..., Street: _Optional[_Union[GarAddressNameElement, _Mapping]] = ..., Stead: _Optional[str] = ..., Garhouse: _Optional[_Union[GarHouse, _Mapping]] = ..., RoomWithinBuilding: _Optional[_Union[GarAddressNumberElement, _Mapping]] = ..., RoomWithinApartment: _Optional[_Union[GarAddressNumberElement, _Mapping]] = ..., DivisionType: _Optional[_Union[GarAddressDivisionType.Value, str]] = ..., District: _Optional[_Union[GarAddressNameElement, _Mapping]] = ..., Settlement: _Optional[_Union[GarAddressNameElement, _Mapping]] = ...) -> None: ...

class GarHouse(_message.Message):
    __slots__ = ("Abbreviation", "Number", "AddNumber1", "AddAbbreviation1", "AddNumber2", "AddAbbreviation2")
    ABBREVIATION_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    ADDNUMBER1_FIELD_NUMBER: _ClassVar[int]
    ADDABBREVIATION1_FIELD_NUMBER: _ClassVar[int]
    ADDNUMBER2_FIELD_NUMBER: _ClassVar[int]
    ADDABBREVIATION2_FIELD_NUMBER: _ClassVar[int]
    Abbreviation: str
    Number: str
    AddNumber1: str
    AddAbbreviation1: str
    AddNumber2: str
    AddAbbreviation2: str
    def __init__(self, Abbreviation: _Optional[str] = ..., Number: _Optional[str] = ..., AddNumber1: _Optional[str] = ..., AddAbbreviation1: _Optional[str] = ..., AddNumber2: _Optional[str] = ..., AddAbbreviation2: _Optional[str] = ...) -> None: ...

class GarAddressNameElement(_message.Message):
    __slots__ = ("Abbreviation", "Name")
    ABBREVIATION_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    Abbreviation: str
    Name: str
    def __init__(self, Abbreviation: _Optional[str] = ..., Name: _Optional[str] = ...) -> None: ...

class GarAddressNumberElement(_message.Message):
    __slots__ = ("Abbreviation", "Number")
    ABBREVIATION_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    Abbreviation: str
    Number: str
    def __init__(self, Abbreviation: _Optional[str] = ..., Number: _Optional[str] = ...) -> None: ...

class GarAddressDivisionType(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownDivisionType: _ClassVar[GarAddressDivisionType.Value]
        Municipal: _ClassVar[GarAddressDivisionType.Value]
        Administrative: _ClassVar[GarAddressDivisionType.Value]
    UnknownDivisionType: GarAddressDivisionType.Value
    Municipal: GarAddressDivisionType.Value
    Administrative: GarAddressDivisionType.Value
    def __init__(self) -> None: ...

class CounteragentStatus(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownCounteragentStatus: _ClassVar[CounteragentStatus.Value]
        IsMyCounteragent: _ClassVar[CounteragentStatus.Value]
        InvitesMe: _ClassVar[CounteragentStatus.Value]
        IsInvitedByMe: _ClassVar[CounteragentStatus.Value]
        RejectsMe: _ClassVar[CounteragentStatus.Value]
        IsRejectedByMe: _ClassVar[CounteragentStatus.Value]
        NotInCounteragentList: _ClassVar[CounteragentStatus.Value]
    UnknownCounteragentStatus: CounteragentStatus.Value
    IsMyCounteragent: CounteragentStatus.Value
    InvitesMe: CounteragentStatus.Value
    IsInvitedByMe: CounteragentStatus.Value
    RejectsMe: CounteragentStatus.Value
    IsRejectedByMe: CounteragentStatus.Value
    NotInCounteragentList: CounteragentStatus.Value
    def __init__(self) -> None: ...

class AdminDepartment(_message.Message):
    __slots__ = ("Id", "ParentDepartmentId", "Name", "Abbreviation", "Kpp", "Address", "Routing", "CreationTimestamp")
    ID_FIELD_NUMBER: _ClassVar[int]
    PARENTDEPARTMENTID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    ABBREVIATION_FIELD_NUMBER: _ClassVar[int]
    KPP_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    ROUTING_FIELD_NUMBER: _ClassVar[int]
    CREATIONTIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    Id: str
    ParentDepartmentId: str
    Name: str
    Abbreviation: str
    Kpp: str
    Address: Address
    Routing: Routing
    CreationTimestamp: _common_pb2.Timestamp
    def __init__(self, Id: _Optional[str] = ..., ParentDepartmentId: _Optional[str] = ..., Name: _Optional[str] = ..., Abbreviation: _Optional[str] = ..., Kpp: _Optional[str] = ..., Address: _Optional[_Union[Address, _Mapping]] = ..., Routing: _Optional[_Union[Routing, _Mapping]] = ..., CreationTimestamp: _Optional[_Union[_common_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class DepartmentList(_message.Message):
    __slots__ = ("Departments", "TotalCount")
    DEPARTMENTS_FIELD_NUMBER: _ClassVar[int]
    TOTALCOUNT_FIELD_NUMBER: _ClassVar[int]
    Departments: _containers.RepeatedCompositeFieldContainer[AdminDepartment]
    TotalCount: int
    def __init__(self, Departments: _Optional[_Iterable[_Union[AdminDepartment, _Mapping]]] = ..., TotalCount: _Optional[int] = ...) -> None: ...

class DepartmentToCreate(_message.Message):
    __slots__ = ("ParentDepartmentId", "Name", "Abbreviation", "Kpp", "Address", "Routing")
    PARENTDEPARTMENTID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    ABBREVIATION_FIELD_NUMBER: _ClassVar[int]
    KPP_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    ROUTING_FIELD_NUMBER: _ClassVar[int]
    ParentDepartmentId: str
    Name: str
    Abbreviation: str
    Kpp: str
    Address: Address
    Routing: Routing
    def __init__(self, ParentDepartmentId: _Optional[str] = ..., Name: _Optional[str] = ..., Abbreviation: _Optional[str] = ..., Kpp: _Optional[str] = ..., Address: _Optional[_Union[Address, _Mapping]] = ..., Routing: _Optional[_Union[Routing, _Mapping]] = ...) -> None: ...

class DepartmentToUpdate(_message.Message):
    __slots__ = ("ParentDepartment", "DepartmentNaming", "Kpp", "Address", "Routing")
    PARENTDEPARTMENT_FIELD_NUMBER: _ClassVar[int]
    DEPARTMENTNAMING_FIELD_NUMBER: _ClassVar[int]
    KPP_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    ROUTING_FIELD_NUMBER: _ClassVar[int]
    ParentDepartment: ParentDepartmentPatch
    DepartmentNaming: DepartmentNamingPatch
    Kpp: DepartmentKppPatch
    Address: DepartmentAddressPatch
    Routing: DepartmentRoutingPatch
    def __init__(self, ParentDepartment: _Optional[_Union[ParentDepartmentPatch, _Mapping]] = ..., DepartmentNaming: _Optional[_Union[DepartmentNamingPatch, _Mapping]] = ..., Kpp: _Optional[_Union[DepartmentKppPatch, _Mapping]] = ..., Address: _Optional[_Union[DepartmentAddressPatch, _Mapping]] = ..., Routing: _Optional[_Union[DepartmentRoutingPatch, _Mapping]] = ...) -> None: ...

class ParentDepartmentPatch(_message.Message):
    __slots__ = ("ParentDepartmentId",)
    PARENTDEPARTMENTID_FIELD_NUMBER: _ClassVar[int]
    ParentDepartmentId: str
    def __init__(self, ParentDepartmentId: _Optional[str] = ...) -> None: ...

class DepartmentNamingPatch(_message.Message):
    __slots__ = ("Name", "Abbreviation")
    NAME_FIELD_NUMBER: _ClassVar[int]
    ABBREVIATION_FIELD_NUMBER: _ClassVar[int]
    Name: str
    Abbreviation: str
    def __init__(self, Name: _Optional[str] = ..., Abbreviation: _Optional[str] = ...) -> None: ...

class DepartmentKppPatch(_message.Message):
    __slots__ = ("Kpp",)
    KPP_FIELD_NUMBER: _ClassVar[int]
    Kpp: str
    def __init__(self, Kpp: _Optional[str] = ...) -> None: ...

class DepartmentAddressPatch(_message.Message):
    __slots__ = ("Address",)
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    Address: Address
    def __init__(self, Address: _Optional[_Union[Address, _Mapping]] = ...) -> None: ...

class DepartmentRoutingPatch(_message.Message):
    __slots__ = ("Kpp", "Address")
    KPP_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    Kpp: bool
    Address: bool
    def __init__(self, Kpp: _Optional[bool] = ..., Address: _Optional[bool] = ...) -> None: ...

class Routing(_message.Message):
    __slots__ = ("Kpp", "Address")
    KPP_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    Kpp: bool
    Address: bool
    def __init__(self, Kpp: _Optional[bool] = ..., Address: _Optional[bool] = ...) -> None: ...

class GetOrganizationsByInnListRequest(_message.Message):
    __slots__ = ("InnList",)
    INNLIST_FIELD_NUMBER: _ClassVar[int]
    InnList: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, InnList: _Optional[_Iterable[str]] = ...) -> None: ...

class OrganizationWithCounteragentStatus(_message.Message):
    __slots__ = ("Organization", "CounteragentStatus", "LastEventTimestampTicks", "MessageFromCounteragent", "MessageToCounteragent", "InvitationDocumentId", "CounteragentGroupId")
    ORGANIZATION_FIELD_NUMBER: _ClassVar[int]
    COUNTERAGENTSTATUS_FIELD_NUMBER: _ClassVar[int]
    LASTEVENTTIMESTAMPTICKS_FIELD_NUMBER: _ClassVar[int]
    MESSAGEFROMCOUNTERAGENT_FIELD_NUMBER: _ClassVar[int]
    MESSAGETOCOUNTERAGENT_FIELD_NUMBER: _ClassVar[int]
    INVITATIONDOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    COUNTERAGENTGROUPID_FIELD_NUMBER: _ClassVar[int]
    Organization: Organization
    CounteragentStatus: CounteragentStatus.Value
    LastEventTimestampTicks: int
    MessageFromCounteragent: str
    MessageToCounteragent: str
    InvitationDocumentId: _common_pb2.DocumentId
    CounteragentGroupId: str
    def __init__(self, Organization: _Optional[_Union[Organization, _Mapping]] = ..., CounteragentStatus: _Optional[_Union[CounteragentStatus.Value, str]] = ..., LastEventTimestampTicks: _Optional[int] = ..., MessageFromCounteragent: _Optional[str] = ..., MessageToCounteragent: _Optional[str] = ..., InvitationDocumentId: _Optional[_Union[_common_pb2.DocumentId, _Mapping]] = ..., CounteragentGroupId: _Optional[str] = ...) -> None: ...

class GetOrganizationsByInnListResponse(_message.Message):
    __slots__ = ("Organizations",)
    ORGANIZATIONS_FIELD_NUMBER: _ClassVar[int]
    Organizations: _containers.RepeatedCompositeFieldContainer[OrganizationWithCounteragentStatus]
    def __init__(self, Organizations: _Optional[_Iterable[_Union[OrganizationWithCounteragentStatus, _Mapping]]] = ...) -> None: ...

class ForeignInformation(_message.Message):
    __slots__ = ("ForeignTaxpayerCode", "IdentificationOfStatus", "OtherInformation")
    FOREIGNTAXPAYERCODE_FIELD_NUMBER: _ClassVar[int]
    IDENTIFICATIONOFSTATUS_FIELD_NUMBER: _ClassVar[int]
    OTHERINFORMATION_FIELD_NUMBER: _ClassVar[int]
    ForeignTaxpayerCode: str
    IdentificationOfStatus: str
    OtherInformation: str
    def __init__(self, ForeignTaxpayerCode: _Optional[str] = ..., IdentificationOfStatus: _Optional[str] = ..., OtherInformation: _Optional[str] = ...) -> None: ...

class OrganizationList(_message.Message):
    __slots__ = ("Organizations",)
    ORGANIZATIONS_FIELD_NUMBER: _ClassVar[int]
    Organizations: _containers.RepeatedCompositeFieldContainer[Organization]
    def __init__(self, Organizations: _Optional[_Iterable[_Union[Organization, _Mapping]]] = ...) -> None: ...

class Organization(_message.Message):
    __slots__ = ("OrgId", "Inn", "Kpp", "FullName", "ShortName", "Boxes", "Ogrn", "FnsParticipantId", "Address", "FnsRegistrationDate", "Departments", "IfnsCode", "IsPilot", "IsActive", "IsTest", "IsBranch", "IsRoaming", "IsEmployee", "InvitationCount", "SearchCount", "Sociability", "LiquidationDate", "CertificateOfRegistryInfo", "IsForeign", "HasCertificateToSign", "OrganizationType", "IsOwner", "ForeignInformation", "ReadyForEpdStatus")
    ORGID_FIELD_NUMBER: _ClassVar[int]
    INN_FIELD_NUMBER: _ClassVar[int]
    KPP_FIELD_NUMBER: _ClassVar[int]
    FULLNAME_FIELD_NUMBER: _ClassVar[int]
    SHORTNAME_FIELD_NUMBER: _ClassVar[int]
    BOXES_FIELD_NUMBER: _ClassVar[int]
    OGRN_FIELD_NUMBER: _ClassVar[int]
    FNSPARTICIPANTID_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    FNSREGISTRATIONDATE_FIELD_NUMBER: _ClassVar[int]
    DEPARTMENTS_FIELD_NUMBER: _ClassVar[int]
    IFNSCODE_FIELD_NUMBER: _ClassVar[int]
    ISPILOT_FIELD_NUMBER: _ClassVar[int]
    ISACTIVE_FIELD_NUMBER: _ClassVar[int]
    ISTEST_FIELD_NUMBER: _ClassVar[int]
    ISBRANCH_FIELD_NUMBER: _ClassVar[int]
    ISROAMING_FIELD_NUMBER: _ClassVar[int]
    ISEMPLOYEE_FIELD_NUMBER: _ClassVar[int]
    INVITATIONCOUNT_FIELD_NUMBER: _ClassVar[int]
    SEARCHCOUNT_FIELD_NUMBER: _ClassVar[int]
    SOCIABILITY_FIELD_NUMBER: _ClassVar[int]
    LIQUIDATIONDATE_FIELD_NUMBER: _ClassVar[int]
    CERTIFICATEOFREGISTRYINFO_FIELD_NUMBER: _ClassVar[int]
    ISFOREIGN_FIELD_NUMBER: _ClassVar[int]
    HASCERTIFICATETOSIGN_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATIONTYPE_FIELD_NUMBER: _ClassVar[int]
    ISOWNER_FIELD_NUMBER: _ClassVar[int]
    FOREIGNINFORMATION_FIELD_NUMBER: _ClassVar[int]
    READYFOREPDSTATUS_FIELD_NUMBER: _ClassVar[int]
    OrgId: str
    Inn: str
    Kpp: str
    FullName: str
    ShortName: str
    Boxes: _containers.RepeatedCompositeFieldContainer[Box]
    Ogrn: str
    FnsParticipantId: str
    Address: Address
    FnsRegistrationDate: str
    Departments: _containers.RepeatedCompositeFieldContainer[Department]
    IfnsCode: str
    IsPilot: bool
    IsActive: bool
    IsTest: bool
    IsBranch: bool
    IsRoaming: bool
    IsEmployee: bool
    InvitationCount: int
    SearchCount: int
    Sociability: Sociability.Value
    LiquidationDate: str
    CertificateOfRegistryInfo: str
    IsForeign: bool
    HasCertificateToSign: bool
    OrganizationType: OrganizationType.Value
    IsOwner: bool
    ForeignInformation: ForeignInformation
    ReadyForEpdStatus: ReadyForEpdStatus.Value
    def __init__(self, OrgId: _Optional[str] = ..., Inn: _Optional[str] = ..., Kpp: _Optional[str] = ..., FullName: _Optional[str] = ..., ShortName: _Optional[str] = ..., Boxes: _Optional[_Iterable[_Union[Box, _Mapping]]] = ..., Ogrn: _Optional[str] = ..., FnsParticipantId: _Optional[str] = ..., Address: _Optional[_Union[Address, _Mapping]] = ..., FnsRegistrationDate: _Optional[str] = ..., Departments: _Optional[_Iterable[_Union[Department, _Mapping]]] = ..., IfnsCode: _Optional[str] = ..., IsPilot: _Optional[bool] = ..., IsActive: _Optional[bool] = ..., IsTest: _Optional[bool] = ..., IsBranch: _Optional[bool] = ..., IsRoaming: _Optional[bool] = ..., IsEmployee: _Optional[bool] = ..., InvitationCount: _Optional[int] = ..., SearchCount: _Optional[int] = ..., Sociability: _Optional[_Union[Sociability.Value, str]] = ..., LiquidationDate: _Optional[str] = ..., CertificateOfRegistryInfo: _Optional[str] = ..., IsForeign: _Optional[bool] = ..., HasCertificateToSign: _Optional[bool] = ..., OrganizationType: _Optional[_Union[OrganizationType.Value, str]] = ..., IsOwner: _Optional[bool] = ..., ForeignInformation: _Optional[_Union[ForeignInformation, _Mapping]] = ..., ReadyForEpdStatus: _Optional[_Union[ReadyForEpdStatus.Value, str]] = ...) -> None: ...

class Department(_message.Message):
    __slots__ = ("DepartmentId", "ParentDepartmentId", "Name", "Abbreviation", "Kpp", "Address", "IsDisabled")
    DEPARTMENTID_FIELD_NUMBER: _ClassVar[int]
    PARENTDEPARTMENTID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    ABBREVIATION_FIELD_NUMBER: _ClassVar[int]
    KPP_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    ISDISABLED_FIELD_NUMBER: _ClassVar[int]
    DepartmentId: str
    ParentDepartmentId: str
    Name: str
    Abbreviation: str
    Kpp: str
    Address: Address
    IsDisabled: bool
    def __init__(self, DepartmentId: _Optional[str] = ..., ParentDepartmentId: _Optional[str] = ..., Name: _Optional[str] = ..., Abbreviation: _Optional[str] = ..., Kpp: _Optional[str] = ..., Address: _Optional[_Union[Address, _Mapping]] = ..., IsDisabled: _Optional[bool] = ...) -> None: ...

class Box(_message.Message):
    __slots__ = ("BoxId", "BoxIdGuid", "Title", "Organization", "InvoiceFormatVersion", "EncryptedDocumentsAllowed")
    BOXID_FIELD_NUMBER: _ClassVar[int]
    BOXIDGUID_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_FIELD_NUMBER: _ClassVar[int]
    INVOICEFORMATVERSION_FIELD_NUMBER: _ClassVar[int]
    ENCRYPTEDDOCUMENTSALLOWED_FIELD_NUMBER: _ClassVar[int]
    BoxId: str
    BoxIdGuid: str
    Title: str
    Organization: Organization
    InvoiceFormatVersion: OrganizationInvoiceFormatVersion.Value
    EncryptedDocumentsAllowed: bool
    def __init__(self, BoxId: _Optional[str] = ..., BoxIdGuid: _Optional[str] = ..., Title: _Optional[str] = ..., Organization: _Optional[_Union[Organization, _Mapping]] = ..., InvoiceFormatVersion: _Optional[_Union[OrganizationInvoiceFormatVersion.Value, str]] = ..., EncryptedDocumentsAllowed: _Optional[bool] = ...) -> None: ...

class OrganizationInvoiceFormatVersion(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        v5_01: _ClassVar[OrganizationInvoiceFormatVersion.Value]
        v5_02: _ClassVar[OrganizationInvoiceFormatVersion.Value]
    v5_01: OrganizationInvoiceFormatVersion.Value
    v5_02: OrganizationInvoiceFormatVersion.Value
    def __init__(self) -> None: ...

class Sociability(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        AllOrganizations: _ClassVar[Sociability.Value]
        CounteragentsOnly: _ClassVar[Sociability.Value]
    AllOrganizations: Sociability.Value
    CounteragentsOnly: Sociability.Value
    def __init__(self) -> None: ...

class OrganizationType(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownOrganizationType: _ClassVar[OrganizationType.Value]
        Individual: _ClassVar[OrganizationType.Value]
        Juridical: _ClassVar[OrganizationType.Value]
        PhysicalPerson: _ClassVar[OrganizationType.Value]
    UnknownOrganizationType: OrganizationType.Value
    Individual: OrganizationType.Value
    Juridical: OrganizationType.Value
    PhysicalPerson: OrganizationType.Value
    def __init__(self) -> None: ...

class ReadyForEpdStatus(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownEpdStatus: _ClassVar[ReadyForEpdStatus.Value]
        UndefinedEpdStatus: _ClassVar[ReadyForEpdStatus.Value]
        Ready: _ClassVar[ReadyForEpdStatus.Value]
        NotReady: _ClassVar[ReadyForEpdStatus.Value]
    UnknownEpdStatus: ReadyForEpdStatus.Value
    UndefinedEpdStatus: ReadyForEpdStatus.Value
    Ready: ReadyForEpdStatus.Value
    NotReady: ReadyForEpdStatus.Value
    def __init__(self) -> None: ...

class StringValue(_message.Message):
    __slots__ = ("Value",)
    VALUE_FIELD_NUMBER: _ClassVar[int]
    Value: str
    def __init__(self, Value: _Optional[str] = ...) -> None: ...

class OrganizationPropertiesToUpdate(_message.Message):
    __slots__ = ("OrgId", "Ogrn", "IfnsCode", "Address", "HeadOrganizationProperties")
    ORGID_FIELD_NUMBER: _ClassVar[int]
    OGRN_FIELD_NUMBER: _ClassVar[int]
    IFNSCODE_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    HEADORGANIZATIONPROPERTIES_FIELD_NUMBER: _ClassVar[int]
    OrgId: str
    Ogrn: StringValue
    IfnsCode: StringValue
    Address: Address
    HeadOrganizationProperties: HeadOrganizationPropertiesToUpdate
    def __init__(self, OrgId: _Optional[str] = ..., Ogrn: _Optional[_Union[StringValue, _Mapping]] = ..., IfnsCode: _Optional[_Union[StringValue, _Mapping]] = ..., Address: _Optional[_Union[Address, _Mapping]] = ..., HeadOrganizationProperties: _Optional[_Union[HeadOrganizationPropertiesToUpdate, _Mapping]] = ...) -> None: ...

class HeadOrganizationPropertiesToUpdate(_message.Message):
    __slots__ = ("Kpp", "FullName", "Address")
    KPP_FIELD_NUMBER: _ClassVar[int]
    FULLNAME_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    Kpp: StringValue
    FullName: StringValue
    Address: Address
    def __init__(self, Kpp: _Optional[_Union[StringValue, _Mapping]] = ..., FullName: _Optional[_Union[StringValue, _Mapping]] = ..., Address: _Optional[_Union[Address, _Mapping]] = ...) -> None: ...

class OrganizationUser(_message.Message):
    __slots__ = ("Id", "Name", "Permissions", "Position")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    PERMISSIONS_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    Id: str
    Name: str
    Permissions: OrganizationUserPermissions
    Position: str
    def __init__(self, Id: _Optional[str] = ..., Name: _Optional[str] = ..., Permissions: _Optional[_Union[OrganizationUserPermissions, _Mapping]] = ..., Position: _Optional[str] = ...) -> None: ...

class OrganizationUsersList(_message.Message):
    __slots__ = ("Users", "CurrentUserId")
    USERS_FIELD_NUMBER: _ClassVar[int]
    CURRENTUSERID_FIELD_NUMBER: _ClassVar[int]
    Users: _containers.RepeatedCompositeFieldContainer[OrganizationUser]
    CurrentUserId: str
    def __init__(self, Users: _Optional[_Iterable[_Union[OrganizationUser, _Mapping]]] = ..., CurrentUserId: _Optional[str] = ...) -> None: ...

class OrganizationUserPermissions(_message.Message):
    __slots__ = ("UserDepartmentId", "IsAdministrator", "DocumentAccessLevel", "CanSignDocuments", "CanManageCounteragents", "CanAddResolutions", "CanRequestResolutions", "SelectedDepartmentIds", "JobTitle", "CanCreateDocuments", "AuthorizationPermission", "CanDeleteRestoreDocuments", "CanAttachUniversalMessages", "CanUseGoskeyFL")
    USERDEPARTMENTID_FIELD_NUMBER: _ClassVar[int]
    ISADMINISTRATOR_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTACCESSLEVEL_FIELD_NUMBER: _ClassVar[int]
    CANSIGNDOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    CANMANAGECOUNTERAGENTS_FIELD_NUMBER: _ClassVar[int]
    CANADDRESOLUTIONS_FIELD_NUMBER: _ClassVar[int]
    CANREQUESTRESOLUTIONS_FIELD_NUMBER: _ClassVar[int]
    SELECTEDDEPARTMENTIDS_FIELD_NUMBER: _ClassVar[int]
    JOBTITLE_FIELD_NUMBER: _ClassVar[int]
    CANCREATEDOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    AUTHORIZATIONPERMISSION_FIELD_NUMBER: _ClassVar[int]
    CANDELETERESTOREDOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    CANATTACHUNIVERSALMESSAGES_FIELD_NUMBER: _ClassVar[int]
    CANUSEGOSKEYFL_FIELD_NUMBER: _ClassVar[int]
    UserDepartmentId: str
    IsAdministrator: bool
    DocumentAccessLevel: DocumentAccessLevel.Value
    CanSignDocuments: bool
    CanManageCounteragents: bool
    CanAddResolutions: bool
    CanRequestResolutions: bool
    SelectedDepartmentIds: _containers.RepeatedScalarFieldContainer[str]
    JobTitle: str
    CanCreateDocuments: bool
    AuthorizationPermission: AuthorizationPermission
    CanDeleteRestoreDocuments: bool
    CanAttachUniversalMessages: bool
    CanUseGoskeyFL: bool
    def __init__(self, UserDepartmentId: _Optional[str] = ..., IsAdministrator: _Optional[bool] = ..., DocumentAccessLevel: _Optional[_Union[DocumentAccessLevel.Value, str]] = ..., CanSignDocuments: _Optional[bool] = ..., CanManageCounteragents: _Optional[bool] = ..., CanAddResolutions: _Optional[bool] = ..., CanRequestResolutions: _Optional[bool] = ..., SelectedDepartmentIds: _Optional[_Iterable[str]] = ..., JobTitle: _Optional[str] = ..., CanCreateDocuments: _Optional[bool] = ..., AuthorizationPermission: _Optional[_Union[AuthorizationPermission, _Mapping]] = ..., CanDeleteRestoreDocuments: _Optional[bool] = ..., CanAttachUniversalMessages: _Optional[bool] = ..., CanUseGoskeyFL: _Optional[bool] = ...) -> None: ...

class AuthorizationPermission(_message.Message):
    __slots__ = ("IsBlocked", "Comment")
    ISBLOCKED_FIELD_NUMBER: _ClassVar[int]
    COMMENT_FIELD_NUMBER: _ClassVar[int]
    IsBlocked: bool
    Comment: str
    def __init__(self, IsBlocked: _Optional[bool] = ..., Comment: _Optional[str] = ...) -> None: ...

class DocumentAccessLevel(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownDocumentAccessLevel: _ClassVar[DocumentAccessLevel.Value]
        DepartmentOnly: _ClassVar[DocumentAccessLevel.Value]
        DepartmentAndSubdepartments: _ClassVar[DocumentAccessLevel.Value]
        AllDocuments: _ClassVar[DocumentAccessLevel.Value]
        SelectedDepartments: _ClassVar[DocumentAccessLevel.Value]
    UnknownDocumentAccessLevel: DocumentAccessLevel.Value
    DepartmentOnly: DocumentAccessLevel.Value
    DepartmentAndSubdepartments: DocumentAccessLevel.Value
    AllDocuments: DocumentAccessLevel.Value
    SelectedDepartments: DocumentAccessLevel.Value
    def __init__(self) -> None: ...

class AutoBlockStatus(_message.Message):
    __slots__ = ("IsBlocked",)
    ISBLOCKED_FIELD_NUMBER: _ClassVar[int]
    IsBlocked: bool
    def __init__(self, IsBlocked: _Optional[bool] = ...) -> None: ...

class BlockStatus(_message.Message):
    __slots__ = ("ManualBlockStatus", "AutoBlockStatus")
    MANUALBLOCKSTATUS_FIELD_NUMBER: _ClassVar[int]
    AUTOBLOCKSTATUS_FIELD_NUMBER: _ClassVar[int]
    ManualBlockStatus: ManualBlockStatus
    AutoBlockStatus: AutoBlockStatus
    def __init__(self, ManualBlockStatus: _Optional[_Union[ManualBlockStatus, _Mapping]] = ..., AutoBlockStatus: _Optional[_Union[AutoBlockStatus, _Mapping]] = ...) -> None: ...

class ManualBlockStatus(_message.Message):
    __slots__ = ("IsBlocked", "RequestedTicks")
    ISBLOCKED_FIELD_NUMBER: _ClassVar[int]
    REQUESTEDTICKS_FIELD_NUMBER: _ClassVar[int]
    IsBlocked: bool
    RequestedTicks: int
    def __init__(self, IsBlocked: _Optional[bool] = ..., RequestedTicks: _Optional[int] = ...) -> None: ...

class OrganizationFeatures(_message.Message):
    __slots__ = ("BlockStatus", "Features")
    BLOCKSTATUS_FIELD_NUMBER: _ClassVar[int]
    FEATURES_FIELD_NUMBER: _ClassVar[int]
    BlockStatus: BlockStatus
    Features: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, BlockStatus: _Optional[_Union[BlockStatus, _Mapping]] = ..., Features: _Optional[_Iterable[str]] = ...) -> None: ...

class RegistrationRequest(_message.Message):
    __slots__ = ("CertificateContent", "Thumbprint")
    CERTIFICATECONTENT_FIELD_NUMBER: _ClassVar[int]
    THUMBPRINT_FIELD_NUMBER: _ClassVar[int]
    CertificateContent: bytes
    Thumbprint: str
    def __init__(self, CertificateContent: _Optional[bytes] = ..., Thumbprint: _Optional[str] = ...) -> None: ...

class RegistrationResponse(_message.Message):
    __slots__ = ("RegistrationStatus", "BoxId", "DataToSign")
    REGISTRATIONSTATUS_FIELD_NUMBER: _ClassVar[int]
    BOXID_FIELD_NUMBER: _ClassVar[int]
    DATATOSIGN_FIELD_NUMBER: _ClassVar[int]
    RegistrationStatus: RegistrationStatus.Value
    BoxId: str
    DataToSign: bytes
    def __init__(self, RegistrationStatus: _Optional[_Union[RegistrationStatus.Value, str]] = ..., BoxId: _Optional[str] = ..., DataToSign: _Optional[bytes] = ...) -> None: ...

class RegistrationConfirmRequest(_message.Message):
    __slots__ = ("CertificateContent", "Thumbprint", "DataToSign", "Signature")
    CERTIFICATECONTENT_FIELD_NUMBER: _ClassVar[int]
    THUMBPRINT_FIELD_NUMBER: _ClassVar[int]
    DATATOSIGN_FIELD_NUMBER: _ClassVar[int]
    SIGNATURE_FIELD_NUMBER: _ClassVar[int]
    CertificateContent: bytes
    Thumbprint: str
    DataToSign: bytes
    Signature: bytes
    def __init__(self, CertificateContent: _Optional[bytes] = ..., Thumbprint: _Optional[str] = ..., DataToSign: _Optional[bytes] = ..., Signature: _Optional[bytes] = ...) -> None: ...

class RegistrationStatus(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        Unknown: _ClassVar[RegistrationStatus.Value]
        AccessIsDenied: _ClassVar[RegistrationStatus.Value]
        AccessRequestIsRejected: _ClassVar[RegistrationStatus.Value]
        CertificateOwnershipProofIsRequired: _ClassVar[RegistrationStatus.Value]
        CertificateIsNotQualified: _ClassVar[RegistrationStatus.Value]
        RegistrationIsCompleted: _ClassVar[RegistrationStatus.Value]
        RegistrationIsInProgress: _ClassVar[RegistrationStatus.Value]
        RegistrationInBranchIsForbidden: _ClassVar[RegistrationStatus.Value]
        AccessRequestIsPending: _ClassVar[RegistrationStatus.Value]
        OrganizationNotFound: _ClassVar[RegistrationStatus.Value]
    Unknown: RegistrationStatus.Value
    AccessIsDenied: RegistrationStatus.Value
    AccessRequestIsRejected: RegistrationStatus.Value
    CertificateOwnershipProofIsRequired: RegistrationStatus.Value
    CertificateIsNotQualified: RegistrationStatus.Value
    RegistrationIsCompleted: RegistrationStatus.Value
    RegistrationIsInProgress: RegistrationStatus.Value
    RegistrationInBranchIsForbidden: RegistrationStatus.Value
    AccessRequestIsPending: RegistrationStatus.Value
    OrganizationNotFound: RegistrationStatus.Value
    def __init__(self) -> None: ...

class RoamingOperatorList(_message.Message):
    __slots__ = ("RoamingOperators",)
    ROAMINGOPERATORS_FIELD_NUMBER: _ClassVar[int]
    RoamingOperators: _containers.RepeatedCompositeFieldContainer[RoamingOperator]
    def __init__(self, RoamingOperators: _Optional[_Iterable[_Union[RoamingOperator, _Mapping]]] = ...) -> None: ...

class RoamingOperator(_message.Message):
    __slots__ = ("FnsId", "Name", "IsActive", "Features")
    FNSID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    ISACTIVE_FIELD_NUMBER: _ClassVar[int]
    FEATURES_FIELD_NUMBER: _ClassVar[int]
    FnsId: str
    Name: str
    IsActive: bool
    Features: _containers.RepeatedCompositeFieldContainer[OperatorFeature]
    def __init__(self, FnsId: _Optional[str] = ..., Name: _Optional[str] = ..., IsActive: _Optional[bool] = ..., Features: _Optional[_Iterable[_Union[OperatorFeature, _Mapping]]] = ...) -> None: ...

class OperatorFeature(_message.Message):
    __slots__ = ("Name", "Description")
    NAME_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    Name: str
    Description: str
    def __init__(self, Name: _Optional[str] = ..., Description: _Optional[str] = ...) -> None: ...

class SearchFnsParticipantsRequest(_message.Message):
    __slots__ = ("Inn", "Kpp", "FnsParticipantId")
    INN_FIELD_NUMBER: _ClassVar[int]
    KPP_FIELD_NUMBER: _ClassVar[int]
    FNSPARTICIPANTID_FIELD_NUMBER: _ClassVar[int]
    Inn: str
    Kpp: str
    FnsParticipantId: str
    def __init__(self, Inn: _Optional[str] = ..., Kpp: _Optional[str] = ..., FnsParticipantId: _Optional[str] = ...) -> None: ...

class SearchFnsParticipantsResponse(_message.Message):
    __slots__ = ("Status", "Participants")
    STATUS_FIELD_NUMBER: _ClassVar[int]
    PARTICIPANTS_FIELD_NUMBER: _ClassVar[int]
    Status: FnsParticipantSearchStatus.Value
    Participants: _containers.RepeatedCompositeFieldContainer[FnsParticipant]
    def __init__(self, Status: _Optional[_Union[FnsParticipantSearchStatus.Value, str]] = ..., Participants: _Optional[_Iterable[_Union[FnsParticipant, _Mapping]]] = ...) -> None: ...

class FnsParticipantSearchStatus(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownFnsParticipantSearchStatus: _ClassVar[FnsParticipantSearchStatus.Value]
        OkFnsParticipantSearchStatus: _ClassVar[FnsParticipantSearchStatus.Value]
        NotFoundFnsParticipantSearchStatus: _ClassVar[FnsParticipantSearchStatus.Value]
        NotAllowedFnsParticipantSearchStatus: _ClassVar[FnsParticipantSearchStatus.Value]
    UnknownFnsParticipantSearchStatus: FnsParticipantSearchStatus.Value
    OkFnsParticipantSearchStatus: FnsParticipantSearchStatus.Value
    NotFoundFnsParticipantSearchStatus: FnsParticipantSearchStatus.Value
    NotAllowedFnsParticipantSearchStatus: FnsParticipantSearchStatus.Value
    def __init__(self) -> None: ...

class FnsParticipant(_message.Message):
    __slots__ = ("FnsParticipantId", "Inn", "Kpp", "FullName")
    FNSPARTICIPANTID_FIELD_NUMBER: _ClassVar[int]
    INN_FIELD_NUMBER: _ClassVar[int]
    KPP_FIELD_NUMBER: _ClassVar[int]
    FULLNAME_FIELD_NUMBER: _ClassVar[int]
    FnsParticipantId: str
    Inn: str
    Kpp: str
    FullName: str
    def __init__(self, FnsParticipantId: _Optional[str] = ..., Inn: _Optional[str] = ..., Kpp: _Optional[str] = ..., FullName: _Optional[str] = ...) -> None: ...

class GetOrCreateRoamingOrganizationByFnsParticipantIdRequest(_message.Message):
    __slots__ = ("FnsParticipantId",)
    FNSPARTICIPANTID_FIELD_NUMBER: _ClassVar[int]
    FnsParticipantId: str
    def __init__(self, FnsParticipantId: _Optional[str] = ...) -> None: ...
