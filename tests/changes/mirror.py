"""The plainest copy that a client can keep: what the feed says, in a dictionary."""

import hashlib
import json
import time
from collections import Counter
from typing import Any

from django.db import connection
from django.test import Client

from fedportal.changes.cursors import read
from fedportal.changes.models import Feed

PATIENCE = 120  # seconds
CHANGES, SNAPSHOT, DIGEST = "/api/v1/changes/", "/api/v1/changes/snapshot/", "/api/v1/changes/digest/"


def settled() -> int:
    """Wait until every transaction of this moment has ended: the feed is read below the oldest. Returns its number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        (now,) = cursor.fetchone()
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up:
            cursor.execute("SELECT changes_horizon() > %s", [now])
            if cursor.fetchone()[0]:
                return int(now)
            time.sleep(0.02)
        raise AssertionError("a transaction runs on and on")


class Mirror:
    """Objects by their ids, and the cursor behind which it has not looked."""

    def __init__(self, client: Client) -> None:
        self.client, self.cursor = client, ""
        self.rows: dict[str, dict[str, Any]] = {}
        self.told: Counter[str] = Counter()

    def begin(self) -> None:
        """From a snapshot."""
        answer = self.client.get(SNAPSHOT)
        lines = [json.loads(line) for line in b"".join(answer.streaming_content).splitlines()]
        assert lines[-1]["end"], "cut"
        self.cursor = lines[0]["cursor"]
        self.rows = {line["id"]: line for line in lines if "op" in line}
        assert lines[-1]["count"] == len(self.rows)

    def follow(self, *, settle: bool = True, patient: bool = False, **query: object) -> list[dict[str, Any]]:
        """Everything that has been committed by now, or with `settle` off what the feed has; returns what it said.

        A `patient` one asks for long: told that it asks too often, it waits as it is told to, and goes on.
        """
        until = settled() if settle else 0
        said = []
        while True:
            answer = self.client.get(CHANGES, {"cursor": self.cursor, **query})
            if patient and answer.status_code == 429:
                time.sleep(int(answer["Retry-After"]))
                continue
            assert answer.status_code == 200, answer.content
            page = answer.json()
            for change in page["changes"]:
                self._take(change)
            said += page["changes"]
            self.cursor = page["cursor"]
            if not page["more"] and read(Feed.current().key, self.cursor).xid >= until:
                return said  # before: of a test elsewhere that ended meanwhile the feed did not know whose it was

    def _take(self, change: dict[str, Any]) -> None:
        self.told[change["id"]] += 1
        if change["op"] == "gone":
            self.rows.pop(change["id"], None)
        else:
            self.rows[change["id"]] = change

    @property
    def held(self) -> dict[str, tuple[int, dict[str, Any]]]:
        """Revision and body, by id."""
        return {key: (row["revision"], row["body"]) for key, row in self.rows.items()}

    @property
    def numbers(self) -> set[str]:
        return {row["body"]["number"] for row in self.rows.values()}

    def digests(self) -> dict[tuple[str, str], tuple[int, str]]:
        """Of this copy, reckoned as docs/api.md says."""
        sums: Counter[tuple[str, str]] = Counter()
        counts: Counter[tuple[str, str]] = Counter()
        for key, row in self.rows.items():
            place = (row["body"]["org"][:6] + "000000", row["body"]["received_at"][:7])
            hashed = hashlib.sha256(f"{key}:{row['revision']}".encode()).digest()
            sums[place] += int.from_bytes(hashed[:8])
            counts[place] += 1
        return {place: (counts[place], f"{sums[place] % 2**64:016x}") for place in counts}

    def proven(self) -> dict[tuple[str, str], tuple[int, str]]:
        """The portal's."""
        parts = self.client.get(DIGEST).json()["partitions"]
        return {(part["county"], part["month"]): (part["count"], part["digest"]) for part in parts}
