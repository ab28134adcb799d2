"""Services, beside what botocore knows of them."""

import ast
from pathlib import Path

import pytest
from botocore.session import get_session

from functions.runtime.aws.service import Service

FUNCTIONS = Path(__file__).parents[5] / "functions"

# Those that functions make clients of.
CALLED = sorted(
    {
        node.args[0].value
        for source in FUNCTIONS.rglob("*.py")
        for node in ast.walk(ast.parse(source.read_bytes()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "make_client"
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }
)


@pytest.mark.parametrize("region", ["us-east-1", "eu-central-1", "us-gov-west-1", "cn-north-1"])
@pytest.mark.parametrize("service", CALLED)
def test_a_service_is_where_the_sdk_finds_it(
    service: str, region: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    sdk = get_session().create_client(service, region, aws_access_key_id="k", aws_secret_access_key="s")  # noqa: S106 - nobody is called
    found = Service.named(service)
    assert found.endpoint(region) == sdk.meta.endpoint_url
    assert found.signing_name == sdk.meta.service_model.signing_name


def test_the_environment_may_say_where_services_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:4566")
    monkeypatch.setenv("AWS_ENDPOINT_URL_SQS", "http://127.0.0.1:1")
    assert Service.named("sns").endpoint("us-east-1") == "http://127.0.0.1:4566"
    assert Service.named("sqs").endpoint("us-east-1") == "http://127.0.0.1:1"


def test_a_service_that_no_function_calls_yet_is_named() -> None:
    with pytest.raises(LookupError, match="s3"):
        Service.named("s3")
