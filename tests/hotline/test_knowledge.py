"""The knowledge base: four eyes, versions that stay, the yearly look, and who reads what."""

import datetime as dt

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.accounts.row_scopes import scope_of
from fedportal.audit.models import AccessEvent
from fedportal.deadlines.engine import sweep
from fedportal.deadlines.models import Deadline
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import rows_of
from fedportal.notices.actions import tell_escalations
from fedportal.notices.models import Notice
from hotline.actions.knowledge import (
    draft_entry,
    keep_entry,
    newest,
    publish_entry,
    retire_entry,
    return_entry,
    revise_entry,
)
from hotline.forms.knowledge_form import ARTICLE
from hotline.knowledge_diff import changes
from hotline.knowledge_seed import seed, write_drafts
from hotline.models import ForbiddenPhrase, KnowledgeEntry, KnowledgeReview
from tests.cases.lives import DAY
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, user
from tests.hotline.desk import drafted, published, said

YEAR = dt.timedelta(days=366)


@pytest.fixture
def chief(tree: ProvinceTree, law: None) -> User:
    """The head of that county's federation."""
    return user(tree.bincheng, Role.UNIT_HEAD, name="周敏")


def test_an_agent_drafts_and_another_person_publishes_with_a_year_to_the_next_look(agent: User, chief: User) -> None:
    row = drafted(agent)
    assert not KnowledgeEntry.objects.usable_by(agent).exists()

    row = publish_entry(row, 1, by=chief, at=NOW, note="已核对")

    assert (row.state, row.current.number, row.pending) == ("published", 1, False)
    assert list(KnowledgeEntry.objects.usable_by(agent)) == [row]
    assert timezone.localdate(row.deadlines.get().due_at) == dt.date(2027, 11, 23)
    assert [event.verb for event in AccessEvent.objects.filter(object_id=row.pk).order_by("pk")][:1] == [
        "knowledge.draft"
    ]
    assert AccessEvent.objects.filter(verb="knowledge.publish", object_id=row.pk, actor=chief).exists()


def test_nobody_publishes_what_she_wrote_herself_not_even_by_hand(chief: User) -> None:
    row = drafted(chief)

    with pytest.raises(NotAllowed, match="他人审核"):
        publish_entry(row, 1, by=chief, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        KnowledgeReview.objects.create(version=newest(row), verdict="published", writer=chief, by=chief, at=NOW)


def test_a_new_version_is_told_only_after_it_was_looked_at_and_the_old_one_stays(agent: User, chief: User) -> None:
    row = published(agent, judge=chief)
    revise_entry(row, said(answer="法院七十二小时内决定。"), by=agent, at=NOW + DAY)
    row.refresh_from_db()
    assert (row.current.number, row.pending) == (1, True)

    with pytest.raises(NotAllowed, match="又有了第 2 版"):
        publish_entry(row, 1, by=chief, at=NOW + DAY)
    row = publish_entry(row, 2, by=chief, at=NOW + DAY)

    assert [version.number for version in row.versions.order_by("number")] == [1, 2]
    assert row.current.answer == "法院七十二小时内决定。"
    assert [(duty.outcome, duty.closed_at) for duty in row.deadlines.order_by("pk")] == [
        (Deadline.Outcome.MET, NOW + DAY),
        ("", None),
    ]
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        row.versions.update(answer="改写")


def test_a_version_is_returned_with_a_reason_and_waits_no_longer(agent: User, chief: User) -> None:
    row = drafted(agent)

    with pytest.raises(NotAllowed, match="理由"):
        return_entry(row, 1, by=chief, at=NOW, note=" ")
    row = return_entry(row, 1, by=chief, at=NOW, note="条文引错")

    assert (row.state, row.pending, row.current) == ("draft", False, None)
    with pytest.raises(NotAllowed, match="没有待审核"):
        publish_entry(row, 1, by=chief, at=NOW)


def test_the_yearly_look_keeps_it_for_another_year_or_retires_it(agent: User, chief: User) -> None:
    row = keep_entry(published(agent, judge=chief), by=chief, at=NOW + 300 * DAY)
    assert row.deadlines.open().get().opened_at == NOW + 300 * DAY

    row = retire_entry(row, by=chief, at=NOW + 301 * DAY, note="法律已修改")

    assert not row.deadlines.open().exists()
    assert not KnowledgeEntry.objects.usable_by(agent).exists()
    with pytest.raises(NotAllowed, match="停用"):
        revise_entry(row, said(answer="再写。"), by=agent, at=NOW + 302 * DAY)


def test_what_nobody_looks_at_again_climbs_to_the_city(agent: User, chief: User, tree: ProvinceTree) -> None:
    start = timezone.now() - 410 * DAY
    row = published(agent, judge=chief, at=start)

    for at in (start + YEAR, timezone.now()):
        for _ in range(6):
            sweep(at)
    tell_escalations(timezone.now())

    assert row.deadlines.get().desk_id == tree.binzhou.pk
    assert (tree.binzhou.pk, Role.SUPERVISOR) in set(
        Notice.objects.filter(object_id=row.pk).values_list("org", "role")
    )


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.HANDLER, Role.STAT_OFFICER])
def test_others_do_not_write_and_agents_do_not_publish(tree: ProvinceTree, agent: User, role: Role) -> None:
    with pytest.raises(NotAllowed, match="可以编写"):
        draft_entry("order", said(), by=user(tree.bincheng, role), at=NOW)
    with pytest.raises(NotAllowed, match="审核"):
        publish_entry(drafted(agent), 1, by=user(tree.bincheng, Role.AGENT), at=NOW)


def test_units_below_read_what_is_published_above_and_sisters_nothing(
    tree: ProvinceTree, agent: User, intruder: User
) -> None:
    city = user(tree.binzhou, Role.SECTION_HEAD)
    above, waiting = published(city), drafted(city, question="草稿问题？")
    own = published(agent, question="本县问题？")

    assert set(KnowledgeEntry.objects.visible_to(agent)) == {above, own}
    assert set(KnowledgeEntry.objects.visible_to(intruder)) == {above}
    assert set(KnowledgeEntry.objects.visible_to(city)) == {above, waiting, own}
    assert set(KnowledgeEntry.objects.usable_by(city)) == {above}
    for reader, seen in ((agent, {above, own}), (intruder, {above}), (city, {above, waiting, own})):
        with rows_of(scope_of(reader)):
            assert set(KnowledgeEntry.objects.all()) == seen
    with pytest.raises(NotAllowed, match="编写单位"):
        revise_entry(above, said(answer="县里改市里的。"), by=agent, at=NOW)


def test_the_first_entries_name_an_article_each_and_are_written_once(chief: User, agent: User) -> None:
    made = write_drafts(by=chief, at=NOW)

    assert len(made) == len(seed()["entry"]) >= 12
    assert write_drafts(by=chief, at=NOW) == []
    assert ForbiddenPhrase.objects.binding(agent).count() == len(seed()["phrase"])
    named = [article for entry in seed()["entry"] for article in entry["articles"]]
    assert all(ARTICLE.search(article) and article.endswith("条") for article in named)
    assert {row.state for row in KnowledgeEntry.objects.all()} == {"draft"}


def test_differences_are_told_character_by_character() -> None:
    found = [(change.kind, change.text) for change in changes("七十二小时内决定。", "二十四小时内作出决定。")]

    assert "".join(text for kind, text in found if kind != "in") == "七十二小时内决定。"
    assert "".join(text for kind, text in found if kind != "out") == "二十四小时内作出决定。"


def test_the_pages_draft_review_and_publish(client: Client, agent: User, chief: User) -> None:
    client.force_login(agent)
    form = {"category": "order", "question": "保护令多久？", "answer": "七十二小时。", "articles": "反家庭暴力法"}
    refused = client.post("/hotline/knowledge/new/", form).content.decode()
    assert "没有写到条" in refused
    client.post("/hotline/knowledge/new/", form | {"articles": "反家庭暴力法第二十八条"})
    row = KnowledgeEntry.objects.get()
    assert client.post(f"/hotline/knowledge/{row.pk}/publish/", {"number": 1}).status_code == 403

    client.force_login(chief)
    client.post(f"/hotline/knowledge/{row.pk}/publish/", {"number": 1})
    client.post(f"/hotline/knowledge/{row.pk}/edit/", form | {"articles": "反家庭暴力法第三十条", "reason": "改条"})

    page = client.get(row.get_absolute_url()).content.decode()
    assert "<ins>" in page
    assert "您编写的，请另一位负责人" in page
    assert "保护令多久" in client.get("/hotline/knowledge/", {"q": "保护令"}).content.decode()
    assert "没有查到" in client.get("/hotline/knowledge/", {"q": "抚养费"}).content.decode()


def test_the_list_asks_as_much_of_three_entries_as_of_one(client: Client, agent: User) -> None:
    client.force_login(agent)
    counts = []
    for number in range(3):
        published(agent, question=f"问题 {number}？")
        with CaptureQueriesContext(connection) as asked:
            client.get("/hotline/knowledge/")
        counts.append(len(asked))

    assert counts[1] == counts[2]
