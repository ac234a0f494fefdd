"""What is done with many selected petitions at once: each by itself, and a page that says what became of each."""

import uuid

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.actions import bulk as verbs
from cases.actions.bulk import MAX_ATTEMPTS, forget_old, go_on_next
from cases.models import BulkRun, Document, Event, Petition, Transfer
from cases.models.bulk_run import KEPT
from cases.views import bulk
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from tests.cases.samples import moved, petition
from tests.factories import ProvinceTree, user

LIST, PRINT = "/petitions/", "/petitions/print/"


def sent(client: Client, move: str, by: User, rows: list[Petition], **answers: object) -> HttpResponse:
    """The form of that move for these, filled in and sent."""
    client.force_login(by)
    data = {"pick": [row.pk for row in rows], "token": str(uuid.uuid4()), **answers}
    return client.post(f"{LIST}bulk/{move}/", data, follow=True)


@pytest.fixture
def rows(clerk: User) -> list[Petition]:
    return [petition(clerk, at=timezone.now()) for _ in range(3)]


def test_the_list_offers_what_the_reader_may_do(
    client: Client, clerk: User, rows: list[Petition], tree: ProvinceTree
) -> None:
    client.force_login(clerk)
    page = client.get(LIST).content.decode()
    assert page.count('name="pick"') == 3
    for words in ("/bulk/reassign/", "/bulk/pass_down/", "/bulk/assign/", "/petitions/print/", "/petitions/export/"):
        assert f'formaction="{words if words.startswith("/petitions") else "/petitions" + words}"' in page

    client.force_login(user(tree.bincheng, Role.MEDIATOR))
    page = client.get(LIST).content.decode()
    assert 'formaction="/petitions/print/"' in page
    assert "/bulk/" not in page
    assert 'formaction="/petitions/export/"' not in page


def test_first_it_asks_once_for_all_and_says_which_cannot(
    client: Client, clerk: User, superior: User, rows: list[Petition], tree: ProvinceTree
) -> None:
    moved(rows[0], "pass_down", by=clerk, at=timezone.now(), receiver=tree.beizhen, told_how="phone")
    client.force_login(clerk)

    answer = client.post(f"{LIST}bulk/reassign/", {"pick": [row.pk for row in rows]})

    assert [(row.number, why) for row, why in answer.context["rows"]][-1] == (
        rows[0].number,
        "由北镇街道妇女联合会承办",
    )
    assert answer.context["likely"] == 2
    assert "本件由指定的人承办" in answer.content.decode()
    assert not Event.objects.filter(verb="petition.reassign").exists()


def test_a_handler_for_all(client: Client, clerk: User, rows: list[Petition], tree: ProvinceTree) -> None:
    handler = user(tree.bincheng, Role.HANDLER)

    answer = sent(client, "reassign", clerk, rows, handler=handler.pk, note="分工调整。")

    assert set(Petition.objects.values_list("handler", flat=True)) == {handler.pk}
    assert [each["words"] for each in answer.context["done"]] == ["已指定承办人"] * 3
    assert Event.objects.filter(verb="petition.reassign", note="分工调整。").count() == 3
    assert AccessEvent.objects.filter(verb="petition.reassign", actor=clerk).count() == 3


def test_down_to_a_unit_with_a_paper_for_each(
    client: Client, clerk: User, rows: list[Petition], tree: ProvinceTree
) -> None:
    answer = sent(client, "pass_down", clerk, rows, receiver=tree.beizhen.pk, told_how="later")

    assert len(answer.context["done"]) == 3
    assert Petition.objects.filter(org=tree.beizhen, status="passed_down").count() == 3
    assert Transfer.objects.count() == Document.objects.filter(kind="passing").count() == 3


def test_assigned_with_a_day_for_reporting_back(
    client: Client, clerk: User, rows: list[Petition], tree: ProvinceTree
) -> None:
    day = str(timezone.localdate() + timezone.timedelta(days=20))

    sent(client, "assign", clerk, rows, receiver=tree.beizhen.pk, report_due_on=day, told_how="phone")

    assert {str(each) for each in Transfer.objects.values_list("report_due_on", flat=True)} == {day}


def test_one_refusal_leaves_the_others_as_they_are(
    client: Client, clerk: User, superior: User, rows: list[Petition], tree: ProvinceTree
) -> None:
    moved(rows[1], "accept", by=clerk, at=timezone.now(), route="duty", told_how="phone")
    untouched = Petition.objects.get(pk=rows[1].pk)

    answer = sent(client, "pass_down", clerk, rows, receiver=tree.beizhen.pk, told_how="phone")

    assert [(each["number"], each["words"]) for each in answer.context["refused"]] == [
        (rows[1].number, "该信访事项现为“已受理”，不能“转送下级妇联”。")
    ]
    assert len(answer.context["done"]) == 2
    row = Petition.objects.get(pk=rows[1].pk)
    assert (row.status, row.org) == (untouched.status, untouched.org)
    assert Document.objects.filter(petition=row, kind="passing").count() == 0
    assert "改一改，再办这 1 件" in answer.content.decode()


def test_what_lies_elsewhere_is_refused_or_not_there(
    client: Client, clerk: User, superior: User, intruder: User, rows: list[Petition]
) -> None:
    handler = user(superior.org, Role.HANDLER)

    answer = sent(client, "reassign", superior, rows, handler=handler.pk)
    assert all("只有承办单位可以" in each["words"] for each in answer.context["refused"])
    assert len(answer.context["refused"]) == 3

    answer = sent(client, "reassign", intruder, rows, handler=intruder.pk)
    assert (answer.context["refused"], answer.context["done"]) == ([], [])
    assert not Petition.objects.exclude(handler=None).exists()


def test_sent_twice_it_acts_once(client: Client, clerk: User, rows: list[Petition], tree: ProvinceTree) -> None:
    handler = user(tree.bincheng, Role.HANDLER)
    token = str(uuid.uuid4())

    pages = [sent(client, "reassign", clerk, rows, handler=handler.pk, token=token) for _ in range(2)]

    assert Event.objects.filter(verb="petition.reassign").count() == 3
    assert pages[0].context["done"] == pages[1].context["done"]


def test_a_result_is_for_who_did_it_and_for_a_day(
    client: Client, clerk: User, intruder: User, rows: list[Petition]
) -> None:
    answer = sent(client, "reassign", clerk, rows, handler=clerk.pk)
    url = answer.redirect_chain[0][0]

    client.force_login(intruder)
    assert client.get(url).status_code == 404
    client.force_login(clerk)
    assert client.get(url).status_code == 200
    BulkRun.objects.update(asked_at=timezone.now() - KEPT)
    assert client.get(url).status_code == 404
    forget_old(timezone.now())
    assert not BulkRun.objects.exists()


def test_what_is_missing_is_said_beside_the_field_and_nothing_is_lost(
    client: Client, clerk: User, rows: list[Petition]
) -> None:
    answer = sent(client, "pass_down", clerk, rows, note="请核实。")

    assert set(answer.context["form"].errors) == {"receiver", "told_how"}
    assert "请核实。" in answer.content.decode()
    assert answer.content.decode().count('name="pick"') == 3


def test_at_most_so_many_at_once(
    client: Client, clerk: User, rows: list[Petition], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "MOST", 2)

    answer = sent(client, "reassign", clerk, rows, handler=clerk.pk)

    assert len(answer.context["done"]) == 2


@pytest.mark.parametrize("data", [{}, {"pick": ["", "x", "9" * 30, "-1"]}])
def test_nothing_selected_is_said(client: Client, clerk: User, data: dict[str, object]) -> None:
    client.force_login(clerk)

    for url in (f"{LIST}bulk/reassign/", PRINT):
        assert "勾选" in client.post(url, data, follow=True).content.decode()


def test_only_these_moves_are_made_in_bulk(client: Client, clerk: User, rows: list[Petition]) -> None:
    assert sent(client, "close", clerk, rows).status_code == 404
    assert sent(client, "nonsense", clerk, rows).status_code == 404


def test_who_may_not_decide_gets_403(client: Client, rows: list[Petition], tree: ProvinceTree) -> None:
    assert sent(client, "reassign", user(tree.bincheng, Role.HANDLER), rows).status_code == 403


# --- by the worker -------------------------------------------------------------------------------------------


@pytest.fixture
def by_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even a few are too many for the request; no worker is told."""
    monkeypatch.setattr(bulk, "AT_ONCE", 0)
    monkeypatch.setattr(bulk.run_bulk, "delay", lambda: None)


def words(pages: list[dict[str, object]]) -> list[object]:
    return [each["words"] for each in pages]


@pytest.mark.usefixtures("by_worker")
def test_many_are_left_to_the_worker_and_the_page_says_how_far_it_is(
    client: Client, clerk: User, rows: list[Petition], tree: ProvinceTree
) -> None:
    answer = sent(client, "pass_down", clerk, rows, receiver=tree.beizhen.pk, told_how="phone", note="请核实。")
    url = answer.redirect_chain[0][0]
    assert "0 / 3" in answer.content.decode()
    assert "排队中" in answer.content.decode()

    assert go_on_next(timezone.now())
    assert not go_on_next(timezone.now())

    run = BulkRun.objects.get()
    polled = client.get(url, headers={"HX-Request": "true", "HX-Target": f"bulk-{run.pk}"})
    assert polled.headers["HX-Refresh"] == "true"
    assert words(client.get(url).context["done"]) == ["已转送下级妇联"] * 3
    assert Petition.objects.filter(org=tree.beizhen, status="passed_down").count() == 3
    assert Event.objects.filter(verb="petition.pass_down", note="请核实。", actor=clerk).count() == 3


def stumbling(monkeypatch: pytest.MonkeyPatch, over: Petition, *, times: int) -> None:
    """The move breaks down at this petition so many times."""
    real, left = verbs.advance, [times]

    def advance(row: Petition, *args: object, **kwargs: object) -> Petition:
        made = real(row, *args, **kwargs)
        if row.pk == over.pk and left[0]:
            left[0] -= 1
            raise RuntimeError("the machine went down")
        return made

    monkeypatch.setattr(verbs, "advance", advance)


def test_what_breaks_down_midway_says_what_was_done_and_goes_on_where_it_stopped(
    client: Client, clerk: User, rows: list[Petition], monkeypatch: pytest.MonkeyPatch
) -> None:
    newest_first = rows[::-1]
    stumbling(monkeypatch, newest_first[1], times=1)

    answer = sent(client, "reassign", clerk, rows, handler=clerk.pk)

    assert "1 / 3" in answer.content.decode()
    assert list(Petition.objects.exclude(handler=None)) == [newest_first[0]]
    go_on_next(timezone.now())
    assert len(BulkRun.objects.get().told(done=True)) == 3
    assert Event.objects.filter(verb="petition.reassign").count() == 3  # none twice


def test_what_keeps_breaking_down_is_passed_over_and_said(
    client: Client, clerk: User, rows: list[Petition], monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = rows[1]
    stumbling(monkeypatch, broken, times=99)
    answer = sent(client, "reassign", clerk, rows, handler=clerk.pk)

    for _ in range(MAX_ATTEMPTS):
        with pytest.raises(RuntimeError):
            go_on_next(timezone.now())
    assert "正在重试" in client.get(answer.redirect_chain[0][0]).content.decode()
    go_on_next(timezone.now())

    page = client.get(answer.redirect_chain[0][0]).context
    assert [(each["pk"], each["words"]) for each in page["refused"]] == [(broken.pk, verbs.STUCK)]
    assert len(page["done"]) == 2
    assert Petition.objects.get(pk=broken.pk).handler is None


@pytest.mark.usefixtures("by_worker")
@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("moved", verbs.NOT_HERS),
        ("left", verbs.NOT_HERS),
        ("demoted", "您的角色不能“指定承办人”。"),
        ("secret", verbs.NOT_THERE),
        ("late", verbs.TOO_LATE),
    ],
)
def test_what_may_no_longer_be_done_is_not_done(
    client: Client, clerk: User, rows: list[Petition], tree: ProvinceTree, change: str, why: str
) -> None:
    sent(client, "reassign", clerk, rows, handler=clerk.pk)
    changes = {"moved": {"org": tree.huimin}, "left": {"is_active": False}, "demoted": {"roles": [Role.AGENT]}}
    User.objects.filter(pk=clerk.pk).update(**changes.get(change, {"is_active": True}))
    if change == "secret":
        Petition.objects.update(matter_class="accusation")

    go_on_next(timezone.now() + (2 * KEPT if change == "late" else timezone.timedelta()))

    run = BulkRun.objects.get()
    assert words(run.told(done=False)) == [why] * 3
    assert run.finished_at is not None
    assert not Petition.objects.exclude(handler=None).exists()


def test_an_idle_worker_asks_one_question(clerk: User, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(3) as seen:  # type: ignore[operator]  # between the marks of its transaction
        assert not go_on_next(timezone.now())
    assert sum("SELECT" in each["sql"] for each in seen) == 1


# --- on paper ------------------------------------------------------------------------------------------------


def printed(client: Client, by: User, rows: list[Petition]) -> str:
    client.force_login(by)
    return client.post(PRINT, {"pick": [row.pk for row in rows]}, follow=True).content.decode()


def test_printed_one_a_page_without_contacts(client: Client, clerk: User, superior: User) -> None:
    rows = [petition(clerk, at=timezone.now(), name="欧阳小芳") for _ in range(2)]

    page = printed(client, clerk, rows)
    assert page.count("case-page") == 2
    assert "欧阳小芳" in page
    for personal in ("13854312345", "黄河五路", "1101051949"):
        assert personal not in page

    page = printed(client, superior, rows)
    assert "欧阳某某" in page
    assert "小芳" not in page
    assert {(each.actor, each.object_id) for each in AccessEvent.objects.filter(verb="petition.print")} == {
        (by, row.pk) for by in (clerk, superior) for row in rows
    }


def test_accusations_are_not_printed(client: Client, clerk: User, rows: list[Petition]) -> None:
    secret = petition(clerk, at=timezone.now(), matter_class="accusation", facts="反映某领导的问题。")

    page = printed(client, clerk, [*rows, secret])

    assert page.count("case-page") == 3
    assert "反映某领导" not in page
    assert "检举控告 1 件不在其中" in page
    assert "检举控告事项不能批量打印" in printed(client, clerk, [secret])


def test_as_many_questions_for_three_pages_as_for_one(client: Client, clerk: User, rows: list[Petition]) -> None:
    def questions(some: list[Petition]) -> int:
        with CaptureQueriesContext(connection) as asked:
            printed(client, clerk, some)
        return len(asked)

    questions(rows)

    assert questions(rows[:1]) == questions(rows)
