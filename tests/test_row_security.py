"""Row-level security: what the portal's own role of PostgreSQL shows, whatever a query forgot."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from django.core.checks import Tags, run_checks
from django.db import DatabaseError, InternalError, ProgrammingError, connection, transaction
from django.http import HttpRequest, JsonResponse
from django.test import Client
from django.urls import path
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from cases.models import BreakGlass, Concern, Event, MatterClass, NamedReader, Party, Petition, RelationWall
from cases.workflow import Danger
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.accounts.row_scopes import scope_of
from fedportal.audit.models import AccessEvent
from fedportal.lib import checks
from fedportal.lib.row_scope import EVERYTHING, NOTHING, RowScope, assume, current_scope, rows_of
from fedportal.lib.row_security import policies
from fedportal.notices.models import Notice
from fedportal.orgs.models import Organization
from fedportal.urls import urlpatterns as of_the_portal
from tests.cases.samples import petition, risen
from tests.factories import ProvinceTree, user

pytestmark = pytest.mark.django_db


# --- the role ----------------------------------------------------------------------------------------------
def _asked(sql: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def test_the_portals_role_owns_nothing_and_may_bypass_nothing() -> None:
    assert _asked("SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user") == [
        (False, False, False)
    ]
    owned = "SELECT relname FROM pg_class WHERE relowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)"
    assert _asked(f"{owned} AND relpersistence <> 't'") == []
    assert (
        _asked(
            "SELECT r.rolname FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid "
            "WHERE m.member = (SELECT oid FROM pg_roles WHERE rolname = current_user)"
        )
        == []
    )


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE cases_petition DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE audit_accessevent DISABLE TRIGGER ALL",
        "DROP POLICY portal_scope ON cases_petition",
        "TRUNCATE audit_accessevent",
        "UPDATE audit_accessevent SET verb = 'nothing'",
        "DELETE FROM audit_accessevent",
        "UPDATE audit_auditseal SET number = 1",
        "SET session_replication_role = replica",
        "SET ROLE postgres",
        "CREATE TABLE of_ones_own (id int)",
        "CREATE OR REPLACE FUNCTION cases_shown(matter bigint) RETURNS boolean LANGUAGE sql AS 'SELECT true'",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('a', 'b', now())",
    ],
)
def test_the_portals_role_cannot_loosen_its_bonds(statement: str) -> None:
    with (
        pytest.raises((ProgrammingError, InternalError), match=r"permission denied|must be owner"),
        transaction.atomic(),
    ):
        _asked(statement)


def test_every_table_with_a_policy_has_it_switched_on() -> None:
    on = {name for (name,) in _asked("SELECT relname FROM pg_class WHERE relrowsecurity")}
    assert {policy.table for policy in policies()} <= on  # raises where no room thought of a table


def test_every_table_that_names_a_petition_has_a_policy() -> None:
    linked = _asked(
        "SELECT DISTINCT conrelid::regclass::text FROM pg_constraint "
        "WHERE contype = 'f' AND confrelid = 'cases_petition'::regclass"
    )
    assert {name for (name,) in linked} <= {policy.table for policy in policies()}


# --- the scope ---------------------------------------------------------------------------------------------
@pytest.fixture
def nobody() -> Iterator[None]:
    """As a process begins: nobody has said for whom rows are read."""
    assume(None)
    yield
    assume(EVERYTHING)


def test_a_query_without_a_scope_returns_nothing(tree: ProvinceTree, law: None, nobody: None) -> None:
    with rows_of(EVERYTHING):
        clerk = user(tree.bincheng, Role.RECEPTIONIST)
        petition(clerk)
        assert Petition.objects.count() == 1
    assert current_scope() is None
    for model in (Petition, Party, Event, AccessEvent, Notice):
        assert not model.objects.exists(), model


def test_the_scope_is_the_readers_range(tree: ProvinceTree, law: None) -> None:
    here, there = petition(user(tree.bincheng, Role.RECEPTIONIST)), petition(user(tree.xiaonan, Role.RECEPTIONIST))
    risen(here, tree.shandong)  # a province sees what came up to it
    risen(there, tree.hubei)
    for place, seen in (
        (tree.bincheng, {here.pk}),
        (tree.shandong, {here.pk}),
        (tree.huimin, set()),
        (tree.xiaogan, {there.pk}),
        (tree.hubei, {there.pk}),
    ):
        with rows_of(scope_of(user(place, Role.SUPERVISOR))):
            assert set(Petition.objects.values_list("pk", flat=True)) == seen
            assert set(Party.objects.values_list("petition", flat=True)) == seen


def test_a_scope_ends_with_its_block_and_survives_a_savepoint(tree: ProvinceTree, law: None) -> None:
    petition(user(tree.bincheng, Role.RECEPTIONIST))
    reader = scope_of(user(tree.xiaonan, Role.RECEPTIONIST))
    assert Petition.objects.count() == 1
    sid = transaction.savepoint()
    with rows_of(reader):
        assert Petition.objects.count() == 0
    transaction.savepoint_rollback(sid)
    assert Petition.objects.count() == 1  # what the savepoint took back, the connection says again
    with rows_of(reader):
        sid = transaction.savepoint()
        assert Petition.objects.count() == 0
        transaction.savepoint_rollback(sid)
        assert Petition.objects.count() == 0
    assert Petition.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_the_scope_holds_for_one_statement(tree: ProvinceTree, law: None, nobody: None) -> None:
    with rows_of(EVERYTHING):
        petition(user(tree.bincheng, Role.RECEPTIONIST))
        assert Petition.objects.count() == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('portal.code', true)")
        assert not cursor.fetchone()[0]
    assert Petition.objects.count() == 0


def test_nobody_writes_a_row_that_she_would_not_see(tree: ProvinceTree, law: None) -> None:
    row = petition(user(tree.bincheng, Role.RECEPTIONIST))
    stranger = user(tree.xiaonan, Role.UNIT_HEAD)
    with rows_of(scope_of(stranger)):
        assert Petition.objects.filter(pk=row.pk).update(request="改了") == 0
        assert Party.objects.filter(petition=row.pk).delete() == (0, {})
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Party.objects.create(petition_id=row.pk, role=Party.Role.WITNESS, name="证人", sex=Party.Sex.FEMALE)


def test_flags_are_letters_and_can_say_nothing_else() -> None:
    with pytest.raises(ValueError, match="small letters"):
        RowScope(1, 2, flags="h'; DROP TABLE cases_petition; --")


# --- the view that forgot ----------------------------------------------------------------------------------
def _forgot_everything(request: HttpRequest) -> JsonResponse:
    """Written wrongly on purpose: no `visible_to`, no right, no place."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM cases_petition")
        raw = [pk for (pk,) in cursor.fetchall()]
    return JsonResponse(
        {
            "raw": raw,
            "petitions": list(Petition.objects.values_list("pk", flat=True)),
            "people": list(Party.objects.values_list("name", flat=True)),
            "acts": list(Event.objects.values_list("petition", flat=True)),
            "one": Petition.objects.filter(pk=request.GET["pk"]).exists(),
        }
    )


urlpatterns = [path("forgot/", _forgot_everything), *of_the_portal]


@pytest.mark.urls(__name__)
def test_a_view_that_forgot_to_ask_who_is_looking_leaks_no_row(tree: ProvinceTree, law: None, client: Client) -> None:
    clerk = user(tree.bincheng, Role.RECEPTIONIST)
    row = petition(clerk)
    nothing = {"raw": [], "petitions": [], "people": [], "acts": [], "one": False}
    client.force_login(user(tree.huimin, Role.UNIT_HEAD))
    assert client.get("/forgot/", {"pk": row.pk}).json() == nothing
    client.force_login(clerk)
    mine = client.get("/forgot/", {"pk": row.pk}).json()
    assert (mine["raw"], mine["petitions"], mine["one"]) == ([row.pk], [row.pk], True)


@pytest.mark.urls(__name__)
def test_whoever_is_not_signed_in_is_shown_no_row_even_by_a_page_without_login(
    tree: ProvinceTree, law: None, client: Client
) -> None:
    petition(user(tree.bincheng, Role.RECEPTIONIST))
    with rows_of(NOTHING):
        assert list(Petition.objects.all()) == []
    assert client.get("/forgot/", {"pk": 1}).status_code == 302


# --- the same answer by every road -------------------------------------------------------------------------
PLACES = ("shandong", "binzhou", "bincheng", "huimin", "beizhen", "hubei", "xiaonan")
EMERGENCY = {"emergency": "danger", "reason": "本人正在来电"}
READING = (Role.RECEPTIONIST, Role.HANDLER, Role.SUPERVISOR, Role.SECTION_HEAD, Role.UNIT_HEAD, Role.TOWNSHIP_WORKER)


class Made(NamedTuple):
    """One matter as it is drawn: where, of which kind, and how the first of the readers stands to it."""

    place: str
    matter_class: str
    category: str
    danger: str
    close: bool  # it came up to her unit
    named: bool
    handled: bool
    opened: bool  # in an emergency
    walled: bool


MADE = st.builds(
    Made,
    st.sampled_from(PLACES),
    st.sampled_from(MatterClass.values),
    st.sampled_from(["family.dv", "family.dispute"]),
    st.sampled_from(["", Danger.HIGH]),
    *[st.booleans()] * 5,
)


@hypothesis(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    readers=st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(READING)), min_size=1, max_size=4),
    matters=st.lists(MADE, min_size=1, max_size=5),
)
def test_raw_sql_shows_just_what_visible_to_answers(
    tree: ProvinceTree, law: None, readers: list[tuple[str, Role]], matters: list[Made]
) -> None:
    with transaction.atomic():
        people = [user(getattr(tree, place), role) for place, role in readers]
        for made in matters:
            _make(made, people[0], getattr(tree, made.place))
        for person in people:
            answered = set(Petition.objects.visible_to(person).values_list("pk", flat=True))
            with rows_of(scope_of(person)):
                assert {pk for (pk,) in _asked("SELECT id FROM cases_petition")} == answered
                assert set(Event.objects.values_list("petition", flat=True)) == answered
        transaction.set_rollback(True)


def _make(made: Made, person: User, place: Organization) -> None:
    row = petition(user(place, Role.UNIT_HEAD), category=made.category)
    handler = person if made.handled and person.org_id == place.pk else None
    Petition.objects.filter(pk=row.pk).update(matter_class=made.matter_class, danger=made.danger, handler=handler)
    now = timezone.now()
    if made.close:
        Concern.objects.get_or_create(petition=row, org=person.org, reader=None)
    if made.named:
        _name(person, row)
    if made.opened:
        until = now + dt.timedelta(hours=1)
        BreakGlass.objects.create(petition=row, user=person, org=person.org, at=now, expires_at=until, **EMERGENCY)
    if made.walled:
        RelationWall.objects.create(petition=row, user=person)


def _name(person: User, row: Petition) -> None:
    NamedReader.objects.create(petition=row, user=person, named_by=person, at=row.registered_at, reason="办理需要")


def test_the_check_says_whether_the_portals_role_is_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    def found() -> list[str | None]:
        return [problem.id for problem in run_checks(tags=[Tags.database], databases=["default"])]

    assert found() == []
    monkeypatch.setattr(checks, "_FREE", "SELECT true")
    assert found() == ["lib.E001"]
