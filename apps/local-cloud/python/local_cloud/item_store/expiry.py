"""Time to live: deletes what has expired, with a stream record that says that DynamoDB itself did it.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html
"""

import asyncio
import sys
import time
from typing import Any

from .emulator import dynamodb, request_scope
from .store import ItemStore

SERVICE = {"Type": "Service", "PrincipalId": "dynamodb.amazonaws.com"}


async def expire_for_ever(store: ItemStore, interval_seconds: float) -> None:
    while True:
        await asyncio.sleep(interval_seconds)
        try:
            expire(store, time.time())
        except Exception as error:  # the next round may find a sound table
            print(f"expiry failed: {error!r}", file=sys.stderr, flush=True)


def expire(store: ItemStore, now: float) -> int:
    """Returns how many items were deleted."""
    count = 0
    for (account, region, name), setting in list(dynamodb._ttl_settings.all_items()):
        table = dynamodb._tables.get_scoped(account, region, name)
        # In a global table one replica expires items, and the deletes replicate.
        elsewhere = not store.replicas.get((account, name), {"expires": True})["expires"]
        if setting.get("TimeToLiveStatus") != "ENABLED" or table is None or elsewhere:
            continue
        expired = list(_expired(table, setting.get("AttributeName", ""), now))
        if not expired:
            continue
        store.emit_next_as(SERVICE)
        with request_scope(account, region), store.journal.transaction():
            for pk, sk in expired:
                dynamodb._remove_item(table, pk, sk)
            store.commit(account)
        store.emit_next_as(None)
        count += len(expired)
    return count


def _expired(table: dict[str, Any], attribute: str, now: float) -> Any:
    """Only a number is a time, and one that lies more than five years back is taken for a mistake, as on AWS."""
    for pk, items in table["items"].items():
        for sk, item in items.items():
            value = item.get(attribute, {}).get("N")
            if value is not None and now - 5 * 365 * 86_400 < float(value) <= now:
                yield pk, sk
