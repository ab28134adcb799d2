"""`python -m local demo|up|faults`: what `make demo`, `make up` and `make faults` run."""

from emulated_aws.command import begin_command

if __name__ == "__main__":
    begin_command()

import argparse
import secrets
import sys

import httpx
from pulumi import RunError

from emulated_aws.deployment import DeploymentError, UnsupportedError
from emulated_aws.emulator import EmulatorError, PortError
from local.demo import DemoError, run_demo
from local.faults.proof import BrokenPromiseError, prove
from local.up import stay_up


def main() -> int:
    """Runs a command and returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m local", description="The blog on an embedded local AWS.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("demo", help="deploy, run the article's scenario, stop")
    up = commands.add_parser("up", help="deploy and stay up, until Ctrl-C")
    up.add_argument("--port", type=int, default=4566, help="the port on 127.0.0.1; 0 takes a free one")
    faults = commands.add_parser("faults", help="count what becomes of posts while calls of AWS fail")
    faults.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000), help="of the faults")
    faults.add_argument("--posts", type=int, default=1_000, help="how many are written")
    arguments = parser.parse_args()

    try:
        if arguments.command == "demo":
            run_demo()
        elif arguments.command == "faults":
            prove(arguments.seed, arguments.posts)
        else:
            stay_up(arguments.port)
    except PortError as error:
        return _failed(error, f"{error} Choose another one with PORT=…")
    except (
        EmulatorError,
        RunError,
        DeploymentError,
        UnsupportedError,
        DemoError,
        BrokenPromiseError,
    ) as error:
        return _failed(error, str(error))
    except (httpx.HTTPError, TimeoutError) as error:
        return _failed(error, f"no answer as it should be: {type(error).__name__}: {error}")
    except OSError as error:  # such as a folder that cannot be written
        return _failed(error, str(error))
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130  # as shells report a command that Ctrl-C ended
    return 0


def _failed(error: Exception, message: str) -> int:
    notes = getattr(error, "__notes__", [])
    print("\n  ".join([f"✗ {message}", *notes]), file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
