"""ministack's DynamoDB as a library, with its writes observed.

Imported in one place, because the order matters: importing the module starts a thread that expires items behind the
event loop's back, without a stream record; expiry.py does that work instead.
"""

import threading
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

_start = threading.Thread.start


def _start_unless_reaper(thread: threading.Thread) -> None:
    if thread.name != "dynamodb-ttl-reaper":
        _start(thread)


with patch.object(threading.Thread, "start", _start_unless_reaper):
    from ministack.core.persistence import _json_default, _json_object_hook
    from ministack.core.responses import request_scope
    from ministack.services import dynamodb, dynamodb_streams

__all__ = ["Observer", "dynamodb", "dynamodb_streams", "from_json", "observe", "request_scope", "to_json"]

to_json = _json_default
from_json = _json_object_hook

#: Called with the table, the two key values and the item before the write, for each item that is written.
Observer = Callable[[dict[str, Any], str, str, dict[str, Any] | None], None]

emit_stream_record = dynamodb._emit_stream_event


def observe(item_written: Observer, items_replaced: Callable[[dict[str, Any]], None]) -> None:
    """Every write of ministack goes through one of these three functions, whatever action it serves.

    Its own stream records are switched off: PartiQL writes none. They are written from the observed changes, for all
    actions alike, by `emit_stream_record`.
    """
    set_item, remove_item, replaced = dynamodb._set_item, dynamodb._remove_item, dynamodb._items_replaced

    def observed_set(table: dict, pk: str, sk: str, item: dict) -> Any:
        item_written(table, pk, sk, table["items"].get(pk, {}).get(sk))
        return set_item(table, pk, sk, item)

    def observed_remove(table: dict, pk: str, sk: str) -> Any:
        item_written(table, pk, sk, table["items"].get(pk, {}).get(sk))
        return remove_item(table, pk, sk)

    def observed_replaced(table: dict) -> None:
        replaced(table)
        items_replaced(table)

    dynamodb._set_item = observed_set
    dynamodb._remove_item = observed_remove
    dynamodb._items_replaced = observed_replaced
    dynamodb._emit_stream_event = lambda *_args, **_options: None
