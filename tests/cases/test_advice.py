"""Suggestions and proposals: to whom, answered by whom, and what the unit that they are about does not see."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.actions.advising import Advice, answer_suggestion, propose, record_outcome, suggest
from cases.models import Petition, Proposal, Suggestion
from cases.workflow import Measure
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.deadlines import engine
from fedportal.lib.refusals import NotAllowed
from fedportal.notices.models import Notice
from tests.cases.lives import DAY, Line, decided, make_line, registered
from tests.cases.orders import issued
from tests.cases.samples import NOW, moved, risen
from tests.factories import ProvinceTree, user

TODAY = timezone.localdate(NOW)
ORGAN = "滨城区人力资源和社会保障局"


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


@pytest.fixture
def row(line: Line) -> Petition:
    return registered(line.county, at=NOW)


def suggested(row: Petition, by: User, *, at: dt.datetime = NOW, **changes: object) -> Suggestion:
    given = {"kind": "improve", "text": "请建立登记台账，每周核对。"} | changes
    if "organ" not in given:
        given.setdefault("receiver", row.org)
    return suggest(row, Advice(**given), by=by, at=at)  # type: ignore[arg-type]


def answered(made: Suggestion, by: User, *, at: dt.datetime = NOW + DAY, **changes: object) -> Suggestion:
    given = {"reply": "已建立台账。", "adoption": "adopted", "replied_on": timezone.localdate(at)} | changes
    return answer_suggestion(made, by=by, at=at, **given)  # type: ignore[arg-type]


def proposed(row: Petition, by: User, *, at: dt.datetime = NOW, **changes: object) -> Proposal:
    given = {"measure": "interview", "target": "滨城区妇女联合会", "reason": "两次督办逾期未回复。"} | changes
    return propose(row, by=by, at=at, **given)  # type: ignore[arg-type]


def asked(client: Client, by: User, url: str) -> HttpResponse:
    client.force_login(by)
    return client.get(url)


# --- suggestions -------------------------------------------------------------------------------------------
def test_a_suggestion_to_a_unit_is_served_clocked_told_and_answered_in_writing(line: Line, row: Petition) -> None:
    made = suggested(row, line.city.head)

    assert (made.document.number, made.document.served_at, made.document.petition) == (
        "鲁滨州妇信建〔2026〕1号",
        NOW,
        row,
    )
    assert "请于 2026-12-23 周三 前书面反馈采纳情况。" in made.document.body
    assert (made.clock.org, made.clock.item) == (line.tree.bincheng, f"suggestion:{made.pk}")
    assert Notice.objects.filter(org=line.tree.bincheng, text__contains="请于 2026-12-23 前书面反馈").count() == 2
    done = answered(made, line.county.handler, adoption="partly")

    done.clock.refresh_from_db()
    assert (done.adoption, done.clock.outcome, done.recorded_by) == ("partly", "met", line.county.handler)
    assert [event.verb for event in row.events.order_by("pk")][1:] == ["suggestion.make", "suggestion.answer"]
    assert list(AccessEvent.objects.filter(verb__startswith="suggestion.").values_list("verb", "actor")) == [
        ("suggestion.make", line.city.head.pk),
        ("suggestion.answer", line.county.handler.pk),
    ]
    assert Notice.objects.filter(org=line.tree.binzhou, text__contains="已书面反馈建议").exists()


def test_a_suggestion_to_an_organ_waits_to_be_served_and_its_answer_is_recorded_by_the_writer(
    line: Line, row: Petition
) -> None:
    made = suggested(row, line.county.head, organ=ORGAN, kind="policy")

    assert (made.document.served_at, made.document.main_to) == (None, ORGAN)
    assert (made.clock.org, str(timezone.localdate(made.due_at))) == (line.tree.bincheng, "2026-12-23")
    with pytest.raises(NotAllowed, match="由滨城区妇女联合会登记"):
        answered(made, line.city.head)
    assert answered(made, line.county.clerk).is_answered


def test_what_a_superior_writes_about_a_unit_leaves_nothing_where_that_unit_looks(
    client: Client, line: Line, row: Petition
) -> None:
    made = suggested(
        risen(row, line.tree.shandong), line.city.head, organ="滨州市纪律检查委员会", kind="accountability"
    )
    about = proposed(row, line.city.head)

    page = asked(client, line.county.head, row.get_absolute_url())
    told = page.content.decode()
    for trace in (made.document.number, about.document.number, "追究责任", "纪律检查", "书面反馈"):
        assert trace not in told
    assert row.events.count() == 1
    assert row.deadlines.filter(kind="suggestion_reply").count() == 0
    for paper in (made.document, about.document):
        assert asked(client, line.county.head, reverse("cases:document", args=[paper.pk])).status_code == 404
        assert asked(client, line.city.clerk, reverse("cases:document", args=[paper.pk])).status_code == 200
    for url in (made.get_absolute_url(), about.get_absolute_url()):
        assert asked(client, line.county.head, url).status_code == 404
        assert asked(client, line.neighbour.head, url).status_code == 404
        assert asked(client, line.province.head, url).status_code == 200


def test_serving_such_a_paper_leaves_no_line_either(client: Client, line: Line, row: Petition) -> None:
    about = proposed(row, line.city.head, at=timezone.now())
    client.force_login(line.city.head)
    served = timezone.localtime().strftime("%Y-%m-%dT%H:%M")

    answer = client.post(
        reverse("cases:document_serve", args=[about.document_id]), {"how": "letter", "served_at": served}
    )

    assert answer.status_code == 302
    about.document.refresh_from_db()
    assert about.document.served_at is not None
    assert row.events.count() == 1


REFUSED: list[tuple[str, Callable[[Line], User], dict[str, object], str]] = [
    ("neither unit nor organ", lambda x: x.city.head, {"organ": " "}, "请选择接收单位"),
    ("both", lambda x: x.city.head, {"organ": ORGAN, "receiver": "bincheng"}, "请选择接收单位"),
    ("a unit without part in it", lambda x: x.city.head, {"receiver": "huimin"}, "下级妇联提出建议"),
    ("itself", lambda x: x.county.head, {"receiver": "bincheng"}, "下级妇联提出建议"),
    ("nothing said", lambda x: x.city.head, {"text": " "}, "请填写建议内容"),
    ("until today", lambda x: x.city.head, {"due_on": TODAY}, "应当晚于今天"),
    ("without the right", lambda x: x.county.handler, {"organ": ORGAN}, "您的角色不能"),
    ("another county", lambda x: x.neighbour.head, {"organ": ORGAN}, "只有承办单位和上级妇联"),
]


@pytest.mark.parametrize(("who", "changes", "sentence"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED])
def test_what_is_refused(
    line: Line, row: Petition, who: Callable[[Line], User], changes: dict[str, object], sentence: str
) -> None:
    given = {name: getattr(line.tree, str(v)) if name == "receiver" else v for name, v in changes.items()}

    with pytest.raises(NotAllowed, match=sentence):
        suggested(row, who(line), **given)

    assert not Suggestion.objects.exists()


def test_an_archived_file_gets_no_advice(line: Line) -> None:
    row = moved(decided(line.county), "close", by=line.county.clerk, at=NOW, agreed=True)
    row = moved(row, "archive", by=line.county.clerk, at=NOW, retention="30y")

    with pytest.raises(NotAllowed, match="卷宗锁定"):
        proposed(row, line.city.head)


@pytest.mark.parametrize(
    ("who", "changes", "sentence"),
    [
        (lambda x: x.city.head, {}, "由滨城区妇女联合会书面反馈"),
        (lambda x: x.neighbour.head, {}, "由滨城区妇女联合会书面反馈"),
        (lambda x: x.county.head, {"reply": " "}, "请填写书面反馈"),
        (lambda x: x.county.head, {"replied_on": TODAY - DAY}, "反馈日期应当在提出之后"),
        (lambda x: x.county.head, {"replied_on": TODAY + 2 * DAY}, "不能晚于今天"),
    ],
)
def test_an_answer_that_is_none(
    line: Line, row: Petition, who: Callable[[Line], User], changes: dict[str, object], sentence: str
) -> None:
    made = suggested(row, line.city.head)

    with pytest.raises(NotAllowed, match=sentence):
        answered(made, who(line), **changes)

    made.refresh_from_db()
    assert not made.is_answered


def test_a_suggestion_is_answered_once(line: Line, row: Petition) -> None:
    made = answered(suggested(row, line.city.head), line.county.head)

    with pytest.raises(NotAllowed, match="已有书面反馈"):
        answered(made, line.county.head)


def test_a_late_answer_reminds_and_never_rises(line: Line, row: Petition) -> None:
    made = suggested(row, line.city.head)

    engine.sweep(NOW + 60 * DAY)

    made.clock.refresh_from_db()
    assert (made.clock.light, made.clock.desk) == (3, line.tree.bincheng)
    assert list(Suggestion.objects.overdue(NOW + 60 * DAY)) == [made]


# --- proposals ---------------------------------------------------------------------------------------------
def test_a_proposal_asks_the_conference_and_keeps_what_came_of_it(line: Line, row: Petition) -> None:
    made = proposed(row, line.province.head, measure="listed_supervision")

    assert (made.document.number, made.document.main_to, made.document.served_at) == (
        "鲁妇信议〔2026〕1号",
        "山东省信访工作联席会议",
        None,
    )
    assert "根据《信访工作条例》第三十九条第三款，建议联席会议对滨城区妇女联合会挂牌督办。" in made.document.body
    day = timezone.localdate(NOW + DAY)
    words = {"outcome": "taken", "outcome_on": day, "note": "已列入挂牌督办事项。"}
    with pytest.raises(NotAllowed, match="由山东省妇女联合会登记结果"):
        record_outcome(made, by=line.city.head, at=NOW + DAY, **words)
    done = record_outcome(made, by=line.province.clerk, at=NOW + DAY, **words)

    assert (done.outcome, done.outcome_on, done.outcome_note) == ("taken", day, "已列入挂牌督办事项。")
    with pytest.raises(NotAllowed, match="已经登记结果"):
        record_outcome(made, by=line.province.clerk, at=NOW + DAY, **words)
    assert AccessEvent.objects.filter(verb__in=["proposal.make", "proposal.outcome"]).count() == 2


def test_no_measure_of_the_conference_can_be_ordered_here(client: Client, line: Line, row: Petition) -> None:
    """Art. 39: the portal knows a paper that proposes, and neither a paper nor a move that orders."""
    from_the_case = asked(
        client, line.province.head, risen(row, line.tree.shandong).get_absolute_url()
    ).content.decode()

    assert "提请联席会议" in from_the_case
    for measure in Measure.labels:
        assert f">{measure}<" not in from_the_case


def test_the_form_of_a_proposal_offers_the_orders_that_nobody_answered(
    client: Client, line: Line, row: Petition
) -> None:
    first = issued(row, by=line.city.head, at=NOW - 60 * DAY)
    second = issued(row, by=line.province.head, at=NOW - 50 * DAY)

    form = asked(client, line.province.head, reverse("cases:proposal_new", args=[row.pk])).context["form"]

    assert form.initial["target"] == "滨城区妇女联合会"
    assert str(first) in form.initial["reason"]
    assert str(second) in form.initial["reason"]


# --- pages -------------------------------------------------------------------------------------------------
def test_from_page_to_page(client: Client, line: Line, row: Petition) -> None:
    client.force_login(line.city.head)
    url = reverse("cases:suggestion_new", args=[row.pk])
    typed = {"kind": "improve", "text": "请建立台账。", "receiver": line.tree.bincheng.pk, "organ": "", "due_on": ""}

    assert client.post(url, typed | {"receiver": ""}).context["form"].errors == {"organ": ["请选择或者填写接收单位。"]}
    made_at = client.post(url, typed)["Location"]
    made = Suggestion.objects.get()
    assert made_at == made.get_absolute_url()
    assert client.get(made_at).context["form"] is None
    client.force_login(line.county.handler)
    today = str(timezone.localdate())
    client.post(made_at, {"adoption": "rejected", "reply": "已有台账。", "replied_on": today})

    made.refresh_from_db()
    assert (made.adoption, made.reply) == ("rejected", "已有台账。")
    assert "已有台账。" in asked(client, line.city.head, made_at).content.decode()


def test_who_may_not_send_the_form_gets_403_and_who_stands_beside_a_sentence(
    client: Client, line: Line, row: Petition
) -> None:
    made = suggested(row, line.city.head, at=timezone.now())
    client.force_login(user(line.tree.bincheng, Role.MEDIATOR))

    assert client.post(made.get_absolute_url(), {}).status_code == 403
    client.force_login(line.city.head)
    answer = client.post(made.get_absolute_url(), {"reply": "代为反馈。"})

    assert answer.status_code == 409
    assert "代为反馈。" in answer.content.decode()


def test_the_lists_show_ones_own_range_and_what_waits_first(client: Client, line: Line, row: Petition) -> None:
    old = answered(suggested(row, line.city.head), line.county.head)
    new = suggested(row, line.city.head)
    about = proposed(risen(row, line.tree.shandong), line.city.head)

    def rows(by: User, name: str) -> list[object]:
        return list(asked(client, by, reverse(f"cases:{name}")).context["page"].object_list)

    assert rows(line.city.head, "suggestion_list") == [new, old]
    assert rows(line.county.handler, "suggestion_list") == [new, old]
    assert rows(line.neighbour.head, "suggestion_list") == []
    assert rows(line.province.head, "proposal_list") == [about]
    assert rows(line.county.head, "proposal_list") == []


def test_a_suggestion_is_still_to_be_answered_after_the_matter_has_ended(line: Line) -> None:
    row = decided(line.county, at=NOW)
    made = suggested(row, line.city.head)

    moved(row, "close", by=line.county.clerk, at=NOW + 40 * DAY)

    assert [duty.item for duty in row.deadlines.open()] == [made.item]
    answered(made, line.county.handler, at=NOW + 41 * DAY)
    assert not row.deadlines.open().exists()
