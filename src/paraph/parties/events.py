"""Names of the journal events of this room."""

from enum import StrEnum


class Event(StrEnum):
    """`subject:action`; the data of each names the row and the fields changed, never personal values.

    The journal can not be rewritten, so ИНН, СНИЛС and addresses of people are left out of it.
    """

    WORKSPACE_CREATED = "parties:workspace-created"
    ORGANIZATION_ADDED = "parties:organization-added"
    ORGANIZATION_CHANGED = "parties:organization-changed"
    DEPARTMENT_ADDED = "parties:department-added"
    DEPARTMENT_CHANGED = "parties:department-changed"
    EMPLOYEE_ADDED = "parties:employee-added"
    EMPLOYEE_CHANGED = "parties:employee-changed"
    EMPLOYEE_DEACTIVATED = "parties:employee-deactivated"
    EMPLOYEE_RESTORED = "parties:employee-restored"
    DEPUTY_SET = "parties:deputy-set"
    DEPUTY_REMOVED = "parties:deputy-removed"
    PASSWORD_LINK_ISSUED = "parties:password-link-issued"  # noqa: S105 - the name of an event
    COUNTERPARTY_ADDED = "parties:counterparty-added"
    COUNTERPARTY_CHANGED = "parties:counterparty-changed"
