"""A batch of rows on its way to the portal, and what the answer says of each."""

import hashlib
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import httpx

from .access import Access, problem_of
from .failures import AccessRefused, GivenUp
from .receipts import Letter, Receipt, Receipts

BATCH = "petitions/batch/"
LARGEST = 1_000_000  # bytes of a batch; the portal takes two and a half millions
BUSY = 5.0  # seconds until the same batch is asked for again, while the portal is just dealing with it
LONGEST_REASON = 500  # characters
Item = Mapping[str, Any]
OURS = "petition."  # before the path of a field in a batch


@dataclass(frozen=True)
class Answer:
    """Of one row: the status it would have had by itself, and if it was refused the code, the words, and the version
    that the portal has now. `receipt` is what is known of the row from here on."""

    receipt: Receipt
    status: int
    code: str = ""
    why: str = ""
    current: int | None = None

    @property
    def is_accepted(self) -> bool:
        return self.status < httpx.codes.BAD_REQUEST


def item_of(system: str, number: str, fields: Mapping[str, Any], version: int) -> Item:
    """A row as a batch has it; `version` is the one it corrects, none of a new one."""
    item: dict[str, Any] = {"external": {"system": system, "id": number}, "petition": fields}
    return item | ({"version": version} if version else {})


def digest_of(fields: Mapping[str, Any]) -> str:
    """Of the content of a row."""
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def send(access: Access, receipts: Receipts, items: Sequence[Item]) -> list[Answer]:
    """One for each item, in order. Killed meanwhile, `send_again` gets the same answer."""
    answers: list[Answer] = []
    for part in _parts(items):
        content = f'{{"items":[{",".join(part)}]}}'
        attempts = [
            receipts.find(item["external"]["id"]).attempt for item in items[len(answers) : len(answers) + len(part)]
        ]
        letter = Letter(hashlib.sha256(f"{attempts}\n{content}".encode()).hexdigest(), content)
        receipts.send(letter)
        answers += _answers(access, receipts, letter)
    return answers


def _parts(items: Sequence[Item]) -> Iterator[list[str]]:
    """As JSON texts, so many at a time as make no batch too large."""
    part: list[str] = []
    size = 0
    for item in items:
        text = json.dumps(item, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        if part and size + len(text.encode()) > LARGEST:
            yield part
            part, size = [], 0
        part.append(text)
        size += len(text.encode())
    if part:
        yield part


def send_again(access: Access, receipts: Receipts) -> bool:
    """Send what had not been answered when the process ended, if there is any."""
    letter = receipts.on_its_way
    if letter is not None:
        _answers(access, receipts, letter)
    return letter is not None


def _answers(access: Access, receipts: Receipts, letter: Letter) -> list[Answer]:
    results = _results(access, letter)
    items = json.loads(letter.content)["items"]
    answers = [_answer(receipts, item, result) for item, result in zip(items, results, strict=True)]
    receipts.answered(answer.receipt for answer in answers)
    return answers


def _results(access: Access, letter: Letter) -> list[Mapping[str, Any]]:
    headers = {"Content-Type": "application/json", "Idempotency-Key": letter.key}
    while True:
        answer = access.ask("POST", BATCH, content=letter.content.encode(), headers=headers)
        if answer.is_success:
            return list(answer.json()["results"])
        problem = problem_of(answer)
        if problem.get("code") != "idempotency_in_progress":  # our own, whose line was cut
            break
        time.sleep(BUSY)
    words = f"平台拒绝了整批：{problem.get('detail') or answer.status_code}"
    refused = answer.status_code in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}
    raise AccessRefused(words) if refused else GivenUp(words)


def _answer(receipts: Receipts, item: Item, result: Mapping[str, Any]) -> Answer:
    known, status = receipts.find(item["external"]["id"]), int(result["status"])
    if status < httpx.codes.BAD_REQUEST:
        return Answer(replace(known, digest=digest_of(item["petition"]), version=int(result["version"])), status)
    problem = result["problem"]
    again = replace(known, attempt=known.attempt + 1)
    return Answer(again, status, str(problem.get("code", status)), _reason(problem), problem.get("current"))


def _reason(problem: Mapping[str, Any]) -> str:
    """Field by field where the portal says so."""
    said = [
        f"{str(error.get('field') or '').removeprefix(OURS)}：{error.get('detail')}"
        for error in problem.get("errors", ())
    ]
    return ("；".join(said) or str(problem.get("detail", "")))[:LONGEST_REASON]
