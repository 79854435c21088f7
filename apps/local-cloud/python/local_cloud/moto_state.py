"""Keeps moto's backends on disk, one row a service, account and region.

moto holds everything in memory and loses it with its process. Here every request notes which backends it has touched;
these are written, in one transaction with the answer, before the answer leaves. A row costs 0.1 ms for most services
and 2 to 30 ms for EC2 and IAM, because only what was touched is written.
"""

import io
import pickle
import platform
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import moto
from moto.backends import get_backend
from moto.core.base_backend import AccountSpecificBackend, BackendDict, BaseBackend

from .durable_store import DurableStore
from .pickling import BackendKey, BackendPickler, BackendUnpickler

WRITTEN_BY = f"moto {moto.__version__}, python {platform.python_version_tuple()[0]}.{platform.python_version_tuple()[1]}"
#: Attributes that every BackendDict has; whatever else one holds is state (S3's map of bucket owners).
PLAIN_ATTRIBUTES = {"backend", "service_name", "_use_boto3_regions", "_additional_regions", "_id"}
#: What moto makes with a backend and requests hardly ever change: public AMIs, their snapshots, AWS's own policies. It is
#: nearly all of the state of EC2 and IAM, so it is written once, as it was when the backend came into being.
INVENTORY = {"ec2": ("amis", "snapshots"), "iam": ("managed_policies",)}


class IncompatibleState(Exception):
    pass


class MotoState:
    def __init__(self, store: DurableStore) -> None:
        self._store = store
        self._request = threading.local()
        self._keys: dict[int, BackendKey] = {}
        self._inventory: dict[BackendKey, list[Any]] = {}
        self._pristine: dict[BackendKey, dict[int, int]] = {}
        self._dicts: dict[str, BackendDict[Any]] = {}
        self.not_durable: dict[str, str] = {}

    def install(self) -> None:
        """Notes every backend that a request reaches, through the one door that all of moto uses."""
        plain = AccountSpecificBackend.__getitem__
        state = self

        def noted(backends: Any, region: str) -> Any:
            region = "aws" if region == "global" else region
            existed = dict.__contains__(backends, region)
            backend = plain(backends, region)
            key = (backends.service_name, backends.account_id, region)
            if id(backend) not in state._keys:
                state._keys[id(backend)] = key
                state._inventory[key] = [v for a in INVENTORY.get(key[0], ()) for v in getattr(backend, a).values()]
            touched = getattr(state._request, "touched", None)
            if touched is not None:
                touched[key] = backend
                if not existed:
                    state._request.created = True
            return backend

        AccountSpecificBackend.__getitem__ = noted  # type: ignore[method-assign]

    @contextmanager
    def request(self) -> Iterator[dict[BackendKey, BaseBackend]]:
        touched: dict[BackendKey, BaseBackend] = {}
        self._request.touched, self._request.created = touched, False
        try:
            yield touched
        finally:
            self._request.touched = None

    def created_a_backend(self) -> bool:
        """Even a read makes a backend when it is the region's first, and its default VPC has ids drawn at random."""
        return bool(getattr(self._request, "created", False))

    def save(self, touched: dict[BackendKey, BaseBackend], outcome: tuple[str, bytes] | None) -> None:
        rows: list[tuple[str, bytes, set[str]]] = []
        waiting, done = dict(touched), set()
        while waiting:
            key, backend = waiting.popitem()
            done.add(key)
            try:
                made, referenced = self._rows(key, backend)
            except Exception as error:  # noqa: BLE001 - the request has succeeded; the gap is reported, not hidden
                self.not_durable[key[0]] = str(error)
                print(f"not durable: {'/'.join(key)}: {error}", file=sys.stderr, flush=True)
                continue
            rows.extend(made)
            for other in referenced - done:
                waiting[other] = get_backend(other[0])[other[1]][other[2]]
        rows.append(("meta/written-by", WRITTEN_BY.encode(), set()))
        self._store.commit(rows, outcome)

    def _rows(self, key: BackendKey, backend: BaseBackend) -> tuple[list[tuple[str, bytes, set[str]]], set[BackendKey]]:
        name = "/".join(key)
        rows = []
        if key not in self._pristine:
            objects = self._inventory.get(key, [])
            if objects:
                value, _, blobs = self._dump(objects, {})
                rows.append((f"inventory/{name}", value, blobs))
            self._remember_inventory(key, objects)
        value, referenced, blobs = self._dump(backend.__dict__, self._pristine[key])
        rows.append((f"backend/{name}", value, blobs))
        backends = self._dicts.setdefault(key[0], get_backend(key[0]))
        extra = {k: v for k, v in vars(backends).items() if k not in PLAIN_ATTRIBUTES}
        if extra:
            value, _, blobs = self._dump(extra, {})
            rows.append((f"dict/{key[0]}", value, blobs))
        return rows, referenced

    def _remember_inventory(self, key: BackendKey, objects: list[Any]) -> None:
        # Kept alive here, or an id could come to mean another object.
        self._inventory[key] = objects
        self._pristine[key] = {id(value): position for position, value in enumerate(objects)}

    def _dump(self, value: Any, pristine: dict[int, int]) -> tuple[bytes, set[BackendKey], set[str]]:
        for attempt in range(5):
            buffer = io.BytesIO()
            pickler = BackendPickler(buffer, self._key_of, self._store.keep_blob, pristine)
            try:
                pickler.dump(value)
                return buffer.getvalue(), pickler.backends, pickler.blobs
            except RuntimeError as error:
                # A read that runs beside us may grow a dictionary while it is walked.
                if "changed size" not in str(error) or attempt == 4:
                    raise
        raise AssertionError("unreachable")

    def _key_of(self, backend: BaseBackend) -> BackendKey:
        key = self._keys.get(id(backend))
        if key is None:
            raise pickle.PicklingError(f"a backend that was made out of sight: {type(backend).__name__}")
        return key

    def load(self) -> int:
        """Brings back every backend that was written. Returns how many there are."""
        written_by = self._store.row("meta/written-by")
        if written_by is not None and written_by.decode() != WRITTEN_BY:
            raise IncompatibleState(f"the stored state was written by {written_by.decode()}; this is {WRITTEN_BY}")
        rows = dict(self._store.rows())
        names = sorted(key for key in rows if key.startswith("backend/"))
        keys: list[BackendKey] = [tuple(name.split("/")[1:]) for name in names]  # type: ignore[misc]
        shells = {key: self._shell(key) for key in keys}
        for key in keys:
            name = "/".join(key)
            inventory = rows.get(f"inventory/{name}")
            try:
                objects = [] if inventory is None else self._undump(inventory, shells, [])
                shells[key].__dict__.update(self._undump(rows[f"backend/{name}"], shells, objects))
            except Exception as error:  # noqa: BLE001 - one service's loss must not take the others with it
                self._lose(key, shells, error)
                continue
            self._remember_inventory(key, objects)
        for row, value in rows.items():
            if row.startswith("dict/"):
                vars(get_backend(row.removeprefix("dict/"))).update(self._undump(value, shells, []))
        return len(keys)

    def _lose(self, key: BackendKey, shells: dict[BackendKey, BaseBackend], error: Exception) -> None:
        self.not_durable[key[0]] = f"could not be read back: {error}"
        print(f"lost: {'/'.join(key)}: {error}", file=sys.stderr, flush=True)
        shells[key].__init__(key[2], key[1])  # type: ignore[misc]

    def _shell(self, key: BackendKey) -> BaseBackend:
        """An empty backend in its place, so that others can refer to it before it is filled."""
        service, account, region = key
        backends = get_backend(service)
        shell = backends.backend.__new__(backends.backend)
        dict.__setitem__(backends[account], region, shell)
        self._keys[id(shell)] = key
        return shell

    def _undump(self, value: bytes, shells: dict[BackendKey, BaseBackend], pristine: list[Any]) -> Any:
        def backend(key: BackendKey) -> BaseBackend:
            return shells[key] if key in shells else get_backend(key[0])[key[1]][key[2]]

        return BackendUnpickler(value, backend, self._store.blob, pristine).load()
