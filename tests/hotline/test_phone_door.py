"""The door of telephone systems: who is let in, what is refused, and that the same message again changes nothing."""

import json
import time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.lib.refusals import NotAllowed
from hotline.actions.switches import register_switch, renew_key, stop_switch
from hotline.law import FORMER_KEY_LASTS, SIGNED_LASTS
from hotline.models import Call, HotlineLine, PhoneEvent, PhoneSwitch
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, user
from tests.hotline.calls import PHONE
from tests.hotline.phones import ADDRESS, as_json, posted, registered, signed, told

Keyed = tuple[PhoneSwitch, str]


@pytest.fixture
def keyed(line: HotlineLine) -> Keyed:
    return registered(line.org, at=timezone.now())


def now(kind: str, after: float = 0, **more: Any) -> dict[str, str]:
    return as_json(told(kind, after, begins=timezone.now().replace(microsecond=0), **more))


def test_a_signed_event_becomes_a_call_and_sent_again_changes_nothing(client: Client, keyed: Keyed) -> None:
    event = now("ringing")

    first, again = (posted(client, *keyed, event) for _ in range(2))

    assert (first.status_code, first.json()) == (200, {"received": 1, "new": 1})
    assert (again.status_code, again.json()) == (200, {"received": 1, "new": 0})
    assert Call.objects.get().caller_phone == PHONE
    assert PhoneEvent.objects.count() == 1


def test_many_events_come_in_one_message(client: Client, keyed: Keyed) -> None:
    answer = posted(client, *keyed, {"events": [now("ended", 9, extension=""), now("ringing", 0)]})

    assert answer.json() == {"received": 2, "new": 2}
    assert Call.objects.get().state == "callback"


def test_the_database_holds_no_number_and_no_key_in_the_clear(client: Client, keyed: Keyed) -> None:
    posted(client, *keyed, now("ringing"))

    with connection.cursor() as cursor:
        cursor.execute("SELECT caller FROM hotline_phoneevent UNION ALL SELECT key FROM hotline_phoneswitch")
        stored = [text for (text,) in cursor.fetchall()]
    assert len(stored) == 2
    assert all(text.startswith("v1:") for text in stored)


@pytest.mark.parametrize(
    "wrong",
    [
        {"Telephony-Signature": "v1=00"},
        {"Telephony-Signature": "ä"},
        {"Telephony-Switch": "00000000-0000-0000-0000-000000000001"},
        {"Telephony-Switch": "x"},
        {"Telephony-Timestamp": "99999999999999999999"},
        {"Telephony-Timestamp": str(int(time.time()) + 1)},
    ],
    # Named here: the moment itself is another one in each process of the tests.
    ids=["no digest", "no ASCII", "unknown", "no name", "never", "a second later"],
)
def test_whoever_does_not_sign_rightly_is_not_let_in(client: Client, keyed: Keyed, wrong: dict[str, str]) -> None:
    answer = posted(client, *keyed, now("ringing"), **wrong)

    assert (answer.status_code, answer.json()["code"]) == (401, "bad_signature")
    assert answer["Content-Type"] == "application/problem+json"
    assert not PhoneEvent.objects.exists()
    assert AccessEvent.objects.filter(verb="telephony.refuse").exists()


def test_a_body_that_was_changed_or_comes_too_late_is_not_taken(client: Client, keyed: Keyed) -> None:
    switch, key = keyed
    body = json.dumps(now("ringing")).encode()
    old = time.time() - SIGNED_LASTS.total_seconds() - 2
    for sent, headers in ((body.replace(b"ringing", b"ended"), signed(key, body)), (body, signed(key, body, at=old))):
        headers |= {"Telephony-Switch": str(switch.ref)}
        answer = client.post(ADDRESS, sent, content_type="application/json", headers=headers)
        assert answer.status_code == 401


def test_a_key_is_changed_without_a_gap_and_the_old_one_ends(client: Client, keyed: Keyed) -> None:
    switch, old = keyed
    admin, at = user(switch.org, Role.SEC_ADMIN), timezone.now()
    switch, new = renew_key(switch, by=admin, at=at)

    assert [posted(client, switch, key, now("ringing")).status_code for key in (old, new)] == [200, 200]
    PhoneSwitch.objects.update(former_until=at)
    assert [posted(client, switch, key, now("ringing")).status_code for key in (old, new)] == [401, 200]
    assert switch.former_until == at + FORMER_KEY_LASTS


def test_a_stopped_telephone_system_tells_nothing_more(client: Client, keyed: Keyed) -> None:
    switch, key = keyed
    stop_switch(switch, by=user(switch.org, Role.SEC_ADMIN), at=timezone.now())

    assert posted(client, switch, key, now("ringing")).status_code == 401
    with pytest.raises(NotAllowed, match="已停用"):
        renew_key(switch, by=user(switch.org, Role.SEC_ADMIN), at=timezone.now())


@pytest.mark.parametrize(
    ("changes", "at"),
    [
        ({"kind": "sleeping"}, "kind"),
        ({"event_id": ""}, "event_id"),
        ({"event_id": "号"}, "event_id"),
        ({"line": "x"}, "line"),
        ({"caller": "王芳"}, "caller"),
        ({"caller": "1" * 21}, "caller"),
        ({"at": "2026-11-23 10:00"}, "at"),
        ({"at": "2020-01-01T00:00:00Z"}, "at"),
        ({"at": "2999-01-01T00:00:00Z"}, "at"),
        ({"at": 5}, "at"),
        ({"kind": "transferred"}, "to_extension"),
        ({"kind": "recording_ready"}, "recording"),
        ({"recording": "a\x00b"}, "recording"),
        ({"agent": "x"}, "agent"),
    ],
    ids=str,
)
def test_what_is_no_event_is_refused_with_its_place_and_nothing_is_kept(
    client: Client, keyed: Keyed, changes: dict[str, Any], at: str
) -> None:
    answer = posted(client, *keyed, {"events": [now("ringing"), now("ringing", call="c2") | changes]})

    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [f"events[1].{at}"]
    assert not PhoneEvent.objects.exists()


@pytest.mark.parametrize("body", [[], "x", None, 5, {"events": []}, {"events": {}}, {"events": [1]}, {}], ids=str)
def test_a_body_of_another_shape_is_refused(client: Client, keyed: Keyed, body: Any) -> None:
    assert posted(client, *keyed, body).status_code == 400


def test_a_message_holds_a_hundred_events_at_most(client: Client, keyed: Keyed) -> None:
    assert posted(client, *keyed, {"events": [now("ringing", n) for n in range(101)]}).status_code == 400


def test_the_line_of_another_county_is_not_told_of(client: Client, tree: ProvinceTree, keyed: Keyed) -> None:
    theirs, key = registered(tree.huimin, at=timezone.now())

    answer = posted(client, theirs, key, {"events": [now("ringing")]})

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "events[0].line")
    assert not PhoneEvent.objects.exists()


def test_one_system_cannot_speak_of_anothers_call(client: Client, keyed: Keyed) -> None:
    other, key = registered(keyed[0].org, name="另一套", at=timezone.now())
    posted(client, *keyed, now("ringing"))

    posted(client, other, key, now("ended", 5))

    assert Call.objects.filter(state="ringing").count() == 1


def test_the_number_of_a_line_may_be_written_without_its_hyphen(client: Client, keyed: Keyed) -> None:
    assert posted(client, *keyed, now("ringing", line="054312338")).status_code == 200


def test_only_posting_is_answered(client: Client) -> None:
    answer = client.get(ADDRESS)

    assert (answer.status_code, answer["Allow"]) == (405, "POST")


def test_who_goes_on_guessing_is_told_to_wait(client: Client, keyed: Keyed, settings: Any) -> None:
    settings.API_LIMITS = {
        "api_strangers": settings.API_LIMITS["api_strangers"].__class__("api_strangers", "2/1 hour")
    }

    answers = [posted(client, *keyed, now("ringing"), **{"Telephony-Signature": "v1=0"}).status_code for _ in range(3)]

    assert answers == [401, 401, 429]


def test_the_security_administrator_registers_within_her_range_once_and_above_townships(tree: ProvinceTree) -> None:
    admin = user(tree.binzhou, Role.SEC_ADMIN)

    row, key = register_switch(tree.bincheng, "话务系统", by=admin, at=NOW)

    assert (row.account.is_client, row.key) == (True, key)
    assert AccessEvent.objects.filter(verb="phone_switch.register", object_id=row.pk, actor=admin).exists()
    for org, words in ((tree.bincheng, "已登记"), (tree.dongying, "管辖范围"), (tree.beizhen, "县级以上")):
        with pytest.raises(NotAllowed, match=words):
            register_switch(org, "话务系统", by=admin, at=NOW)
