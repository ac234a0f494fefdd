"""Every address of the interface, and those of the pages, whichever room they belong to."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

OPEN_PAGES = frozenset({"api:docs", "api:schema"})
TOKEN = "api:token"
# No token: each message is signed, and its own test tries whoever does not (tests/hotline/test_phone_door.py).
SIGNED = frozenset({"hotline_api:phone_events"})
SAMPLES: tuple[object, ...] = ("1", 1, UUID(int=1))


@dataclass(frozen=True)
class Address:
    """One of them, by its full name."""

    name: str
    pattern: URLPattern

    @property
    def url(self) -> str:
        """With something in each of its arguments: who is not let in is not told whether it is there."""
        arguments = self.pattern.pattern.regex.groupindex
        for sample in SAMPLES:
            try:
                return reverse(self.name, kwargs=dict.fromkeys(arguments, sample))
            except NoReverseMatch:
                continue
        raise NoReverseMatch(self.name)

    def __str__(self) -> str:
        return self.name


def interface() -> list[Address]:
    """All below the root."""
    root = settings.API_ROOT.lstrip("/")
    return [address for route, address in _walk(get_resolver().url_patterns, "", "") if route.startswith(root)]


def portal() -> list[Address]:
    """All that are not the interface's."""
    root = settings.API_ROOT.lstrip("/")
    return [address for route, address in _walk(get_resolver().url_patterns, "", "") if not route.startswith(root)]


def for_clients() -> list[Address]:
    """Those that ask for a token."""
    return [address for address in interface() if address.name not in OPEN_PAGES | SIGNED | {TOKEN}]


def _walk(patterns: list[URLPattern | URLResolver], route: str, space: str) -> Iterator[tuple[str, Address]]:
    for pattern in patterns:
        here = route + str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, here, inner)
        else:
            yield here, Address(f"{space}{pattern.name or pattern.pattern}", pattern)
