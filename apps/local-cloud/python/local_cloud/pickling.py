"""Pickles one backend of moto, with the few things in it that Python does not pickle by itself.

References from one backend to another are written as names, so that they lead to the one living backend again after a
restart instead of to a private copy of it.
"""

import io
import marshal
import pickle
import threading
import types
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from moto.core.base_backend import BaseBackend
from moto.s3.utils import _VersionedKeyStore

from .durable_store import BLOB_THRESHOLD

BackendKey = tuple[str, str, str]  # service, account, region

_LOCK = type(threading.Lock())
_RLOCK = type(threading.RLock())


def _load_private_key(pem: bytes) -> Any:
    return serialization.load_pem_private_key(pem, password=None)


def _new_key_store(kind: type, items: list[tuple[Any, list[Any]]]) -> Any:
    store = kind()
    for key, versions in items:
        dict.__setitem__(store, key, versions)
    return store


def _load_certificate(pem: bytes) -> Any:
    return x509.load_pem_x509_certificate(pem)


def _new_default_dict(kind: type, default_factory: Any) -> Any:
    store = kind.__new__(kind)
    store.default_factory = default_factory
    return store


def _new_function(code: bytes, module: str, name: str, defaults: Any, cells: tuple[Any, ...]) -> Any:
    namespace = __import__(module, fromlist=["_"]).__dict__
    closure = tuple(types.CellType(value) for value in cells)
    return types.FunctionType(marshal.loads(code), namespace, name, defaults, closure or None)


def _reduce_private_key(value: Any) -> Any:
    pem = value.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return (_load_private_key, (pem,))


def _reduce_function(value: Any) -> Any:
    if "<locals>" not in value.__qualname__:
        return NotImplemented
    cells = tuple(cell.cell_contents for cell in value.__closure__ or ())
    code = marshal.dumps(value.__code__)
    return (_new_function, (code, value.__module__, value.__name__, value.__defaults__, cells))


def _reducer_for(kind: type) -> Callable[[Any], Any] | None:
    plain = {_LOCK: threading.Lock, _RLOCK: threading.RLock}.get(kind)
    if plain is not None:
        return lambda _value: (plain, ())
    if kind in (threading.Condition, threading.Event):
        return lambda _value: (kind, ())
    if kind is types.FunctionType:
        return _reduce_function
    if issubclass(kind, _VersionedKeyStore):
        # Its items() shows the last version of each key only; the raw dictionary holds them all.
        return lambda value: (_new_key_store, (kind, list(dict.items(value))))
    if issubclass(kind, defaultdict) and kind is not defaultdict:
        # A subclass with a constructor of its own, which pickle would call with the wrong arguments.
        return lambda value: (
            _new_default_dict, (kind, value.default_factory), vars(value), None, iter(dict.items(value))
        )
    if issubclass(kind, (rsa.RSAPrivateKey, ec.EllipticCurvePrivateKey)):
        return _reduce_private_key
    if issubclass(kind, x509.Certificate):
        return lambda value: (_load_certificate, (value.public_bytes(serialization.Encoding.PEM),))
    return None


_REDUCERS: dict[type, Callable[[Any], Any] | None] = {}


class BackendPickler(pickle.Pickler):
    def __init__(
        self,
        buffer: io.BytesIO,
        key_of: Callable[[BaseBackend], BackendKey],
        keep_blob: Callable[[bytes], str],
        pristine: dict[int, int],
    ) -> None:
        super().__init__(buffer, protocol=5)
        self._key_of = key_of
        self._keep_blob = keep_blob
        self._pristine = pristine
        self.backends: set[BackendKey] = set()
        self.blobs: set[str] = set()

    def persistent_id(self, value: Any) -> tuple[str, Any] | None:
        if isinstance(value, BaseBackend):
            key = self._key_of(value)
            self.backends.add(key)
            return ("backend", key)
        if type(value) is bytes and len(value) > BLOB_THRESHOLD:
            digest = self._keep_blob(value)
            self.blobs.add(digest)
            return ("blob", digest)
        position = self._pristine.get(id(value)) if self._pristine else None
        # A managed policy that is attached somewhere counts its attachments: it has changed, and is written itself.
        if position is None or getattr(value, "attachment_count", 0):
            return None
        return ("pristine", position)

    def reducer_override(self, value: Any) -> Any:
        kind = type(value)
        if kind not in _REDUCERS:
            # Asking the abstract key classes costs more than pickling the object: once a type is enough.
            _REDUCERS[kind] = _reducer_for(kind)
        reduce = _REDUCERS[kind]
        return NotImplemented if reduce is None else reduce(value)


class BackendUnpickler(pickle.Unpickler):
    def __init__(
        self,
        value: bytes,
        backend: Callable[[BackendKey], BaseBackend],
        blob: Callable[[str], bytes],
        pristine: list[Any],
    ) -> None:
        super().__init__(io.BytesIO(value))
        self._resolve = {"backend": backend, "blob": blob, "pristine": pristine.__getitem__}

    def persistent_load(self, pid: tuple[str, Any]) -> Any:
        kind, name = pid
        return self._resolve[kind](name)
