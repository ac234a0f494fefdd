"""Whatever the reader and the matters: page, list, search, export, drill-down and interface show her the same ones."""

import datetime as dt
import json
from collections.abc import Iterable
from typing import NamedTuple

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.actions.turns import acting_org
from cases.api.document import petition_documents
from cases.exports.ledger import exportable
from cases.knowing import Sight, Tie, sight
from cases.models import BreakGlass, Concern, NamedReader, Petition, RelationWall
from cases.shown import Shown
from cases.workflow import Danger
from fedportal.accounts.models import User
from fedportal.accounts.roles import LEADING, RIGHTS, Can, Role
from fedportal.accounts.row_scopes import scope_of
from fedportal.dashboards.ranges import Range
from fedportal.dashboards.statistics import Counter
from fedportal.lib.row_scope import rows_of
from tests.api.clients import acting_as, caller
from tests.cases.samples import petition
from tests.drawing import examples
from tests.factories import ProvinceTree, user

HOUR = dt.timedelta(hours=1)
PLACES = ("shandong", "binzhou", "bincheng", "huimin", "beizhen")
ROLES = (Role.RECEPTIONIST, Role.UNIT_HEAD, Role.SUPERVISOR, Role.SECTION_HEAD, Role.HANDLER, Role.TOWNSHIP_WORKER)


class Case(NamedTuple):
    """One matter as it stands to the reader."""

    place: str
    guarded: bool
    handler: str  # nobody, the reader, or somebody else
    danger: bool
    repeated: bool
    close: bool
    named: bool
    opened: bool
    walled: bool


CASES = st.builds(
    Case,
    st.sampled_from(("binzhou", "bincheng", "huimin", "beizhen", "guangrao")),
    st.booleans(),
    st.sampled_from(("", "reader", "other")),
    *[st.booleans()] * 4,
    st.sampled_from((False, False, True)),
    st.sampled_from((False, False, False, True)),
)


def by_the_rule(case: Case, row: Petition, reader: User) -> bool:
    """The rule of cases.knowing, read from the matter's side."""
    if not reader.org.covers(row.org_code) or case.walled:
        return False
    tie = Tie.ABOVE
    if row.org_id == reader.org_id:
        tie = Tie.HOLDS
    elif case.close or case.named:  # whose reader is named, has come to know of it
        tie = Tie.CLOSE
    elif case.danger:
        tie = Tie.DANGER
    elif case.repeated:
        tie = Tie.STRIKING
    shows = sight(row.kind, reader.org.level, tie) is not Sight.NOTHING
    if not case.guarded:
        return shows
    if case.named or case.opened:
        return True
    heads = bool(LEADING.intersection(reader.roles))
    if tie is not Tie.HOLDS:
        return shows and (heads or Role.SUPERVISOR in reader.roles)
    decides = any(Can.DECIDE in RIGHTS[Role(role)] for role in reader.roles)
    return heads or row.handler_id == reader.pk or (row.handler_id is None and decides)


@pytest.mark.usefixtures("law")
@settings(max_examples=examples(6, 20), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cases=st.lists(CASES, min_size=1, max_size=6), place=st.sampled_from(PLACES), role=st.sampled_from(ROLES))
def test_every_way_leads_to_the_same_matters(tree: ProvinceTree, cases: list[Case], place: str, role: Role) -> None:
    with transaction.atomic():
        reader = user(getattr(tree, place), role)
        rows = {made(case, reader, tree).pk: case for case in cases}
        _all_agree(rows, reader)
        transaction.set_rollback(True)


def made(case: Case, reader: User, tree: ProvinceTree) -> Petition:
    clerk, at = user(getattr(tree, case.place), Role.RECEPTIONIST), timezone.now()
    row = petition(clerk, at=at - HOUR, category="family.dv" if case.guarded else "family.dispute")
    handler = {"reader": reader, "other": clerk}.get(case.handler) if reader.org == clerk.org else clerk
    danger = Danger.HIGH if case.danger else Danger.UNKNOWN
    Petition.objects.filter(pk=row.pk).update(handler=handler, danger=danger, repeat_count=1 + case.repeated)
    if case.close:
        Concern.objects.get_or_create(petition=row, org=reader.org)
    if case.named:
        NamedReader.objects.create(petition=row, user=reader, named_by=clerk, at=at, reason="协助")
    if case.opened and case.guarded:  # nothing else is opened in an emergency
        given = {"emergency": "call", "reason": "紧急", "at": at, "expires_at": at + HOUR}
        BreakGlass.objects.create(petition=row, user=reader, org=reader.org, **given)
    if case.walled:
        RelationWall.objects.create(petition=row, user=reader)
    return row


def _all_agree(rows: dict[int, Case], reader: User) -> None:
    client = Client()
    client.force_login(reader)
    standing = {row.pk: row for row in Petition.objects.filter(pk__in=rows)}
    expected = {pk for pk, case in rows.items() if by_the_rule(case, standing[pk], reader)}

    pages = {pk for pk in rows if client.get(reverse("cases:petition", args=[pk])).status_code == 200}
    listing = client.get(reverse("cases:petition_list"), {"open": 1, "under": reader.org.code})
    found = {row.pk for row in client.get(reverse("cases:petition_list"), {"q": "殴打"}).context["rows"]}
    exported = set(exportable(Petition.objects.visible_to(reader), reader).values_list("pk", flat=True))

    listed = {row.pk for row in listing.context["rows"]}
    assert expected == pages == listed == found == exported
    assert {standing[pk].number for pk in expected} == _by_the_interface(reader)
    _says_as_much(expected, reader)
    with rows_of(scope_of(reader)), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM cases_petition WHERE id = ANY(%s)", [list(rows)])
        raw = {pk for (pk,) in cursor.fetchall()}
    walled = {pk for pk, case in rows.items() if case.walled}  # the relation wall is the pages' own
    assert raw - walled == expected
    if reader.can(Can.SEE_DASHBOARD):
        at = timezone.now()
        figure = Counter(Range.of(reader.org, at), reader, at).dashboard().open.value
        beyond = listing.context["beyond"]
        assert figure == len(listed) + (beyond.number if beyond else 0)


def _by_the_interface(reader: User) -> set[str]:
    """The numbers that a system is told which acts as this reader."""
    answer = caller(acting_as(reader)).get(reverse("cases_api:petitions"))
    return {row["number"] for row in answer.json()["results"]}


def _says_as_much(pks: Iterable[int], reader: User) -> None:
    """Each document shows as much of its matter as the page."""
    rows = {row.pk: row for row in Petition.objects.filter(pk__in=pks).for_page()}
    with rows_of(scope_of(reader)):
        for pk, text in petition_documents(list(rows), reader, True).items():
            document, shown = json.loads(text), Shown(rows[pk], reader, turn=acting_org(rows[pk]))
            assert (document["shown"], document["facts"]) == (shown.sight.name.lower(), shown.facts)
            assert document["parties"][0]["name"] == shown.name
