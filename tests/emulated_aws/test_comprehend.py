"""The emulated Comprehend answers as Amazon Comprehend does."""

import json
from collections.abc import Iterator
from http import HTTPStatus

import boto3
import httpx
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from mypy_boto3_comprehend import ComprehendClient

from emulated_aws.emulator import REGION, ROOT_KEY, Emulator
from tests.emulated_aws.resources import create_role

FAULT = "/_local/comprehend/fault"


@pytest.fixture(scope="module")
def comprehend(emulator: Emulator) -> ComprehendClient:
    """A client that neither checks what it sends nor repeats it."""
    return boto3.client(
        "comprehend",
        REGION,
        endpoint_url=emulator.endpoint,
        aws_access_key_id=ROOT_KEY,
        aws_secret_access_key=ROOT_KEY,
        config=Config(parameter_validation=False, retries={"total_max_attempts": 1}),
    )


@pytest.fixture
def no_fault_afterwards(web: httpx.Client) -> Iterator[None]:
    yield
    web.delete(FAULT)


def test_entities_have_their_type_and_place_and_a_score(comprehend: ComprehendClient) -> None:
    text = "Hi, I am Joe and I love travelling to Spain"
    entities = comprehend.detect_entities(Text=text, LanguageCode="en")["Entities"]
    assert [(entity["Type"], entity["Text"]) for entity in entities] == [
        ("PERSON", "Joe"),
        ("LOCATION", "Spain"),
    ]
    for entity in entities:
        assert text[entity["BeginOffset"] : entity["EndOffset"]] == entity["Text"]
        assert 0 < entity["Score"] <= 1


def test_offsets_count_code_points(comprehend: ComprehendClient) -> None:
    text = "😀 Zoë and I love travelling to Spain"  # in UTF-16 and UTF-8 everything is further right
    entities = comprehend.detect_entities(Text=text, LanguageCode="en")["Entities"]
    [spain] = [entity for entity in entities if entity["Text"] == "Spain"]
    assert (spain["BeginOffset"], spain["EndOffset"]) == (31, 36)


def test_a_text_without_entities_has_none(comprehend: ComprehendClient) -> None:
    assert comprehend.detect_entities(Text="hello", LanguageCode="en")["Entities"] == []


def test_a_text_may_have_100000_bytes(comprehend: ComprehendClient) -> None:
    text = "é" * 50_000
    comprehend.detect_entities(Text=text, LanguageCode="en")
    with pytest.raises(comprehend.exceptions.TextSizeLimitExceededException, match="100001 bytes"):
        comprehend.detect_entities(Text=f"{text}!", LanguageCode="en")


def test_a_run_without_spaces_does_not_keep_others_waiting(comprehend: ComprehendClient) -> None:
    text = "€" * 33_000 + " Barack Obama"  # spaCy alone takes minutes for it, longer than a client waits
    [entity] = comprehend.detect_entities(Text=text, LanguageCode="en")["Entities"]
    assert (entity["Text"], entity["BeginOffset"]) == ("Barack Obama", 33_001)


def test_an_empty_text_is_refused(comprehend: ComprehendClient) -> None:
    with pytest.raises(comprehend.exceptions.InvalidRequestException, match="empty"):
        comprehend.detect_entities(Text="", LanguageCode="en")


def test_half_a_surrogate_pair_is_refused(comprehend: ComprehendClient) -> None:
    with pytest.raises(comprehend.exceptions.InvalidRequestException, match="Unicode"):
        comprehend.detect_entities(Text="\ud83d", LanguageCode="en")


def test_a_language_that_only_aws_knows_is_refused_with_the_difference(comprehend: ComprehendClient) -> None:
    with pytest.raises(comprehend.exceptions.UnsupportedLanguageException, match="On AWS, 'es' works"):
        comprehend.detect_entities(Text="Hola, soy Joe", LanguageCode="es")


def test_a_language_that_aws_does_not_know_is_refused(comprehend: ComprehendClient) -> None:
    with pytest.raises(ClientError, match="ValidationException") as refusal:
        comprehend.detect_entities(Text="Hoi", LanguageCode="nl")  # type: ignore[arg-type] # it is wrong
    assert "zh-TW" in str(refusal.value)


def test_an_unsupported_parameter_is_not_ignored(comprehend: ComprehendClient) -> None:
    endpoint = "arn:aws:comprehend:us-east-1:000000000000:entity-recognizer-endpoint/mine"
    with pytest.raises(comprehend.exceptions.InvalidRequestException, match="supports nothing else"):
        comprehend.detect_entities(Text="Joe", LanguageCode="en", EndpointArn=endpoint)


def test_another_operation_is_not_known(comprehend: ComprehendClient) -> None:
    with pytest.raises(ClientError, match="UnknownOperationException"):
        comprehend.detect_sentiment(Text="Fine", LanguageCode="en")


@pytest.mark.parametrize(
    ("actions", "allowed"), [((), False), (("comprehend:DetectEntities",), True)], ids=["without", "with"]
)
def test_a_role_needs_the_permission(emulator: Emulator, actions: tuple[str, ...], *, allowed: bool) -> None:
    role = create_role(emulator, *actions)
    session = emulator.client("sts").assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
    comprehend = boto3.client(
        "comprehend",
        REGION,
        endpoint_url=emulator.endpoint,
        aws_access_key_id=session["AccessKeyId"],
        aws_secret_access_key=session["SecretAccessKey"],
        aws_session_token=session["SessionToken"],
    )
    if allowed:
        assert comprehend.detect_entities(Text="Hi, I am Joe", LanguageCode="en")["Entities"]
    else:
        with pytest.raises(ClientError, match="not authorized to perform: comprehend:DetectEntities"):
            comprehend.detect_entities(Text="Hi, I am Joe", LanguageCode="en")


@pytest.mark.usefixtures("no_fault_afterwards")
@pytest.mark.parametrize(
    ("fault", "status"),
    [
        ("ThrottlingException", HTTPStatus.BAD_REQUEST),
        ("InternalServerException", HTTPStatus.INTERNAL_SERVER_ERROR),
    ],
)
def test_it_fails_on_demand_until_told_otherwise(
    comprehend: ComprehendClient, web: httpx.Client, fault: str, status: HTTPStatus
) -> None:
    assert web.put(FAULT, json={"error": fault}).status_code == HTTPStatus.NO_CONTENT
    for _ in range(2):
        with pytest.raises(ClientError) as failure:
            comprehend.detect_entities(Text="hello", LanguageCode="en")
        assert failure.value.response["Error"]["Code"] == fault
        assert failure.value.response["ResponseMetadata"]["HTTPStatusCode"] == status
    web.delete(FAULT)
    comprehend.detect_entities(Text="hello", LanguageCode="en")


@pytest.mark.parametrize("body", ["{}", "[]", "no JSON", json.dumps({"error": "OtherException"})])
def test_an_unknown_fault_is_refused_with_the_known_ones(web: httpx.Client, body: str) -> None:
    response = web.put(FAULT, content=body)
    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert "ThrottlingException" in response.text
