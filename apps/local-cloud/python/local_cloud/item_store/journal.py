"""What a store has acknowledged, on disk. One transaction a request: a killed process has done all of it or nothing."""

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

#: Streams keep their records for a day, and so do tombstones: a region that is away for longer is not a replica any more.
RETENTION_SECONDS = 24 * 60 * 60

SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS items (
  account TEXT, tbl TEXT, pk TEXT, sk TEXT, item TEXT, version TEXT, at REAL NOT NULL,
  PRIMARY KEY (account, tbl, pk, sk)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS feed (seq INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT, tbl TEXT, change TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS records (
  account TEXT, tbl TEXT, arn TEXT, position INTEGER, record TEXT NOT NULL, at REAL NOT NULL,
  PRIMARY KEY (arn, position)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS replicas (
  account TEXT, tbl TEXT, settings TEXT NOT NULL, PRIMARY KEY (account, tbl)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS watermarks (
  account TEXT, tbl TEXT, source TEXT, seq INTEGER NOT NULL, PRIMARY KEY (account, tbl, source)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS conflicts (id TEXT PRIMARY KEY, account TEXT, tbl TEXT, conflict TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS tokens (account TEXT, token TEXT, entry TEXT NOT NULL, at REAL NOT NULL,
  PRIMARY KEY (account, token)) WITHOUT ROWID;
"""

OF_A_REPLICA = ("feed", "replicas", "watermarks")


#: `json.dumps` with arguments makes an encoder a call.
dump = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


class Journal:
    def __init__(self, path: str) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        # Write-ahead logging survives a killed process without an fsync a commit.
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(SCHEMA)
        horizon = time.time() - RETENTION_SECONDS
        for table in ("records", "tokens"):
            self._db.execute(f"DELETE FROM {table} WHERE at < ?", (horizon,))
        self._db.execute("DELETE FROM items WHERE item IS NULL AND at < ?", (horizon,))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        return self._db.execute(query, values).fetchall()

    def meta(self, name: str) -> str | None:
        found = self._db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return found[0] if found else None

    def put_meta(self, name: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def put_item(self, account: str, table: str, pk: str, sk: str, item: dict | None, version: dict | None) -> None:
        """Without an item a tombstone, and without a version nothing is left."""
        if item is None and version is None:
            self._db.execute(
                "DELETE FROM items WHERE account = ? AND tbl = ? AND pk = ? AND sk = ?", (account, table, pk, sk)
            )
            return
        row = (account, table, pk, sk, item and dump(item), version and dump(version), time.time())
        self._db.execute("INSERT OR REPLACE INTO items VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def add_to_feed(self, account: str, table: str, change: dict) -> int:
        cursor = self._db.execute(
            "INSERT INTO feed (account, tbl, change) VALUES (?, ?, ?)", (account, table, dump(change))
        )
        return int(cursor.lastrowid or 0)

    def feed_head(self) -> int:
        found = self._db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'feed'").fetchone()
        return int(found[0]) if found else 0

    def trim_feed(self, up_to: int) -> None:
        self._db.execute("DELETE FROM feed WHERE seq <= ?", (up_to,))

    def add_record(self, account: str, table: str, arn: str, position: int, record: dict) -> None:
        row = (account, table, arn, position, dump(record), time.time())
        self._db.execute("INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?, ?, ?)", row)

    def put_replica(self, account: str, table: str, settings: dict) -> None:
        self._db.execute("INSERT OR REPLACE INTO replicas VALUES (?, ?, ?)", (account, table, dump(settings)))

    def put_watermark(self, account: str, table: str, source: str, seq: int) -> None:
        self._db.execute("INSERT OR REPLACE INTO watermarks VALUES (?, ?, ?, ?)", (account, table, source, seq))

    def add_conflict(self, account: str, table: str, conflict: dict) -> None:
        row = (conflict["id"], account, table, dump(conflict))
        self._db.execute("INSERT OR IGNORE INTO conflicts VALUES (?, ?, ?, ?)", row)

    def clear_conflicts(self) -> None:
        self._db.execute("DELETE FROM conflicts")

    def put_token(self, account: str, token: str, entry: dict) -> None:
        self._db.execute("INSERT OR REPLACE INTO tokens VALUES (?, ?, ?, ?)", (account, token, dump(entry), time.time()))

    def end_replication(self, account: str, table: str) -> None:
        for name in OF_A_REPLICA:
            self._db.execute(f"DELETE FROM {name} WHERE account = ? AND tbl = ?", (account, table))
        self._db.execute("DELETE FROM items WHERE account = ? AND tbl = ? AND item IS NULL", (account, table))
        self._db.execute("UPDATE items SET version = NULL WHERE account = ? AND tbl = ?", (account, table))

    def forget_table(self, account: str, table: str) -> None:
        """The records of its stream stay readable for their day."""
        for name in ("items", "conflicts"):
            self._db.execute(f"DELETE FROM {name} WHERE account = ? AND tbl = ?", (account, table))
