"""Whose program asks, on a computer that several people use at once.

The address with its token stands in the command line of the browser that `renstra buka` opens, and
every user of a computer sees the command lines of all. So the token is taken only from a program of
the person who runs the server; Linux tells the owner of each end of a connection.
"""

from __future__ import annotations

import os
from pathlib import Path

CONNECTIONS = Path("/proc/net/tcp")
# The system itself, which may pass on what a person's browser asks (WSL, a forwarded port).
SYSTEM = 0
# What Linux shows of somebody in another container: nobody in particular.
UNKNOWN = 65534
# Fields of a line: the two ends as `address:port` in hexadecimal, and the owner.
LOCAL, REMOTE, OWNER = 1, 2, 7


def find_owner(table: str, client: int, server: int) -> int | None:
    """Return who owns the client's end of a connection, None where that is not told.

    In: the text of `/proc/net/tcp`, the ports of both ends.
    """
    ends = (f":{client:04X}", f":{server:04X}")
    for line in table.splitlines()[1:]:
        fields = line.split()
        if len(fields) > OWNER and (fields[LOCAL][-5:], fields[REMOTE][-5:]) == ends:
            owner = fields[OWNER]
            return int(owner) if owner.isdecimal() else None
    return None


def is_stranger(owner: int | None, me: int) -> bool:
    """Whether a program belongs to somebody else than the person who runs the server."""
    return owner not in (None, SYSTEM, UNKNOWN, me) and me != SYSTEM


def is_strange_client(client: int, server: int) -> bool:
    """Whether the client of a connection to this server is somebody else's program."""
    try:
        owner = find_owner(CONNECTIONS.read_text("ascii"), client, server)
    # Not Linux: there the system tells nobody.
    except (OSError, ValueError):
        return False
    return is_stranger(owner, os.getuid())
