"""What may the holder of a role do? Pure: roles, permissions, and which role has which."""

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """What somebody is for us. Every API key has one role."""

    VIEWER = "viewer"  # a manager: sees how campaigns stand, and no people
    OPERATOR = "operator"  # runs campaigns and sees the people in them
    AUDITOR = "auditor"  # sees everything and changes nothing
    ADMIN = "admin"  # everything
    AGENT = "agent"  # talks with people: results of conversations, promised calls, stops
    PUBLISHER = "publisher"  # a shop, a CRM, an ERP: says what happened there, and reads nothing


class Permission(StrEnum):
    """What a role may do. Every address of the API names the one that it needs."""

    READ_CAMPAIGNS = "campaigns.read"  # how campaigns stand, without any person
    RUN_CAMPAIGNS = "campaigns.run"  # pause and resume
    ENROL = "leads.enrol"  # people into a campaign that runs
    READ_LEADS = "leads.read"  # how a lead stands, and what happened to it
    SEND_EVENTS = "events.send"  # what happened elsewhere: a purchase, a payment
    READ_TASKS = "tasks.read"  # what our own people have to do
    DO_TASKS = "tasks.do"  # say what came of that work
    READ_EVENTS = "events.read"  # what has happened, with our ids of people
    SEE_PEOPLE = "people.see"  # names, numbers and texts, wherever else a role may read
    RECORD_RESULTS = "results.record"  # say what came of a conversation
    PROMISE_CALLS = "calls.promise"  # promise a person a call
    STOP_CONTACT = "contact.stop"  # suppress a person or a number
    RECORD_CONSENTS = "consents.record"  # that a person agreed, or withdrew it
    LIFT_STOPS = "contact.allow"  # lift a suppression


_WORK_WITH_PEOPLE = frozenset({Permission.RECORD_RESULTS, Permission.PROMISE_CALLS, Permission.STOP_CONTACT})

_READ = frozenset({Permission.READ_CAMPAIGNS, Permission.READ_LEADS, Permission.READ_TASKS})

ALLOWED: Mapping[Role, frozenset[Permission]] = {
    Role.VIEWER: _READ,
    Role.OPERATOR: _READ
    | _WORK_WITH_PEOPLE
    | {
        Permission.READ_EVENTS,
        Permission.SEE_PEOPLE,
        Permission.DO_TASKS,
        Permission.RUN_CAMPAIGNS,
        Permission.ENROL,
        Permission.SEND_EVENTS,
        Permission.LIFT_STOPS,
        Permission.RECORD_CONSENTS,
    },
    Role.AUDITOR: _READ | {Permission.READ_EVENTS, Permission.SEE_PEOPLE},
    Role.ADMIN: frozenset(Permission),
    Role.AGENT: _WORK_WITH_PEOPLE
    | {Permission.READ_LEADS, Permission.READ_TASKS, Permission.DO_TASKS, Permission.SEE_PEOPLE},
    Role.PUBLISHER: frozenset({Permission.SEND_EVENTS}),
}
"""What each role may do. What is not named here is refused."""

TOKEN_ALLOWS = _WORK_WITH_PEOPLE
"""What the token of CADENCE_API_TOKEN may do: what it could do before there were keys, and nothing that came since."""


def roles_with(permission: Permission) -> list[Role]:
    """Return the roles that have a permission."""
    return [role for role in Role if permission in ALLOWED[role]]
