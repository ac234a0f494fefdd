"""Personal work-lists: the filter that is on, kept under a name, with the count of now."""

import pytest
from django.core.cache import cache
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases import work_lists
from cases.actions.saved_filters import save_filter
from cases.models import SavedFilter
from fedportal.accounts.models import User
from fedportal.audit.models import AccessEvent
from tests.cases.samples import petition

LIST, MINE, NEW = "/petitions/", "/petitions/lists/", "/petitions/lists/new/"


def saved(by: User, name: str, query: str = "open=1") -> SavedFilter:
    return save_filter(name, query, by=by, at=timezone.now())


def names(user: User) -> list[str]:
    return list(SavedFilter.objects.filter(user=user).values_list("name", flat=True))


def change(client: Client, row: SavedFilter, by: User, do: str, **data: str) -> str:
    client.force_login(by)
    answer = client.post(f"{MINE}{row.pk}/", {"do": do, **data}, follow=True)
    return answer.content.decode() if answer.status_code == 200 else str(answer.status_code)


def tabs(client: Client, by: User, **query: str) -> dict[str, str]:
    """The names and counts of the tabs, as htmx asks for them once the page stands."""
    client.force_login(by)
    answer = client.get(MINE, query, headers={"HX-Request": "true", "HX-Target": "work-lists"})
    return {each.saved.name: each.words for each in answer.context["work_lists"]}


def test_the_filter_that_is_on_is_kept_under_a_name(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    page = client.get(LIST, {"category": "family.dv", "status": "", "size": "50", "after": "5-5", "sort": "due"})
    assert page.context["here"] == "category=family.dv&sort=due"

    answer = client.post(NEW, {"name": " 家暴 ", "query": page.context["here"]}, follow=True)

    row = SavedFilter.objects.get()
    assert (row.user, row.name, row.query, row.place) == (clerk, "家暴", "category=family.dv&sort=due", 0)
    assert answer.redirect_chain == [(f"{LIST}?category=family.dv&sort=due", 302)]
    (tab,) = answer.context["work_lists"]
    assert tab.current
    assert AccessEvent.objects.get(verb="filter.save").detail == {}


def test_the_same_name_again_takes_the_new_conditions(client: Client, clerk: User) -> None:
    saved(clerk, "我的")

    saved(clerk, "我的", "status=accepted")

    assert list(SavedFilter.objects.values_list("name", "query")) == [("我的", "status=accepted")]


@pytest.mark.parametrize(
    ("name", "query", "words"),
    [
        ("", "open=1", "请填写工作清单的名称"),
        ("长" * 21, "open=1", "名称最多 20 个字"),
        ("空", "", "请先选择筛选条件"),
        ("怪", "size=50&nonsense=1&after=x", "请先选择筛选条件"),
    ],
)
def test_what_cannot_be_kept_is_said(client: Client, clerk: User, name: str, query: str, words: str) -> None:
    client.force_login(clerk)

    answer = client.post(NEW, {"name": name, "query": query}, follow=True)

    assert words in answer.content.decode()
    assert not SavedFilter.objects.exists()


def test_there_are_at_most_twenty(client: Client, clerk: User, superior: User) -> None:
    for n in range(20):
        saved(clerk, f"第{n}个")
    client.force_login(clerk)

    answer = client.post(NEW, {"name": "又一个", "query": "open=1"}, follow=True)

    assert "工作清单最多 20 个" in answer.content.decode()
    assert len(names(clerk)) == 20
    saved(clerk, "第3个", "mine=1")  # one that is there may change
    saved(superior, "又一个")
    with pytest.raises(IntegrityError):
        SavedFilter.objects.create(user=clerk, name="又一个", query="open=1", place=20)


def test_they_are_renamed_ordered_and_given_up(client: Client, clerk: User) -> None:
    one, two, three = (saved(clerk, name) for name in ("一", "二", "三"))

    change(client, three, clerk, "up")
    assert names(clerk) == ["一", "三", "二"]
    change(client, one, clerk, "up")
    assert names(clerk) == ["一", "三", "二"]
    change(client, one, clerk, "down")
    assert names(clerk) == ["三", "一", "二"]
    assert "已有名为“二”的工作清单" in change(client, one, clerk, "rename", name="二")
    change(client, one, clerk, "rename", name="甲")
    assert "已删除工作清单“三”" in change(client, three, clerk, "remove")
    assert names(clerk) == ["甲", "二"]
    assert list(SavedFilter.objects.values_list("place", flat=True)) == [0, 1]
    saved(clerk, "丙")
    assert names(clerk) == ["甲", "二", "丙"]
    assert two in SavedFilter.objects.all()


def test_nobody_sees_or_changes_another_s(client: Client, clerk: User, superior: User) -> None:
    row = saved(clerk, "我的", "q=李桂英")

    assert change(client, row, superior, "remove") == "404"
    assert tabs(client, superior) == {}
    assert "李桂英" not in client.get(MINE).content.decode()


def test_the_counts_are_of_now_and_of_ones_own_range(client: Client, clerk: User, intruder: User) -> None:
    for _ in range(2):
        petition(clerk, at=timezone.now())
    petition(intruder, at=timezone.now())
    saved(clerk, "在办")
    saved(clerk, "查找", "q=家庭暴力&open=1")
    saved(clerk, "已结", "status=closed")
    saved(clerk, "没有", "q=、&month=soon")

    assert tabs(client, clerk) == {"在办": "2", "查找": "2", "已结": "0", "没有": "0"}
    petition(clerk, at=timezone.now())
    cache.clear()  # a minute later
    assert tabs(client, clerk)["在办"] == "3"


def test_beyond_so_many_is_not_counted(client: Client, clerk: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work_lists, "COUNTED_UP_TO", 1)
    for _ in range(3):
        petition(clerk, at=timezone.now())
    saved(clerk, "在办")

    assert tabs(client, clerk) == {"在办": "1+"}


def test_all_counts_are_one_question(client: Client, clerk: User) -> None:
    petition(clerk, at=timezone.now())
    client.force_login(clerk)

    def questions() -> int:
        cache.clear()
        client.get(LIST)  # fills the caches of the frame
        with CaptureQueriesContext(connection) as asked:
            assert client.get(MINE).status_code == 200
        return len(asked)

    saved(clerk, "一", "open=1")
    saved(clerk, "查找", "q=家庭")
    few = questions()
    for n in range(6):
        saved(clerk, f"第{n}个", f"category=family&step={n}")
        saved(clerk, f"查找{n}", f"q=家庭暴力{n}")

    assert questions() == few


def test_the_list_asks_for_the_counts_only_once_they_are_missing(client: Client, clerk: User) -> None:
    saved(clerk, "在办")
    client.force_login(clerk)

    assert 'hx-get="/petitions/lists/?' in client.get(LIST).content.decode()
    tabs(client, clerk)
    page = client.get(LIST).content.decode()
    assert 'hx-get="/petitions/lists/?' not in page
    assert "在办" in page


def test_the_page_says_the_conditions_in_words(client: Client, clerk: User) -> None:
    saved(clerk, "家暴", "q=殴打&status=accepted&category=family.dv&under=371602000000&overdue=1")
    client.force_login(clerk)

    page = client.get(MINE).content.decode()

    assert "查找：殴打；状态：已受理；类别：家庭暴力；承办单位：滨城区；已超期" in page


def test_without_any_the_page_says_how_to_make_one(client: Client, clerk: User) -> None:
    client.force_login(clerk)

    assert "还没有工作清单" in client.get(MINE).content.decode()
    assert '<nav id="work-lists"' in client.get(LIST).content.decode()
