"""Health of a stack, with the reasons."""

import json
from datetime import UTC, datetime
from pathlib import Path

from ops.health import check_health
from ops.stack import LOCAL, Stack
from tests.conftest import Command
from tests.ops.conftest import GiveUp, Log


def test_dead_letters_turn_the_status_red_with_the_reason_and_what_to_do(
    give_up: GiveUp, operated: Stack, ops: Command, outputs: Path
) -> None:
    code = {"ERROR_CODE": "NO_PERMISSIONS", "ERROR_MESSAGE": "denied"}
    give_up("realtime-push-dead-letters", {"detail": {}}, code)
    health = check_health(operated, datetime.now(UTC))
    assert not health.is_good
    letters = health.dead_letters["realtime-push-dead-letters"]
    assert letters.count == 1
    assert letters.reasons == {"not delivered by the bus: NO_PERMISSIONS: denied": 1}
    shown = ops("status")
    assert shown.exit_code == 1
    command = f"python -m ops redrive realtime-push-dead-letters --stack {LOCAL} --outputs {outputs}"
    assert command in shown.stdout
    told = json.loads(ops("status", "--json").stdout)
    assert told["dead_letters"]["realtime-push-dead-letters"] == {
        "count": 1,
        "reasons": letters.reasons,
        "can_go_back": True,
        "is_foreign": False,
    }


def test_the_status_tells_why_a_function_fails_that_cannot_log_it(operated: Stack, log: Log) -> None:
    log("blog-openapi", "[ERROR] Runtime.ImportModuleError: no module\nTraceback (most recent call last):")
    health = check_health(operated, datetime.now(UTC))
    assert health.failures["blog-openapi: Runtime.ImportModuleError: no module"] == 1
    assert not health.is_good
