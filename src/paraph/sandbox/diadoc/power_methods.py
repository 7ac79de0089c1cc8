"""Methods about powers of attorney: registration, employees' powers, checks, what came with a document."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from paraph.sandbox.diadoc import certificates, powers
from paraph.sandbox.diadoc.api import Call, endpoint
from paraph.sandbox.diadoc.directory import Box, find_employee
from paraph.sandbox.diadoc.errors import ApiError
from paraph.sandbox.diadoc.generation import contents
from paraph.sandbox.diadoc.generation.subjects import subject
from paraph.sandbox.diadoc.power_messages import described, full_id, validation
from paraph.sandbox.diadoc.powers import Kept, PowerError
from paraph.sandbox.diadoc.world import World, job
from paraph.trust.certificate import Certificate
from paraph.trust.der import DerError
from paraph.wire.diadoc import powers_pb2 as pb
from paraph.wire.diadoc.common_pb2 import AsyncMethodResult, Timestamp
from paraph.wire.diadoc.messages_pb2 import AttachmentType

_QUEUED, _DONE, _ERROR = "Queued", "Done", "Error"
_NOT_FOUND = "Power of attorney not found"


# -- registration --------------------------------------------------------------------------------------------


@endpoint("POST", "/RegisterPowerOfAttorney")
def register(call: Call) -> AsyncMethodResult:
    """By the file with its signature, or by the number of a power the registry knows."""
    box = call.box(call.required("boxId"))
    asked = call.body(pb.PowerOfAttorneyToRegister)
    if asked.HasField("FullId") == asked.HasField("Content"):
        raise ApiError(400, "PowerOfAttorneyToRegister: specify either FullId or Content")
    payload: dict[str, Any] = {"number": "", "issuer": "", "content": "", "signature": ""}
    if asked.HasField("FullId"):
        payload |= {"number": asked.FullId.RegistrationNumber.lower(), "issuer": asked.FullId.IssuerInn}
    else:
        payload["content"] = contents.read(call, box, asked.Content.Content).hex()
        payload["signature"] = contents.read(call, box, asked.Content.Signature).hex()
    return AsyncMethodResult(TaskId=_queue(call, box, payload))


def _queue(call: Call, box: Box, payload: dict[str, Any]) -> str:
    task, day = str(uuid4()), _today(call.world)
    with call.world.writing() as db:
        (count,) = db.execute(
            "SELECT count(*) FROM power_tasks WHERE box = ? AND day = ?", (box.id, day)
        ).fetchone()
        if count >= powers.MOST_A_DAY:
            raise ApiError(
                409, f"Too many powers of attorney today. Max allowed per day is {powers.MOST_A_DAY}"
            )
        db.execute(
            "INSERT INTO power_tasks (id, box, user, day, status) VALUES (?, ?, ?, ?, ?)",
            (task, box.id, call.user.id, day, _QUEUED),
        )
        call.world.later("register-power", {"task": task, **payload})
    return task


def _today(world: World) -> str:
    return datetime.fromtimestamp(world.now(), powers.MOSCOW).date().isoformat()


@job("register-power")
def _register(world: World, payload: dict[str, Any]) -> None:
    number, code, error = "", "", ""
    try:
        power = _found(world, payload)
        powers.keep(world, power)
        number = power.number
    except PowerError as fault:
        code, error = fault.code, str(fault)
    with world.writing() as db:
        db.execute(
            "UPDATE power_tasks SET status = ?, number = ?, code = ?, error = ? WHERE id = ?",
            (_ERROR if code else _DONE, number, code, error, payload["task"]),
        )


def _found(world: World, payload: dict[str, Any]) -> Kept:
    if payload["content"]:
        return powers.read(bytes.fromhex(payload["content"]), bytes.fromhex(payload["signature"]))
    power = powers.find(world, payload["number"], payload["issuer"])
    if power is None:
        raise PowerError("NotFound", "Доверенность с таким номером и доверителем в реестре не найдена.")
    return power


@endpoint("GET", "/RegisterPowerOfAttorneyResult")
def register_result(call: Call) -> pb.PowerOfAttorneyRegisterResult:
    """For who asked for the registration and for administrators."""
    box = call.box(call.required("boxId"))
    task_id = call.required("taskId")
    with call.world.reading() as db:
        task = db.execute(
            "SELECT * FROM power_tasks WHERE id = ? AND box = ?", (task_id.lower(), box.id)
        ).fetchone()
    if task is None:
        raise ApiError(404, f"Task {task_id} is not found")
    _only_own(call, box, task["user"])
    result = pb.PowerOfAttorneyRegisterResult(OperationStatus=task["status"])
    if task["code"]:
        result.Errors.add(Code=task["code"], Text=task["error"])
    power = powers.known(call.world, task["number"]) if task["number"] else None
    if power:
        result.PowerOfAttorney.CopyFrom(described(power))
        result.Status.Status = powers.state(call.world, power)
        if powers.is_revoked(call.world, power) is not None:
            result.Status.LastCheckAt.CopyFrom(Timestamp(Ticks=call.world.now_ticks()))
    return result


def _only_own(call: Call, box: Box, user_id: str) -> None:
    if user_id != call.user.id and not call.employee(box).administrator:
        raise ApiError(403, "Only an administrator may manage powers of attorney of other employees")


# -- employees -----------------------------------------------------------------------------------------------


def _employee(call: Call) -> tuple[Box, str]:
    """The box and the employee named by the query; without `userId` the caller."""
    box = call.box(call.required("boxId"))
    user_id = (call.arg("userId") or call.user.id).lower()
    _only_own(call, box, user_id)
    if find_employee(call.world, box.organization.id, user_id) is None:
        raise ApiError(404, f"Employee {user_id} is not found")
    return box, user_id


@endpoint("GET", "/GetEmployeePowersOfAttorney")
def employee_powers(call: Call) -> pb.EmployeePowerOfAttorneyList:
    box, user_id = _employee(call)
    tied = powers.of_employee(call.world, box.organization.id, user_id)
    if call.flag("onlyActual"):
        tied = [(power, default) for power, default in tied if powers.state(call.world, power) == "active"]
    return pb.EmployeePowerOfAttorneyList(PowersOfAttorney=[_tied(*one) for one in tied])


def _tied(power: Kept, is_default: bool) -> pb.EmployeePowerOfAttorney:
    return pb.EmployeePowerOfAttorney(PowerOfAttorney=described(power), IsDefault=is_default)


@endpoint("POST", "/V2/AddEmployeePowerOfAttorney")
def add_power(call: Call) -> pb.EmployeePowerOfAttorney:
    """The power must be registered; its principal must be the organisation of the box."""
    box, user_id = _employee(call)
    power = _registered(call, call.body(pb.PowerOfAttorneyFullId))
    try:
        powers.tie(call.world, box.organization.id, user_id, power)
    except PowerError as error:
        raise ApiError(400, str(error)) from error
    return _now_tied(call, box, user_id, power)


def _registered(call: Call, asked: pb.PowerOfAttorneyFullId) -> Kept:
    power = powers.known(call.world, asked.RegistrationNumber)
    if power is None or power.issuer_inn != asked.IssuerInn:
        raise ApiError(404, _NOT_FOUND)
    return power


def _now_tied(call: Call, box: Box, user_id: str, power: Kept) -> pb.EmployeePowerOfAttorney:
    tied = {
        one.number: default for one, default in powers.of_employee(call.world, box.organization.id, user_id)
    }
    if power.number not in tied:
        raise ApiError(404, _NOT_FOUND)
    return _tied(power, tied[power.number])


@endpoint("POST", "/V2/UpdateEmployeePowerOfAttorney")
def update_power(call: Call) -> pb.EmployeePowerOfAttorney:
    """Makes the power the employee's default one or no longer so."""
    box, user_id = _employee(call)
    asked = call.body(pb.EmployeePowerOfAttorneyToUpdateV2)
    power = _registered(call, asked.PowerOfAttorneyFullId)
    if asked.HasField("IsDefaultPatch"):
        is_default = asked.IsDefaultPatch.IsDefault
        powers.set_default(call.world, box.organization.id, user_id, power.number, is_default)
    return _now_tied(call, box, user_id, power)


@endpoint("POST", "/V2/DeleteEmployeePowerOfAttorney")
def delete_power(call: Call) -> None:
    box, user_id = _employee(call)
    asked = call.body(pb.PowerOfAttorneyFullId)
    if not powers.untie(call.world, box.organization.id, user_id, asked.RegistrationNumber):
        raise ApiError(404, _NOT_FOUND)


# -- checks and files ----------------------------------------------------------------------------------------


@endpoint("POST", "/V2/PrevalidatePowerOfAttorney")
def prevalidate(call: Call) -> pb.PowerOfAttorneyPrevalidateResult:
    """A power with the certificate that is going to sign."""
    box = call.box(call.required("boxId"))
    asked = call.body(pb.PowerOfAttorneyPrevalidateRequestV2)
    power = powers.find(call.world, asked.FullId.RegistrationNumber, asked.FullId.IssuerInn)
    if power is None:
        raise ApiError(404, _NOT_FOUND)
    certificate = _certificate(call, box, asked.ConfidantCertificate)
    status = validation(powers.checks(call.world, power, certificate))
    return pb.PowerOfAttorneyPrevalidateResult(PrevalidateStatus=status)


def _certificate(call: Call, box: Box, asked: pb.ConfidantCertificateToPrevalidate) -> Certificate:
    if asked.HasField("Content"):
        try:
            return Certificate.parse(contents.read(call, box, asked.Content))
        except DerError as error:
            raise ApiError(400, "ConfidantCertificate.Content is not a certificate") from error
    found = certificates.find(call.world, asked.Thumbprint)
    if found is None:
        raise ApiError(400, f"Certificate with thumbprint {asked.Thumbprint} is not found")
    return found[0]


@endpoint("GET", "/GetPowerOfAttorneyInfo")
def power_info(call: Call) -> pb.PowerOfAttorney:
    """Of a power that came with a document."""
    return described(_attached(call))


@endpoint("GET", "/V2/GetPowerOfAttorneyContent")
def power_content(call: Call) -> pb.PowerOfAttorneyContentResponse:
    power = _attached(call)
    files = pb.PowerOfAttorneyContentV2(
        Content=power.content, Signature=power.signature, FullId=full_id(power)
    )
    return pb.PowerOfAttorneyContentResponse(Content=files)


@endpoint("GET", "/GetPowerOfAttorneyContent")
def power_content_v1(call: Call) -> pb.PowerOfAttorneyContent:
    power = _attached(call)
    return pb.PowerOfAttorneyContent(Content=power.content, Signature=power.signature)


def _attached(call: Call) -> Kept:
    about = subject(call, call.required("messageId"), call.required("entityId"))
    if about.entity.kind != AttachmentType.PowerOfAttorney:
        raise ApiError(404, _NOT_FOUND)
    number, issuer = about.entity.more["full_id"]
    power = powers.find(call.world, number, issuer)
    if power is None:
        raise ApiError(404, _NOT_FOUND)
    return power
