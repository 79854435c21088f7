"""moto's server with durable state: `python -m local_cloud.moto_runner STATE_FILE`."""

import json
import os
import signal
import sys
import threading
from collections.abc import Iterable
from typing import Any

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

from . import moto_repairs
from .durable_store import DurableStore
from .moto_state import IncompatibleState, MotoState
from .parent_watch import announce, end_with_parent


class KeepAliveHandler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"
    # Headers and body go out in two writes; Nagle's algorithm would hold the second back for 40 ms.
    disable_nagle_algorithm = True

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """The gateway logs calls, with more sense."""


class DurableApplication:
    """Orders writes, and keeps what they changed, with their answer, before the answer leaves."""

    def __init__(self, application: Any, state: MotoState, store: DurableStore) -> None:
        self._application = application
        self._state = state
        self._store = store
        self._lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ.get("PATH_INFO") == "/_runner/health":
            body = json.dumps({"notDurable": self._state.not_durable}).encode()
            start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
            return [body]
        request_id = environ.get("HTTP_X_LOCAL_REQUEST_ID")
        if environ.get("HTTP_X_LOCAL_EFFECT") == "read":
            status, headers, body = self._read(environ)
        else:
            with self._lock:
                status, headers, body = self._write(environ, request_id)
        start_response(status, headers)
        return [body]

    def _read(self, environ: dict[str, Any]) -> tuple[str, list[tuple[str, str]], bytes]:
        with self._state.request() as touched:
            answer = self._run(environ)
            if self._state.created_a_backend():
                with self._lock:
                    self._state.save(touched, None)
        return answer

    def _write(self, environ: dict[str, Any], request_id: str | None) -> tuple[str, list[tuple[str, str]], bytes]:
        kept = self._store.outcome(request_id) if request_id else None
        if kept is not None:
            head, _, body = kept.partition(b"\n")
            status, headers = json.loads(head)
            return status, [(name, value) for name, value in headers], body
        with self._state.request() as touched:
            status, headers, body = self._run(environ)
            outcome = (request_id, json.dumps([status, headers]).encode() + b"\n" + body) if request_id else None
            self._state.save(touched, outcome)
        return status, headers, body

    def _run(self, environ: dict[str, Any]) -> tuple[str, list[tuple[str, str]], bytes]:
        head: list[Any] = []

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            head[:] = [status, headers]
            return lambda _data: None

        chunks = self._application(environ, start_response)
        try:
            body = b"".join(chunks)
        finally:
            if hasattr(chunks, "close"):
                chunks.close()
        return head[0], head[1], body


def main() -> None:
    store = DurableStore(sys.argv[1])
    state = MotoState(store)
    state.install()
    moto_repairs.install()
    try:
        store.tidy()
        count = state.load()
    except IncompatibleState as error:
        print(error, file=sys.stderr, flush=True)
        raise SystemExit(4) from error
    print(f"moto: {count} backends from disk", file=sys.stderr, flush=True)
    dispatcher = DomainDispatcherApplication(create_backend_app)
    application = DurableApplication(dispatcher, state, store)
    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=KeepAliveHandler)
    # Where moto calls itself, it reads its address from here.
    os.environ["MOTO_PORT"] = str(server.server_port)
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: os._exit(0))
    end_with_parent()
    announce(server.server_port)
    server.serve_forever()


if __name__ == "__main__":
    main()
