"""A receiver proves who it is before it is told anything, by the public authorities or by the operator's own."""

import datetime as dt
import ssl
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from fedportal.accounts.roles import Role
from fedportal.changes.models import DeliveryAttempt
from fedportal.changes.webhooks.sending import Message, Outcome, send_all
from fedportal.web_policy import authorities
from tests.cases.samples import petition
from tests.changes.certificates import DAY, Authority
from tests.changes.hooks import states, subscribed, told
from tests.changes.receiver import Receiver, answers, receiving
from tests.factories import ProvinceTree, user

HERE = "127.0.0.1"
NAME = "hook.binzhou.example"


@pytest.fixture
def authority(tmp_path: Path, settings: Settings) -> Authority:
    """The city's, which the operator has named."""
    made = Authority(tmp_path)
    settings.WEBHOOK_CA_FILE, settings.WEBHOOK_NETWORKS = made.file, [f"{HERE}/32"]
    return made


def _other(folder: Path, called: str) -> Authority:
    folder.mkdir()
    return Authority(folder, called)


def _outcome(receiver: Receiver, name: str = HERE) -> Outcome:
    message = Message(1, 1, receiver.url_of(name), {"Content-Type": "application/json"}, b'{"secret": "of hers"}')
    (outcome,) = send_all([message])
    return outcome


def test_a_receiver_that_the_operators_authority_vouches_for_is_told(
    hooked: Client, authority: Authority, tree: ProvinceTree
) -> None:
    with receiving(authority.server(HERE)) as receiver:
        subscription = subscribed(hooked, receiver.url)
        petition(user(tree.bincheng, Role.RECEPTIONIST))

        assert told() == 1

        assert receiver.url.startswith("https://")
        assert receiver.received[0].is_signed_with(subscription["secret"])
        assert states(subscription) == ["delivered"]


def test_one_whose_certificate_has_ended_is_told_nothing_until_it_has_another(
    hooked: Client, authority: Authority, tree: ProvinceTree
) -> None:
    expired = authority.server(HERE, since=-2 * DAY, until=-DAY)
    with receiving(expired) as receiver:
        subscription = subscribed(hooked, receiver.url)
        petition(user(tree.bincheng, Role.RECEPTIONIST))
        told()
        port = receiver.port
        assert receiver.received == []
    assert DeliveryAttempt.objects.get().error == "tls"
    assert states(subscription) == ["pending"]

    with receiving(authority.server(HERE), port=port) as receiver:
        told(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=1))
        assert len(receiver.received) == 1
    assert states(subscription) == ["delivered"]


@pytest.mark.parametrize(
    ("names", "since", "until"),
    [
        ((HERE,), -2 * DAY, -DAY),  # ended
        ((HERE,), DAY, 2 * DAY),  # not yet begun
        (("other.example",), -DAY, DAY),
        (("127.0.0.2",), -DAY, DAY),
    ],
)
def test_a_certificate_that_is_not_good_now_and_here_gets_no_byte_of_the_body(
    authority: Authority, names: tuple[str, ...], since: dt.timedelta, until: dt.timedelta
) -> None:
    with receiving(authority.server(*names, since=since, until=until)) as receiver:
        assert _outcome(receiver).error == "tls"
        assert receiver.received == []


def test_an_authority_that_nobody_named_vouches_for_nobody_whatever_it_calls_itself(
    authority: Authority, tmp_path: Path
) -> None:
    forger = _other(tmp_path / "forged", authority.called)
    with receiving(forger.server(HERE)) as receiver:
        assert _outcome(receiver).error == "tls"
        assert receiver.received == []


def test_without_the_setting_the_city_is_as_unknown_as_anybody(authority: Authority, settings: Settings) -> None:
    settings.WEBHOOK_CA_FILE = ""
    with receiving(authority.server(HERE)) as receiver:
        assert _outcome(receiver).error == "tls"
        assert receiver.received == []


def test_the_others_are_trusted_as_before(
    authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = _other(tmp_path / "world", "World Root")
    monkeypatch.setenv("SSL_CERT_FILE", world.file)
    for vouching in (world, authority):
        with receiving(vouching.server(HERE)) as receiver:
            assert _outcome(receiver).is_good


def test_the_certificate_is_asked_of_the_name_though_the_connection_goes_to_its_address(
    authority: Authority, names: dict[str, list[str]]
) -> None:
    names |= {NAME: [HERE], "other.example": [HERE]}
    asked: list[str | None] = []
    tls = authority.server(NAME)

    def note(_: ssl.SSLObject, name: str | None, __: ssl.SSLContext) -> None:
        asked.append(name)

    tls.sni_callback = note
    with receiving(tls) as receiver:
        assert _outcome(receiver, NAME).is_good
        assert _outcome(receiver, "other.example").error == "tls"
        assert len(receiver.received) == 1
    assert asked == [NAME, "other.example"]


def test_a_redirect_from_a_good_receiver_is_not_followed(authority: Authority) -> None:
    with receiving() as inside, receiving(authority.server(HERE)) as receiver:
        receiver.next = [answers(308, Location=inside.url)]
        assert _outcome(receiver).error == "redirect"
        assert inside.received == []


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1")
def test_an_old_protocol_is_refused(authority: Authority) -> None:
    tls = authority.server(HERE)
    tls.minimum_version, tls.maximum_version = ssl.TLSVersion.MINIMUM_SUPPORTED, ssl.TLSVersion.TLSv1_1
    tls.set_ciphers("ALL:@SECLEVEL=0")
    with receiving(tls) as receiver:
        assert _outcome(receiver).error == "tls"
        assert receiver.received == []


def test_a_file_without_a_certificate_lets_nothing_start(tmp_path: Path, authority: Authority) -> None:
    empty = tmp_path / "empty.pem"
    empty.write_text("# to be filled in\n")

    for wrong in (str(empty), str(tmp_path / "nowhere.pem")):
        with pytest.raises(ValueError, match="WEBHOOK_CA_FILE"):
            authorities(wrong)
    assert authorities(authority.file) == authority.file
    assert authorities("") == ""
