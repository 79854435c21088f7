"""Ends this process when the one that started it is gone.

The supervisor holds the other end of our standard input and never writes to it. However it ends, kill -9 included, the
kernel closes that end, and the read below returns: no child outlives its supervisor, on Linux and macOS alike.
"""

import os
import sys
import threading
from collections.abc import Callable


def end_with_parent(before_exit: Callable[[], None] | None = None) -> None:
    """Starts the watch. `before_exit` runs first; its failures do not keep the process alive."""

    def watch() -> None:
        try:
            while os.read(0, 4096):
                continue
        except OSError:
            pass
        try:
            if before_exit is not None:
                before_exit()
        finally:
            os._exit(0)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()


def announce(port: int) -> None:
    """Tells the supervisor that this process serves, and where: it chose a free port by binding it."""
    sys.stdout.write(f'{{"ready":true,"port":{port}}}\n')
    sys.stdout.flush()
