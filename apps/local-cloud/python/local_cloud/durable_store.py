"""What an emulator has acknowledged, on disk: state rows, large bodies, and the answers that were given.

One SQLite transaction holds everything a request changed together with its answer. A process that is killed has thus
either done a request and kept its answer, or not done it at all, and the gateway may send the request again.
"""

import hashlib
import json
import sqlite3
import time
from collections.abc import Iterable

#: Larger values are kept once, by digest, beside the rows that name them.
BLOB_THRESHOLD = 16 * 1024
#: A gateway repeats a request within seconds; an hour of answers is ample.
OUTCOME_SECONDS = 3600

SCHEMA = """
CREATE TABLE IF NOT EXISTS state (key TEXT PRIMARY KEY, value BLOB NOT NULL, blobs TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS blobs (digest TEXT PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS outcomes (id TEXT PRIMARY KEY, at REAL NOT NULL, value BLOB NOT NULL);
"""


class DurableStore:
    """Not thread-safe by itself: callers hold the lock that orders their writes."""

    def __init__(self, path: str) -> None:
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        # Write-ahead logging survives a killed process without an fsync a commit.
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(SCHEMA)
        self._known_blobs: set[str] = {row[0] for row in self._db.execute("SELECT digest FROM blobs")}
        self._pending_blobs: dict[str, bytes] = {}

    def rows(self) -> list[tuple[str, bytes]]:
        return list(self._db.execute("SELECT key, value FROM state ORDER BY key"))

    def row(self, key: str) -> bytes | None:
        found = self._db.execute("SELECT value FROM state WHERE key = ?", (key,)).fetchone()
        return found[0] if found else None

    def keep_blob(self, value: bytes) -> str:
        """Returns the digest under which `value` will be found once the next commit has succeeded."""
        digest = hashlib.sha256(value).hexdigest()
        if digest not in self._known_blobs:
            self._pending_blobs[digest] = value
        return digest

    def blob(self, digest: str) -> bytes:
        found = self._db.execute("SELECT value FROM blobs WHERE digest = ?", (digest,)).fetchone()
        if found is None:
            raise LookupError(f"the stored state names a body that is missing: {digest}")
        return found[0]

    def outcome(self, request_id: str) -> bytes | None:
        found = self._db.execute("SELECT value FROM outcomes WHERE id = ?", (request_id,)).fetchone()
        return found[0] if found else None

    def commit(
        self, rows: Iterable[tuple[str, bytes, Iterable[str]]], outcome: tuple[str, bytes] | None = None
    ) -> None:
        blobs, self._pending_blobs = self._pending_blobs, {}
        self._db.execute("BEGIN IMMEDIATE")
        try:
            self._db.executemany("INSERT OR IGNORE INTO blobs VALUES (?, ?)", blobs.items())
            self._db.executemany(
                "INSERT OR REPLACE INTO state VALUES (?, ?, ?)",
                [(key, value, json.dumps(sorted(set(names)))) for key, value, names in rows],
            )
            if outcome is not None:
                self._db.execute(
                    "INSERT OR REPLACE INTO outcomes VALUES (?, ?, ?)", (outcome[0], time.time(), outcome[1])
                )
            self._db.execute("COMMIT")
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._known_blobs.update(blobs)

    def tidy(self) -> None:
        """Drops old answers and the bodies that no row names any more. Called once, at start."""
        self._db.execute("DELETE FROM outcomes WHERE at < ?", (time.time() - OUTCOME_SECONDS,))
        used: set[str] = set()
        for (names,) in self._db.execute("SELECT blobs FROM state"):
            used.update(json.loads(names))
        unused = self._known_blobs - used
        self._db.executemany("DELETE FROM blobs WHERE digest = ?", [(digest,) for digest in unused])
        self._known_blobs -= unused

    def close(self) -> None:
        self._db.close()
