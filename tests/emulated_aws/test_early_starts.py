"""Functions start before anybody calls them."""

import json
import os
import select
from pathlib import Path

from emulated_aws.emulator import Emulator
from tests.emulated_aws.resources import create_function


def test_a_function_starts_as_soon_as_it_is_there(emulator: Emulator, tmp_path: Path) -> None:
    pipe = tmp_path / "started"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    source = f"open({str(pipe)!r}, 'w').write('started')\ndef handle(event, context): pass"
    create_function(emulator, source)
    assert select.select([reading], [], [], 30)[0]
    assert os.read(reading, 100) == b"started"
    os.close(reading)


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
