"""One region's items: requests of AWS's API in, and with each of them everything it changed onto the disk."""

import json
import uuid
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

from .emulator import dynamodb, dynamodb_streams, emit_stream_record, from_json, observe, request_scope, to_json
from .http_server import Answer, Headers
from .journal import Journal
from .versions import Timekeeper, Version, unversioned

WRITTEN_BY = f"item store 1, ministack {version('ministack')}"

#: Actions that touch items alone. After every other one the definitions of the tables are written too.
ITEM_ACTIONS = frozenset(
    ("GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "Scan", "BatchGetItem", "BatchWriteItem",
     "TransactGetItems", "TransactWriteItems", "ExecuteStatement", "BatchExecuteStatement", "ExecuteTransaction",
     "DescribeTable", "ListTables", "DescribeTimeToLive", "DescribeContinuousBackups", "ListTagsOfResource",
     "ListStreams", "DescribeStream", "GetShardIterator", "GetRecords")
)  # fmt: skip

#: ministack's collections that describe tables; the tables themselves are written without their items.
DEFINITIONS = ("tags", "ttl_settings", "pitr_settings", "kinesis_destinations", "contributor_insights", "backups",
               "resource_policies", "exports", "imports")  # fmt: skip

TableKey = tuple[str, str]
ItemKey = tuple[str, str]


class ItemStore:
    """Not thread-safe: everything runs on one event loop, so a request and its commit are one step."""

    def __init__(self, region: str, journal: Journal) -> None:
        self.region = region
        self.journal = journal
        self.replicas: dict[TableKey, dict[str, Any]] = {}
        self.versions: dict[TableKey, dict[ItemKey, Version]] = {}
        self.feed: list[dict[str, Any]] = []
        self.on_change: Callable[[], None] = lambda: None
        self._timekeeper = Timekeeper(region)
        self._touched: dict[tuple[str, str, str], dict | None] = {}
        self._replaced: set[str] = set()
        observe(self._item_written, lambda table: self._replaced.add(table["TableName"]))

    async def answer(self, headers: Headers, body: bytes) -> Answer:
        """Answers a request of AWS's API. `x-local-account` says whose it is."""
        account = headers["x-local-account"]
        target = headers.get("x-amz-target", "")
        action = target.rpartition(".")[2]
        module = dynamodb_streams if target.startswith("DynamoDBStreams") else dynamodb
        head_before = self.head
        with request_scope(account, self.region):
            try:
                status, answer_headers, answer = await module.handle_request("POST", "/", headers, body, {})
            finally:
                # Also when it failed half-way: what is in memory is on disk.
                with self.journal.transaction():
                    self.commit(account)
                    self._write_rest(account, action, body)
        text = {"content-type": "application/x-amz-json-1.0", "x-amzn-requestid": str(uuid.uuid4())}
        for name, value in answer_headers.items():
            text[name.lower()] = str(value)
        if self.head != head_before:
            # Which entries of the feed this write is, for a caller that must see it everywhere before it answers.
            text["x-local-changes"] = f"{head_before + 1}-{self.head}"
        return status, text, answer if isinstance(answer, bytes) else answer.encode()

    @property
    def head(self) -> int:
        return self._head

    def commit(self, account: str, given: dict[tuple[str, str, str], Version] | None = None, silent: bool = False) -> None:
        """Writes what the request has changed: items, versions, stream records and the feed.

        `given` holds the versions of writes that come from another region; they do not go back into the feed.
        """
        touched, self._touched = self._touched, {}
        replaced, self._replaced = self._replaced, set()
        changed = False
        for (name, pk, sk), old in touched.items():
            table = dynamodb._tables.get(name)
            if table is None:
                continue
            new = table["items"].get(pk, {}).get(sk)
            from_elsewhere = given.get((name, pk, sk)) if given else None
            # As on AWS a write that changes nothing is no change: no record, and nothing to replicate.
            if old == new and from_elsewhere is None:
                continue
            itself = self._version_of(account, name, pk, sk, from_elsewhere)
            self.journal.put_item(account, name, pk, sk, new, itself and itself.to_json())
            if old != new and not silent:
                self._write_record(account, table, old, new)
            if itself is not None and from_elsewhere is None:
                self._feed(account, table, pk, sk, old, new, itself)
                changed = True
        for name in replaced:
            self._rewrite_items(account, name)
        if changed:
            self.on_change()

    def emit_next_as(self, identity: dict[str, str] | None) -> None:
        """The records that commits write until this is called again name who did it, as those of expired items do."""
        self._identity = identity

    def load(self) -> int:
        """Reads the journal. Returns the number of items."""
        written_by = self.journal.meta("written-by")
        if written_by is not None and written_by != WRITTEN_BY:
            raise RuntimeError(f"the stored state was written by {written_by}; this is {WRITTEN_BY}")
        self.journal.put_meta("written-by", WRITTEN_BY)
        definitions = self.journal.meta("definitions")
        if definitions is not None:
            dynamodb.load_persisted_state(json.loads(definitions, object_hook=from_json))
        for table in dynamodb._tables.all_values():
            table["items"] = dynamodb.defaultdict(dict)
        count = self._load_items()
        for account, name, settings in self.journal.rows("SELECT account, tbl, settings FROM replicas"):
            self.replicas[account, name] = json.loads(settings)
        for seq, change in self.journal.rows("SELECT seq, change FROM feed ORDER BY seq"):
            self.feed.append({"seq": seq, **json.loads(change)})
        self._head = self.journal.feed_head()
        self._load_records()
        for account, token, entry in self.journal.rows("SELECT account, token, entry FROM tokens"):
            dynamodb._txn_idempotency.set_scoped(account, self.region, token, json.loads(entry))
        return count

    _head = 0
    _identity: dict[str, str] | None = None

    def _item_written(self, table: dict, pk: str, sk: str, old: dict | None) -> None:
        self._touched.setdefault((table["TableName"], pk, sk), old)

    def _version_of(self, account: str, name: str, pk: str, sk: str, given: Version | None) -> Version | None:
        if (account, name) not in self.replicas:
            return None
        versions = self.versions.setdefault((account, name), {})
        itself = given or self._timekeeper.next_version(versions.get((pk, sk)))
        versions[pk, sk] = itself
        return itself

    def _write_record(self, account: str, table: dict, old: dict | None, new: dict | None) -> None:
        name = table["TableName"]
        position = dynamodb.stream_end_position(name)
        event = "REMOVE" if new is None else "INSERT" if old is None else "MODIFY"
        emit_stream_record(name, event, old, new, False)
        if dynamodb.stream_end_position(name) == position:
            return
        record = dynamodb.stream_live_records(name)[-1]
        if self._identity is not None:
            record["userIdentity"] = self._identity
        self.journal.add_record(account, name, table["LatestStreamArn"], position, record)

    def _feed(self, account: str, table: dict, pk: str, sk: str, old: dict | None, new: dict | None, itself: Version) -> None:
        name = table["TableName"]
        key = dynamodb._extract_key_from_item(table, new or old or {})
        change = {"account": account, "table": name, "pk": pk, "sk": sk, "key": key, "item": new, "version": itself.to_json()}
        self._head = self.journal.add_to_feed(account, name, change)
        self.feed.append({"seq": self._head, **change})

    def _rewrite_items(self, account: str, name: str) -> None:
        table = dynamodb._tables.get(name)
        if table is None:
            return
        for pk, items in table["items"].items():
            for sk, item in items.items():
                itself = self.versions.get((account, name), {}).get((pk, sk))
                self.journal.put_item(account, name, pk, sk, item, itself and itself.to_json())

    def _write_rest(self, account: str, action: str, body: bytes) -> None:
        if action in ("TransactWriteItems", "ExecuteTransaction"):
            self._write_token(account, body)
        elif action not in ITEM_ACTIONS:
            self._write_definitions(account, action, body)

    def _write_definitions(self, account: str, action: str, body: bytes) -> None:
        tables = dynamodb.AccountRegionScopedDict()
        for (owner, region, name), table in dynamodb._tables.all_items():
            rest = {key: value for key, value in table.items() if key not in ("items", dynamodb._INDEX_MEMBERS)}
            tables.set_scoped(owner, region, name, rest)
        state = {name: getattr(dynamodb, f"_{name}") for name in DEFINITIONS}
        self.journal.put_meta("definitions", json.dumps({"tables": tables, **state}, default=to_json))
        if action == "DeleteTable":
            name = dynamodb._normalize_table_name(json.loads(body).get("TableName"))
            if name not in dynamodb._tables:
                self.forget(account, name)

    def forget(self, account: str, name: str) -> None:
        self.end_replication(account, name)
        self.journal.forget_table(account, name)

    def end_replication(self, account: str, name: str) -> None:
        """The items stay; whoever becomes a replica of them later starts from them as they are."""
        self.journal.end_replication(account, name)
        self.replicas.pop((account, name), None)
        self.versions.pop((account, name), None)
        self.feed = [change for change in self.feed if (change["account"], change["table"]) != (account, name)]

    def _write_token(self, account: str, body: bytes) -> None:
        token = json.loads(body).get("ClientRequestToken")
        entry = dynamodb._txn_idempotency.get(token) if token else None
        if entry is not None:
            self.journal.put_token(account, token, entry)

    def _load_items(self) -> int:
        count = 0
        for account, name, pk, sk, item, itself in self.journal.rows(
            "SELECT account, tbl, pk, sk, item, version FROM items"
        ):
            table = dynamodb._tables.get_scoped(account, self.region, name)
            if table is None:
                continue
            if item is not None:
                table["items"][pk][sk] = json.loads(item)
                count += 1
            if itself is not None:
                self.versions.setdefault((account, name), {})[pk, sk] = Version.from_json(json.loads(itself))
        for table in dynamodb._tables.all_values():
            dynamodb._update_counts(table)
        return count

    def _load_records(self) -> None:
        for account, name, arn, position, record in self.journal.rows(
            "SELECT account, tbl, arn, position, record FROM records ORDER BY arn, position"
        ):
            table = dynamodb._tables.get_scoped(account, self.region, name)
            if table is None or table.get("LatestStreamArn") != arn:
                continue
            records = dynamodb._stream_records._data.setdefault((account, self.region, name), [])
            if not records:
                dynamodb._stream_trimmed.set_scoped(account, self.region, name, position)
            records.append(json.loads(record))

    def known_version(self, account: str, name: str, pk: str, sk: str) -> Version | None:
        """`None` when nothing was ever written under the key."""
        found = self.versions.get((account, name), {}).get((pk, sk))
        if found is None:
            table = dynamodb._tables.get_scoped(account, self.region, name) or {"items": {}}
            if sk in table["items"].get(pk, {}):
                return unversioned(self.region)
        return found
