"""Correcting what was registered: who may, what the clocks do, and two people at one case who lose nothing."""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, InternalError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cases.actions.amending import amend
from cases.actions.attachments import attach
from cases.actions.documents import reword, serve_document
from cases.actions.ending import manifest_of
from cases.actions.letter_guards import why_not_said
from cases.actions.parties import add_party, correct_party
from cases.corrections import FIELDS, values_of
from cases.merging import Clash, Seen, merge, plain
from cases.models import Accused, Event, Party, Petition
from cases.wording import Wording
from cases.workflow import MOVES
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.deadlines.models import Deadline
from fedportal.lib.file_types import BY_EXTENSION
from fedportal.lib.refusals import NotAllowed
from tests.cases.lives import DAY, Line, accepted, handled, make_line, under_review
from tests.cases.moving import opened, sent
from tests.cases.samples import NOW, accusation, moved, petition
from tests.factories import user

LATER = NOW + DAY


@pytest.fixture
def line(tree: object, law: None) -> Line:
    return make_line(tree)


def standing(row: Petition) -> dict[str, Any]:
    fresh = Petition.objects.get(pk=row.pk)
    return values_of(fresh, fresh.parties.get())


def seen_now(row: Petition) -> Seen:
    last = row.events.order_by("-pk").values_list("pk", flat=True).first()
    return Seen.of(standing(row), event=last)


def corrected(
    row: Petition, by: User, *, at: dt.datetime = LATER, seen: Seen | None = None, **changes: Any
) -> Petition:
    """The petition after that person changed these values on a page that showed the rest."""
    more = {name: changes.pop(name) for name in ("note", "accused") if name in changes}
    seen = seen or seen_now(row)
    return amend(row, standing(row) | changes, seen=seen, by=by, at=at, **more).petition


def owed(row: Petition) -> dict[str, Deadline]:
    return {duty.kind: duty for duty in row.deadlines.open()}


# --- the verb -----------------------------------------------------------------------------------------------------


def test_a_correction_changes_the_matter_and_says_what_it_was(line: Line) -> None:
    row = petition(line.county.clerk)

    row = corrected(
        row, line.county.handler, channel="letter", category="family.divorce", phone="13900000000", note="核对原信"
    )

    row = Petition.objects.get(pk=row.pk)
    assert (row.channel, row.category, row.parties.get().phone) == ("letter", "family.divorce", "13900000000")
    event = row.events.get(verb="petition.amend")
    assert (event.actor, event.at, event.note) == (line.county.handler, LATER, "核对原信")
    assert event.data == {
        "changed": {"channel": ["visit", "letter"], "category": ["family.dispute", "family.divorce"]},
        "personal": ["phone"],
    }
    audited = AccessEvent.objects.get(verb="petition.amend")
    assert sorted(audited.detail["fields"]) == ["category", "channel", "phone"]


def test_no_personal_value_stays_on_the_timeline(line: Line) -> None:
    row = petition(line.county.clerk)

    corrected(row, line.county.clerk, name="张三妹", phone="13900000000", address="某街 1 号", id_number="")

    kept = f"{row.events.get(verb='petition.amend').data}"
    assert not any(value in kept for value in ("张三妹", "王小芳", "13900000000", "13854312345", "某街", "黄河五路"))


def test_what_stood_of_a_person_is_kept_for_who_sees_the_case_and_nowhere_else(line: Line, client: Client) -> None:
    row = petition(line.county.clerk)

    corrected(row, line.county.clerk, name="张三妹", phone="13900000000")
    correct_party(row.parties.kept().get(), {"phone": "13911111111"}, reason="换号", by=line.county.handler, at=LATER)

    kept = row.former_values.order_by("pk").values_list("field", "value", "by__name")
    clerk, handler = line.county.clerk.name, line.county.handler.name
    assert list(kept) == [
        ("name", "王小芳", clerk),
        ("phone", "13854312345", clerk),
        ("phone", "13900000000", handler),
    ]
    client.force_login(line.county.handler)
    page = client.get(row.get_absolute_url()).content.decode()
    assert "信访人信息更正过 3 项" in page
    assert all(value in page for value in ("王小芳", "138****2345", "139****0000"))
    assert not any(value in page for value in ("13854312345", "13900000000", "13911111111"))
    client.force_login(line.city.clerk)
    page = client.get(row.get_absolute_url()).content.decode()
    assert "王某某" in page
    assert not any(value in page for value in ("王小芳", "13854312345", "13900000000"))
    client.force_login(line.neighbour.clerk)
    assert client.get(row.get_absolute_url()).status_code == 404
    logged = f"{list(AccessEvent.objects.values_list('detail'))}{list(Event.objects.values_list('note', 'data'))}"
    assert not any(value in logged for value in ("王小芳", "13854312345", "13900000000"))


@pytest.mark.parametrize("sql", ["UPDATE cases_formervalue SET value = 'x'", "DELETE FROM cases_formervalue"])
def test_what_stood_is_never_changed(line: Line, sql: str) -> None:
    row = petition(line.county.clerk)
    corrected(row, line.county.clerk, phone="13900000000")

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_no_letter_gives_away_what_stood(line: Line) -> None:
    row = handled(line.county)
    corrected(row, line.county.clerk, address="渤海七路 1 号", phone="0543-3162338")

    assert "更正前登记的住址" in why_not_said(row, "家住滨城区黄河五路 385 号。", named=False)
    assert why_not_said(row, "家住滨城区。", named=False) == ""


def test_the_archive_holds_what_stood(line: Line) -> None:
    row = petition(line.county.clerk)
    assert "former" not in manifest_of(row)

    corrected(row, line.county.clerk, phone="13900000000")

    assert [field for field, _ in manifest_of(row)["former"]] == ["phone"]


def test_what_did_not_change_leaves_no_trace(line: Line) -> None:
    row = petition(line.county.clerk)
    version = Petition.objects.get(pk=row.pk).version

    corrected(row, line.county.clerk)

    assert not row.events.filter(verb="petition.amend").exists()
    assert Petition.objects.get(pk=row.pk).version == version


def test_it_is_found_by_its_new_words_and_name(line: Line, client: Client) -> None:
    row = petition(line.county.clerk)
    client.force_login(line.county.clerk)

    corrected(row, line.county.clerk, facts="单位以怀孕为由调岗降薪。", name="张三妹")

    def found(words: str) -> list[int]:
        return [line.pk for line in client.get("/petitions/", {"q": words}).context["rows"]]

    assert found("调岗") == found("张三妹") == [row.pk]
    assert found("殴打") == found("王小芳") == []


def test_a_birth_date_of_a_minor_sets_the_flag_and_the_ladder(line: Line) -> None:
    row = petition(line.county.clerk)

    row = corrected(row, line.county.clerk, birth=dt.date(2015, 5, 1))

    assert row.minor
    assert Event.objects.get(verb="petition.amend").data == {
        "changed": {"minor": [False, True]},
        "personal": ["birth"],
    }
    assert owed(row)["notice"].next_step == 3


@pytest.mark.parametrize(
    ("who", "sentence"),
    [("city.head", "只有承办单位可以更正"), ("neighbour.clerk", "只有承办单位可以更正")],
)
def test_another_unit_is_refused(line: Line, who: str, sentence: str) -> None:
    place, name = who.split(".")

    with pytest.raises(NotAllowed, match=sentence):
        corrected(petition(line.county.clerk), getattr(getattr(line, place), name), channel="letter")


def test_a_mediator_is_refused_and_an_archived_matter(line: Line) -> None:
    row = petition(line.county.clerk)
    with pytest.raises(NotAllowed, match="只有承办单位"):
        corrected(row, user(line.tree.bincheng, Role.MEDIATOR), channel="letter")
    row = moved(row, "withdraw", by=line.county.clerk, at=NOW, note="自愿。", withdrawn_how="writing", safety="已确认")
    corrected(row, line.county.clerk, channel="letter")  # concluded, not yet archived
    moved(row, "archive", by=line.county.clerk, at=NOW, retention="10y")

    with pytest.raises(NotAllowed, match="已经归档"):
        corrected(row, line.county.clerk, channel="web")


# --- the clocks ---------------------------------------------------------------------------------------------------


def test_another_day_of_receipt_counts_the_notice_anew(line: Line) -> None:
    row = petition(line.county.clerk)
    before = owed(row)["notice"].due_at

    row = corrected(row, line.county.clerk, received_at=NOW - 3 * DAY)

    assert owed(row)["notice"].due_at == before - 3 * DAY
    assert owed(row)["notice"].opened_at == NOW - 3 * DAY


def test_a_hop_keeps_the_receivers_clock(line: Line) -> None:
    row = petition(line.city.clerk)
    row = moved(row, "pass_down", by=line.city.clerk, at=LATER, receiver=line.tree.bincheng, told_how="phone")
    before = owed(row)["notice"].due_at

    row = corrected(row, line.county.clerk, received_at=NOW - 3 * DAY)

    assert owed(row)["notice"].due_at == before


def test_who_is_unclear_is_owed_no_notice_until_she_is_known(line: Line) -> None:
    row = corrected(petition(line.county.clerk), line.county.clerk, identity_unclear=True)
    assert owed(row) == {}

    row = corrected(row, line.county.clerk, at=NOW + 5 * DAY, identity_unclear=False)
    assert owed(row)["notice"].opened_at == NOW + 5 * DAY


def test_a_group_climbs_at_once_and_no_group_no_more(line: Line) -> None:
    row = corrected(petition(line.county.clerk), line.county.clerk, head_count=6)
    assert (owed(row)["notice"].next_step, owed(row)["notice"].climb_at) == (3, LATER)

    row = corrected(row, line.county.clerk, head_count=1)
    assert owed(row)["notice"].next_step == 0
    assert row.deadlines.open().count() == 1


def test_what_was_told_is_not_owed_again(line: Line) -> None:
    row = moved(
        petition(line.county.clerk), "accept", by=line.county.clerk, at=NOW, route="duty", told_how="in_person"
    )
    corrected(row, line.county.clerk, received_at=NOW - 3 * DAY, head_count=6)

    assert owed(row) == {}


# --- the class ----------------------------------------------------------------------------------------------------


def test_the_class_stays_after_the_end_and_under_review(line: Line) -> None:
    with pytest.raises(NotAllowed, match="复查、复核期间"):
        corrected(under_review(line), line.county.clerk, matter_class="suggestion", at=NOW + 3 * DAY)
    row = petition(line.county.clerk)
    moved(row, "withdraw", by=line.county.clerk, at=NOW, note="自愿。", withdrawn_how="writing", safety="已确认")
    with pytest.raises(NotAllowed, match="已经办结"):
        corrected(row, line.county.clerk, matter_class="suggestion")


def test_route_and_clock_outlast_a_change_of_class(line: Line) -> None:
    row = accepted(line.county)

    row = corrected(row, line.county.clerk, matter_class="suggestion")

    assert (row.route, set(owed(row))) == ("opinion", {"handle"})


def test_what_becomes_an_accusation_is_seen_by_few(line: Line) -> None:
    row = moved(accepted(line.county), "start", by=line.county.handler, at=NOW)
    with pytest.raises(NotAllowed, match="请填写被检举控告"):
        corrected(row, line.county.clerk, matter_class="accusation")
    row = corrected(
        row, line.county.clerk, matter_class="accusation", accused=Accused(kind="person", name="孙建国", unit="某公司")
    )

    seeing = [who for who in vars(line.county).values() if Petition.objects.visible_to(who).exists()]
    assert seeing == [line.county.clerk, line.county.handler, line.county.head]
    assert not Petition.objects.visible_to(line.city.head).exists()


def test_what_turns_out_to_accuse_the_own_unit_goes_above(line: Line) -> None:
    row = corrected(
        petition(line.county.clerk),
        line.county.clerk,
        matter_class="accusation",
        accused=Accused(kind="unit", name="滨城区妇女联合会", org=line.tree.bincheng),
    )

    assert row.org == line.tree.binzhou
    assert not Petition.objects.visible_to(line.county.head).exists()
    assert [duty.org for duty in row.deadlines.open()] == [line.tree.binzhou]


def test_only_the_head_opens_an_accusation_to_all_and_says_why(line: Line) -> None:
    row = accusation(line.county.clerk)
    for by, note in ((line.county.clerk, "误选"), (line.county.head, "")):
        with pytest.raises(NotAllowed, match="写明理由"):
            corrected(row, by, matter_class="redress", note=note)

    corrected(row, line.county.head, matter_class="redress", note="核对后是求决事项")

    assert Petition.objects.visible_to(line.county.handler).exists()


# --- two at one case ----------------------------------------------------------------------------------------------


def test_changes_of_different_values_come_together_without_asking(line: Line) -> None:
    row = petition(line.county.clerk)
    both = seen_now(row)
    hers = standing(row) | {"phone": "13900000001"}

    corrected(row, line.county.handler, seen=both, facts="补充：有两名证人。")
    done = amend(row, hers, seen=both, by=line.county.clerk, at=LATER)

    now = standing(row)
    assert (now["phone"], now["facts"]) == ("13900000001", "补充：有两名证人。")
    assert (done.changed, done.kept) == (["phone"], ["facts"])


def test_the_same_change_twice_is_no_clash(line: Line) -> None:
    row = petition(line.county.clerk)
    both = seen_now(row)

    corrected(row, line.county.handler, seen=both, channel="letter")
    done = amend(row, standing(row), seen=both, by=line.county.clerk, at=LATER)

    assert done.changed == []


def test_different_changes_of_one_value_clash_and_nothing_is_written(line: Line) -> None:
    row = petition(line.county.clerk)
    both = seen_now(row)
    hers = standing(row) | {"phone": "13900000001", "address": "新街 2 号"}

    corrected(row, line.county.handler, seen=both, phone="13900000002", category="family.divorce")
    with pytest.raises(Clash) as clash:
        amend(row, hers, seen=both, by=line.county.clerk, at=LATER)

    assert (clash.value.names, clash.value.kept) == (["phone"], ["category"])
    assert standing(row)["phone"] == "13900000002"
    assert standing(row)["address"] == "滨城区黄河五路 385 号"


def test_a_forged_or_missing_mark_overwrites_nothing(line: Line) -> None:
    row = petition(line.county.clerk)

    for seal in ("", "x", Seen.of({}, event=1).sealed(petition(line.county.clerk))):
        with pytest.raises(Clash):
            corrected(row, line.county.clerk, seen=Seen.opened(seal, row), phone="13900000001")


WORDS = st.dictionaries(st.sampled_from("abcd"), st.sampled_from(("", "1", "2")), max_size=4)


@given(base=WORDS, mine=WORDS, theirs=WORDS)
def test_merging_loses_nobodys_change(base: dict[str, str], mine: dict[str, str], theirs: dict[str, str]) -> None:
    shown, hers, others = ({name: values.get(name, "") for name in "abcd"} for values in (base, mine, theirs))

    merged = merge(Seen.of(shown, event=0), mine=hers, theirs=others)

    for name in "abcd":
        changed_here, changed_there = hers[name] != shown[name], others[name] != shown[name]
        clash = changed_here and changed_there and hers[name] != others[name]
        assert (name in merged.clashes) is clash
        assert (name in merged.changes) is (changed_here and not changed_there)
        assert (name in merged.kept) is (changed_there and not changed_here)


def test_line_ends_and_seconds_are_no_change() -> None:
    assert plain("一\r\n二 ") == plain("一\n二")
    assert plain(NOW) == plain(NOW + dt.timedelta(seconds=30))


# --- the page -----------------------------------------------------------------------------------------------------


def page_of(client: Client, row: Petition, by: User) -> dict[str, Any]:
    """The form as the browser would send it back untouched."""
    client.force_login(by)
    return filled_in(client.get(reverse("cases:petition_edit", args=[row.pk])))


def filled_in(answer: HttpResponse) -> dict[str, Any]:
    values = {field.html_name: field.value() for field in answer.context["form"]}
    return {name: value for name, value in values.items() if value not in (None, "", False)}


def send(client: Client, row: Petition, by: User, form: dict[str, Any], **changes: Any) -> HttpResponse:
    client.force_login(by)
    return client.post(reverse("cases:petition_edit", args=[row.pk]), form | changes, follow=True)


def test_sent_untouched_it_changes_nothing(line: Line, client: Client) -> None:
    row = petition(line.county.clerk, at=timezone.now() - DAY, birth_year=1985, id_number="")

    answer = send(client, row, line.county.clerk, page_of(client, row, line.county.clerk))

    assert "没有需要保存的改动" in answer.content.decode()
    assert not row.events.filter(verb="petition.amend").exists()


def test_the_identity_number_is_shown_nowhere_and_stays_unless_typed(line: Line, client: Client) -> None:
    row = petition(line.county.clerk, at=timezone.now() - DAY)
    client.force_login(line.county.clerk)
    page = client.get(reverse("cases:petition_edit", args=[row.pk])).content.decode()
    assert "11010519491231002X" not in page
    assert "110***********002X" in page
    form = page_of(client, row, line.county.clerk)

    send(client, row, line.county.clerk, form, phone="13900000001")
    assert standing(row)["id_number"] == "11010519491231002X"
    send(client, row, line.county.handler, page_of(client, row, line.county.handler), id_number="无")
    assert standing(row)["id_number"] == ""


def test_every_value_can_be_corrected_on_the_page(line: Line, client: Client) -> None:
    row = petition(line.county.clerk, at=timezone.now() - DAY)
    before = standing(row)
    changes = {
        **{"name": "张三妹", "sex": "male", "birth_on": "1990-05-01", "marital": "single", "phone": "不详"},
        **{"address": "新街 2 号", "id_number": "无", "head_count": 2, "repeat_count": 2},
        "received_at": f"{timezone.localtime(timezone.now() - 2 * DAY):%Y-%m-%dT%H:%M}",
        **{"channel": "letter", "facts": "另述。", "request": "另求。", "matter_class": "suggestion"},
        **{"category": "family.divorce", "place": line.tree.beizhen.pk},
        **{"litigation_status": "court", "earlier_handling": "镇里调解过。", "earlier_litigation": "一审不准离婚。"},
        **{"minor": "on", "trafficking": "on", "serious_harm": "on", "media_attention": "on"},
    }

    send(client, row, line.county.clerk, page_of(client, row, line.county.clerk), **changes)

    after = standing(row)
    assert {name for name in FIELDS if plain(before[name]) == plain(after[name])} == {"identity_unclear"}


def test_the_second_one_is_told_field_by_field_and_keeps_what_she_typed(line: Line, client: Client) -> None:
    row = petition(line.county.clerk, at=timezone.now() - DAY)
    form = page_of(client, row, line.county.clerk)
    send(client, row, line.county.handler, form, phone="13900000002", category="family.divorce")

    answer = send(client, row, line.county.clerk, form, phone="13900000001", facts="她的新事实。", note="补充")

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "13900000002" in page
    assert f"{line.county.handler.name}" in page
    shown = answer.context["form"]
    assert shown["phone"].value() == "13900000001"
    assert shown["facts"].value() == "她的新事实。"
    assert shown["note"].value() == "补充"
    assert shown["category"].value() == "family.divorce"  # only the other one changed it
    assert list(answer.context["theirs"]) == ["phone"]
    assert standing(row)["phone"] == "13900000002"

    send(client, row, line.county.clerk, filled_in(answer))
    now = standing(row)
    assert (now["phone"], now["facts"], now["category"]) == ("13900000001", "她的新事实。", "family.divorce")


def test_one_press_takes_the_others_value(line: Line, client: Client) -> None:
    row = petition(line.county.clerk, at=timezone.now() - DAY)
    form = page_of(client, row, line.county.clerk)
    send(client, row, line.county.handler, form, phone="13900000002", address="他街 1 号")
    clash = send(client, row, line.county.clerk, form, phone="13900000001", address="我街 1 号")
    hers = {
        field.html_name: field.value() for field in clash.context["form"] if field.value() not in (None, "", False)
    }
    marks = {"clashed": "phone address", "since": clash.context["since"]}

    taken = send(client, row, line.county.clerk, hers, take="phone", **marks)

    assert taken.context["form"]["phone"].value() == "13900000002"
    assert taken.context["form"]["address"].value() == "我街 1 号"
    assert list(taken.context["theirs"]) == ["address"]
    assert taken.context["theirs"]["address"].event.actor == line.county.handler
    assert not row.events.filter(verb="petition.amend", actor=line.county.clerk).exists()


def test_an_old_draft_is_laid_over_what_it_was_typed_upon(line: Line, client: Client) -> None:
    """The mark travels with the draft: values that she never touched do not undo what others did since."""
    row = petition(line.county.clerk, at=timezone.now() - DAY)
    yesterday = page_of(client, row, line.county.clerk) | {"phone": "13900000001"}
    corrected(row, line.county.handler, at=timezone.now(), facts="补充：有两名证人。")

    send(client, row, line.county.clerk, yesterday)

    assert (standing(row)["phone"], standing(row)["facts"]) == ("13900000001", "补充：有两名证人。")


def test_the_page_of_another_county_is_not_there(line: Line, client: Client) -> None:
    row = petition(line.county.clerk)
    for reader, status in ((line.neighbour.clerk, 404), (line.city.clerk, 409), (line.county.clerk, 200)):
        client.force_login(reader)
        assert client.get(reverse("cases:petition_edit", args=[row.pk])).status_code == status


def test_a_superior_is_shown_no_personal_data_by_the_refusal(line: Line, client: Client) -> None:
    row = petition(line.county.clerk)
    client.force_login(line.city.clerk)

    page = client.get(reverse("cases:petition_edit", args=[row.pk])).content.decode()

    assert not any(value in page for value in ("王小芳", "13854312345", "黄河五路"))


# --- moves, papers, files -----------------------------------------------------------------------------------------


def test_a_move_stops_once_when_the_facts_were_corrected_meanwhile(line: Line, client: Client) -> None:
    row = petition(line.county.clerk, at=timezone.now() - DAY)
    seen = opened(client, row, "accept", line.county.clerk).context["form"]["seen"].value()
    corrected(row, line.county.handler, at=timezone.now(), facts="补充：有两名证人。")
    answers = {"route": "duty", "told_how": "phone", "note": "已电话说明。"}

    answer = sent(client, row, "accept", line.county.clerk, seen=seen, **answers)

    assert answer.status_code == 409
    assert "登记内容有更正" in answer.content.decode()
    assert line.county.handler.name in answer.content.decode()
    assert answer.context["form"]["note"].value() == "已电话说明。"
    renewed = answer.context["form"]["seen"].value()
    assert sent(client, row, "accept", line.county.clerk, seen=renewed, **answers).status_code == 302


def test_two_who_reword_a_paper_lose_nothing(line: Line, client: Client) -> None:
    now = timezone.now()
    row = petition(line.county.clerk, at=now - DAY)
    moved(row, "accept", by=line.county.clerk, at=now, route="duty", told_how="later")
    paper = row.documents.get()
    address = reverse("cases:document_edit", args=[paper.pk])
    client.force_login(line.county.clerk)
    form = client.get(address).context["form"]
    first = {field.html_name: field.value() for field in form}
    wording = Wording(title=paper.title, main_to=paper.main_to, body="另一人的正文。", copy_to="某单位")
    reword(paper, wording, by=line.county.handler, at=now)

    clash = client.post(address, first | {"body": "我的正文。"})

    assert clash.status_code == 409
    assert clash.context["form"]["body"].value() == "我的正文。"
    assert clash.context["form"]["copy_to"].value() == "某单位"
    assert "另一人的正文。" in clash.content.decode()
    paper.refresh_from_db()
    assert paper.body == "另一人的正文。"
    again = {field.html_name: field.value() for field in clash.context["form"]}
    taken = client.post(address, again | {"take": "body", "clashed": "body", "since": clash.context["since"]})
    assert taken.context["form"]["body"].value() == "另一人的正文。"
    client.post(address, again)
    paper.refresh_from_db()
    assert (paper.body, paper.copy_to) == ("我的正文。", "某单位")


def test_a_paper_that_was_served_meanwhile_keeps_the_typed_words_on_the_page(line: Line, client: Client) -> None:
    now = timezone.now()
    row = petition(line.county.clerk, at=now - DAY)
    moved(row, "accept", by=line.county.clerk, at=now, route="duty", told_how="later")
    paper = row.documents.get()
    address = reverse("cases:document_edit", args=[paper.pk])
    client.force_login(line.county.clerk)
    first = {field.html_name: field.value() for field in client.get(address).context["form"]}
    serve_document(paper, how="in_person", served_at=now, by=line.county.handler, at=now)

    answer = client.post(address, first | {"body": "我的正文。"})

    assert answer.status_code == 409
    assert "已经送达" in answer.content.decode()
    assert "我的正文。" in answer.content.decode()


def test_who_removes_a_file_second_is_told_who_did(line: Line, client: Client) -> None:
    row = petition(line.county.clerk)
    made = attach(row, "病历.pdf", b"%PDF-1.7", BY_EXTENSION["pdf"], by=line.county.clerk, at=NOW)
    address = reverse("cases:attachment_remove", args=[made.pk])
    client.force_login(line.county.handler)
    client.post(address, {"reason": "重复上传"})
    client.force_login(line.county.clerk)

    answer = client.post(address, {"reason": "传错了"})

    assert answer.status_code == 409
    assert f"已由{line.county.handler.name}" in answer.content.decode()
    assert answer.context["form"]["reason"].value() == "传错了"


# --- the version --------------------------------------------------------------------------------------------------


def test_every_verb_makes_another_version(line: Line) -> None:
    row = petition(line.county.clerk)

    def version() -> int:
        return Petition.objects.values_list("version", flat=True).get(pk=row.pk)

    versions = [version()]
    made = attach(row, "病历.pdf", b"%PDF-1.7", BY_EXTENSION["pdf"], by=line.county.clerk, at=NOW)
    versions.append(version())
    moved(row, "accept", by=line.county.clerk, at=NOW, route="duty", told_how="later")
    versions.append(version())
    paper = row.documents.get()
    reword(paper, Wording(title="题", main_to="某", body="文"), by=line.county.clerk, at=NOW)
    versions.append(version())
    serve_document(paper, how="in_person", served_at=NOW, by=line.county.clerk, at=LATER)
    versions.append(version())
    corrected(row, line.county.clerk, channel="letter")
    versions.append(version())

    assert versions == sorted(set(versions))
    assert versions[0] == 1
    assert made.petition_id == row.pk


def test_nobody_sets_a_version_back(line: Line) -> None:
    row = petition(line.county.clerk)

    Petition.objects.filter(pk=row.pk).update(version=1)
    Petition.objects.filter(pk=row.pk).update(version=1)

    assert Petition.objects.get(pk=row.pk).version == 3


def test_the_archive_stays_locked_in_the_database(line: Line) -> None:
    row = petition(line.county.clerk)
    moved(row, "withdraw", by=line.county.clerk, at=NOW, note="自愿。", withdrawn_how="writing", safety="已确认")
    moved(row, "archive", by=line.county.clerk, at=NOW, retention="10y")

    with pytest.raises(InternalError), transaction.atomic():
        Petition.objects.filter(pk=row.pk).update(facts="另述")


def test_moves_without_a_page_are_not_stopped(line: Line) -> None:
    row = petition(line.county.clerk)
    corrected(row, line.county.clerk, facts="补充。")

    assert moved(row, "accept", by=line.county.clerk, at=LATER, route="duty", told_how="phone").status == "accepted"
    assert MOVES["accept"].name == "accept"
    assert Party.objects.count() == 1


def test_two_who_correct_one_person_lose_nothing(line: Line, client: Client) -> None:
    row = petition(line.county.clerk)
    husband = Party(role="respondent", name="张某", sex="male", phone="13900000000")
    made = add_party(row, husband, by=line.county.handler, at=NOW)
    address = reverse("cases:party_edit", args=[made.pk])
    client.force_login(line.county.handler)
    first = filled_in(client.get(address)) | {"reason": "核对"}
    correct_party(made, {"phone": "13900000002", "address": "新街 2 号"}, reason="来电", by=line.county.head, at=NOW)

    clash = client.post(address, first | {"phone": "13900000001", "relation": "丈夫"})

    assert clash.status_code == 409
    page = clash.content.decode()
    assert "13900000002" in page
    assert line.county.head.name in page
    form = clash.context["form"]
    assert (form["phone"].value(), form["relation"].value()) == ("13900000001", "丈夫")
    assert not form["address"].value()  # it stands on no page unasked; left empty it stays as it is
    client.post(address, filled_in(clash))
    made.refresh_from_db()
    assert (made.phone, made.relation, made.address) == ("13900000001", "丈夫", "新街 2 号")
