"""No subscription leads into the networks of the server, however its address is spelled."""

import asyncio
import ipaddress
import logging
import socket
from typing import Any

import pytest
from pytest_django import Settings

from fedportal.changes.webhooks.addresses import Forbidden, Unresolved, check, is_public, resolved
from fedportal.changes.webhooks.sending import Message, send_all
from tests.changes.receiver import Receiver, answers, receiving

PUBLIC = "93.184.216.34"


@pytest.mark.parametrize(
    "url",
    [
        "https://localhost/",
        "https://localhost./",
        "https://127.0.0.1/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0177.0.0.1/",
        "https://0/",
        "https://[::1]/",
        "https://[::]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:a00:1]/",
        "https://[64:ff9b::a00:1]/",
        "https://[2002:7f00:1::]/",
        "https://[fe80::1]/",
        "https://[fec0::1]/",
        "https://[fd00::1]/",
        "https://[ff02::1]/",
        "https://10.1.2.3/",
        "https://172.16.0.1/",
        "https://192.168.1.1/",
        "https://100.64.0.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://224.0.0.1/",
        "https://255.255.255.255/",
        "https://inside.example/",
        "https://both.example/",
        "http://93.184.216.34/",
        "https://93.184.216.34:22/",
        "https://93.184.216.34:6379/",
        "https://user:word@93.184.216.34/",
        "https://93.184.216.34/#there",
        "https://93.184.216.34\\@127.0.0.1/",
        "https://93.184.216.34 /",
        "https:///there",
        "https://a..b/",
        "//93.184.216.34/",
        "ftp://93.184.216.34/",
        "file:///etc/passwd",
        "https://" + "a" * 600,
    ],
)
def test_it_is_refused(url: str, names: dict[str, list[str]], settings: Settings) -> None:
    settings.WEBHOOK_NETWORKS = []
    names |= {"inside.example": ["10.0.0.5"], "both.example": [PUBLIC, "127.0.0.1"]}
    with pytest.raises((Forbidden, Unresolved)):
        check(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://93.184.216.34/hook?a=1",
        "https://world.example:8443/",
        "https://[2606:4700::1111]/",
        "https://例子.example/",
    ],
)
def test_public_addresses_are_called(url: str, names: dict[str, list[str]]) -> None:
    names |= {"world.example": [PUBLIC], "例子.example": [PUBLIC], "xn--fsqu00a.example": [PUBLIC]}
    check(url)


def test_networks_that_the_operator_named_are_called_by_http_and_at_any_port(settings: Settings) -> None:
    settings.WEBHOOK_NETWORKS = ["10.20.0.0/16"]
    check("http://10.20.3.4:8080/hook")
    with pytest.raises(Forbidden):
        check("http://10.21.3.4:8080/hook")


def test_the_name_goes_along_where_the_connection_goes_to_its_address(names: dict[str, list[str]]) -> None:
    names["world.example"] = [PUBLIC]
    target = asyncio.run(resolved("https://world.example:8443/hook?a=1"))
    assert str(target.pinned) == f"https://{PUBLIC}:8443/hook?a=1"
    assert (target.host_header, target.name) == ("world.example:8443", "world.example")


@pytest.mark.parametrize("text", ["8.8.8.8", "2606:4700::1111", PUBLIC])
def test_the_world_is_public(text: str) -> None:
    assert is_public(ipaddress.ip_address(text))


def message(url: str) -> Message:
    return Message(1, 1, url, {"Content-Type": "application/json"}, b"{}")


@pytest.fixture
def server(settings: Settings) -> Any:
    settings.WEBHOOK_NETWORKS = ["127.0.0.1/32"]
    with receiving() as made:
        yield made


def test_a_name_that_changes_after_it_was_looked_at_gains_nothing(
    server: Receiver, names: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second look, had there been one, would have led elsewhere."""
    looks: list[str] = []
    names["turning.example"] = ["127.0.0.1"]
    first = socket.getaddrinfo

    def turning(host: Any, *args: Any, **kwargs: Any) -> Any:
        answer = first(host, *args, **kwargs)
        if host in ("turning.example", b"turning.example"):
            looks.append("look")
            names["turning.example"] = ["127.0.0.2"]
        return answer

    monkeypatch.setattr(socket, "getaddrinfo", turning)
    (outcome,) = send_all([message(f"http://turning.example:{server.port}/hook")])
    assert (outcome.status, looks) == (204, ["look"])
    assert server.received[0].headers["Host"] == f"turning.example:{server.port}"
    (outcome,) = send_all([message(f"http://turning.example:{server.port}/hook")])
    assert outcome.error == "forbidden"
    assert len(server.received) == 1


def test_an_address_that_has_become_private_since_it_was_subscribed_is_not_called(
    server: Receiver, names: dict[str, list[str]], settings: Settings
) -> None:
    settings.WEBHOOK_NETWORKS = []
    names["world.example"] = ["127.0.0.1"]
    (outcome,) = send_all([message(f"http://world.example:{server.port}/")])
    assert outcome.error == "forbidden"
    assert server.received == []


def test_a_redirect_is_not_followed(server: Receiver) -> None:
    with receiving() as inside:
        server.next = [answers(307, Location=inside.url)]
        (outcome,) = send_all([message(server.url)])
        assert (outcome.status, outcome.error) == (307, "redirect")
        assert inside.received == []


def test_no_proxy_of_the_environment_is_asked(server: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    (outcome,) = send_all([message(server.url)])
    assert outcome.is_good


def test_what_cannot_be_reached_says_why(server: Receiver, names: dict[str, list[str]]) -> None:
    names["nowhere.example"] = []
    outcomes = send_all(
        [
            message("http://127.0.0.1:9/"),
            message(f"https://127.0.0.1:{server.port}/"),  # no TLS there
            message("https://10.0.0.1/"),
        ]
    )
    assert [outcome.error for outcome in outcomes] == ["connect", "tls", "forbidden"]


def test_the_log_holds_no_address_in_which_a_receiver_may_keep_a_secret(
    server: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    (outcome,) = send_all([message(f"{server.url}?token=whoever-knows-me-comes-in")])
    assert outcome.is_good
    assert "whoever-knows-me" not in caplog.text
