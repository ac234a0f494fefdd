"""Sends a ledger in, so that each row becomes one petition however often it is sent, and lists which did not."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

import httpx

from .access import Access
from .ledgers import LedgerRow, read_ledger
from .letters import Answer, digest_of, item_of, send, send_again
from .receipts import Receipts
from .refused import refusals
from .telling import Telling

BATCH = 200  # rows that travel together
NO_VERSION = 999_999_999  # fits no petition: who sends it is told the version that does
ROUNDS = 3


class Outcome(StrEnum):
    """What became of a row."""

    CREATED = "created"
    UPDATED = "updated"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True)
class Result:
    """Rows by outcome, and where the refused ones are listed."""

    rows: int
    created: int
    updated: int
    same: int
    refused: int
    report: str


@dataclass(frozen=True)
class Target:
    """Where rows go. `overwrite`: also over what was changed at the portal since they were last sent."""

    access: Access
    system: str
    overwrite: bool = False


def push(
    target: Target, ledger: str, tell: Telling, *, columns: str | None = None, report: str | None = None
) -> Result:
    """All rows that are new or changed since they were last accepted. Refused ones are tried again each time."""
    report = report or f"{ledger}.refused.csv"
    rows, counted = read_ledger(ledger, columns), Counter[Outcome]()
    about = f"{target.access.url} {target.access.client_id} {target.system}"
    with closing(Receipts(f"{ledger}.receipts", about=about)) as receipts, refusals(report) as refused:
        if send_again(target.access, receipts):
            tell("上次有一批没等到答复，已补发")
        tell.begin("报送")
        while batch := list(islice(rows, BATCH)):
            for row, outcome, code, why in _outcomes(target, receipts, batch):
                counted[outcome] += 1
                if outcome is Outcome.REFUSED:
                    refused(row.line, row.id, code, why)
            tell.add(len(batch))
    return Result(counted.total(), **{outcome.value: counted[outcome] for outcome in Outcome}, report=report)


def _outcomes(
    target: Target, receipts: Receipts, batch: Sequence[LedgerRow]
) -> Iterator[tuple[LedgerRow, Outcome, str, str]]:
    """Of each row, in their order."""
    new = [row for row in batch if not row.fault and digest_of(row.fields) != receipts.find(row.id).digest]
    answers = _answers(target, receipts, new)
    for row in batch:
        answer = answers.get(row.line)
        if row.fault:
            yield row, Outcome.REFUSED, "unreadable", row.fault
        elif answer is None:
            yield row, Outcome.SAME, "", ""
        elif not answer.is_accepted:
            yield row, Outcome.REFUSED, answer.code, answer.why
        else:
            yield row, Outcome.CREATED if answer.status == httpx.codes.CREATED else Outcome.UPDATED, "", ""


def _answers(target: Target, receipts: Receipts, rows: Sequence[LedgerRow]) -> dict[int, Answer]:
    """By the rows' lines; with `overwrite` what stands at the portal in another version is sent again on that."""
    versions = {row.line: receipts.find(row.id).version for row in rows}
    found: dict[int, Answer] = {}
    for _ in range(ROUNDS if target.overwrite else 1):
        if not rows:
            break
        items = [item_of(target.system, row.id, row.fields, versions[row.line]) for row in rows]
        lines = [row.line for row in rows]
        found |= zip(lines, send(target.access, receipts, items), strict=True)
        rows = [row for row in rows if found[row.line].status in {412, 428}]
        versions = {row.line: found[row.line].current or NO_VERSION for row in rows}
    return found
