from paraph.wire.diadoc import common_pb2 as _common_pb2
from paraph.wire.diadoc import organizations_pb2 as _organizations_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CounteragentList(_message.Message):
    __slots__ = ("TotalCount", "Counteragents", "TotalCountType")
    TOTALCOUNT_FIELD_NUMBER: _ClassVar[int]
    COUNTERAGENTS_FIELD_NUMBER: _ClassVar[int]
    TOTALCOUNTTYPE_FIELD_NUMBER: _ClassVar[int]
    TotalCount: int
    Counteragents: _containers.RepeatedCompositeFieldContainer[Counteragent]
    TotalCountType: _common_pb2.TotalCountType.Value
    def __init__(self, TotalCount: _Optional[int] = ..., Counteragents: _Optional[_Iterable[_Union[Counteragent, _Mapping]]] = ..., TotalCountType: _Optional[_Union[_common_pb2.TotalCountType.Value, str]] = ...) -> None: ...

class Counteragent(_message.Message):
    __slots__ = ("IndexKey", "Organization", "CurrentStatus", "LastEventTimestampTicks", "MessageFromCounteragent", "MessageToCounteragent", "InvitationDocumentId", "CounteragentGroupId")
    INDEXKEY_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_FIELD_NUMBER: _ClassVar[int]
    CURRENTSTATUS_FIELD_NUMBER: _ClassVar[int]
    LASTEVENTTIMESTAMPTICKS_FIELD_NUMBER: _ClassVar[int]
    MESSAGEFROMCOUNTERAGENT_FIELD_NUMBER: _ClassVar[int]
    MESSAGETOCOUNTERAGENT_FIELD_NUMBER: _ClassVar[int]
    INVITATIONDOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    COUNTERAGENTGROUPID_FIELD_NUMBER: _ClassVar[int]
    IndexKey: str
    Organization: _organizations_pb2.Organization
    CurrentStatus: _organizations_pb2.CounteragentStatus.Value
    LastEventTimestampTicks: int
    MessageFromCounteragent: str
    MessageToCounteragent: str
    InvitationDocumentId: _common_pb2.DocumentId
    CounteragentGroupId: str
    def __init__(self, IndexKey: _Optional[str] = ..., Organization: _Optional[_Union[_organizations_pb2.Organization, _Mapping]] = ..., CurrentStatus: _Optional[_Union[_organizations_pb2.CounteragentStatus.Value, str]] = ..., LastEventTimestampTicks: _Optional[int] = ..., MessageFromCounteragent: _Optional[str] = ..., MessageToCounteragent: _Optional[str] = ..., InvitationDocumentId: _Optional[_Union[_common_pb2.DocumentId, _Mapping]] = ..., CounteragentGroupId: _Optional[str] = ...) -> None: ...

class CounteragentCertificateList(_message.Message):
    __slots__ = ("Certificates",)
    CERTIFICATES_FIELD_NUMBER: _ClassVar[int]
    Certificates: _containers.RepeatedCompositeFieldContainer[Certificate]
    def __init__(self, Certificates: _Optional[_Iterable[_Union[Certificate, _Mapping]]] = ...) -> None: ...

class Certificate(_message.Message):
    __slots__ = ("RawCertificateData",)
    RAWCERTIFICATEDATA_FIELD_NUMBER: _ClassVar[int]
    RawCertificateData: bytes
    def __init__(self, RawCertificateData: _Optional[bytes] = ...) -> None: ...

class CounteragentFromGroupResponse(_message.Message):
    __slots__ = ("CounteragentBoxId", "TotalCount", "AfterIndexKey")
    COUNTERAGENTBOXID_FIELD_NUMBER: _ClassVar[int]
    TOTALCOUNT_FIELD_NUMBER: _ClassVar[int]
    AFTERINDEXKEY_FIELD_NUMBER: _ClassVar[int]
    CounteragentBoxId: _containers.RepeatedScalarFieldContainer[str]
    TotalCount: int
    AfterIndexKey: str
    def __init__(self, CounteragentBoxId: _Optional[_Iterable[str]] = ..., TotalCount: _Optional[int] = ..., AfterIndexKey: _Optional[str] = ...) -> None: ...

class CounteragentGroup(_message.Message):
    __slots__ = ("CounteragentGroupId", "Name", "Departments")
    COUNTERAGENTGROUPID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    DEPARTMENTS_FIELD_NUMBER: _ClassVar[int]
    CounteragentGroupId: str
    Name: str
    Departments: DepartmentsInGroup
    def __init__(self, CounteragentGroupId: _Optional[str] = ..., Name: _Optional[str] = ..., Departments: _Optional[_Union[DepartmentsInGroup, _Mapping]] = ...) -> None: ...

class CounteragentGroupsList(_message.Message):
    __slots__ = ("Groups", "TotalCount")
    GROUPS_FIELD_NUMBER: _ClassVar[int]
    TOTALCOUNT_FIELD_NUMBER: _ClassVar[int]
    Groups: _containers.RepeatedCompositeFieldContainer[CounteragentGroup]
    TotalCount: int
    def __init__(self, Groups: _Optional[_Iterable[_Union[CounteragentGroup, _Mapping]]] = ..., TotalCount: _Optional[int] = ...) -> None: ...

class CounteragentGroupToCreate(_message.Message):
    __slots__ = ("Name", "Departments")
    NAME_FIELD_NUMBER: _ClassVar[int]
    DEPARTMENTS_FIELD_NUMBER: _ClassVar[int]
    Name: str
    Departments: DepartmentsInGroup
    def __init__(self, Name: _Optional[str] = ..., Departments: _Optional[_Union[DepartmentsInGroup, _Mapping]] = ...) -> None: ...

class CounteragentGroupToUpdate(_message.Message):
    __slots__ = ("Name", "GroupDepartments")
    NAME_FIELD_NUMBER: _ClassVar[int]
    GROUPDEPARTMENTS_FIELD_NUMBER: _ClassVar[int]
    Name: str
    GroupDepartments: CounteragentGroupDepartmentPatch
    def __init__(self, Name: _Optional[str] = ..., GroupDepartments: _Optional[_Union[CounteragentGroupDepartmentPatch, _Mapping]] = ...) -> None: ...

class CounteragentGroupDepartmentPatch(_message.Message):
    __slots__ = ("AnyDepartment", "Departments")
    ANYDEPARTMENT_FIELD_NUMBER: _ClassVar[int]
    DEPARTMENTS_FIELD_NUMBER: _ClassVar[int]
    AnyDepartment: bool
    Departments: DepartmentsInGroup
    def __init__(self, AnyDepartment: _Optional[bool] = ..., Departments: _Optional[_Union[DepartmentsInGroup, _Mapping]] = ...) -> None: ...

class DepartmentsInGroup(_message.Message):
    __slots__ = ("DepartmentIds",)
    DEPARTMENTIDS_FIELD_NUMBER: _ClassVar[int]
    DepartmentIds: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, DepartmentIds: _Optional[_Iterable[str]] = ...) -> None: ...

class CounteragentEventType(_message.Message):
    __slots__ = ()
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UnknownCounteragentEventType: _ClassVar[CounteragentEventType.Value]
        IInvitedCounteragent: _ClassVar[CounteragentEventType.Value]
        CounteragentInvitedMe: _ClassVar[CounteragentEventType.Value]
        CounteragentAcceptedInvitation: _ClassVar[CounteragentEventType.Value]
        IAcceptedInvitation: _ClassVar[CounteragentEventType.Value]
        IWithdrewInvitation: _ClassVar[CounteragentEventType.Value]
        CounteragentWithdrewInvitation: _ClassVar[CounteragentEventType.Value]
        IRejectedInvitation: _ClassVar[CounteragentEventType.Value]
        CounteragentRejectedInvitation: _ClassVar[CounteragentEventType.Value]
        IBrokeUpWithCounteragent: _ClassVar[CounteragentEventType.Value]
        CounteragentBrokeUpWithMe: _ClassVar[CounteragentEventType.Value]
        IForgotCounteragent: _ClassVar[CounteragentEventType.Value]
        CounteragentForgotMe: _ClassVar[CounteragentEventType.Value]
        IMadeCounteragent: _ClassVar[CounteragentEventType.Value]
        CounteragentMadeMe: _ClassVar[CounteragentEventType.Value]
    UnknownCounteragentEventType: CounteragentEventType.Value
    IInvitedCounteragent: CounteragentEventType.Value
    CounteragentInvitedMe: CounteragentEventType.Value
    CounteragentAcceptedInvitation: CounteragentEventType.Value
    IAcceptedInvitation: CounteragentEventType.Value
    IWithdrewInvitation: CounteragentEventType.Value
    CounteragentWithdrewInvitation: CounteragentEventType.Value
    IRejectedInvitation: CounteragentEventType.Value
    CounteragentRejectedInvitation: CounteragentEventType.Value
    IBrokeUpWithCounteragent: CounteragentEventType.Value
    CounteragentBrokeUpWithMe: CounteragentEventType.Value
    IForgotCounteragent: CounteragentEventType.Value
    CounteragentForgotMe: CounteragentEventType.Value
    IMadeCounteragent: CounteragentEventType.Value
    CounteragentMadeMe: CounteragentEventType.Value
    def __init__(self) -> None: ...

class BoxCounteragentEventList(_message.Message):
    __slots__ = ("Events", "TotalCount", "TotalCountType")
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    TOTALCOUNT_FIELD_NUMBER: _ClassVar[int]
    TOTALCOUNTTYPE_FIELD_NUMBER: _ClassVar[int]
    Events: _containers.RepeatedCompositeFieldContainer[BoxCounteragentEvent]
    TotalCount: int
    TotalCountType: _common_pb2.TotalCountType.Value
    def __init__(self, Events: _Optional[_Iterable[_Union[BoxCounteragentEvent, _Mapping]]] = ..., TotalCount: _Optional[int] = ..., TotalCountType: _Optional[_Union[_common_pb2.TotalCountType.Value, str]] = ...) -> None: ...

class BoxCounteragentEvent(_message.Message):
    __slots__ = ("EventId", "Counteragent", "IndexKey", "EventTypes")
    EVENTID_FIELD_NUMBER: _ClassVar[int]
    COUNTERAGENT_FIELD_NUMBER: _ClassVar[int]
    INDEXKEY_FIELD_NUMBER: _ClassVar[int]
    EVENTTYPES_FIELD_NUMBER: _ClassVar[int]
    EventId: str
    Counteragent: CounteragentInfo
    IndexKey: str
    EventTypes: _containers.RepeatedScalarFieldContainer[CounteragentEventType.Value]
    def __init__(self, EventId: _Optional[str] = ..., Counteragent: _Optional[_Union[CounteragentInfo, _Mapping]] = ..., IndexKey: _Optional[str] = ..., EventTypes: _Optional[_Iterable[_Union[CounteragentEventType.Value, str]]] = ...) -> None: ...

class CounteragentInfo(_message.Message):
    __slots__ = ("CounteragentBoxId", "Status", "EventTimestampTicks", "LastEventComment", "MessageFromCounteragent", "MessageToCounteragent", "InvitationDocumentId", "CounteragentGroupId")
    COUNTERAGENTBOXID_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    EVENTTIMESTAMPTICKS_FIELD_NUMBER: _ClassVar[int]
    LASTEVENTCOMMENT_FIELD_NUMBER: _ClassVar[int]
    MESSAGEFROMCOUNTERAGENT_FIELD_NUMBER: _ClassVar[int]
    MESSAGETOCOUNTERAGENT_FIELD_NUMBER: _ClassVar[int]
    INVITATIONDOCUMENTID_FIELD_NUMBER: _ClassVar[int]
    COUNTERAGENTGROUPID_FIELD_NUMBER: _ClassVar[int]
    CounteragentBoxId: str
    Status: _organizations_pb2.CounteragentStatus.Value
    EventTimestampTicks: int
    LastEventComment: str
    MessageFromCounteragent: str
    MessageToCounteragent: str
    InvitationDocumentId: _common_pb2.DocumentId
    CounteragentGroupId: str
    def __init__(self, CounteragentBoxId: _Optional[str] = ..., Status: _Optional[_Union[_organizations_pb2.CounteragentStatus.Value, str]] = ..., EventTimestampTicks: _Optional[int] = ..., LastEventComment: _Optional[str] = ..., MessageFromCounteragent: _Optional[str] = ..., MessageToCounteragent: _Optional[str] = ..., InvitationDocumentId: _Optional[_Union[_common_pb2.DocumentId, _Mapping]] = ..., CounteragentGroupId: _Optional[str] = ...) -> None: ...
