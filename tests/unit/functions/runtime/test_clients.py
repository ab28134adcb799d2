"""Clients of AWS, as functions make them."""

import pytest
from botocore.config import Config

from functions.runtime import clients

# The timeout of a function, in seconds (`infra.parts.lambda_function.DEFAULT_TIMEOUT`).
TIMEOUT = 10


def test_a_call_without_an_answer_can_be_repeated_in_time() -> None:
    config = vars(clients._CONFIG)  # botocore adds the options at run time
    assert 2 * (config["connect_timeout"] + config["read_timeout"]) <= TIMEOUT


def test_what_a_client_s_own_configuration_leaves_unsaid_is_as_for_all_clients(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.undo()  # the session is the real one
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    config = clients.make_client("sns", config=Config(read_timeout=60)).meta.config
    assert (config.connect_timeout, config.read_timeout) == (1, 60)  # type: ignore[attr-defined] # the same
