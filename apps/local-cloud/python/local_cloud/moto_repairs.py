"""What moto gets wrong and a line mends, where an overlay of the gateway would take a page."""

from moto.s3.models import FakeDeleteMarker


def install() -> None:
    # Removing the last version of a key disposes of it; a delete marker holds no data, and moto gives it no such method.
    FakeDeleteMarker.dispose = lambda _self: None  # type: ignore[attr-defined]
