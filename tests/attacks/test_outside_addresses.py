"""No request leaves the portal: no page, style sheet or script names another host (domain.md P2).

The one exception is where “leave at once” leads, and there somebody goes because she wants to be elsewhere.
Each page (tests/attacks/test_every_page.py) says too that neither a browser nor a proxy may keep it.
"""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpResponse

from tests.processes import PROJECT

# What a browser follows by itself or by a click.
FOLLOWED = re.compile(
    r"""(?:\s(?:src|href|action|formaction|poster|data|srcset|ping|hx-get|hx-post|data-source)\s*=\s*["']?\s*"""
    r"""|url\(\s*["']?|@import\s+["'])((?:[a-z+]+:)?//[^"'\s)>]+)""",
    re.IGNORECASE,
)
ANY_HOST = re.compile(r"(?:https?|wss?)://[^\s\"'`<>)\\]+")
# Names of vocabularies and licences inside the packages: nothing asks for them.
NAMES_ONLY = re.compile(
    r"^https?://(?:www\.w3\.org/|www\.apache\.org/licenses/|popper\.js\.org/docs/|tabler\.io|"
    r"github\.com/(?:tabler|ecomfe)/)"
)
STATIC = sorted(
    path for folder in ("static", "var/vendor") for path in (PROJECT / folder).rglob("*") if path.suffix != ".map"
)


def check_asks_no_other_host_and_may_not_be_kept(answer: HttpResponse) -> None:
    assert "no-store" in answer["Cache-Control"]
    assert "public" not in answer["Cache-Control"]
    if answer.get("Content-Type", "").startswith("text/"):
        text = b"".join(answer).decode()
        assert [found for found in FOLLOWED.findall(text) if found != settings.QUICK_EXIT_URL] == []


@pytest.mark.parametrize("path", [path for path in STATIC if path.is_file()], ids=lambda path: path.name)
def test_no_static_file_names_another_host(path: Path) -> None:
    text = path.read_text("utf-8", errors="replace")

    assert [found for found in ANY_HOST.findall(text) if not NAMES_ONLY.match(found)] == []
    assert FOLLOWED.findall(text) == []
    assert "sourceMappingURL=http" not in text


def test_what_the_test_looks_for_would_be_found() -> None:
    assert FOLLOWED.findall('<img src="https://cdn.example/a.png"> <a href=//cdn.example/b>') == [
        "https://cdn.example/a.png",
        "//cdn.example/b",
    ]
    assert FOLLOWED.findall("a { background: url(http://cdn.example/c.png) }") == ["http://cdn.example/c.png"]
