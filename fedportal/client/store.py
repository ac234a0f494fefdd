"""The copy: the objects, and how far they are up to date, always changed in one transaction.

A process that is killed at any moment leaves rows and cursor as its last commit made them, and the next goes on there.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, replace

from .databases import BATCH, Database, open_database
from .documents import Document, Key, Place, sums
from .failures import OvertakenByAnother, StoreUnfit

LAYOUT = 2  # grows when the tables change, or what stands in them
_TABLES = (
    """CREATE TABLE IF NOT EXISTS documents (
        kind TEXT NOT NULL, id TEXT NOT NULL, revision BIGINT NOT NULL, number TEXT NOT NULL,
        county TEXT NOT NULL, month TEXT NOT NULL, body TEXT NOT NULL, checksum TEXT NOT NULL,
        made INTEGER NOT NULL, PRIMARY KEY (kind, id))""",
    "CREATE INDEX IF NOT EXISTS documents_by_number ON documents (number)",
    """CREATE TABLE IF NOT EXISTS mirror (
        one INTEGER PRIMARY KEY CHECK (one = 1), layout INTEGER NOT NULL, client TEXT NOT NULL, url TEXT NOT NULL,
        step BIGINT NOT NULL, cursor TEXT NOT NULL, checkpoint TEXT NOT NULL, made INTEGER NOT NULL,
        complete INTEGER NOT NULL)""",
)
_PUT = """INSERT INTO documents (kind, id, revision, number, county, month, body, checksum, made)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET revision = excluded.revision,
    number = excluded.number, county = excluded.county, month = excluded.month, body = excluded.body,
    checksum = excluded.checksum, made = excluded.made"""
_STAYS = "UPDATE documents SET made = ? WHERE kind = ? AND id = ?"
_READ = "SELECT kind, id, revision, number, county, month, body, checksum FROM documents "
_BEHIND = f"{_READ} WHERE (kind, id) > (?, ?) ORDER BY kind, id LIMIT {BATCH}"


@dataclass(frozen=True)
class Progress:
    """How far the copy is. `made` numbers the snapshots it was made from, `complete` says that the last came to its
    end; until then `checkpoint` is where to go on with it. `step` counts commits, so that two processes notice."""

    step: int
    cursor: str
    checkpoint: str
    made: int
    complete: bool


class Store:
    """Opened for one client of one portal. Raises StoreUnfit."""

    def __init__(self, where: str) -> None:
        self.where = where
        self._database: Database = open_database(where)
        try:
            for statement in _TABLES:
                self._database.run(statement)
        except self._database.errors as error:
            raise StoreUnfit(f"{where} 不是镜像库：{error}。") from error

    def close(self) -> None:
        self._database.close()

    @property
    def owner(self) -> tuple[str, str] | None:
        """The client's id and the portal's address; none of a new store."""
        for layout, client, url in self._database.rows("SELECT layout, client, url FROM mirror"):
            if layout > LAYOUT:
                raise StoreUnfit(f"{self.where} 是更新版本的客户端建的，请升级 fedsync，或者用新文件重新镜像。")
            return client, url
        return None

    def belong_to(self, client: str, url: str) -> None:
        """Remember whose copy this is: ids mean something to that client alone. One of an older layout stays readable,
        and waits for the next snapshot, which writes each row as it is written now."""
        with self._database.transaction():
            owner = self.owner
            if owner is None:
                values = (LAYOUT, client, url)
                self._database.run("INSERT INTO mirror VALUES (1, ?, ?, ?, 0, '', '', 0, 0)", values)
            elif owner[0] != client:
                raise StoreUnfit(f"{self.where} 是客户端 {owner[0]} 的镜像，对象标识不通用，请换一个文件。")
            elif owner[1] != url:
                self._database.run("UPDATE mirror SET url = ?", (url,))
            begin_anew = "UPDATE mirror SET layout = ?, checkpoint = '', complete = 0 WHERE layout < ?"
            self._database.run(begin_anew, (LAYOUT, LAYOUT))

    @property
    def progress(self) -> Progress:
        """As last committed."""
        rows = self._database.rows("SELECT step, cursor, checkpoint, made, complete FROM mirror")
        step, cursor, checkpoint, made, complete = next(rows)
        return Progress(step, cursor, checkpoint, made, bool(complete))

    def keep(
        self,
        upserts: Sequence[Document],
        gone: Iterable[Key] = (),
        *,
        stays: Iterable[Key] = (),
        at: Progress,
        becomes: Progress,
    ) -> Progress:
        """Rows and cursor, in one transaction; of what `stays` a snapshot says it is there, and brings nothing new.
        Raises OvertakenByAnother, and nothing is kept, where the copy is no longer as far as `at`."""
        with self._database.transaction():
            self._database.run_many(_PUT, [(*astuple(document), becomes.made) for document in upserts])
            self._database.run_many(_STAYS, [(becomes.made, *key) for key in stays])
            self._database.run_many("DELETE FROM documents WHERE kind = ? AND id = ?", list(gone))
            return self._move(at, becomes)

    def finish(self, *, at: Progress) -> tuple[Progress, int]:
        """The snapshot has come to its end: what it did not bring is no longer ours. Returns how many that was."""
        with self._database.transaction():
            dropped = self._database.run("DELETE FROM documents WHERE made <> ?", (at.made,))
            return self._move(at, replace(at, checkpoint="", complete=True)), dropped

    def _move(self, at: Progress, becomes: Progress) -> Progress:
        moved = self._database.run(
            "UPDATE mirror SET step = ?, cursor = ?, checkpoint = ?, made = ?, complete = ? WHERE step = ?",
            (at.step + 1, becomes.cursor, becomes.checkpoint, becomes.made, int(becomes.complete), at.step),
        )
        if not moved:
            raise OvertakenByAnother
        return replace(becomes, step=at.step + 1)

    def count(self) -> int:
        """Objects of all kinds."""
        return int(next(self._database.rows("SELECT count(*) FROM documents"))[0])

    def sums(self) -> dict[Place, tuple[int, str]]:
        """Count and digest of each kind, county and month, from the rows themselves."""
        return sums(self._database.rows("SELECT kind, county, month, id, revision FROM documents"))

    def counts(self) -> dict[str, int]:
        """Objects of each kind."""
        return dict(self._database.rows("SELECT kind, count(*) FROM documents GROUP BY kind"))

    def documents(self) -> Iterator[Document]:
        """All of them, in the order of kind and id, some at a time."""
        last: Key = ("", "")
        while chunk := [Document(*row) for row in self._database.rows(_BEHIND, last)]:
            yield from chunk
            last = chunk[-1].key

    def find(self, keys: Sequence[Key]) -> dict[Key, Document]:
        """Those of these that are there."""
        found: dict[Key, Document] = {}
        for some in (keys[start : start + BATCH] for start in range(0, len(keys), BATCH)):
            marks = ", ".join(["(?, ?)"] * len(some))
            values = [part for key in some for part in key]
            rows = self._database.rows(f"{_READ} WHERE (kind, id) IN (VALUES {marks})", values)
            found |= {document.key: document for document in (Document(*row) for row in rows)}
        return found
