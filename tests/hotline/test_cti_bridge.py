"""The bridge to Asterisk: what its events mean, and the real process against a real socket, with both sides dying."""

import datetime as dt
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import Popen
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from fedportal.accounts.models import User
from fedportal.lib.child_process import start_child, stop_children
from hotline.actions.seats import take_seat
from hotline.ami.bridge import NotTaken
from hotline.ami.handing_in import over_http
from hotline.ami.meaning import Meaning
from hotline.call_workflow import CallState
from hotline.models import Call, HotlineLine, PhoneEvent, PhoneSwitch
from hotline.phone_events import Told
from tests.hotline.ami_server import SECRET, USERNAME, AmiServer, Packet, dial, hangup, newchannel
from tests.hotline.phones import ADDRESS, SECOND, registered, told
from tests.processes import PROJECT, our_environment

AT = dt.datetime(2026, 11, 26, 2, tzinfo=dt.UTC)
LINES = {"12338": "0543-12338"}
ONE = "1764122400.1"

# A whole call: it rings at two desks, the second answers, passes it on, and it ends.
STORY: list[tuple[str, Packet]] = [
    ("Newchannel", newchannel(ONE)),
    ("DialBegin", dial(ONE, "8001", 2)),
    ("DialBegin", dial(ONE, "8002", 3)),
    ("DialEnd", dial(ONE, "8001", 2, DialStatus="CANCEL")),
    ("DialEnd", dial(ONE, "8002", 3, DialStatus="ANSWER")),
    ("BridgeEnter", {"Channel": "PJSIP/8002-00000003", "Uniqueid": f"{ONE}.3", "Linkedid": ONE}),
    ("VarSet", {"Variable": "MIXMONITOR_FILENAME", "Value": "/rec/one.wav", "Uniqueid": ONE, "Linkedid": ONE}),
    (
        "BlindTransfer",
        {"Result": "Success", "TransfererUniqueid": f"{ONE}.3", "TransfereeLinkedid": ONE, "Extension": "8003"},
    ),
    ("Hangup", hangup(ONE, f"{ONE}.3")),
    ("Hangup", hangup(ONE)),
]


def meant(story: list[tuple[str, Packet]], meaning: Meaning | None = None) -> list[Told]:
    meaning = meaning or Meaning(LINES)
    return [one for name, packet in story for one in meaning.of({"Event": name, **packet}, at=AT)]


def test_a_whole_call_is_told_step_by_step() -> None:
    found = [(one.kind, one.extension, one.to_extension, one.recording) for one in meant(STORY)]

    assert found == [
        ("ringing", "8001", "", ""),
        ("ringing", "8002", "", ""),
        ("answered", "8002", "", ""),
        ("recording_ready", "", "", "/rec/one.wav"),
        ("transferred", "8002", "8003", ""),
        ("ended", "8003", "", ""),
    ]
    assert {(one.line, one.caller, one.call_id) for one in meant(STORY)} == {("0543-12338", "13854312345", ONE)}


def test_the_same_story_told_again_is_the_same_events() -> None:
    assert {one.event_id for one in meant(STORY)} == {one.event_id for one in meant(STORY)}
    assert len({one.event_id for one in meant(STORY)}) == 6


def test_a_call_whose_beginning_was_not_heard_is_known_by_its_dialling() -> None:
    assert [one.kind for one in meant(STORY[1:])] == [one.kind for one in meant(STORY)]


def test_calls_between_desks_and_to_other_numbers_are_none_of_ours() -> None:
    inner = [
        ("Newchannel", newchannel("9.1", dialled="8002")),
        ("DialBegin", dial("9.1", "8002") | {"Exten": "8002"}),
        ("Hangup", hangup("9.1")),
    ]
    assert meant(inner) == []


def test_a_withheld_number_is_none() -> None:
    for caller in ("<unknown>", "anonymous", ""):
        story = [("Newchannel", newchannel("3.1", caller=caller)), ("DialBegin", dial("3.1", "8001"))]
        assert [one.caller for one in meant(story)] == [""]


def test_an_attended_transfer_names_whom_she_had_asked() -> None:
    attended = {"Result": "Success", "TransfereeLinkedid": ONE, "OrigTransfererUniqueid": f"{ONE}.3"}
    attended |= {"SecondTransfererConnectedLineNum": "8005"}

    found = meant([*STORY[:6], ("AttendedTransfer", attended)])[-1]

    assert (found.kind, found.extension, found.to_extension) == ("transferred", "8002", "8005")
    assert meant([*STORY[:6], ("AttendedTransfer", attended | {"Result": "Fail"})])[-1].kind == "answered"


def test_what_asterisk_knows_no_more_has_ended_meanwhile() -> None:
    meaning = Meaning(LINES)
    meant(STORY[:5], meaning)

    assert meaning.still_there({ONE}, at=AT) == []
    assert [one.kind for one in meaning.still_there(set(), at=AT)] == ["ended"]
    assert meaning.still_there(set(), at=AT) == []


def test_asterisks_own_moment_counts_where_it_tells_one() -> None:
    stamped = [(name, packet | {"Timestamp": "1764122400.250000"}) for name, packet in STORY]

    assert {one.at for one in meant(stamped)} == {dt.datetime.fromtimestamp(1764122400.25, dt.UTC)}


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["Newchannel", "DialBegin", "DialEnd", "BridgeEnter", "BlindTransfer", "Hangup", "VarSet"]
            ),
            st.dictionaries(
                st.sampled_from(
                    ["Uniqueid", "Linkedid", "Exten", "DestChannel", "DestUniqueid", "Extension", "Value"]
                ),
                st.sampled_from(["1.1", "12338", "PJSIP/8001-1", "", "\x00", "8001", "王"]),
            ),
        )
    )
)
def test_nothing_that_asterisk_may_say_breaks_the_machine(story: list[tuple[str, Packet]]) -> None:
    for one in meant([("Newchannel", newchannel("1.1")), *story]):
        assert one.event_id.isascii()
        assert len(one.event_id) <= 100


@contextmanager
def bridging(server: AmiServer, switch: PhoneSwitch, log: Path, **more: str) -> Iterator["Popen[bytes]"]:
    """`manage.py cti_bridge`, the real process."""
    environment = {
        "AMI_HOST": "127.0.0.1",
        "AMI_PORT": str(server.port),
        "AMI_USERNAME": USERNAME,
        "AMI_SECRET": SECRET,
        "CTI_SWITCH": str(switch.ref),
        "CTI_LINES": "12338=0543-12338",
    }
    with log.open("ab") as output:
        command = [sys.executable, "manage.py", "cti_bridge"]
        child = start_child(command, env=our_environment(**environment | more), cwd=PROJECT, output=output)
    try:
        yield child
    finally:
        stop_children([child], patience=5)


def until(holds: Callable[[], bool], *, within: float = 20) -> None:
    end = time.monotonic() + within
    while not holds():
        assert time.monotonic() < end, "it does not come about"
        time.sleep(0.05)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("law")
class TestRunning:
    """The process between a real socket and a real database."""

    @pytest.fixture
    def switch(self, line: HotlineLine) -> PhoneSwitch:
        return registered(line.org)[0]

    @pytest.fixture
    def seated(self, agent: User, line: HotlineLine) -> User:
        take_seat("8001", by=agent, at=timezone.now() - SECOND)
        return agent

    @pytest.mark.parametrize("more", [{}, {"AMI_PLAIN": "1"}], ids=["challenge", "plain"])
    def test_a_call_comes_in_is_answered_and_ends(
        self, switch: PhoneSwitch, seated: User, tmp_path: Path, more: dict[str, str]
    ) -> None:
        with AmiServer() as server, bridging(server, switch, tmp_path / "log", **more):
            server.wait_for_logins(1)
            server.tell("Newchannel", **newchannel("5.1"))
            server.tell("DialBegin", **dial("5.1", "8001"))
            until(lambda: Call.objects.filter(state=CallState.RINGING, agent=seated).exists())
            server.tell("DialEnd", **dial("5.1", "8001", DialStatus="ANSWER"))
            until(lambda: Call.objects.filter(state=CallState.ANSWERED, ended_at=None).exists())
            server.tell("Hangup", **hangup("5.1"))
            until(lambda: Call.objects.filter(state=CallState.ANSWERED, ended_at__isnull=False).exists())

        assert Call.objects.get().caller_phone == "13854312345"

    def test_a_lost_connection_is_made_anew_and_nothing_is_doubled_or_lost(
        self, switch: PhoneSwitch, seated: User, tmp_path: Path
    ) -> None:
        with AmiServer() as server, bridging(server, switch, tmp_path / "log"):
            server.wait_for_logins(1)
            for key in ("6.1", "6.2"):
                server.tell("Newchannel", **newchannel(key))
                server.tell("DialBegin", **dial(key, "8001"))
            until(lambda: Call.objects.filter(state=CallState.RINGING).count() == 2)
            server.channels = [newchannel("6.1")]  # the other hangs up while nobody listens
            server.cut()
            server.wait_for_logins(2)
            until(lambda: Call.objects.filter(state=CallState.CALLBACK_DUE).count() == 1)
            server.tell("DialBegin", **dial("6.1", "8001"))  # told again
            server.tell("DialEnd", **dial("6.1", "8001", DialStatus="ANSWER"))
            until(lambda: Call.objects.filter(state=CallState.ANSWERED).count() == 1)

        assert Call.objects.count() == 2
        assert PhoneEvent.objects.count() == 4

    def test_a_bridge_that_died_goes_on_from_what_the_portal_knows(
        self, switch: PhoneSwitch, seated: User, tmp_path: Path
    ) -> None:
        with AmiServer() as server:
            with bridging(server, switch, tmp_path / "log") as first:
                server.wait_for_logins(1)
                server.tell("Newchannel", **newchannel("7.1"))
                server.tell("DialBegin", **dial("7.1", "8001"))
                until(lambda: Call.objects.filter(state=CallState.RINGING).exists())
                first.kill()
            with bridging(server, switch, tmp_path / "log"):
                until(lambda: Call.objects.filter(state=CallState.CALLBACK_DUE).exists())

        assert Call.objects.count() == 1

    def test_a_wrong_secret_is_said_and_tried_again(self, switch: PhoneSwitch, tmp_path: Path) -> None:
        log = tmp_path / "log"
        with AmiServer() as server, bridging(server, switch, log, AMI_SECRET="another"):
            until(lambda: log.read_text().count("Authentication failed") >= 2)

        assert "another" not in log.read_text()

    def test_what_is_not_set_is_named(self, switch: PhoneSwitch, tmp_path: Path) -> None:
        with AmiServer() as server, bridging(server, switch, tmp_path / "log", CTI_LINES="") as child:
            assert child.wait(30) != 0

        assert "CTI_LINES" in (tmp_path / "log").read_text()

    def test_from_elsewhere_it_hands_in_over_http_with_its_signature(
        self, line: HotlineLine, live_server: Any
    ) -> None:
        switch, key = registered(line.org, name="另一套")
        event = told("ringing", begins=timezone.now())

        over_http(f"{live_server.url}{ADDRESS}", switch.ref, key)([event])

        assert Call.objects.get().state == CallState.RINGING
        for ref, with_key in ((switch.ref, "another"), (uuid.uuid4(), key)):
            with pytest.raises(NotTaken, match="401"):
                over_http(f"{live_server.url}{ADDRESS}", ref, with_key)([event])
        with pytest.raises(NotTaken):
            over_http("http://127.0.0.1:9/", switch.ref, key)([event])
