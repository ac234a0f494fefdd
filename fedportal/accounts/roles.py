"""The one table of rights: what each role of domain.md 3.8 may do."""

import enum

from django.db import models


class Can(enum.StrEnum):
    """One thing that one may do. A page asks for one right, never for a role."""

    READ_NOTICES = "read_notices"  # to the roles that one has
    SEE_CASES = "see_cases"
    REGISTER = "register"
    DECIDE = "decide"  # accept, redirect, pass down
    REFUSE = "refuse"  # not accept
    MERGE = "merge"  # join matters, and part them again
    HANDLE = "handle"  # answer
    MEDIATE = "mediate"
    APPROVE = "approve"  # opinions and extensions, as the head of the unit (art. 34)
    REVIEW = "review"  # decide reviews and re-reviews of lower units
    SIGN_LETTERS = "sign_letters"  # letters to authorities, as head of the section or of the unit
    SUPERVISE = "supervise"  # orders to units below (art. 40), suggestions, proposals; the verb looks at the level
    CLOSE = "close"
    ARCHIVE = "archive"
    HEAR_COMPLAINTS = "hear_complaints"  # about the handling, by lower units
    NAME_READERS = "name_readers"  # of accusations and guarded matters, as the head of the unit
    JUDGE_ACCESS = "judge_access"  # whether an urgent access was justified
    DISPOSE = "dispose"  # of what is no longer needed, and decide what people ask about their own data
    ACKNOWLEDGE = "acknowledge"
    ANSWER_CALLS = "answer_calls"  # of 12338, on the line of one's own unit
    RUN_HOTLINE = "run_hotline"  # the unit's lines, its rota, what callers are told, and how well
    HEAR_RECORDINGS = "hear_recordings"  # of calls, each time with a line of the trail
    LOG_SERVICES = "log_services"  # of a station, day by day
    KEEP_STATIONS = "keep_stations"  # the register of stations, rights posts and partner bases in one's range
    KEEP_NETWORK = "keep_network"  # jurors, mediators, volunteers and the other people of the network
    ACCREDIT = "accredit"  # check stations, judge their applications, withdraw what was given
    HOLD_BEDS = "hold_beds"  # of a shelter that one is not told the place of
    TEND_SHELTERS = "tend_shelters"  # those, and those alone, that one is named for as keeper or case worker
    KEEP_SHELTERS = "keep_shelters"  # enter one, and be its first keeper
    IMPORT = "import"
    EXPORT = "export"
    SEE_DASHBOARD = "see_dashboard"
    EDIT_CALENDAR = "edit_calendar"
    EDIT_RULES = "edit_rules"
    EDIT_TEMPLATES = "edit_templates"  # of papers
    SEE_SYSTEM = "see_system"
    SEE_AUDIT = "see_audit"
    MANAGE_ACCOUNTS = "manage_accounts"
    MANAGE_ORGS = "manage_orgs"  # open, move, rename, merge
    EDIT_ORG = "edit_org"  # what art. 18 asks a unit to publish


class Role(models.TextChoices):
    """Roles of domain.md 3.8; the public has no account."""

    VILLAGE_WORKER = "village_worker", "村（社区）妇联"
    TOWNSHIP_WORKER = "township_worker", "乡镇（街道）妇联"
    RECEPTIONIST = "receptionist", "接访员"
    AGENT = "agent", "12338 接线员"
    HANDLER = "handler", "承办人"
    MEDIATOR = "mediator", "调解员"
    SHELTER_WORKER = "shelter_worker", "庇护所工作人员"
    SECTION_HEAD = "section_head", "权益部负责人"
    UNIT_HEAD = "unit_head", "主席（分管副主席）"
    SUPERVISOR = "supervisor", "督办员"
    STAT_OFFICER = "stat_officer", "统计员"
    LEGAL_VOLUNTEER = "legal_volunteer", "法律志愿者"
    PSYCHOLOGIST = "psychologist", "心理咨询师"
    PARTNER = "partner", "协作单位"
    SYS_ADMIN = "sys_admin", "系统管理员"
    SEC_ADMIN = "sec_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "审计管理员"
    DATA_CLIENT = "data_client", "数据对接系统"  # no person: the account of another system (fedportal.api)


# The three administrators (三员): three people, and none of them works on cases.
ADMINISTRATORS = frozenset({Role.SYS_ADMIN, Role.SEC_ADMIN, Role.AUDIT_ADMIN})

# Who leads a unit, or its department. A township has its one worker, who is its head too.
LEADING = frozenset({Role.UNIT_HEAD, Role.SECTION_HEAD, Role.TOWNSHIP_WORKER})

_DESK = frozenset({Can.READ_NOTICES, Can.SEE_CASES, Can.REGISTER, Can.SEE_DASHBOARD})
_CLERK = _DESK | {Can.DECIDE, Can.HANDLE, Can.CLOSE, Can.ARCHIVE, Can.ACKNOWLEDGE, Can.IMPORT, Can.EXPORT}
_CLERK |= {Can.LOG_SERVICES, Can.KEEP_STATIONS, Can.KEEP_NETWORK}
_CLERK |= {Can.HOLD_BEDS, Can.TEND_SHELTERS}
_CLERK |= {Can.ANSWER_CALLS}  # many lines are answered by the department itself (domain.md L6)
# What stands above other units' work: orders to those below, complaints about them.
_ABOVE = frozenset({Can.HEAR_COMPLAINTS, Can.SUPERVISE})
_HEAD = _CLERK | _ABOVE | {Can.RUN_HOTLINE, Can.HEAR_RECORDINGS}
_HEAD |= {Can.REFUSE, Can.MERGE, Can.MEDIATE, Can.REVIEW, Can.SIGN_LETTERS, Can.DISPOSE, Can.ACCREDIT}
_HEAD |= {Can.KEEP_SHELTERS}

RIGHTS: dict[Role, frozenset[Can]] = {
    Role.VILLAGE_WORKER: _DESK | {Can.HANDLE, Can.DECIDE, Can.ACKNOWLEDGE, Can.LOG_SERVICES},
    Role.TOWNSHIP_WORKER: _DESK
    | {Can.HANDLE, Can.DECIDE, Can.REFUSE, Can.MERGE, Can.MEDIATE, Can.CLOSE, Can.ARCHIVE, Can.ACKNOWLEDGE}
    | {Can.SIGN_LETTERS, Can.HEAR_COMPLAINTS, Can.LOG_SERVICES, Can.KEEP_STATIONS, Can.KEEP_NETWORK},
    Role.RECEPTIONIST: _CLERK,
    Role.AGENT: _DESK | {Can.ANSWER_CALLS, Can.HOLD_BEDS},
    Role.HANDLER: _DESK | {Can.HANDLE, Can.MEDIATE, Can.ACKNOWLEDGE, Can.HOLD_BEDS, Can.TEND_SHELTERS},
    Role.MEDIATOR: frozenset({Can.READ_NOTICES, Can.SEE_CASES, Can.MEDIATE}),
    Role.SHELTER_WORKER: frozenset({Can.READ_NOTICES, Can.HOLD_BEDS, Can.TEND_SHELTERS}),
    Role.SECTION_HEAD: _HEAD,
    Role.SUPERVISOR: _ABOVE | {Can.READ_NOTICES, Can.SEE_CASES, Can.SEE_DASHBOARD, Can.ACKNOWLEDGE, Can.EXPORT},
    Role.UNIT_HEAD: _HEAD
    | {Can.APPROVE, Can.NAME_READERS, Can.JUDGE_ACCESS, Can.EDIT_RULES, Can.EDIT_TEMPLATES, Can.EDIT_ORG},
    Role.STAT_OFFICER: frozenset({Can.SEE_DASHBOARD}),
    Role.LEGAL_VOLUNTEER: frozenset(),
    Role.PSYCHOLOGIST: frozenset(),
    Role.PARTNER: frozenset(),
    Role.SYS_ADMIN: frozenset({Can.SEE_SYSTEM, Can.EDIT_CALENDAR, Can.MANAGE_ORGS}),
    Role.SEC_ADMIN: frozenset({Can.MANAGE_ACCOUNTS, Can.EDIT_ORG}),
    Role.AUDIT_ADMIN: frozenset({Can.SEE_AUDIT, Can.JUDGE_ACCESS}),
    Role.DATA_CLIENT: frozenset({Can.SEE_CASES}),
}


def rights_of(roles: list[str]) -> frozenset[Can]:
    """Everything that a user with these roles may do."""
    return frozenset().union(*(RIGHTS[Role(role)] for role in roles))
