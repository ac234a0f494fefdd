"""A marked woman in a course of violence: no page, answer, file, notice, message, log or column lets out her name,
where she is or what she said, before whoever has no need to know it. A walk tells all its leaks at once."""

import io
import json
import logging
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

import pytest
from django.apps import apps
from django.core import mail
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from openpyxl import load_workbook

from cases.actions.parties import add_party
from cases.actions.violence.danger import assess_danger
from cases.actions.violence.orders import Application, Ruling, apply_for_order, plan_safety, record_ruling
from cases.actions.walls import note_digest
from cases.exports.asking import ask
from cases.exports.ledger import exportable
from cases.exports.running import run_next
from cases.models import Export, Party, Petition, RelationWall
from cases.models.violence.danger import DangerAssessment
from fedportal.accounts.models import User
from fedportal.accounts.roles import ADMINISTRATORS, LEADING, Role
from fedportal.accounts.row_scopes import range_of, scope_of
from fedportal.api.scopes import Scope
from fedportal.audit.models import AccessEvent
from fedportal.deadlines.engine import sweep
from fedportal.lib.row_scope import EVERYTHING, rows_of
from fedportal.notices.actions import tell_escalations
from fedportal.notices.models import Notice
from tests.api.addresses import Address, interface, portal
from tests.api.clients import api_client, caller
from tests.cases.lives import DAY, Line, make_line
from tests.cases.violence import HIGH, alarmed, assessed, called, pressed
from tests.factories import ProvinceTree, held_together, user

WHO, PLACE, TEL = "暗号之人", "暗号巷四十二号", "13900004242"
WORDS = ("暗号起因", "暗号愿望", "暗号方案", "暗号去处", "暗号观察", "暗号报警")
MARKS = (WHO, PLACE, TEL, *WORDS)
HIS_TEL = "13777770001"
WORKING = held_together(Role)


@dataclass(frozen=True)
class Planted:
    """Her matter, with every row of its course that can hold a word of hers."""

    line: Line
    petition: Petition
    ids: tuple[int, ...]  # of the matter, of her as a person in it
    order: int
    ref: object

    def arguments(self, address: Address) -> Iterator[dict[str, object]]:
        """Whatever an address names, it is hers: each of the keys where a page of cases has one."""
        names = list(address.pattern.pattern.regex.groupindex)
        known = {"ref": self.ref, "number": self.petition.number, "code": self.petition.org_code, "form": "docx"}
        known |= {"name": "danger", "kind": "investigation", "field": "phone", "year": 2026, "system": "x"}
        of_cases = address.name.startswith("cases")
        for pk in self.ids if "pk" in names and of_cases else self.ids[:1]:
            yield {name: known.get(name, self.order if name == "order" else pk) for name in names}


@pytest.fixture
def planted(tree: ProvinceTree, law: None) -> Planted:
    line, at = make_line(tree), timezone.now()
    by = line.county.handler
    fields = {"name": WHO, "address": PLACE, "phone": TEL}
    told = {"history": WORDS[0], "wish_words": WORDS[1]}
    row = alarmed(assessed(line.county, HIGH, at=at, fields=fields, **told), line.county, at=at)
    matter = row.petition
    him = Party(role="offender", name="张大力", sex="male", phone=HIS_TEL)
    add_party(matter, him, by=by, at=at)
    assess_danger(matter, unable="unable", note=WORDS[4], by=by, at=at)
    pressed(row, "plan", line.county, at=at, plan=WORDS[2])
    plan_safety(matter, {"places": WORDS[3]}, by=by, at=at)
    called(matter, line.county, at=at, note=WORDS[5])
    order = apply_for_order(matter, Application("herself", (1,), "人民法院", at), by=by, at=at)
    record_ruling(order, Ruling("granted", at, "1号", timezone.localdate(at) + 90 * DAY), by=by, at=at)
    ids = (matter.pk, matter.parties.get(role="petitioner").pk)
    return Planted(line, Petition.objects.get(pk=matter.pk), ids, order.pk, row.ref)


def husband(line: Line) -> User:
    """He leads the county's office, and his numbers are noted as his own."""
    he = user(line.tree.bincheng, Role.UNIT_HEAD, Role.SECTION_HEAD, name="张大力")
    note_digest(he, kind="phone", value=HIS_TEL, whose="本人", by=he, at=timezone.now())
    return he


READERS: dict[str, Callable[[Line], User]] = {
    "another county, all roles": lambda line: user(line.tree.huimin, *WORKING),
    "her husband, who leads the unit": husband,
    "her county, who neither leads nor handles": lambda line: user(
        line.tree.bincheng, *held_together(role for role in Role if role not in LEADING)
    ),
    "the city, all roles": lambda line: user(line.tree.binzhou, *WORKING),
    **{
        f"her county, {role}": lambda line, role=role: user(line.tree.bincheng, role)
        for role in sorted(ADMINISTRATORS)
    },
}


def hidden_from(who: str) -> list[str]:
    """The city has to know who is in high danger, by name, and no more (cases.knowing)."""
    return [mark for mark in MARKS if mark != WHO or who != "the city, all roles"]


def let_out(said: str, marks: Collection[str] = MARKS) -> list[str]:
    return [mark for mark in marks if mark in said]


def body(answer: object) -> str:
    """As text; what is written in JSON or a workbook is read out."""
    parts = answer.streaming_content if getattr(answer, "streaming", False) else [answer.content]  # type: ignore[attr-defined]
    raw, headers = b"".join(parts), getattr(answer, "headers", {})
    said = raw.decode("utf-8", "replace")
    if "json" in headers.get("Content-Type", ""):  # of several documents a line each
        said = "".join(json.dumps(json.loads(line), ensure_ascii=False) for line in said.splitlines() if line)
    return said + str(headers)


def walk(client: Client, planted: Planted, addresses: list[Address], marks: Collection[str]) -> tuple[int, list[str]]:
    """How many were opened, and what each let out."""
    opened, leaks = 0, []
    for address in addresses:
        for arguments in planted.arguments(address):
            try:
                url = reverse(address.name, kwargs=arguments)
            except NoReverseMatch:  # a token, or another kind of key: nothing of hers is named so
                break
            answer = client.get(url)
            opened += answer.status_code == 200
            leaks += [f"{url}: {mark}" for mark in let_out(body(answer), marks)]
    return opened, leaks


@pytest.mark.parametrize("who", READERS)
def test_no_page_tells_who_has_no_need_to_know(planted: Planted, who: str) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(READERS[who](planted.line))

    opened, leaks = walk(
        client, planted, [each for each in portal() if each.name != "account_logout"], hidden_from(who)
    )

    assert leaks == []
    assert opened > 5


def test_what_is_hers_could_have_been_there(planted: Planted) -> None:
    client = Client()
    client.force_login(planted.line.county.handler)

    shown = body(client.get(reverse("cases:violence", args=[planted.petition.pk])))
    shown += body(client.get(planted.petition.get_absolute_url()))

    assert set(let_out(shown)) >= {WHO, *WORDS}


@pytest.mark.parametrize("where", ["huimin", "binzhou"])
def test_no_answer_of_the_interface_tells_a_system_that_nobody_named(planted: Planted, where: str) -> None:
    client = caller(api_client(getattr(planted.line.tree, where), Scope.READ, Scope.VIOLENCE, Scope.PERSONAL))

    opened, leaks = walk(client, planted, interface(), MARKS)

    assert leaks == []
    assert opened > 5


def test_no_search_finds_her_by_what_only_her_people_know(planted: Planted) -> None:
    her_page = f"/petitions/{planted.petition.pk}/"
    leaks = []
    for who, made in READERS.items():
        client = Client(raise_request_exception=False)
        client.force_login(made(planted.line))
        for mark in (WHO, TEL, planted.petition.number):
            for name in ("cases:petition_list", "hotline:call_list", "stations:station_list"):
                shown = body(client.get(reverse(name), {"q": mark}))
                others = [each for each in let_out(shown, hidden_from(who)) if each != mark]
                above = who.startswith("the city")  # which sees that there is a matter of high danger
                leaks += [f"{who} {name} {mark}: {others}"] if others or (her_page in shown and not above) else []

    assert leaks == []


def test_no_export_takes_her_out(planted: Planted) -> None:
    leaks = []
    for who, made in READERS.items():
        by = made(planted.line)
        with rows_of(scope_of(by)):
            pks = list(exportable(Petition.objects.visible_to(by), by).values_list("pk", flat=True))
        if not pks:
            continue
        made_file = ask(pks, reason="报送", filters=[], by=by, at=timezone.now())
        assert run_next(timezone.now())
        leaks += [f"{who}: {mark}" for mark in let_out(told_by(Export.objects.get(pk=made_file.pk)), hidden_from(who))]

    assert leaks == []


def told_by(row: Export) -> str:
    with default_storage.open(row.file_name) as file:
        book = load_workbook(io.BytesIO(file.read()))
    return str([[cell.value for cell in line] for sheet in book for line in sheet.rows])


def test_the_database_itself_shows_nothing_of_her_course_to_others(planted: Planted) -> None:
    tables = [model for model in apps.get_app_config("cases").get_models() if _hangs_on_a_matter(model)]
    assert DangerAssessment in tables
    leaks = []
    for who, made in READERS.items():
        if who.startswith("the city"):
            continue
        by = made(planted.line)
        for scope in (scope_of(by), range_of(by)) if "another" in who else (scope_of(by),):
            with rows_of(scope):
                leaks += [f"{who}: {model.__name__}" for model in tables if _shows(model, planted.petition)]

    assert leaks == []


def _hangs_on_a_matter(model: type) -> bool:
    names = {field.name: field for field in model._meta.get_fields()}  # type: ignore[attr-defined]
    if model is RelationWall:  # one's own is how the wall knows oneself
        return False
    return "petition" in names and names["petition"].related_model is Petition and names["petition"].concrete


def _shows(model: type, petition: Petition) -> bool:
    return model.objects.filter(petition=petition.pk).exists()  # type: ignore[attr-defined]


def test_columns_trail_notices_messages_and_logs_say_nothing(
    planted: Planted, caplog: pytest.LogCaptureFixture
) -> None:
    """Every column of every table: what she said and where she is stands enciphered; her name, which people are found
    by, stands in the matter's own tables alone."""
    caplog.set_level(logging.DEBUG)
    now = timezone.now() + 30 * DAY
    client = Client(raise_request_exception=False)
    client.force_login(planted.line.county.handler)
    client.post(reverse("cases:violence_act", args=[planted.petition.pk, "safety"]), {"places": WORDS[3] * 5000})
    with rows_of(EVERYTHING):
        sweep(now)
        tell_escalations(now)
        said = str(list(Notice.objects.values())) + str(list(AccessEvent.objects.values()))
        said += str([str(notice.subject) for notice in Notice.objects.all()])
        leaks = [f"{table}: {mark}" for table in connection.introspection.table_names() for mark in in_table(table)]

    assert Notice.objects.count() >= 2
    assert leaks == []
    assert let_out(said + str([message.body for message in mail.outbox]) + caplog.text) == []


def in_table(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT t::text FROM "{table}" t')
        said = str(cursor.fetchall())
    named = re.match(r"cases_(party|searchtext|document)$", table)
    return let_out(said, MARKS if not named else [mark for mark in MARKS if mark != WHO])
