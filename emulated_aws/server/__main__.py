"""`python -m emulated_aws.server FD FOLDER`: serves the emulated AWS on an inherited listening socket.

Private to `emulated_aws.emulator.Emulator`, which opens the socket, makes the folder for all files, sets the
environment that MiniStack reads when it is imported, and waits for the line `ready` on standard output.
"""

import asyncio
import os
import select
import shutil
import sys

from emulated_aws.server.app import serve


def _announce() -> None:
    print("ready", flush=True)
    # Nobody reads on; what is printed now belongs to the log.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())


async def _main(listener_fd: int, folder: str) -> None:
    await serve(listener_fd, on_ready=_announce)
    at_end_of_input, _, _ = select.select([sys.stdin], [], [], 0)
    if at_end_of_input:  # who started us is gone, and cannot tidy up
        shutil.rmtree(folder, ignore_errors=True)
    # Leaving asyncio.run() would wait for threads that recognize, poll or retry. Nothing of theirs is kept.
    os._exit(0)


if __name__ == "__main__":
    asyncio.run(_main(int(sys.argv[1]), sys.argv[2]))
