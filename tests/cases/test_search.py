"""Finding petitions by words: by whom, by which texts, in which order, however common the words are."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases import finding
from cases.actions.documents import reword
from cases.actions.turns import acting_org, on_turn_of
from cases.finding import STRETCHES, find_page
from cases.models import Document, Petition, SearchText
from cases.searching import Finder
from cases.succession import take_over
from cases.views.petition_list import DUE, RECEIVED
from cases.wording import Wording
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.lib.keyset import Order
from fedportal.orgs.models import Organization
from tests.cases.lives import make_line, sent_down, under_recheck, under_review
from tests.cases.samples import moved, petition, risen
from tests.factories import ProvinceTree, org, user

LIST = "/petitions/"
DAY = dt.timedelta(days=1)


def ago(days: float) -> dt.datetime:
    return timezone.now() - days * DAY


def found(client: Client, by: User, words: str, **query: object) -> list[str]:
    """The running numbers of what the list shows, in its order."""
    client.force_login(by)
    return [row.number[-2:] for row in client.get(LIST, {"q": words, **query}).context["rows"]]


def replied(row: Petition, by: User, note: str = "已为你申请法律援助。") -> Document:
    moved(row, "accept", by=by, at=ago(1), route="duty", told_how="phone")
    moved(row, "reply", by=by, at=ago(0.5), note=note, told_how="later")
    return row.documents.get(kind="reply")


# --- which texts ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "hit"),
    [
        ("家", True),
        ("暴力", True),
        ("家庭暴力", True),
        ("酒后多次", True),
        ("报警 家庭", True),
        ("ＷＰＳ", False),
        ("滨城妇信", True),
        ("彩礼", False),
        ("家庭 彩礼", False),
    ],
)
def test_number_request_and_facts_are_found_by_everyone_in_range(
    client: Client, clerk: User, superior: User, words: str, hit: bool
) -> None:
    petition(clerk, at=ago(1))

    assert found(client, clerk, words) == (["01"] if hit else [])
    assert found(client, superior, words) == (["01"] if hit else [])


def test_a_name_is_found_where_it_is_whole_and_by_nobody_else(
    client: Client, clerk: User, superior: User, intruder: User, tree: ProvinceTree
) -> None:
    """What a man who works at the city, or at the county beside, must not learn: whether she has been here."""
    petition(clerk, name="李桂英", at=ago(1))
    province = user(tree.shandong, Role.SECTION_HEAD)
    street = user(tree.beizhen, Role.TOWNSHIP_WORKER)

    for words in ("李桂英", "桂英", "英", "李桂英 家庭暴力"):
        assert found(client, clerk, words) == ["01"]
        for stranger in (superior, intruder, province, street):
            assert found(client, stranger, words) == []


def test_a_name_in_the_facts_is_found_where_the_facts_stand_whole(client: Client, clerk: User, superior: User) -> None:
    petition(clerk, name="李桂英", facts="李桂英的丈夫打人。", at=ago(1))

    assert found(client, clerk, "李桂英") == ["01"]
    assert found(client, superior, "李桂英") == []
    assert found(client, superior, "丈夫打人") == ["01"]


def test_a_telephone_number_is_found_in_ones_own_unit(client: Client, clerk: User, superior: User) -> None:
    petition(clerk, phone="13900000002", at=ago(1))

    assert found(client, clerk, "13900000002") == ["01"]
    assert found(client, superior, "13900000002") == []


def test_a_paper_is_found_by_its_words_where_it_may_be_read(client: Client, clerk: User, superior: User) -> None:
    paper = replied(petition(clerk, at=ago(2)), clerk)

    for words in ("法律援助", paper.number):
        assert found(client, clerk, words) == ["01"]
        assert found(client, superior, words) == []


def test_a_reworded_paper_is_found_by_its_new_words_alone(client: Client, clerk: User) -> None:
    paper = replied(petition(clerk, at=ago(2)), clerk)

    reword(paper, Wording(paper.title, paper.main_to, "已联系律师。"), by=clerk, at=timezone.now())

    assert found(client, clerk, "联系律师") == ["01"]
    assert found(client, clerk, "法律援助") == []


def test_who_wrote_a_paper_finds_it_after_the_matter_has_gone_down(
    client: Client, tree: ProvinceTree, law: None
) -> None:
    line = make_line(tree)
    row = sent_down(line, at=ago(1))
    assert row.org == tree.bincheng
    paper = row.documents.get()

    assert found(client, line.city.clerk, paper.number) == ["01"]
    assert found(client, line.province.clerk, paper.number) == []
    assert found(client, line.city.clerk, "小芳 家庭暴力") == []  # her name is in the paper, the violence is not


def test_what_goes_down_is_found_by_name_where_it_has_gone(client: Client, tree: ProvinceTree, law: None) -> None:
    line = make_line(tree)
    row = sent_down(line, at=ago(1))

    assert found(client, line.county.clerk, "王小芳") == ["01"]
    Petition.objects.filter(pk=row.pk).update(org=tree.huimin, org_code=tree.huimin.code)
    assert found(client, line.county.clerk, "王小芳") == []
    assert found(client, line.county.clerk, "家庭暴力") == []
    assert found(client, line.neighbour.clerk, "王小芳") == ["01"]


@pytest.mark.parametrize("life", [under_review, under_recheck])
def test_a_unit_that_has_to_decide_finds_by_name(client: Client, tree: ProvinceTree, law: None, life: object) -> None:
    line = make_line(tree)
    row = life(line, at=ago(30))  # type: ignore[operator]
    decider, waits = (line.city, line.province) if row.status == "under_review" else (line.province, line.city)

    assert acting_org(row) == decider.clerk.org
    assert list(on_turn_of(decider.clerk.org)) == [row.pk]
    assert found(client, decider.clerk, "王小芳 家庭暴力") == ["01"]
    assert found(client, waits.clerk, "王小芳 家庭暴力") == []


def test_the_turn_of_an_objection_and_of_a_dispute(tree: ProvinceTree, law: None) -> None:
    line = make_line(tree)
    objected = sent_down(line, at=ago(2))
    moved(objected, "object", by=line.county.clerk, at=ago(1), note="不属本区。")
    disputed = sent_down(line, at=ago(2))
    moved(disputed, "dispute", by=line.county.clerk, at=ago(1), note="有争议。", other_unit=tree.huimin)

    assert set(on_turn_of(tree.binzhou)) == {objected.pk, disputed.pk}
    assert acting_org(Petition.objects.get(pk=objected.pk)) == tree.binzhou
    assert acting_org(Petition.objects.get(pk=disputed.pk)) == tree.binzhou
    assert list(on_turn_of(tree.bincheng)) == list(on_turn_of(tree.shandong)) == []


# --- with filters, in order, in pages ------------------------------------------------------------------------


@pytest.fixture(params=["all", "near", "deeper", "whole"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The ways to a page: everything found at once; words so common that only the nearest are; filters that leave too
    few of the nearest, so that a longer stretch is looked at, or all."""
    if request.param != "all":
        monkeypatch.setattr(finding, "ENOUGH", 6 if request.param == "near" else 3)
    if request.param == "whole":
        monkeypatch.setattr(finding, "DEEPER", 0)
    return str(request.param)


def many(clerk: User, count: int = 12) -> list[Petition]:
    """Matters a fortnight apart, the newest first; every second one is of divorce, every fourth in writing."""
    rows = [
        petition(
            clerk,
            at=ago(14 * n + 1),
            category="family.divorce" if n % 2 else "family.dispute",
            channel="letter" if n % 4 == 3 else "visit",
        )
        for n in range(count)
    ]
    petition(clerk, at=ago(3), request="请求返还彩礼。", facts="分手后不还。")
    return rows


@pytest.mark.parametrize(
    "order", [RECEIVED[""], RECEIVED["received"], DUE["due"], DUE["-due"]], ids=["newest", "oldest", "due", "-due"]
)
@pytest.mark.parametrize("reader", ["clerk", "superior", "province"])
def test_pages_hold_every_answer_once_in_order_both_ways(
    way: str, order: Order, reader: str, clerk: User, superior: User, tree: ProvinceTree
) -> None:
    by = {"clerk": clerk, "superior": superior, "province": user(tree.shandong, Role.SECTION_HEAD)}[reader]
    rows = [risen(row, tree.shandong) for row in many(clerk)]
    chosen = Petition.objects.visible_to(by).filter(category="family.divorce")
    question = Finder(by).question("暴力")
    assert question is not None
    petitions = chosen if order.moment == "received_at" else chosen.by_next_duty()
    expected = [row.pk for row in rows if row.category == "family.divorce"]
    expected = expected if order.newest_first else expected[::-1]

    pages, mark = [], ""
    while not pages or mark:
        page, total = find_page(petitions, question, order, size=2, after=mark)
        pages.append([row.pk for row in page.rows])
        mark = page.after
    back, before = [], page.before
    while before:
        page, _ = find_page(petitions, question, order, size=2, before=before)
        back.append([row.pk for row in page.rows])
        before = page.before

    assert pages == [expected[:2], expected[2:4], expected[4:]]
    assert back == [expected[2:4], expected[:2]]
    assert (total.number, total.more) == ((6, False) if way == "all" else (total.number, True))


def test_filters_narrow_what_is_found(client: Client, clerk: User, superior: User, tree: ProvinceTree) -> None:
    petition(clerk, at=ago(3), channel="letter")
    petition(user(tree.beizhen, Role.TOWNSHIP_WORKER), at=ago(2))
    petition(clerk, at=ago(1))
    day = str(timezone.localdate(ago(2)))

    assert found(client, superior, "家庭暴力") == ["02", "01", "01"]
    assert found(client, superior, "家庭暴力", channel="letter") == ["01"]
    assert found(client, superior, "家庭暴力", under="371602003000") == ["01"]
    assert found(client, superior, "家庭暴力", under="371621000000") == []
    assert found(client, superior, "家庭暴力", received_to=day) == ["01", "01"]
    assert found(client, superior, "家庭暴力", received_from=day) == ["02", "01"]
    assert found(client, clerk, "家庭暴力", status="closed") == []


def test_nobody_searches_beyond_her_range_by_naming_a_unit(client: Client, clerk: User, intruder: User) -> None:
    petition(clerk, at=ago(1))

    assert found(client, intruder, "家庭暴力", under="371602000000") == []


def test_how_many_there_are_is_said_up_to_a_thousand(
    client: Client, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "ENOUGH", 4)
    many(clerk)
    client.force_login(clerk)

    assert "共 3+ 件" in client.get(LIST, {"q": "家庭暴力"}).content.decode()
    assert "共 1 件" in client.get(LIST, {"q": "彩礼"}).content.decode()


# --- where it was found --------------------------------------------------------------------------------------


def excerpt(client: Client, by: User, words: str) -> tuple[str, str, str, str] | None:
    client.force_login(by)
    (row,) = client.get(LIST, {"q": words}).context["rows"]
    return (row.found.where, row.found.before, row.found.word, row.found.after) if row.found else None


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("多次殴打", ("主要事实", "丈夫酒后", "多次殴打", "，已报警。")),
        ("家庭暴力", ("诉求", "要求处理丈夫的", "家庭暴力", "。")),
        ("报警 家庭", ("主要事实", "丈夫酒后多次殴打，已", "报警", "。")),
        ("王小芳", None),  # the list shows it
        ("滨城妇信", None),
        ("法律援助", ("答复", "", "", "")),
    ],
)
def test_a_row_shows_where_the_words_stand(
    client: Client, clerk: User, words: str, shown: tuple[str, ...] | None
) -> None:
    replied(petition(clerk, at=ago(2)), clerk)

    hit = excerpt(client, clerk, words)

    if shown and not shown[1]:
        assert hit
        assert hit[2] == words
    else:
        assert hit == shown


def test_a_long_text_is_cut_around_the_words_and_nothing_is_markup(client: Client, clerk: User) -> None:
    petition(clerk, at=ago(1), facts="前" * 30 + "<b>土地承包</b>" + "后" * 90)

    hit = excerpt(client, clerk, "土地承包")

    assert hit == ("主要事实", "…" + "前" * 13 + "<b>", "土地承包", "</b>" + "后" * 44 + "…")
    assert "&lt;b&gt;<mark>土地承包</mark>&lt;/b&gt;" in client.get(LIST, {"q": "土地承包"}).content.decode()


def test_above_the_holding_unit_no_excerpt_shows_a_paper(client: Client, clerk: User, superior: User) -> None:
    replied(petition(clerk, at=ago(2)), clerk, note="家庭暴力告诫书已由派出所出具。")

    assert excerpt(client, superior, "家庭暴力") == ("诉求", "要求处理丈夫的", "家庭暴力", "。")
    client.force_login(superior)
    assert "告诫书" not in client.get(LIST, {"q": "家庭暴力"}).content.decode()


# --- what it costs -------------------------------------------------------------------------------------------


def test_as_many_questions_for_three_rows_as_for_one(client: Client, clerk: User) -> None:
    client.force_login(clerk)

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(LIST, {"q": "家庭暴力"}).status_code == 200
        return len(asked)

    petition(clerk, at=ago(1))
    questions()  # fills the caches of the frame
    one = questions()
    for _ in range(2):
        petition(clerk, at=ago(1), urgent=True)

    assert questions() == one


@pytest.mark.parametrize("place", ["bincheng", "binzhou", "shandong"])
def test_every_look_is_the_index_s(place: str, tree: ProvinceTree, law: None) -> None:
    reader = user(getattr(tree, place), Role.SECTION_HEAD)
    question = Finder(reader).question("家庭暴力")
    assert question is not None

    for weeks in (None, [1, 2]):
        for rows in question.texts(weeks):
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL enable_seqscan = off")
            plan = rows.values_list("petition", "received_at").explain()
            (condition,) = [line for line in plan.splitlines() if "Index Cond" in line and "terms" in line]
            assert "Bitmap Index Scan on search_text_terms" in plan
            assert condition.count("AND") == (1 if weeks is None else 2), plan


def test_the_scope_of_a_text_names_its_ranges_keeper_writer_and_week(clerk: User, tree: ProvinceTree) -> None:
    row = petition(clerk, at=dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC))
    replied_text = SearchText.objects.get(paper=replied(row, clerk))

    assert SearchText.objects.get(paper=None).scope == [
        *(370000000000, 371600000000, 371602000000, 371602000000, 371602000000, -371602000000, 2968)
    ]
    assert -tree.bincheng.code in replied_text.scope
    assert set(STRETCHES) == {1, 2}


def test_a_paper_that_waits_to_be_served_is_found_by_the_successor(
    client: Client, tree: ProvinceTree, law: None
) -> None:
    line = make_line(tree)
    number = sent_down(line, at=ago(1)).documents.get().number
    Document.objects.update(served_at=None, served_how="", served_by=None)
    new = org("3717", "菏泽市", parent=tree.shandong, number_prefix="鲁菏泽")
    Organization.objects.filter(pk=tree.binzhou.pk).update(successor=new)

    take_over(ended=[tree.binzhou.pk], by=line.province.clerk, at=timezone.now())

    (text,) = SearchText.objects.exclude(paper=None)
    assert text.paper
    assert text.paper.number == number
    assert -new.code in text.scope
    assert -tree.binzhou.code not in text.scope
