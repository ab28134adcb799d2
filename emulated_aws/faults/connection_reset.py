"""A reset of a connection, as from a server that has forgotten it."""

import socket
import struct

# With no seconds to linger, closing sends RST in place of FIN:
# https://man7.org/linux/man-pages/man7/socket.7.html
_LINGER = struct.pack("ii", 1, 0)


def reset(connection: socket.socket) -> None:
    """Resets a connection. Files made of it do not keep it open."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER)
    socket.close(connection.detach())
