"""What a page claims and what its lists hold: every link to the list of petitions with the number it shows."""

import html
import json
import re
from collections.abc import Iterator

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

ANCHOR = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.S)
HREF = re.compile(r'href="([^"]*)"')
TITLE = re.compile(r'title="[^"]*?([\d,]+) 件')
NUMBER = re.compile(r'class="(?:stat-number|lights-number figure)">\s*([\d,]+)')
CHART = re.compile(r'<script id="heat" type="application/json">(.*?)</script>', re.S)


ROWS_ALONE = {"HX-Request": "true", "HX-Target": "rows"}


def claims(page: HttpResponse) -> Iterator[tuple[str, int]]:
    """Each address of the list that the page links with a number, and the number."""
    text = page.content.decode()
    listing = reverse("cases:petition_list") + "?"
    for attributes, inner in ANCHOR.findall(text):
        found = HREF.search(attributes)
        url = html.unescape(found.group(1)) if found else ""
        if url.startswith(listing):
            spoken = TITLE.search(attributes)  # a share says in its title of how many it speaks
            yield url, _number(spoken.group(1) if spoken else inner)
    for chart in CHART.findall(text):
        yield from ((url, value) for _, _, value, url in json.loads(chart)["cells"] if url)


def _number(inner: str) -> int:
    marked = NUMBER.search(inner)
    digits = marked.group(1) if marked else re.search(r"[\d,]+", re.sub(r"<[^>]*>", " ", inner)).group()  # type: ignore[union-attr]
    return int(digits.replace(",", ""))


def held_by_list(page: HttpResponse) -> int:
    """How many a list speaks of: those that it shows, and those that it says it does not show."""
    beyond = page.context["beyond"]
    return int(page.context["total"]) + (beyond.number if beyond else 0)


def broken_claims(client: Client, page: HttpResponse) -> list[tuple[str, int, int]]:
    """Claims that their list does not bear out: address, number on the page, number in the list.

    The list is asked for its rows, as when a filter is changed: hundreds of lists need no menu and form around them.
    """
    broken = []
    for url, number in set(claims(page)):
        listed = held_by_list(client.get(url, headers=ROWS_ALONE))
        if listed != number:
            broken.append((url, number, listed))
    return broken
