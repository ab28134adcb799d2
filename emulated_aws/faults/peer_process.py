"""The process at the other end of a connection on this machine."""

from contextlib import suppress
from pathlib import Path


def find_process(port: int, server_port: int) -> int | None:
    """Finds whose connection it is that comes from a port of 127.0.0.1.

    Args:
        port: The client's port.
        server_port: The server's port.

    Returns:
        The process's id; None if the connection is gone, or the system has no Linux's `/proc`
        (https://docs.kernel.org/filesystems/proc.html).
    """
    table = Path("/proc/net/tcp")
    if not table.exists():
        return None
    ends = f" 0100007F:{port:04X} 0100007F:{server_port:04X} "
    for line in table.read_text("ascii").splitlines():
        if ends in line:
            return _find_owner(f"socket:[{line.split()[9]}]")
    return None


def _find_owner(socket: str) -> int | None:
    for file in Path("/proc").glob("[0-9]*/fd/*"):
        with suppress(OSError):  # it was closed meanwhile, or is somebody else's
            if str(file.readlink()) == socket:
                return int(file.parts[2])
    return None
