"""What the portal accepted of a ledger, and the batch that is on its way, in a file beside the ledger.

So whoever sends the ledger again sends only what is new; and a batch whose answer was lost with a killed process is
sent again word for word before anything else, even if the ledger was changed meanwhile.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import astuple, dataclass

from .failures import StoreUnfit

_TABLES = (
    "CREATE TABLE IF NOT EXISTS about (told TEXT NOT NULL)",
    """CREATE TABLE IF NOT EXISTS receipts (
        id TEXT PRIMARY KEY, digest TEXT NOT NULL, version INTEGER NOT NULL, attempt INTEGER NOT NULL)""",
    "CREATE TABLE IF NOT EXISTS on_its_way (key TEXT NOT NULL, content TEXT NOT NULL)",
)


@dataclass(frozen=True)
class Receipt:
    """Of the row with this number: `digest` is of what was accepted last, `version` what that became at the portal;
    `attempt` counts refusals, so that a row that is tried again is not answered from memory."""

    id: str
    digest: str = ""
    version: int = 0
    attempt: int = 0


@dataclass(frozen=True)
class Letter:
    """A batch as it is sent, and the key that makes sending it twice the same as once."""

    key: str
    content: str


class Receipts:
    """Of one ledger for one system at one portal. Raises StoreUnfit."""

    def __init__(self, path: str, *, about: str) -> None:
        self._connection = sqlite3.connect(path, timeout=60)
        try:
            self._connection.execute("PRAGMA journal_mode = WAL")
            with self._connection:
                for statement in _TABLES:
                    self._connection.execute(statement)
                known = self._connection.execute("SELECT told FROM about").fetchone() or (about,)
                self._connection.execute("INSERT INTO about SELECT ? WHERE NOT EXISTS (SELECT 1 FROM about)", known)
        except sqlite3.DatabaseError as error:
            raise StoreUnfit(f"{path} 不是回执文件：{error}。") from error
        if known[0] != about:
            raise StoreUnfit(f"{path} 是报给另一平台或另一系统的回执（{known[0]}），请换个文件名再报。")

    def find(self, number: str) -> Receipt:
        """An empty one where nothing is known."""
        found = self._connection.execute("SELECT * FROM receipts WHERE id = ?", (number,)).fetchone()
        return Receipt(*found) if found else Receipt(number)

    @property
    def on_its_way(self) -> Letter | None:
        """What was sent, and not yet answered."""
        found = self._connection.execute("SELECT key, content FROM on_its_way").fetchone()
        return Letter(*found) if found else None

    def send(self, letter: Letter) -> None:
        """Write down that it is about to be sent."""
        with self._connection:
            self._connection.execute("INSERT INTO on_its_way VALUES (?, ?)", astuple(letter))

    def answered(self, receipts: Iterable[Receipt]) -> None:
        """The letter has its answer, and these came of it."""
        with self._connection:
            rows = [astuple(receipt) for receipt in receipts]
            self._connection.executemany("INSERT OR REPLACE INTO receipts VALUES (?, ?, ?, ?)", rows)
            self._connection.execute("DELETE FROM on_its_way")

    def close(self) -> None:
        self._connection.close()
