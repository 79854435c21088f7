"""Runs a program that knows nothing of its supervisor: `python -m local_cloud.supervised PROGRAM ARGUMENT ...`.

The program ends with us, and we end with the supervisor. On Linux the kernel also sees to it that the program ends when
this process is killed outright.
"""

import ctypes
import os
import signal
import subprocess
import sys
import threading

from .parent_watch import end_with_parent

PR_SET_PDEATHSIG = 1


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def main() -> None:
    # The watch reads our standard input, so the program gets none.
    child = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, preexec_fn=_die_with_parent)

    def stop() -> None:
        child.terminate()
        try:
            child.wait(timeout=5)
        except subprocess.TimeoutExpired:
            child.kill()

    def on_signal(*_: object) -> None:
        # A handler interrupts the wait below, which nobody else can then do: waiting in it would last the full time.
        threading.Thread(target=stop, daemon=True).start()

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
    end_with_parent(before_exit=stop)
    code = child.wait()
    os._exit(code if code >= 0 else 128 - code)


if __name__ == "__main__":
    main()
