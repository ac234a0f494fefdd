"""The knowledge base beside a call: what answers which words, what is noted, and which phrases are warned of."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.lib.refusals import NotAllowed
from hotline.actions.knowledge_using import allow_phrase, forbid_phrase, use_sentence
from hotline.knowledge_search import marked, search
from hotline.models import ForbiddenPhrase, HotlineLine
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, user
from tests.hotline.calls import answered
from tests.hotline.desk import drafted, published

FOUND = "/hotline/knowledge/search/"


def test_words_find_what_holds_them_all_and_else_what_holds_most(agent: User) -> None:
    order = published(agent)
    fee = published(
        agent, question="对方不给抚养费怎么办？", answer="可以起诉。", articles=("民法典第一千零八十五条",)
    )

    assert [found.entry for found in search(agent, "保护令 七十二小时")] == [order]
    assert [found.entry for found in search(agent, "孩子的抚养费")] == [fee]
    assert [found.entry for found in search(agent, "第一千零八十五条")] == [fee]
    assert search(agent, "征地") == search(agent, "，。") == []


def test_one_in_whose_question_the_words_stand_comes_first(agent: User) -> None:
    told = published(agent, question="离婚怎么办？", answer="可以申请法律援助。")
    asked = published(agent, question="怎样申请法律援助？", answer="向中心申请。")

    assert [found.entry for found in search(agent, "法律援助")] == [asked, told]


def test_drafts_and_what_a_sister_county_says_answer_nobody(agent: User, intruder: User) -> None:
    drafted(agent)
    published(intruder)

    assert search(agent, "保护令") == []


@pytest.mark.parametrize(
    ("text", "terms", "found"),
    [
        ("申请保护令要快", ["保护", "护令"], ["保护令"]),
        ("ＡＢＣ保护", ["abc"], ["ＡＢＣ"]),
        ("保护，再保护", ["保护"], ["保护", "保护"]),
        ("没有", ["保护"], []),
    ],
)
def test_the_words_are_marked_where_they_stand(text: str, terms: list[str], found: list[str]) -> None:
    pieces = marked(text, terms)

    assert "".join(piece.text for piece in pieces) == text
    assert [piece.text for piece in pieces if piece.found] == found


def test_a_sentence_that_was_told_is_noted_once_with_its_version(line: HotlineLine, agent: User) -> None:
    row, entry = answered(line, agent), published(agent)

    for _ in range(2):
        use_sentence(row, entry.current, 2, by=agent, at=NOW)

    use = row.knowledge_uses.get()
    assert (use.version, use.sentence, use.by) == (entry.current, 2, agent)
    assert AccessEvent.objects.filter(verb="call.knowledge", object_id=row.pk).count() == 1
    with pytest.raises(NotAllowed, match="没有这一句"):
        use_sentence(row, entry.current, 3, by=agent, at=NOW)


def test_nobody_notes_on_anothers_call_or_what_is_not_told_here(
    line: HotlineLine, agent: User, intruder: User, tree: ProvinceTree
) -> None:
    row, entry = answered(line, agent), published(agent)

    with pytest.raises(NotAllowed, match="接听单位"):
        use_sentence(row, entry.current, 1, by=intruder, at=NOW)
    with pytest.raises(NotAllowed, match="只有本人和本单位负责人"):
        use_sentence(row, entry.current, 1, by=user(tree.bincheng, Role.AGENT), at=NOW)
    with pytest.raises(NotAllowed, match="不用了"):
        use_sentence(row, published(intruder).current, 1, by=agent, at=NOW)


def test_the_screen_looks_up_marks_and_notes(client: Client, line: HotlineLine, agent: User, head: User) -> None:
    row, entry = answered(line, agent, at=timezone.now()), published(agent)
    forbid_phrase("忍一忍", why="劝受害人忍让。", by=head, at=NOW)
    client.force_login(agent)

    page = client.get(row.get_absolute_url()).content.decode()
    assert "data-knowledge" in page
    assert r"\u5fcd\u4e00\u5fcd" in page  # as JSON, for the script
    found = client.get(FOUND, {"q": "保护令"}).content.decode()
    assert "<mark>保护令</mark>" in found
    assert f'data-version="{entry.current_id}"' in found
    address = reverse("hotline:knowledge_use", args=[row.pk])
    assert "第 1 版第 1 句" in client.post(address, {"version": entry.current_id, "sentence": 1}).content.decode()
    assert client.post(address, {"version": "x", "sentence": 1}).status_code == 400
    assert client.post(address, {"version": 10**9, "sentence": 1}).status_code == 404
    assert "保护令多久能下来" in client.get(row.get_absolute_url()).content.decode()


def test_phrases_bind_those_below_and_are_taken_back_by_who_forbade_them(
    tree: ProvinceTree, agent: User, intruder: User, head: User
) -> None:
    city = user(tree.binzhou, Role.SECTION_HEAD)
    above = forbid_phrase("我不清楚", why="没有下文。", by=city, at=NOW)
    own = forbid_phrase("忍一忍", why="劝忍让。", by=head, at=NOW)

    assert set(ForbiddenPhrase.objects.binding(agent)) == {above, own}
    assert set(ForbiddenPhrase.objects.binding(intruder)) == {above}
    with pytest.raises(NotAllowed, match="规定的单位"):
        allow_phrase(above, by=head, at=NOW)
    with pytest.raises(NotAllowed, match="负责人规定"):
        forbid_phrase("随便", why="x", by=agent, at=NOW)
    allow_phrase(own, by=head, at=NOW)
    assert set(ForbiddenPhrase.objects.binding(agent)) == {above}


def test_the_page_of_phrases_adds_and_removes(client: Client, head: User) -> None:
    client.force_login(head)
    form = {"phrase": "忍一忍", "why": "劝忍让。"}

    client.post("/hotline/knowledge/phrases/", form)
    again = client.post("/hotline/knowledge/phrases/", form)

    assert "已有这一条" in again.content.decode()
    row = ForbiddenPhrase.objects.get()
    client.post(f"/hotline/knowledge/phrases/{row.pk}/remove/")
    row.refresh_from_db()
    assert row.removed_at is not None
