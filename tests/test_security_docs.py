"""What the security documents say is there: each file they name, each requirement of ASVS, each address of theirs."""

import re

import pytest

from tests.processes import PROJECT

DOCS = ["security.md", "security-controls.md"]
STATES = {"kept", "part", "not yet", "no use"}
# Of OWASP ASVS 5.0.0 the requirements of levels 1 and 2, by section: how many there are from its first one on.
# In each section those of level 3 come last.
REQUIREMENTS = {
    **{"1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1},
    **{"3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4},
    **{"5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3, "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4},
    **{"7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2, "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1},
    **{"9.1": 3, "9.2": 4, "10.1": 2, "10.2": 2, "10.3": 4, "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3},
    **{"11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1, "12.1": 3, "12.2": 2, "12.3": 4},
    **{"13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3, "15.1": 3, "15.2": 3, "15.3": 7},
    **{"16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3, "17.1": 1, "17.2": 4, "17.3": 2},
}
PATH = re.compile(
    r"`((?:cases|fedportal|hotline|stations|tests|docs|deploy|scripts|static|templates)/[\w./-]+"
    r"|Dockerfile|docker-compose\.yml|requirements\.lock|package-lock\.json)`"
)


def text_of(name: str) -> str:
    return (PROJECT / "docs" / name).read_text("utf-8")


@pytest.mark.parametrize("name", DOCS)
def test_every_file_that_is_named_is_there(name: str) -> None:
    named = PATH.findall(text_of(name))

    assert named
    assert [path for path in named if not (PROJECT / path).exists()] == []


def test_every_requirement_of_asvs_stands_there_once() -> None:
    wanted = [f"V{section}.{number}" for section, most in REQUIREMENTS.items() for number in range(1, most + 1)]

    told = re.findall(r"V\d+\.\d+\.\d+", text_of("security-controls.md"))

    assert sorted(told) == sorted(wanted)


def test_every_control_has_a_state_and_a_kept_one_says_where() -> None:
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text_of("security-controls.md").splitlines()
        if line.startswith(("| V", "| 8."))
    ]

    assert len(rows) > 100
    assert {row[1] for row in rows} <= STATES
    assert [row for row in rows if len(row) != 4] == []
    assert [row[0] for row in rows if row[1] in {"kept", "part"} and not row[2]] == []
