"""`python -m local_cloud.item_store STATE_FILE REGION`"""

import asyncio
import json
import os
import signal
import socket
import sys
import traceback

from ..parent_watch import announce, end_with_parent
from .expiry import expire_for_ever
from .http_server import Answer, Headers, serve
from .journal import Journal
from .replication import Replication
from .store import ItemStore

#: Tells the supervisor that starting again changes nothing.
INCOMPATIBLE_STATE = 4
EXPIRY_SECONDS = float(os.environ.get("ITEM_STORE_EXPIRY_SECONDS", "5"))


async def run(store: ItemStore, listener: socket.socket) -> None:
    replication = Replication(store)

    async def handle(path: str, headers: Headers, body: bytes) -> Answer:
        try:
            if not path.startswith("/_store/"):
                return await store.answer(headers, body)
            answer = await replication.answer(path.removeprefix("/_store/"), json.loads(body or b"{}"))
            return (200 if answer is not None else 404), {}, json.dumps(answer or {}).encode()
        except Exception:
            traceback.print_exc()
            error = {"__type": "InternalServerError", "message": "the item store failed; its log says where"}
            return 500, {"content-type": "application/x-amz-json-1.0"}, json.dumps(error).encode()

    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, lambda: os._exit(0))
    server = await serve(handle, listener)
    expiry = asyncio.create_task(expire_for_ever(store, EXPIRY_SECONDS))
    announce(listener.getsockname()[1])
    async with server:
        await server.serve_forever()
    expiry.cancel()


def main() -> None:
    state_file, region = sys.argv[1:3]
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", 0))
    listener.listen(512)
    store = ItemStore(region, Journal(state_file))
    try:
        count = store.load()
    except RuntimeError as error:
        print(error, file=sys.stderr, flush=True)
        raise SystemExit(INCOMPATIBLE_STATE) from None
    print(f"item store of {region}: {count} items from disk", file=sys.stderr, flush=True)
    end_with_parent()
    asyncio.run(run(store, listener))


if __name__ == "__main__":
    main()
