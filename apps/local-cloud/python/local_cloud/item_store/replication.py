"""What the gateway asks of a store so that it is a replica among others: `POST /_store/<verb>`, JSON in and out."""

import asyncio
import json
from bisect import bisect_right
from typing import Any

from .emulator import dynamodb, request_scope
from .store import ItemStore
from .versions import Version, unversioned

Json = dict[str, Any]


class Replication:
    def __init__(self, store: ItemStore) -> None:
        self._store = store
        self._changed = asyncio.Event()
        store.on_change = self._changed.set

    async def answer(self, verb: str, body: Json) -> Json | None:
        """`None` when there is no such verb."""
        handler = getattr(self, f"_on_{verb.replace('-', '_')}", None)
        if handler is None:
            return None
        answer = handler(body)
        return await answer if asyncio.iscoroutine(answer) else answer

    def _on_settings(self, body: Json) -> Json:
        """Makes a table a replica: from now on its writes carry versions and go into the feed."""
        account, table, store = body["account"], body["table"], self._store
        with store.journal.transaction():
            if body["settings"] is None:
                store.end_replication(account, table)
            else:
                store.journal.put_replica(account, table, body["settings"])
                store.replicas[account, table] = body["settings"]
        return {"head": store.head}

    def _on_items(self, body: Json) -> Json:
        """A page of all items with their versions, tombstones included, for a replica that is being filled."""
        store, account, name = self._store, body["account"], body["table"]
        after = body.get("after") or ["", ""]
        rows = store.journal.rows(
            "SELECT pk, sk, item, version FROM items WHERE account = ? AND tbl = ? AND (pk, sk) > (?, ?) "
            "ORDER BY pk, sk LIMIT ?", account, name, after[0], after[1], body.get("limit", 500),
        )  # fmt: skip
        table = dynamodb._tables.get_scoped(account, store.region, name) or {}
        page = [self._as_change(table, account, name, *row) for row in rows]
        return {"changes": page, "after": list(rows[-1][:2]) if rows else None}

    def _as_change(self, table: Json, account: str, name: str, pk: str, sk: str, item: str | None, version: str | None) -> Json:
        image = json.loads(item) if item else None
        itself = json.loads(version) if version else unversioned(self._store.region).to_json()
        key = dynamodb._extract_key_from_item(table, image) if image else {}
        return {"account": account, "table": name, "pk": pk, "sk": sk, "key": key, "item": image, "version": itself}

    def _on_apply(self, body: Json) -> Json:
        """Applies the writes of another region: the later version stays. No condition is evaluated.

        `watermark` is kept in the same transaction: everything of the source up to it has arrived.
        """
        account, name, store = body["account"], body["table"], self._store
        source, watermark = body.get("source"), body.get("watermark")
        applied = 0
        with request_scope(account, store.region), store.journal.transaction():
            table = dynamodb._tables.get(name)
            # What was on its way when the replica left changes nothing any more.
            if table is None or (account, name) not in store.replicas:
                return {"applied": 0}
            for change in body["changes"]:
                applied += self._apply(account, table, change, bool(body.get("silent")))
            if source is not None and watermark is not None:
                store.journal.put_watermark(account, name, source, watermark)
        return {"applied": applied}

    def _apply(self, account: str, table: Json, change: Json, silent: bool) -> int:
        name, pk, sk = table["TableName"], change["pk"], change["sk"]
        theirs = Version.from_json(change["version"])
        ours = self._store.known_version(account, name, pk, sk)
        image = table["items"].get(pk, {}).get(sk)
        if ours is not None and ours.includes(theirs) and ours.time > 0:
            return 0
        merged = theirs if ours is None else theirs.merged_with(ours)
        wins = ours is None or theirs.wins_over(ours)
        if ours is not None and ours.concurrent_with(theirs) and image != change["item"]:
            self._note_conflict(account, name, change, (theirs, change["item"]), (ours, image), wins)
        if not wins:
            # The image stays; whoever writes next has seen both.
            kept = ours.merged_with(theirs) if ours else theirs
            self._store.versions.setdefault((account, name), {})[pk, sk] = kept
            self._store.journal.put_item(account, name, pk, sk, image, kept.to_json())
            return 0
        if change["item"] is not None:
            dynamodb._set_item(table, pk, sk, change["item"])
        else:
            dynamodb._remove_item(table, pk, sk)
        self._store.commit(account, given={(name, pk, sk): merged}, silent=silent)
        return 1

    def _note_conflict(self, account: str, name: str, change: Json, theirs: Any, ours: Any, wins: bool) -> None:
        """Two writes, neither of which knew the other. Every region that sees both notes it under the same id."""
        winner, loser = (theirs, ours) if wins else (ours, theirs)
        sides = {
            side: {"region": version.region, "time": version.time, "clock": version.clock, "image": image}
            for side, (version, image) in (("winning", winner), ("losing", loser))
        }
        losing = loser[0]
        conflict = {
            "id": f"{name}/{change['pk']}/{change['sk']}/{losing.region}/{losing.time}",
            "account": account,
            "table": name,
            "key": change["key"],
            **sides,
            "seenIn": self._store.region,
        }
        self._store.journal.add_conflict(account, name, conflict)

    async def _on_feed(self, body: Json) -> Json:
        """The changes after a number; waits for some, up to `waitMs`."""
        after, limit = body["after"], body.get("limit", 500)
        if self._store.head <= after and body.get("waitMs"):
            self._changed.clear()
            try:
                await asyncio.wait_for(self._changed.wait(), body["waitMs"] / 1000)
            except asyncio.TimeoutError:
                pass
        feed = self._store.feed
        start = bisect_right(feed, after, key=lambda change: change["seq"])
        return {"changes": feed[start : start + limit], "head": self._store.head}

    def _on_trim(self, body: Json) -> Json:
        """Every replica has what came up to `upTo`."""
        store = self._store
        start = bisect_right(store.feed, body["upTo"], key=lambda change: change["seq"])
        if start:
            with store.journal.transaction():
                store.journal.trim_feed(body["upTo"])
            del store.feed[:start]
        return {"left": len(store.feed)}

    def _on_watermarks(self, _body: Json) -> Json:
        rows = self._store.journal.rows("SELECT account, tbl, source, seq FROM watermarks")
        names = ("account", "table", "source", "seq")
        return {"watermarks": [dict(zip(names, row)) for row in rows], "head": self._store.head}

    def _on_conflicts(self, body: Json) -> Json:
        if body.get("clear"):
            with self._store.journal.transaction():
                self._store.journal.clear_conflicts()
        return {"conflicts": [json.loads(row[0]) for row in self._store.journal.rows("SELECT conflict FROM conflicts")]}

    def _on_versions(self, body: Json) -> Json:
        """Every version of a table's items, for tests that compare replicas."""
        versions = self._store.versions.get((body["account"], body["table"]), {})
        return {"versions": [{"pk": pk, "sk": sk, **itself.to_json()} for (pk, sk), itself in versions.items()]}
