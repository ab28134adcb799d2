"""Functions start before anybody calls them."""

import json
import os
import select
import time
from pathlib import Path

from emulated_aws.emulator import _STOP_SECONDS, Emulator
from tests.emulated_aws.resources import create_function


def create_and_await(emulator: Emulator, folder: Path, then: str = "") -> None:
    """Creates a function, and waits until it starts, as all that were created before have by then.

    Args:
        emulator: Where.
        folder: An empty one.
        then: What the function does after it told that it starts. Default: nothing.
    """
    pipe = folder / "started"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    source = f"with open({str(pipe)!r}, 'w') as told: told.write('started')\n{then}\ndef handle(*_): pass"
    create_function(emulator, source)
    assert select.select([reading], [], [], 30)[0]
    os.close(reading)


def test_a_function_starts_as_soon_as_it_is_there(emulator: Emulator, tmp_path: Path) -> None:
    create_and_await(emulator, tmp_path)


def test_a_function_that_cannot_start_tells_its_callers(emulator: Emulator) -> None:
    function = create_function(emulator, "raise RuntimeError('no such setting')")
    for _ in range(2):
        answer = emulator.client("lambda").invoke(FunctionName=function)
        assert answer["FunctionError"] == "Unhandled"
        assert "no such setting" in json.load(answer["Payload"])["errorMessage"]


def test_what_is_changed_at_once_is_heeded(emulator: Emulator) -> None:
    source = "import os\nNAME = os.environ.get('NAME')\ndef handle(event, context): return NAME"
    aws_lambda, function = emulator.client("lambda"), create_function(emulator, source)
    aws_lambda.update_function_configuration(
        FunctionName=function, Environment={"Variables": {"NAME": "new"}}
    )
    assert json.load(aws_lambda.invoke(FunctionName=function)["Payload"]) == "new"


def test_a_function_that_takes_another_s_name_has_its_own_code(
    emulator: Emulator, name: str, tmp_path: Path
) -> None:
    create_function(emulator, "import time\ntime.sleep(0.5)\ndef handle(event, context): pass")  # it is first
    for number in (1, 2):
        create_function(emulator, f"def handle(event, context): return {number}", name=name)
        if number == 1:
            emulator.client("lambda").delete_function(FunctionName=name)
    create_and_await(emulator, tmp_path)
    assert json.load(emulator.client("lambda").invoke(FunctionName=name)["Payload"]) == 2


def test_a_start_that_hangs_holds_up_no_end(tmp_path: Path) -> None:
    with Emulator() as emulator:
        create_and_await(emulator, tmp_path, then="import time; time.sleep(600)")
        began = time.monotonic()
    assert time.monotonic() - began < _STOP_SECONDS  # then it would have been killed
