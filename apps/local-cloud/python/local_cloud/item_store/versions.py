"""The side-car of an item: who wrote it last and when, and what that writer had seen.

`time` and `region` decide between two writes (last writer wins). `clock`, a vector clock, decides nothing: it tells
whether the loser was overwritten by somebody who knew it, or lost.
"""

import time
from typing import Any, NamedTuple

Clock = dict[str, int]


class Version(NamedTuple):
    #: Microseconds since 1970, never the same twice in a region.
    time: int
    region: str
    clock: Clock

    def wins_over(self, other: "Version") -> bool:
        """Equal times are decided by name, so that every region decides alike."""
        return (self.time, self.region) > (other.time, other.region)

    def includes(self, other: "Version") -> bool:
        """Whether its writer had seen the other write."""
        return all(self.clock.get(region, 0) >= count for region, count in other.clock.items())

    def concurrent_with(self, other: "Version") -> bool:
        return not self.includes(other) and not other.includes(self)

    def merged_with(self, other: "Version") -> "Version":
        """Itself, knowing of the other write: whoever writes next has seen both."""
        regions = self.clock.keys() | other.clock.keys()
        clock = {name: max(self.clock.get(name, 0), other.clock.get(name, 0)) for name in sorted(regions)}
        return self._replace(clock=clock)

    def to_json(self) -> dict[str, Any]:
        return {"time": self.time, "region": self.region, "clock": self.clock}

    @staticmethod
    def from_json(value: dict[str, Any]) -> "Version":
        return Version(value["time"], value["region"], value["clock"])


def unversioned(region: str) -> Version:
    """An item that was written before its table had replicas: everything else is newer, and has seen it."""
    return Version(0, region, {})


class Timekeeper:
    """Draws versions for the writes of one region."""

    def __init__(self, region: str) -> None:
        self._region = region
        self._last = 0

    def next_version(self, former: Version | None) -> Version:
        # A write that has seen another is later than it, whatever the clocks of the two machines say.
        seen = former.time if former else 0
        self._last = max(time.time_ns() // 1000, self._last + 1, seen + 1)
        clock = dict(former.clock) if former else {}
        clock[self._region] = clock.get(self._region, 0) + 1
        return Version(self._last, self._region, clock)
