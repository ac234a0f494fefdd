"""The stream of calls as its own process: who is told of what, when, and that nothing is lost in between."""

import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from hotline.actions.seats import take_seat
from hotline.models import Call, CallSignal, HotlineLine, PhoneSwitch
from hotline.phone_events import Told
from hotline.stream.readers import Reader
from hotline.stream.server import Listener
from hotline.stream.signals import Signal
from tests.factories import ProvinceTree, user
from tests.hotline.phones import SECOND, received, registered, told
from tests.hotline.streams import Listening, cookie_of, free_port, running

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("law")]


@pytest.fixture
def port(tmp_path: Path, line: HotlineLine) -> Iterator[int]:
    number = free_port()
    with running(number, tmp_path / "stream.log"):
        yield number


@pytest.fixture
def switch(line: HotlineLine) -> PhoneSwitch:
    return registered(line.org)[0]


@pytest.fixture
def seated(agent: User, line: HotlineLine) -> User:
    take_seat("8001", by=agent, at=timezone.now() - SECOND)
    return agent


def now(kind: str, after: float = 0, **more: str) -> Told:
    return told(kind, after, begins=timezone.now(), **more)


def rung(switch: PhoneSwitch, *events: Told) -> Call:
    row = received(switch, *events, at=timezone.now())
    assert row is not None
    return row


def test_what_rings_at_her_extension_is_on_her_screen_at_once_and_on_nobody_elses(
    port: int, switch: PhoneSwitch, seated: User, clerk: User
) -> None:
    hers, other = (Listening(port, cookie_of(one)).open() for one in (seated, clerk))

    began = time.monotonic()
    row = rung(switch, now("ringing"))

    assert hers.kinds(1) == ["ringing"]
    assert hers.heard[0].call == row.pk
    assert hers.heard[0].at - began < 1
    rung(switch, now("answered", 1))
    rung(switch, now("ended", 2))
    assert hers.kinds(3) == ["ringing", "answered", "ended"]
    assert other.kinds(1, within=0.3) == []
    for name in ("text/event-stream", "no-store", "nosniff"):
        assert name in hers.head


def test_of_two_desks_that_ring_the_one_that_is_not_taken_is_silenced(
    port: int, switch: PhoneSwitch, seated: User, clerk: User
) -> None:
    take_seat("8002", by=clerk, at=timezone.now() - SECOND)
    hers, other = (Listening(port, cookie_of(one)).open() for one in (seated, clerk))

    rung(switch, now("ringing"), now("ringing", extension="8002"))
    assert (hers.kinds(1), other.kinds(1)) == (["ringing"], ["ringing"])
    rung(switch, now("answered", 1, extension="8002"))

    assert (hers.kinds(2), other.kinds(2)) == (["ringing", "gone"], ["ringing", "answered"])


def test_who_comes_back_is_told_what_she_missed_and_nothing_twice(
    port: int, switch: PhoneSwitch, seated: User
) -> None:
    first = Listening(port, cookie_of(seated)).open()
    rung(switch, now("ringing", call="a"))
    assert first.kinds(1) == ["ringing"]
    first.close()
    rung(switch, now("answered", 1, call="a"))
    rung(switch, now("ended", 2, call="a"))
    rung(switch, now("ringing", call="b"))

    again = Listening(port, first.cookie, last=first.last).open()

    assert again.kinds(3) == ["answered", "ended", "ringing"]
    assert Listening(port, first.cookie).open().kinds(1) == ["ringing"]  # a page anew: what is open now


def test_what_comes_while_it_is_asked_what_she_missed_waits_its_turn() -> None:
    listener = Listener(Reader("session", 1))
    missed, ended, next_call = (
        Signal(pk, 1, kind, call, "12338")
        for pk, kind, call in ((1, "answered", 1), (2, "ended", 1), (3, "ringing", 2))
    )
    listener.tell(next_call)
    assert listener.waiting.empty()

    listener.begin([missed, ended, next_call])

    told = [listener.waiting.get_nowait() for _ in range(3)]
    assert told == [missed.text, ended.text, next_call.text]
    assert listener.waiting.empty()


def test_what_is_told_while_the_stream_is_away_is_told_when_it_is_back(
    tmp_path: Path, switch: PhoneSwitch, seated: User
) -> None:
    port, cookie = free_port(), cookie_of(seated)
    with running(port, tmp_path / "one.log") as first:
        hers = Listening(port, cookie).open()
        rung(switch, now("ringing", call="a"))
        assert hers.kinds(1) == ["ringing"]
        first.kill()
        first.wait()
    rung(switch, now("ended", 3, call="a"))
    with running(port, tmp_path / "two.log"):
        assert Listening(port, cookie, last=hers.last).open().kinds(1) == ["gone"]


def test_it_looks_by_itself_when_the_databases_notice_is_lost(port: int, switch: PhoneSwitch, seated: User) -> None:
    hers = Listening(port, cookie_of(seated)).open()
    row = rung(switch, now("ringing"))
    assert hers.kinds(1) == ["ringing"]
    with connection.cursor() as cursor:  # of all other connections to this database; the stream makes its own anew
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename = current_user"
        )

    CallSignal.objects.create(agent=seated, call=row, kind="answered", at=timezone.now())

    assert hers.kinds(2, within=10) == ["ringing", "answered"]


def test_strangers_readers_without_the_right_and_ended_sessions_get_no_stream(
    port: int, seated: User, tree: ProvinceTree
) -> None:
    cookie = cookie_of(seated)
    gone = Client()
    gone.cookies["sessionid"] = cookie_of(seated)
    gone.post("/accounts/logout/")
    cookies = ["", "x" * 32, cookie_of(user(tree.bincheng, Role.STAT_OFFICER)), gone.cookies["sessionid"].value]

    assert {Listening(port, one).open().status for one in cookies} == {204}
    assert Listening(port, cookie).open().status == 200


def test_pages_of_other_sites_get_none_either(port: int, seated: User) -> None:
    cookie = cookie_of(seated)
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Host": "evil.example"}):
        assert Listening(port, cookie, headers=headers).open().status == 403
    told = Listening(port, cookie, headers={"Origin": "http://127.0.0.1:8000"}).open()
    assert "access-control-allow-origin" not in told.head.lower()  # but in a demo


@pytest.mark.parametrize(
    "sent",
    [
        b"POST /hotline/calls/stream/ HTTP/1.1\r\n\r\n",
        b"GET /petitions/ HTTP/1.1\r\n\r\n",
        b"x\r\n\r\n",
        b"a" * 60_000,
    ],
    ids=["post", "elsewhere", "nonsense", "endless"],
)
def test_nothing_else_is_served_there(port: int, sent: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=15) as asked, suppress(ConnectionError):
        asked.sendall(sent)
        answer = asked.recv(1000)
        assert not answer or b" 404 " in answer


def test_the_web_tells_the_same_where_no_stream_runs(switch: PhoneSwitch, seated: User, clerk: User) -> None:
    row = rung(switch, now("ringing"))
    client = Client()
    client.force_login(seated)

    told = client.get("/hotline/calls/stream/")

    key = CallSignal.objects.get().pk
    assert told["Content-Type"].startswith("text/event-stream")
    assert told.content.decode().startswith("retry: 3000\n\n")
    assert f"id: {key}\nevent: ringing\n" in told.content.decode()
    assert f'"call": {row.pk}' in told.content.decode()
    client.force_login(clerk)
    assert "event" not in client.get("/hotline/calls/stream/").content.decode()


def test_asking_for_calls_does_not_keep_a_sitting(seated: User) -> None:
    client = Client()
    client.force_login(seated)
    session = client.session
    before = session["used_at"] = session["used_at"] - 300
    session.save()

    client.get("/hotline/calls/stream/")
    assert client.session["used_at"] == before

    client.get("/hotline/calls/")
    assert client.session["used_at"] > before
