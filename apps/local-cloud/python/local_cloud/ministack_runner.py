"""ministack with durable state: `python -m local_cloud.ministack_runner STATE_FILE [SERVICE ...]`.

ministack saves its state when it ends well. Here the named services (its own names for them) are saved with every
write, in one transaction with the answer; services that are not named live in memory only.
"""

import asyncio
import json
import os
import signal
import socket
import sys
from importlib.metadata import version
from typing import Any

from .durable_store import DurableStore
from .parent_watch import announce, end_with_parent

WRITTEN_BY = f"ministack {version('ministack')}"


class DurableApplication:
    def __init__(self, application: Any, module: Any, store: DurableStore, services: list[str]) -> None:
        self._application = application
        self._module = module
        self._store = store
        self._services = services
        self._lock = asyncio.Lock()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        if scope["path"] == "/_runner/health":
            await self._answer(send, 200, [[b"content-type", b"application/json"]], b'{"notDurable":{}}')
            return
        headers = {name.decode().lower(): value.decode("latin-1") for name, value in scope["headers"]}
        if not self._services or headers.get("x-local-effect") == "read":
            await self._application(scope, receive, send)
            return
        async with self._lock:
            request_id = headers.get("x-local-request-id")
            kept = self._store.outcome(request_id) if request_id else None
            if kept is not None:
                head, _, body = kept.partition(b"\n")
                status, pairs = json.loads(head)
                raw = [[name.encode("latin-1"), value.encode("latin-1")] for name, value in pairs]
            else:
                status, raw, body = await self._run(scope, receive)
                self._save(request_id, status, raw, body)
            await self._answer(send, status, raw, body)

    async def _run(self, scope: Any, receive: Any) -> tuple[int, list[Any], bytes]:
        head: list[Any] = [500, []]
        chunks: list[bytes] = []

        async def collect(message: Any) -> None:
            if message["type"] == "http.response.start":
                head[:] = [message["status"], list(message.get("headers", []))]
            elif message["type"] == "http.response.body":
                chunks.append(message.get("body", b""))

        await self._application(scope, receive, collect)
        return head[0], head[1], b"".join(chunks)

    def _save(self, request_id: str | None, status: int, raw: list[Any], body: bytes) -> None:
        from ministack.core.persistence import _json_default

        rows: list[tuple[str, bytes, list[str]]] = [("meta/written-by", WRITTEN_BY.encode(), [])]
        for name, get_state in self._module._build_persistence_save_dict().items():
            if name in self._services:
                rows.append((f"service/{name}", json.dumps(get_state(), default=_json_default).encode(), []))
        pairs = [[name.decode("latin-1"), value.decode("latin-1")] for name, value in raw]
        outcome = (request_id, json.dumps([status, pairs]).encode() + b"\n" + body) if request_id else None
        self._store.commit(rows, outcome)

    @staticmethod
    async def _answer(send: Any, status: int, headers: list[Any], body: bytes) -> None:
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def load(module: Any, store: DurableStore, services: list[str]) -> int:
    from ministack.core.persistence import _json_object_hook

    written_by = store.row("meta/written-by")
    if written_by is not None and written_by.decode() != WRITTEN_BY:
        print(f"the stored state was written by {written_by.decode()}; this is {WRITTEN_BY}", file=sys.stderr, flush=True)
        raise SystemExit(4)
    count = 0
    for name in services:
        value = store.row(f"service/{name}")
        if value is not None:
            data = json.loads(value, object_hook=_json_object_hook)
            module._get_module(module._state_map[name]).load_persisted_state(data)
            count += 1
    return count


def main() -> None:
    store = DurableStore(sys.argv[1])
    services = sys.argv[2:]
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", 0))
    listener.listen(512)
    port = listener.getsockname()[1]
    # Read by ministack when it is imported: the address it puts into URLs.
    os.environ["GATEWAY_PORT"] = str(port)

    from hypercorn.asyncio import serve
    from hypercorn.config import Config
    from ministack import app as module

    store.tidy()
    print(f"ministack: {load(module, store, services)} services from disk", file=sys.stderr, flush=True)
    config = Config()
    config.bind = [f"fd://{listener.fileno()}"]
    config.keep_alive_timeout = 75
    config.accesslog = None
    end_with_parent()

    async def run() -> None:
        for name in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(name, lambda: os._exit(0))
        announce(port)
        await serve(DurableApplication(module.app, module, store, services), config, shutdown_trigger=asyncio.Event().wait)

    asyncio.run(run())


if __name__ == "__main__":
    main()
