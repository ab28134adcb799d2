"""Authentication: requests without a good token are refused."""

from base64 import urlsafe_b64encode
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from local.demo_user import create_demo_user
from local.stack import LocalStack, program_name
from tests.end_to_end.client import PATIENCE, Blog

DRAFT = {"author": "Joe", "title": "My trip", "body": "I love Spain", "topic": "summer"}
PROTECTED = ["/posts", "/subscriptions", "/tickets"]


def foreign_token(stack: LocalStack) -> str:
    """Signs in at another user pool."""
    cognito = stack.emulator.client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="foreign")["UserPool"]["Id"]
    client = cognito.create_user_pool_client(
        UserPoolId=pool, ClientName="foreign", ExplicitAuthFlows=["ALLOW_ADMIN_USER_PASSWORD_AUTH"]
    )["UserPoolClient"]["ClientId"]
    return create_demo_user(stack.emulator, pool, client)


@pytest.mark.parametrize("path", PROTECTED)
def test_without_a_token_nothing_can_be_written(blog: Blog, path: str) -> None:
    answer = blog.http.post(path, json=DRAFT, headers={"authorization": ""})
    assert answer.status_code == 401


@pytest.mark.parametrize("path", PROTECTED)
def test_a_token_that_was_changed_is_refused(blog: Blog, stack: LocalStack, path: str) -> None:
    header, payload, signature = stack.token.split(".")
    changed = urlsafe_b64encode(b'{"sub":"admin"}').rstrip(b"=").decode()
    for token in ("junk", f"{header}.{changed}.{signature}", f"{header}.{payload}.{signature[:-4]}AAAA"):
        answer = blog.http.post(path, json=DRAFT, headers={"authorization": f"Bearer {token}"})
        assert answer.status_code == 401


@pytest.mark.parametrize("path", PROTECTED)
def test_a_token_of_another_issuer_is_refused(blog: Blog, stack: LocalStack, path: str) -> None:
    headers = {"authorization": f"Bearer {foreign_token(stack)}"}
    assert blog.http.post(path, json=DRAFT, headers=headers).status_code == 401


def test_everybody_may_read(blog: Blog) -> None:
    post = blog.post()
    for path in ("/posts", f"/posts/{post['id']}", "/openapi.json"):
        assert blog.http.get(path, headers={"authorization": ""}).status_code == 200


def refused(url: str) -> int:
    """Tries to open a WebSocket that must be refused. Returns the status of the refusal."""
    with pytest.raises(InvalidStatus) as refusal, connect(url, open_timeout=PATIENCE, proxy=None):
        pass
    return refusal.value.response.status_code


def test_nobody_connects_without_a_ticket(stack: LocalStack) -> None:
    url = stack.outputs["websocketUrl"]
    assert refused(url) == 401
    assert refused(f"{url}?ticket=") == 401
    assert refused(f"{url}?ticket=invented") == 403


def test_a_token_is_no_ticket(stack: LocalStack) -> None:
    assert refused(f"{stack.outputs['websocketUrl']}?ticket={stack.token}") == 403


def test_a_ticket_is_good_once(blog: Blog, stack: LocalStack) -> None:
    ticket = blog.http.post("/tickets").raise_for_status().json()["ticket"]
    url = f"{stack.outputs['websocketUrl']}?ticket={ticket}"
    with connect(url, open_timeout=PATIENCE, proxy=None):
        assert refused(url) == 403
    assert refused(url) == 403


def test_of_several_with_one_ticket_one_connects(blog: Blog, stack: LocalStack) -> None:
    ticket = blog.http.post("/tickets").raise_for_status().json()["ticket"]

    def try_to_connect(_: int) -> bool:
        try:
            with connect(f"{stack.outputs['websocketUrl']}?ticket={ticket}", proxy=None):
                return True
        except InvalidStatus:
            return False

    with ThreadPoolExecutor(3) as clients:
        assert list(clients.map(try_to_connect, range(3))).count(True) == 1


def test_an_expired_ticket_is_refused(blog: Blog, stack: LocalStack) -> None:
    dynamodb = stack.emulator.client("dynamodb")
    [table] = [t for t in dynamodb.list_tables()["TableNames"] if program_name(t) == "realtime-tickets-table"]
    ticket = blog.http.post("/tickets").raise_for_status().json()["ticket"]
    for item in dynamodb.scan(TableName=table)["Items"]:
        dynamodb.update_item(
            TableName=table,
            Key={"ticketHash": item["ticketHash"]},
            UpdateExpression="SET expiresAt = :past",
            ExpressionAttributeValues={":past": {"N": "1"}},
        )
    assert refused(f"{stack.outputs['websocketUrl']}?ticket={ticket}") == 403


def test_a_page_of_another_origin_may_not_call_the_api(blog: Blog) -> None:
    preflight = {"origin": "https://evil.example", "access-control-request-method": "POST"}
    answer = blog.http.options("/posts", headers=preflight)
    assert "access-control-allow-origin" not in answer.headers


def test_the_site_s_own_origin_may_call_the_api(blog: Blog, stack: LocalStack) -> None:
    site = httpx.URL(stack.outputs["siteUrl"])
    origin = f"{site.scheme}://{site.netloc.decode()}"
    answer = blog.http.options("/posts", headers={"origin": origin, "access-control-request-method": "POST"})
    assert answer.headers["access-control-allow-origin"] == origin
