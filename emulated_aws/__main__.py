"""`python -m emulated_aws up|deploy`: a Pulumi program on the emulated AWS, without the Pulumi CLI."""

from emulated_aws.command import begin_command

if __name__ == "__main__":
    begin_command()

import argparse
import json
import sys
from pathlib import Path

from pulumi import RunError

from emulated_aws.deployment import DeploymentError, UnsupportedError, deploy, stack_region
from emulated_aws.emulator import Emulator, EmulatorError, PortError, endpoint_of_running


def main() -> int:
    """Runs a command and returns its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m emulated_aws", description="A Pulumi program in Python on an emulated AWS."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    for command, does in {
        "up": "start an emulated AWS, deploy a program to it and stay up, until Ctrl-C",
        "deploy": "deploy a program to an emulated AWS that is up",
    }.items():
        arguments = commands.add_parser(command, help=does)
        arguments.add_argument("program_dir", type=Path, help="the folder of Pulumi.yaml and __main__.py")
        arguments.add_argument(
            "--stack", required=True, help="the stack that Pulumi.STACK.yaml has settings of"
        )
        arguments.add_argument("--port", type=int, default=4566, help="the port on 127.0.0.1; default: 4566")
    given = parser.parse_args()

    try:
        if given.command == "up":
            _stay_up(given.program_dir.resolve(), given.stack, given.port)
        else:
            _deploy(given.program_dir.resolve(), given.stack, endpoint_of_running(given.port))
    except PortError as error:
        return _failed(f"{error} Choose another one with --port.")
    except (EmulatorError, DeploymentError, UnsupportedError, RunError, FileNotFoundError) as error:
        return _failed(str(error))
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130  # as shells report a command that Ctrl-C ended
    return 0


def _stay_up(program_dir: Path, stack: str, port: int) -> None:
    with Emulator(port, stack_region(program_dir, stack)) as emulator:
        print(f"emulated AWS at {emulator.endpoint}, which logs to {emulator.log_path}")
        _deploy(program_dir, stack, emulator.endpoint)
        print("Up. Ctrl-C stops everything.")
        try:
            emulator.wait()
        except KeyboardInterrupt:
            print("Stopped.")
        else:
            raise EmulatorError("The emulated AWS stopped by itself.")


def _deploy(program_dir: Path, stack: str, endpoint: str) -> None:
    outputs = deploy(program_dir, stack, endpoint, _tell)
    print("Outputs:" if outputs else "No outputs.")
    for name, output in outputs.items():
        print(f"  {name}: {'[secret]' if output.secret else json.dumps(output.value, ensure_ascii=False)}")


def _tell(resource_type: str, name: str, seconds: float) -> None:
    sys.stdout.write(f"  {seconds:5.2f} s  {resource_type}  {name}\n")  # as one: several threads tell


def _failed(message: str) -> int:
    print(f"✗ {message}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
