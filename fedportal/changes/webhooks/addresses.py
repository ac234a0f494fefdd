"""Where a webhook may lead: out to the world, or into networks that the operator has named, and nowhere else.

A subscription is an address that a stranger chose and our server calls. So every address that its name resolves to
has to be a public one, and the connection goes to just the one that was looked at: a name that says something else a
moment later gains nothing.
"""

import asyncio
import ipaddress
import socket
from dataclasses import dataclass

import httpx
from django.conf import settings
from idna import IDNAError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

PORTS = {443, 8443}  # POLICY: beside those of networks that are allowed
_WORLD_6 = ipaddress.ip_network("2000::/3")
_RELAY_4 = ipaddress.ip_network("192.88.99.0/24")  # leads on to 6to4
MOST = 500  # characters


class Forbidden(Exception):
    """The server does not call this; the message is a sentence for the client."""


class Unresolved(Exception):
    """The name has no address now."""


@dataclass(frozen=True)
class Target:
    """A web address and the one address behind its name that may be connected to."""

    url: httpx.URL
    address: Address

    @property
    def pinned(self) -> httpx.URL:
        """With the address in place of the name; the name goes along in Host and SNI."""
        return self.url.copy_with(host=str(self.address))

    @property
    def host_header(self) -> str:
        return self.url.netloc.decode("ascii")

    @property
    def name(self) -> str:
        """Of whom a certificate is asked."""
        return self.url.raw_host.decode("ascii")


def parsed(text: str) -> httpx.URL:
    """A web address without what only deceives. Raises Forbidden."""
    if len(text) > MOST or not text.isprintable() or any(letter in text for letter in " \\"):
        raise Forbidden("地址过长或含有不允许的字符。")
    try:
        url = httpx.URL(text)
        raw_host = url.raw_host
    except (httpx.InvalidURL, IDNAError, ValueError):
        raise Forbidden("地址的格式不正确。") from None
    if url.scheme not in {"https", "http"}:
        raise Forbidden("地址须以 https:// 开头。")
    if not raw_host or b"%" in raw_host:
        raise Forbidden("地址的主机名不正确。")
    if url.userinfo or url.fragment:
        raise Forbidden("地址中不能带用户名、密码或 # 片段。")
    return url


async def resolved(text: str) -> Target:
    """Look the name up and see that all its addresses may be called. Raises Forbidden or Unresolved."""
    return await asyncio.get_running_loop().run_in_executor(None, check, text)


def check(text: str) -> Target:
    """The same where one may wait, as a subscription is made. Raises Forbidden or Unresolved."""
    url = parsed(text)
    found = _look_up(url.host, _port(url))
    for address in found:
        _check(url, address)
    return Target(url, found[0])


def is_public(address: Address) -> bool:
    """An address of the world at large, not one that a gateway would turn into one of ours."""
    if isinstance(address, ipaddress.IPv6Address):
        return address in _WORLD_6 and address.is_global and address.sixtofour is None and address.teredo is None
    return address.is_global and not address.is_multicast and not address.is_reserved and address not in _RELAY_4


def is_allowed(address: Address) -> bool:
    """In one of the networks that the operator has named."""
    return any(address in ipaddress.ip_network(network) for network in settings.WEBHOOK_NETWORKS)


def _check(url: httpx.URL, address: Address) -> None:
    if is_allowed(address):
        return
    if not is_public(address):
        raise Forbidden("地址指向内部网络，不能作为接收地址。")
    if url.scheme != "https":
        raise Forbidden("地址须以 https:// 开头。")
    if _port(url) not in PORTS:
        raise Forbidden("端口须为 443 或 8443。")


def _port(url: httpx.URL) -> int:
    standard = 443 if url.scheme == "https" else 80
    return standard if url.port is None else url.port


def _look_up(host: str, port: int) -> list[Address]:
    """Every spelling that the system takes for an address counts as that address (127.1, 2130706433)."""
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unresolved from None
    return [_plain(str(answer[4][0])) for answer in answers]


def _plain(text: str) -> Address:
    address = ipaddress.ip_address(text.partition("%")[0])
    return getattr(address, "ipv4_mapped", None) or address
