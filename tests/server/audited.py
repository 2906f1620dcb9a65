"""The server, which tells of everything that it does to the machine: ``python -I audited.py FILE``.

Python's audit events (PEP 578) are written to the file, a line each: what is opened, listed, run, connected to.
"""

from __future__ import annotations

import json
import os
import sys

WATCHED = ("open", "os.listdir", "os.scandir", "os.exec", "os.fork", "os.posix_spawn", "os.system", "subprocess.Popen")
NETWORK = ("socket.bind", "socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto")


def watch(path: str) -> None:
    """Write every event of those to a file."""
    record = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def note(event: str, arguments: tuple[object, ...]) -> None:
        if event in WATCHED or event in NETWORK:
            what = arguments[0] if arguments else None
            # A number is a descriptor of something that was opened before.
            if not isinstance(what, int):
                os.write(record, json.dumps([event, str(what)]).encode() + b"\n")

    sys.addaudithook(note)


if __name__ == "__main__":
    watch(sys.argv.pop(1))
    from leaselens_server.__main__ import main

    sys.exit(main())
