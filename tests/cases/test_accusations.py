"""Accusations: who reads them, to whom they never go, against whom they are (信访工作条例 art. 30 and 46)."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.actions import accusations
from cases.actions.complaints import file_complaint
from cases.actions.letters import write_letter
from cases.models import Accused, Event, HandlingComplaint, NamedReader, Petition
from cases.workflow import DocumentKind, Status
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.dashboards.context import Frame
from fedportal.deadlines import engine
from fedportal.deadlines.actions import acknowledge
from fedportal.directory.actions import orgs
from fedportal.lib.refusals import NotAllowed
from fedportal.notices.actions import tell_escalations
from fedportal.notices.models import Notice
from fedportal.orgs.models import AgencyKind, Level, Organization
from tests.cases.ledgers import HEADINGS, imported, workbook
from tests.cases.ledgers import row as ledger_row
from tests.cases.lives import DAY, Line, make_line
from tests.cases.moving import sent
from tests.cases.posted import draft as letter_draft
from tests.cases.samples import NOW, accusation, moved, petition, typed
from tests.drawing import examples
from tests.factories import agency, user

TOLD = {"told_how": "in_person"}
NAMES = ("王小芳", "孙建国")  # the accuser's and the accused's


@pytest.fixture
def line(tree: object, law: None) -> Line:
    return make_line(tree)


def may_read(row: Petition, reader: User) -> bool:
    return Petition.objects.visible_to(reader).filter(pk=row.pk).exists()


def names_of(people: Iterator[User]) -> set[str]:
    return {person.username for person in people}


# --- who reads ----------------------------------------------------------------------------------------------------


def test_the_registrar_and_the_head_of_the_unit_read_it_and_nobody_else(line: Line) -> None:
    row = accusation(line.county.clerk)

    everyone = [*vars(line.county).values(), *vars(line.city).values(), *vars(line.province).values()]
    assert [reader for reader in everyone if may_read(row, reader)] == [line.county.clerk, line.county.head]
    assert list(accusations.readers(row).order_by("pk")) == [line.county.clerk, line.county.head]


def test_a_further_reader_is_named_by_the_head_with_a_reason(line: Line) -> None:
    row = accusation(line.county.clerk)
    assert not may_read(row, line.county.handler)

    accusations.name_reader(row, line.county.handler, reason="承办本件", by=line.county.head, at=NOW)

    assert may_read(row, line.county.handler)
    event = row.events.get(verb="petition.name_reader")
    assert (event.actor, event.note, event.data) == (
        line.county.head,
        "承办本件",
        {"reader": line.county.handler.name},
    )
    assert AccessEvent.objects.filter(verb="petition.name_reader", object_id=row.pk, actor=line.county.head).exists()


def test_who_is_ended_reads_no_more_and_handles_no_more(line: Line) -> None:
    row = accusation(line.county.clerk)
    named = accusations.name_reader(row, line.county.handler, reason="承办本件", by=line.county.head, at=NOW)
    row = moved(row, "reassign", by=line.county.head, at=NOW, handler=line.county.handler)

    accusations.end_reading(named, by=line.county.head, at=NOW + DAY)

    assert not may_read(row, line.county.handler)
    row.refresh_from_db()
    assert row.handler is None
    with pytest.raises(NotAllowed, match="已经终止"):
        accusations.end_reading(named, by=line.county.head, at=NOW + DAY)


@pytest.mark.parametrize(
    ("by", "reader", "reason", "sentence"),
    [
        ("county.clerk", "county.handler", "承办", "只有承办单位的主席"),
        ("city.head", "city.clerk", "承办", "只有承办单位的主席"),
        ("county.head", "city.clerk", "承办", "本单位在用"),
        ("county.head", "county.clerk", "承办", "已经可以查看"),
        ("county.head", "county.handler", " ", "请填写指定的理由"),
    ],
)
def test_naming_is_refused(line: Line, by: str, reader: str, reason: str, sentence: str) -> None:
    row = accusation(line.county.clerk)

    def person(path: str) -> User:
        place, name = path.split(".")
        return getattr(getattr(line, place), name)

    with pytest.raises(NotAllowed, match=sentence):
        accusations.name_reader(row, person(reader), reason=reason, by=person(by), at=NOW)
    assert row.readers.count() == 1


def test_nobody_of_the_accuseds_name_is_made_a_reader_or_handler(line: Line) -> None:
    row = accusation(line.county.clerk, against="孙建国", unit="某公司")
    namesake = user(line.tree.bincheng, Role.HANDLER, name="孙建国")

    with pytest.raises(NotAllowed, match="同名"):
        accusations.name_reader(row, namesake, reason="承办", by=line.county.head, at=NOW)
    with pytest.raises(NotAllowed, match="不是本件的阅读人"):
        moved(row, "reassign", by=line.county.head, at=NOW, handler=namesake)


def test_a_new_head_reads_what_the_unit_holds_and_who_left_the_office_does_not(line: Line) -> None:
    row = accusation(line.county.clerk)
    successor = user(line.tree.bincheng, Role.UNIT_HEAD)
    line.county.head.roles = [Role.SECTION_HEAD]
    line.county.head.save(update_fields=["roles"])

    assert may_read(row, successor)
    assert not may_read(row, User.objects.get(pk=line.county.head.pk))


def test_lateness_brings_it_before_the_head_of_the_desk_alone(line: Line, client: Client) -> None:
    at = timezone.now() - 25 * DAY
    row, open_matter = accusation(line.county.clerk, at=at), petition(line.county.clerk, at=at)
    supervisor = user(line.tree.binzhou, Role.SUPERVISOR)
    assert not may_read(row, line.city.head)

    engine.sweep(timezone.now())
    tell_escalations(timezone.now())

    assert may_read(row, line.city.head)
    assert not may_read(row, supervisor)
    told = Notice.objects.visible_to(supervisor)
    assert {notice.object_id for notice in told} == {open_matter.pk}
    assert {notice.object_id for notice in Notice.objects.filter(org=supervisor.org, role=Role.SUPERVISOR)} == {
        *(row.pk, open_matter.pk)
    }
    client.force_login(line.city.head)
    duty = row.deadlines.get()
    answer = client.post(reverse("cases:acknowledge", args=[row.pk, duty.pk]), follow=True)
    assert "已签收" in answer.content.decode()
    client.force_login(supervisor)
    assert client.post(reverse("cases:acknowledge", args=[row.pk, duty.pk])).status_code == 404


def test_the_deciders_head_reads_it_as_long_as_the_decision_is_owed(line: Line) -> None:
    row = accusation(line.county.clerk)
    moved(row, "dispute", by=line.county.clerk, at=NOW, note="两县意见不一。", other_unit=line.tree.huimin)

    assert may_read(row, line.city.head)
    assert not may_read(row, line.neighbour.head)
    assert not may_read(row, line.city.clerk)

    row = moved(row, "decide_dispute", by=line.city.head, at=NOW, note="由惠民县承办。", decided_unit=line.tree.huimin)

    assert may_read(row, line.neighbour.head)
    assert not may_read(row, line.county.clerk)  # out of her range
    assert may_read(row, line.city.head)  # she sent it there


# --- to whom it never goes ----------------------------------------------------------------------------------------


def test_an_accusation_of_ones_own_unit_goes_straight_above(line: Line) -> None:
    row = accusation(line.county.clerk, org=line.tree.bincheng)

    assert (row.org, row.registered_org) == (line.tree.binzhou, line.tree.bincheng)
    assert [deadline.org for deadline in row.deadlines.all()] == [line.tree.binzhou]
    assert not any(may_read(row, reader) for reader in vars(line.county).values())
    assert [reader for reader in vars(line.city).values() if may_read(row, reader)] == [line.city.head]
    told = Notice.objects.get()
    assert (told.org, told.role) == (line.tree.binzhou, Role.UNIT_HEAD)
    assert not any(name in told.text for name in NAMES)


def test_an_accusation_of_the_city_goes_from_the_county_to_the_province(line: Line) -> None:
    row = accusation(line.county.clerk, org=line.tree.binzhou)

    assert row.org == line.tree.shandong
    assert may_read(row, line.province.head)
    assert not any(may_read(row, reader) for reader in (*vars(line.county).values(), *vars(line.city).values()))


def test_lateness_never_lies_on_the_accuseds_desk(line: Line) -> None:
    row = accusation(line.county.clerk, at=timezone.now() - 60 * DAY, org=line.tree.binzhou)
    for _ in range(8):
        engine.sweep(timezone.now())

    assert {*row.deadlines.values_list("desk", flat=True)} == {line.tree.shandong.pk}


def test_a_superior_without_a_head_is_passed_over(line: Line) -> None:
    User.objects.filter(pk=line.city.head.pk).update(is_active=False)

    assert accusation(line.county.clerk, org=line.tree.bincheng).org == line.tree.shandong


def test_an_accusation_of_the_province_is_not_for_this_portal(line: Line) -> None:
    with pytest.raises(NotAllowed, match="没有可以受理的上级单位"):
        accusation(line.county.clerk, org=line.tree.shandong)
    assert not Petition.objects.exists()


@pytest.mark.parametrize(("move", "more"), [("pass_down", {}), ("assign", {"report_due_on": dt.date(2026, 12, 20)})])
@pytest.mark.parametrize("receiver", ["bincheng", "beizhen"])
def test_it_is_not_sent_to_the_accuseds_unit_nor_below(
    line: Line, move: str, more: dict[str, object], receiver: str
) -> None:
    row = accusation(line.city.clerk, org=line.tree.bincheng)

    with pytest.raises(NotAllowed, match="不能接收本件"):
        moved(row, move, by=line.city.head, at=NOW, receiver=getattr(line.tree, receiver), **TOLD, **more)
    assert not row.transfers.exists()
    row = moved(row, move, by=line.city.head, at=NOW, receiver=line.tree.huimin, **TOLD, **more)
    assert row.org == line.tree.huimin
    assert may_read(row, line.neighbour.head)
    assert not may_read(row, line.neighbour.clerk)


def test_it_is_not_sent_where_nobody_could_read_it(line: Line) -> None:
    row = accusation(line.county.clerk)
    user(line.tree.beizhen, Role.TOWNSHIP_WORKER)

    with pytest.raises(NotAllowed, match="无人可以阅读"):
        moved(row, "pass_down", by=line.county.head, at=NOW, receiver=line.tree.beizhen, **TOLD)


def test_no_dispute_brings_it_to_the_accuseds_unit(line: Line) -> None:
    row = accusation(line.county.clerk, org=line.tree.huimin)

    with pytest.raises(NotAllowed, match="不能接收本件"):
        moved(row, "dispute", by=line.county.clerk, at=NOW, note="不一致。", other_unit=line.tree.huimin)
    row = moved(row, "dispute", by=line.county.clerk, at=NOW, note="不一致。", other_unit=line.tree.zouping)
    with pytest.raises(NotAllowed, match="不能接收本件"):
        moved(row, "decide_dispute", by=line.city.head, at=NOW, note="由惠民县。", decided_unit=line.tree.huimin)


def test_who_turns_out_to_be_accused_later_loses_it_at_once(line: Line) -> None:
    row = accusation(line.county.clerk)
    moved(row, "accept", by=line.county.head, at=NOW, **TOLD)

    row = accusations.accuse(
        row, Accused(kind="person", name="李某", org=line.tree.bincheng), by=line.county.clerk, at=NOW + DAY
    )

    assert (row.org, row.status, row.accepted_at) == (line.tree.binzhou, Status.REGISTERED, None)
    assert not any(may_read(row, reader) for reader in vars(line.county).values())
    assert [(duty.kind, duty.org) for duty in row.deadlines.open()] == [("notice", line.tree.binzhou)]
    assert row.events.filter(verb="petition.send_above", data={"receiver": "滨州市妇女联合会"}).count() == 1


def test_the_database_itself_keeps_it_from_the_accused(line: Line) -> None:
    row = accusation(line.city.clerk, org=line.tree.bincheng)
    with pytest.raises(IntegrityError, match="may not come to the accused"), transaction.atomic():
        Petition.objects.filter(pk=row.pk).update(org=line.tree.beizhen, org_code=line.tree.beizhen.code)
    with pytest.raises(IntegrityError, match="is, or lies below, the accused"), transaction.atomic():
        Accused.objects.create(
            petition=row, kind="unit", name="滨州", org=line.tree.binzhou, at=NOW, by=line.city.head
        )


def test_a_merger_does_not_bring_it_to_the_accused(line: Line) -> None:
    row = accusation(line.neighbour.clerk, org=line.tree.zouping)
    admin = user(line.tree.shandong, Role.SYS_ADMIN)

    orgs.merge(line.tree.huimin, by=admin, into=line.tree.zouping, on=dt.date(2026, 11, 24), at=NOW + DAY)

    row.refresh_from_db()
    assert row.org == line.tree.binzhou
    assert [duty.org for duty in row.deadlines.open()] == [line.tree.binzhou]


@pytest.mark.parametrize(
    ("addressee", "barred"),
    [
        ("滨城区民政局", True),
        ("滨州市滨城区民政局", True),
        ("民政局", True),
        ("滨城区公安局", False),
        ("孙建国", True),
    ],
)
def test_no_letter_is_addressed_to_the_accused_or_the_accuseds_unit(line: Line, addressee: str, barred: bool) -> None:
    row = accusation(line.county.clerk, unit="滨城区民政局")

    assert accusations.is_accused(row, addressee) is barred


# --- what is seen -------------------------------------------------------------------------------------------------


def test_title_list_and_notices_name_nobody(line: Line, client: Client) -> None:
    row = accusation(line.county.clerk)
    client.force_login(line.county.head)

    page = client.get(row.get_absolute_url()).content.decode()
    listed = client.get("/petitions/").content.decode()
    home = client.get("/").content.decode()
    inbox = client.get(reverse("notices:inbox")).content.decode()

    assert f"<title>{row.number} 检举控告事项</title>" in page
    assert all(name in page for name in NAMES)  # she reads the whole of it
    assert "检举控告事项" in listed
    assert "新登记一件检举控告事项" in inbox
    for text in (listed, home, inbox):
        assert not any(name in text for name in NAMES)


def test_nothing_counts_it_for_a_colleague(line: Line, client: Client) -> None:
    accusation(line.county.clerk, at=timezone.now() - 25 * DAY)
    engine.sweep(timezone.now())
    tell_escalations(timezone.now())

    def frame(reader: User) -> tuple[int, int]:
        drawn = Frame(type("Request", (), {"user": reader, "path": "/"})())  # type: ignore[arg-type]
        return drawn.waiting, drawn.unread

    colleague = user(line.tree.bincheng, Role.SECTION_HEAD)
    assert frame(colleague) == (0, 0)
    assert frame(line.county.head)[0] == 1
    assert frame(line.county.head)[1] >= 1
    client.force_login(colleague)
    assert client.get("/petitions/").context["total"] == 0
    assert client.get(reverse("notices:inbox")).context["unread"] == 0
    bench = client.get("/").context["bench"]
    assert not bench.has_piles
    assert all(figure.value == 0 for _, figure in bench.lights)


def test_every_reading_is_written_down(line: Line, client: Client) -> None:
    row, ordinary = accusation(line.county.clerk), petition(line.county.clerk)
    client.force_login(line.county.head)

    for _ in range(3):
        client.get(row.get_absolute_url())
        client.get(ordinary.get_absolute_url())
    client.get(reverse("cases:petition_move", args=[row.pk, "accept"]))

    read = AccessEvent.objects.filter(verb="petition.read", actor=line.county.head)
    assert read.filter(object_id=row.pk).count() == 4
    assert read.filter(object_id=ordinary.pk).count() == 1


def test_it_is_not_exported_by_whomever(line: Line, client: Client) -> None:
    accusation(line.county.clerk)
    ordinary = petition(line.county.clerk)
    client.force_login(line.county.head)

    client.post("/petitions/export/", {"reason": "向市妇联报送"})

    assert Petition.objects.visible_to(line.county.head).count() == 2
    assert list(Petition.objects.visible_to(line.county.head).exportable()) == [ordinary]
    assert AccessEvent.objects.get(verb="petition.export").detail["rows"] == 1


def test_the_assignment_letter_does_not_name_the_accuser(line: Line) -> None:
    row = accusation(line.city.clerk)
    due = {"report_due_on": dt.date(2026, 12, 20)}

    row = moved(row, "assign", by=line.city.head, at=NOW, receiver=line.tree.huimin, **TOLD, **due)

    letter = row.documents.get(kind="assignment")
    assert "王小芳" not in letter.title + letter.main_to + letter.copy_to + letter.body


def test_the_timeline_never_names_the_accused(line: Line) -> None:
    row = accusation(line.county.clerk)
    accusations.accuse(row, Accused(kind="person", name="钱某某", unit="某公司"), by=line.county.clerk, at=NOW)

    told = "".join(f"{event.note}{event.data}" for event in Event.objects.filter(petition=row))
    assert not any(name in told for name in (*NAMES, "钱某某"))


def test_the_list_asks_as_much_with_accusations_as_without(line: Line, client: Client) -> None:
    client.force_login(line.county.head)

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get("/petitions/")
        return len(asked)

    petition(line.county.clerk)
    questions()
    before = questions()
    accusation(line.county.clerk)
    accusation(line.county.clerk)
    assert questions() == before


def test_the_card_asks_as_much_for_one_reader_as_for_three(line: Line, client: Client) -> None:
    row = accusation(line.county.clerk)
    client.force_login(line.county.head)

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(row.get_absolute_url())
        return len(asked)

    questions()
    before = questions()
    for _ in range(2):
        reader = user(line.tree.bincheng, Role.HANDLER)
        accusations.name_reader(row, reader, reason="协助调查", by=line.county.head, at=NOW)
        accusations.accuse(row, Accused(kind="person", name="钱某"), by=line.county.head, at=NOW)
    assert questions() == before


def test_a_ledger_brings_no_accusation_and_tells_nobody_of_it(line: Line) -> None:
    clerk = user(line.tree.bincheng, Role.RECEPTIONIST)
    headings = [*HEADINGS, "事项性质"]
    rows = [ledger_row(1, 事项性质="申诉求决"), ledger_row(2, 事项性质="举报", 姓名="李桂英", 性别="不男不女")]

    batch = imported(workbook([headings, *rows]), clerk)

    assert Petition.objects.count() == batch.good == 1
    refused = batch.rows.get()
    assert [words for _, words in refused.remarks] == ["检举控告事项只能由指定的人阅读，不能随台账导入，请逐件登记"]
    assert set(refused.cells) == {"（检举控告，不显示）"}
    assert "李桂英" not in f"{batch.layout}"
    assert "王小芳" in f"{batch.layout}"


# --- the pages ----------------------------------------------------------------------------------------------------


def register(client: Client, by: User, **changes: object) -> object:
    client.force_login(by)
    changes = {"place": by.org_id} | changes
    form = typed(matter_class="accusation", received_at=f"{timezone.localtime():%Y-%m-%dT00:00}", **changes)
    return client.post(reverse("cases:petition_new"), form, follow=True)


def test_registering_asks_for_the_accused(line: Line, client: Client) -> None:
    answer = register(client, line.county.clerk)

    assert answer.context["form"].errors["accused_name"] == ["请填写被检举控告的人员姓名或者单位名称。"]
    register(
        client, line.county.clerk, accused_name="孙建国", accused_unit="滨城区民政局", accused_relation="没有关系"
    )
    who = Accused.objects.get()
    assert (who.kind, who.name, who.org, who.unit, who.by) == (
        *("person", "孙建国", None, "滨城区民政局"),
        line.county.clerk,
    )


def test_what_is_typed_for_another_class_is_not_kept(line: Line, client: Client) -> None:
    client.force_login(line.county.clerk)
    form = typed(
        accused_name="孙建国", place=line.county.clerk.org_id, received_at=f"{timezone.localtime():%Y-%m-%dT00:00}"
    )

    client.post(reverse("cases:petition_new"), form)

    assert Petition.objects.count() == 1
    assert not Accused.objects.exists()


@pytest.mark.parametrize("words", ["滨城区妇女联合会", "滨城区妇联", "滨城区妇联权益部"])
def test_a_federation_that_was_typed_is_recognised(line: Line, client: Client, words: str) -> None:
    answer = register(client, line.county.clerk, accused_name="李某", accused_unit=words)

    assert Petition.objects.get().org == line.tree.binzhou
    assert answer.redirect_chain == [("/petitions/", 302)]
    assert "直接报送滨州市妇女联合会承办，本单位不能再查看" in answer.content.decode()
    assert not NamedReader.objects.exists()


def test_a_colleague_of_that_name_has_to_be_ruled_out(line: Line, client: Client) -> None:
    user(line.tree.bincheng, Role.HANDLER, name="孙建国")

    answer = register(client, line.county.clerk, accused_name="孙建国")
    assert "本单位有工作人员也叫“孙建国”" in answer.context["form"].errors["accused_name"][0]
    assert not Petition.objects.exists()
    assert "只是同名" in answer.content.decode()

    register(client, line.county.clerk, accused_name="孙建国", accused_namesake="on")
    assert Petition.objects.get().org == line.tree.bincheng


def test_an_accusation_of_the_province_is_said_beside_the_field(line: Line, client: Client) -> None:
    answer = register(client, line.county.clerk, accused_name="李某", accused_org=line.tree.shandong.pk)

    assert "没有可以受理的上级单位" in answer.context["form"].errors["accused_org"][0]
    assert not Petition.objects.exists()


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (None, "只有您和本单位主席"),
        ("bincheng", "直接报送滨州市妇女联合会"),
        ("binzhou", "直接报送山东省妇女联合会"),
        ("shandong", "没有可以受理的上级单位"),
        ("huimin", "只有您和本单位主席"),
    ],
)
def test_the_page_tells_who_will_read_it(line: Line, client: Client, place: str | None, words: str) -> None:
    client.force_login(line.county.clerk)
    org = getattr(line.tree, place).pk if place else ""

    answer = client.post(reverse("cases:petition_readers"), {"accused_name": "李某", "accused_org": org})

    assert words in answer.content.decode()


def test_the_head_names_and_ends_on_the_page(line: Line, client: Client) -> None:
    row = accusation(line.county.clerk)
    client.force_login(line.county.head)
    assert "指定阅读人" in client.get(row.get_absolute_url()).content.decode()
    address = reverse("cases:reader_name", args=[row.pk])

    offered = client.get(address).context["form"].fields["user"].queryset
    assert list(offered) == [line.county.handler]
    client.post(address, {"user": line.county.handler.pk, "reason": "承办本件"})
    assert may_read(row, line.county.handler)
    named = row.readers.get(user=line.county.handler)
    client.post(reverse("cases:reader_end", args=[row.pk, named.pk]))
    assert not may_read(row, line.county.handler)
    client.force_login(line.county.clerk)
    assert address not in client.get(row.get_absolute_url()).content.decode()


def test_an_accused_is_added_and_corrected_on_the_page(line: Line, client: Client) -> None:
    row = accusation(line.county.clerk)
    client.force_login(line.county.clerk)

    client.post(reverse("cases:accused_add", args=[row.pk]), {"accused_kind": "unit", "accused_name": "某公司"})
    who = row.accused.get(name="某公司")
    client.post(
        reverse("cases:accused_edit", args=[row.pk, who.pk]),
        {"accused_kind": "unit", "accused_org": line.tree.bincheng.pk},
    )

    who.refresh_from_db()
    row.refresh_from_db()
    assert (who.name, who.org, row.org) == ("滨城区妇女联合会", line.tree.bincheng, line.tree.binzhou)


def test_a_handler_is_chosen_among_the_readers(line: Line, client: Client) -> None:
    row = accusation(line.county.clerk)
    client.force_login(line.county.head)

    page = client.get(reverse("cases:petition_move", args=[row.pk, "accept"]))
    people = set(page.context["form"].fields["handler"].queryset)

    assert people == {line.county.clerk, line.county.head}
    answer = sent(client, row, "accept", line.county.head, told_how="phone", handler=line.county.handler.pk)
    assert answer.status_code == 200


# --- the same set everywhere --------------------------------------------------------------------------------------

PLACES = ("shandong", "binzhou", "bincheng", "huimin", "beizhen")
ROLES = (Role.RECEPTIONIST, Role.UNIT_HEAD, Role.SUPERVISOR, Role.SECTION_HEAD)
CASE = st.tuples(
    st.sampled_from(("binzhou", "bincheng", "huimin")),  # registered there
    st.booleans(),  # an accusation
    st.sampled_from((None, "binzhou", "bincheng", "huimin")),  # of that federation
    st.integers(0, 40),  # days ago
    st.booleans(),  # with one more reader
)


@settings(max_examples=examples(8, 25), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cases=st.lists(CASE, min_size=1, max_size=5), place=st.sampled_from(PLACES), role=st.sampled_from(ROLES))
def test_page_list_search_and_export_give_the_same_set(
    line: Line, cases: list[tuple[str, bool, str | None, int, bool]], place: str, role: Role
) -> None:
    client = Client()
    with transaction.atomic():
        reader = user(getattr(line.tree, place), role)
        clerks = {
            name: user(getattr(line.tree, name), Role.RECEPTIONIST) for name in ("binzhou", "bincheng", "huimin")
        }
        for registered, secret, accused, days, named in cases:
            at = timezone.now() - days * DAY
            org = getattr(line.tree, accused) if accused else None
            row = accusation(clerks[registered], at=at, org=org) if secret else petition(clerks[registered], at=at)
            if secret and named and reader.org == row.org and role != Role.UNIT_HEAD:
                accusations.name_reader(row, reader, reason="承办", by=accusations.heads(row.org)[0], at=at)
        engine.sweep(timezone.now())
        _all_agree(client, reader)
        transaction.set_rollback(True)


def _all_agree(client: Client, reader: User) -> None:
    client.force_login(reader)
    rows = list(Petition.objects.all())
    pages = {row.pk for row in rows if client.get(row.get_absolute_url()).status_code == 200}
    listed = {row.pk for row in client.get("/petitions/").context["rows"]}
    found = {row.pk for word in ("性别", "殴打") for row in client.get("/petitions/", {"q": word}).context["rows"]}
    exported = set(Petition.objects.visible_to(reader).exportable().values_list("pk", flat=True))
    assert pages == listed == found == {row.pk for row in rows if _by_the_rule(row, reader)}
    assert exported == {row.pk for row in rows if row.pk in pages and not row.is_accusation}
    hidden = set(Petition.objects.hidden_from(reader).values_list("pk", flat=True))
    in_range = {row.pk for row in rows if reader.org.covers(row.org_code)}
    kept = set(Petition.objects.withheld_from(reader).values_list("pk", flat=True))
    assert pages == in_range - hidden - kept


def _by_the_rule(row: Petition, reader: User) -> bool:
    """The rule read from the matter's side."""
    if not reader.org.covers(row.org_code):
        return False
    if row.is_accusation:
        return accusations.readers(row).filter(pk=reader.pk).exists()
    return reader.org.level != Level.PROVINCE or row.concerns.filter(org=reader.org).exists()


def test_the_rule_holds_for_organizations_that_share_no_line(line: Line) -> None:
    row = accusation(line.county.clerk)

    outside = [user(place, Role.UNIT_HEAD) for place in Organization.objects.exclude(pk=line.tree.bincheng.pk)]
    assert not any(may_read(row, head) for head in outside)


def test_acknowledging_is_for_the_desks_head(line: Line) -> None:
    row = accusation(line.county.clerk, at=timezone.now() - 25 * DAY)
    engine.sweep(timezone.now())

    acknowledge(row.deadlines.get(), by=line.city.head, at=timezone.now())

    assert may_read(row, line.city.head)


def test_no_letter_goes_to_the_accuseds_unit(line: Line) -> None:
    row = accusation(line.county.clerk, unit="滨城区公安局", at=NOW)
    row = moved(row, "accept", by=line.county.head, at=NOW, **TOLD)
    police = agency(line.tree.bincheng, AgencyKind.POLICE, name="滨城区公安局")

    with pytest.raises(NotAllowed, match="不能接收本件"):
        write_letter(row, letter_draft(DocumentKind.INVESTIGATION, police), by=line.county.head, at=NOW)
    elsewhere = agency(line.tree.binzhou, AgencyKind.POLICE, name="滨州市监察委员会")
    letter = write_letter(row, letter_draft(DocumentKind.INVESTIGATION, elsewhere), by=line.county.head, at=NOW)
    assert "王小芳" not in letter.document.body


def test_a_complaint_about_its_handling_is_before_the_head_above_alone(line: Line) -> None:
    row = accusation(line.county.clerk)
    facts = {"channel": "phone", "received_at": NOW, "by": line.city.head, "at": NOW}
    made = file_complaint(row, text="一直没有答复。", **facts)

    supervisor = user(line.tree.binzhou, Role.SUPERVISOR)
    assert list(HandlingComplaint.objects.visible_to(line.city.head)) == [made]
    assert not HandlingComplaint.objects.visible_to(supervisor).exists()
    other = file_complaint(petition(line.county.clerk), text="一直没有答复。", **facts)
    assert list(HandlingComplaint.objects.visible_to(supervisor)) == [other]
