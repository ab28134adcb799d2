from functions.runtime.clients import CLIENT_CONFIG

# The timeout of a function, in seconds (`infra.parts.lambda_function.DEFAULT_TIMEOUT`).
TIMEOUT = 10


def test_a_call_without_an_answer_can_be_repeated_in_time() -> None:
    config = CLIENT_CONFIG.__dict__  # botocore adds the options at run time
    assert 2 * (config["connect_timeout"] + config["read_timeout"]) <= TIMEOUT
