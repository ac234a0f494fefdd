"""Links with a code: what opens them, what shuts them, and what the table gives away."""

import datetime as dt
from dataclasses import dataclass

import pytest

from fedportal.lib.one_time_link import WRONG_AT_MOST, Attempt, code_digest, new_link, token_digest, try_link

NOW = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)
LINK = new_link()
OTHER = f"{(int(LINK.code) + 1) % 1_000_000:06d}"


@dataclass
class Row:
    code_digest: str = LINK.code_digest
    expires_at: dt.datetime = NOW + dt.timedelta(days=1)
    used_at: dt.datetime | None = None
    wrong_codes: int = 0


@pytest.mark.parametrize(
    "typed",
    [LINK.code, f" {LINK.code[:3]} {LINK.code[3:]}", f"{LINK.code[:3]}-{LINK.code[3:]}"],
    ids=["as it is", "with blanks", "with a hyphen"],
)
def test_the_code_opens_it_however_it_is_spaced(typed: str) -> None:
    assert try_link(Row(), token=LINK.token, code=typed, at=NOW) == Attempt.OPENS


def test_full_width_digits_open_it() -> None:
    wide = LINK.code.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})

    assert try_link(Row(), token=LINK.token, code=wide, at=NOW) == Attempt.OPENS


@pytest.mark.parametrize(
    "typed",
    [OTHER, "", LINK.code[:5], LINK.code + "0", "ˈ", "\0"],
    ids=["another", "none", "short", "long", "a sign", "a null"],
)
def test_a_wrong_code_is_wrong(typed: str) -> None:
    assert try_link(Row(), token=LINK.token, code=typed, at=NOW) == Attempt.WRONG


@pytest.mark.parametrize(
    "row",
    [
        None,
        Row(expires_at=NOW),
        Row(used_at=NOW - dt.timedelta(hours=1)),
        Row(wrong_codes=WRONG_AT_MOST),
    ],
    ids=["absent", "expired", "used", "locked"],
)
@pytest.mark.parametrize("code", [LINK.code, OTHER], ids=["right", "wrong"])
def test_what_is_shut_does_not_tell_a_right_code_from_a_wrong_one(row: Row | None, code: str) -> None:
    assert try_link(row, token=LINK.token, code=code, at=NOW) == Attempt.SHUT


def test_the_last_permitted_try_still_opens_it() -> None:
    assert try_link(Row(wrong_codes=WRONG_AT_MOST - 1), token=LINK.token, code=LINK.code, at=NOW) == Attempt.OPENS


def test_the_digests_give_away_neither_token_nor_code() -> None:
    another = new_link()

    assert LINK.token_digest == token_digest(LINK.token)
    assert LINK.token not in LINK.token_digest + LINK.code_digest
    assert len(LINK.token) >= 43
    assert {len(another.code), another.code.isdigit()} == {6, True}
    assert another.token != LINK.token
    assert code_digest(another.token, LINK.code) != LINK.code_digest  # a table of all codes is of no use
