"""`python -m local.aws FD`: serve the emulated AWS on an inherited listening socket.

Private to `local.emulator.Emulator`, which opens the socket, sets the environment that MiniStack reads when
it is imported, and waits for the line `ready` on standard output.
"""

import asyncio
import os
import sys

from local.aws.server import serve


def _announce() -> None:
    print("ready", flush=True)
    os.dup2(
        sys.stderr.fileno(), sys.stdout.fileno()
    )  # nobody reads on; what is printed now belongs to the log


async def _main() -> None:
    await serve(int(sys.argv[1]), on_ready=_announce)
    # Leaving asyncio.run() would wait for threads that recognise, poll or retry. Nothing of theirs is kept.
    os._exit(0)


if __name__ == "__main__":
    asyncio.run(_main())
