"""People sign in to a Cognito user pool, and an HTTP API takes the tokens of its issuer and no others."""

import base64
import hashlib
import json
from collections.abc import Iterator
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from botocore.exceptions import ClientError
from pulumi.automation import OutputValue

from emulated_aws.emulator import Emulator
from tests.emulated_aws.oidc_issuer import OidcIssuer
from tests.emulated_aws.resources import create_function, create_route

Outputs = dict[str, OutputValue]

VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"  # of RFC 7636, appendix B
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()


PASSWORD = "Correct-Horse-7"  # noqa: S105 - of users who exist in these tests only


def sign_up(emulator: Emulator, pool_id: str, client_id: str, email: str) -> str:
    """Makes a user of a pool, whose email address is verified, and signs in. Returns an ID token."""
    cognito = emulator.client("cognito-idp")
    attributes = {"email": email, "email_verified": "true"}
    cognito.admin_create_user(
        UserPoolId=pool_id,
        Username=email,
        UserAttributes=[{"Name": name, "Value": value} for name, value in attributes.items()],
        TemporaryPassword=PASSWORD,
        MessageAction="SUPPRESS",
    )
    cognito.admin_set_user_password(UserPoolId=pool_id, Username=email, Password=PASSWORD, Permanent=True)
    answer = cognito.admin_initiate_auth(
        UserPoolId=pool_id,
        ClientId=client_id,
        AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": email, "PASSWORD": PASSWORD},
    )
    return answer["AuthenticationResult"]["IdToken"]


@pytest.fixture
def email(name: str) -> str:
    return f"{name}@example.com"


@pytest.fixture
def token(website: Outputs, emulator: Emulator, email: str) -> str:
    pool_id = website["aws:cognito/userPool:UserPool"].value["id"]
    return sign_up(emulator, pool_id, website["audience"].value, email)


def whoami(web: httpx.Client, website: Outputs, token: str | None) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return web.get(f"{website['apiUrl'].value}whoami", headers=headers)


def test_a_function_is_told_the_claims_of_a_token_as_texts(
    website: Outputs, web: httpx.Client, token: str, email: str
) -> None:
    claims = whoami(web, website, token).json()
    told = {name: claims[name] for name in ("iss", "aud", "email", "email_verified", "token_use")}
    assert told == {
        "iss": website["issuer"].value,
        "aud": website["audience"].value,
        "email": email,
        "email_verified": "true",
        "token_use": "id",
    }
    assert claims["sub"]


@pytest.mark.parametrize("token", [None, "nonsense", "a.b.c"])
def test_without_a_token_nobody_gets_in(website: Outputs, web: httpx.Client, token: str | None) -> None:
    answer = whoami(web, website, token)
    assert (answer.status_code, answer.json()) == (HTTPStatus.UNAUTHORIZED, {"message": "Unauthorized"})


def test_a_token_that_was_altered_is_refused(website: Outputs, web: httpx.Client, token: str) -> None:
    header, payload, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    altered = json.dumps(claims | {"email": "somebody.else@example.com"}).encode()
    forged = f"{header}.{base64.urlsafe_b64encode(altered).rstrip(b'=').decode()}.{signature}"
    assert whoami(web, website, forged).status_code == HTTPStatus.UNAUTHORIZED


def test_a_token_of_another_pool_or_client_is_refused(
    website: Outputs, web: httpx.Client, emulator: Emulator, email: str
) -> None:
    cognito = emulator.client("cognito-idp")
    other_pool = cognito.create_user_pool(PoolName="other")["UserPool"]["Id"]
    for number, pool_id in enumerate([other_pool, website["aws:cognito/userPool:UserPool"].value["id"]]):
        client = cognito.create_user_pool_client(
            UserPoolId=pool_id, ClientName="other", ExplicitAuthFlows=["ALLOW_ADMIN_USER_PASSWORD_AUTH"]
        )
        client_id = client["UserPoolClient"]["ClientId"]
        foreign = sign_up(emulator, pool_id, client_id, f"{number}-{email}")
        assert whoami(web, website, foreign).status_code == HTTPStatus.UNAUTHORIZED


def test_a_function_can_read_the_issuers_discovery_document(website: Outputs, emulator: Emulator) -> None:
    issuer = website["issuer"].value
    address = f"{issuer}/.well-known/openid-configuration"
    source = f"""
import json, urllib.request
def handle(event, context):
    with urllib.request.urlopen("{address}", timeout=5) as document:
        return json.load(document)
"""
    answer = emulator.client("lambda").invoke(FunctionName=create_function(emulator, source))
    document = json.load(answer["Payload"])
    assert document["issuer"] == issuer
    assert document["authorization_endpoint"] == f"{emulator.endpoint}/oauth2/authorize"
    assert document["token_endpoint"] == f"{emulator.endpoint}/oauth2/token"


class SignInPage:
    """Walks through the hosted sign-in, as a browser that came from the site."""

    def __init__(self, website: Outputs, web: httpx.Client) -> None:
        self._web = web
        page = urlsplit(website["siteUrl"].value)
        self._headers = {"Origin": f"{page.scheme}://{page.netloc}", "Sec-Fetch-Site": "same-origin"}
        self._client = {
            "client_id": website["audience"].value,
            "redirect_uri": f"{website['siteUrl'].value}/",
        }
        self.query = {
            **self._client,
            "response_type": "code",
            "scope": "openid email profile",
            "state": "where I was",
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
        }

    def open(self, **different: str) -> httpx.Response:
        query = {**self.query, **different}
        return self._web.get("/oauth2/authorize", params=query, headers=self._headers)

    def submit(self, email: str, password: str) -> httpx.Response:
        form = {**self.query, "username": email, "password": password}
        return self._web.post("/login", data=form, headers=self._headers)

    def exchange(self, code: str, verifier: str) -> httpx.Response:
        grant = {"grant_type": "authorization_code", "code": code, "code_verifier": verifier}
        return self._web.post("/oauth2/token", data={**self._client, **grant})

    def leave(self) -> httpx.Response:
        query = {"client_id": self._client["client_id"], "logout_uri": self._client["redirect_uri"]}
        return self._web.get("/logout", params=query, headers=self._headers)


@pytest.fixture
def sign_in(website: Outputs, emulator: Emulator) -> Iterator[SignInPage]:
    """A browser of its own, for it keeps cookies."""
    with httpx.Client(base_url=emulator.endpoint, trust_env=False) as browser:
        yield SignInPage(website, browser)


def test_who_signed_in_is_not_asked_again_until_they_sign_out(
    sign_in: SignInPage,
    token: str,  # noqa: ARG001 - the user exists
    email: str,
) -> None:
    assert sign_in.open().status_code == HTTPStatus.OK
    sign_in.submit(email, PASSWORD)
    again = sign_in.open()
    assert again.status_code == HTTPStatus.FOUND
    code = parse_qs(urlsplit(again.headers["location"]).query)["code"][0]
    assert sign_in.exchange(code, VERIFIER).status_code == HTTPStatus.OK
    assert sign_in.leave().status_code == HTTPStatus.FOUND
    assert sign_in.open().status_code == HTTPStatus.OK


def test_a_session_is_for_its_own_pool(sign_in: SignInPage, token: str, email: str) -> None:  # noqa: ARG001 - the user exists
    sign_in.submit(email, PASSWORD)
    assert sign_in.open(client_id="another").status_code != HTTPStatus.FOUND


def test_the_hosted_page_signs_in_and_leads_back_with_a_code_for_a_token(
    website: Outputs, web: httpx.Client, sign_in: SignInPage, token: str, email: str
) -> None:
    assert '<form method="POST" action="/login">' in sign_in.open().text
    back = sign_in.submit(email, PASSWORD)
    assert back.status_code == HTTPStatus.FOUND
    site, _, query = back.headers["location"].partition("?")
    assert site == f"{website['siteUrl'].value}/"
    answered = parse_qs(query)
    assert answered["state"] == ["where I was"]
    session = sign_in.exchange(answered["code"][0], VERIFIER).json()
    claims = whoami(web, website, session["id_token"]).json()
    assert claims["sub"] == whoami(web, website, token).json()["sub"]


def test_a_code_is_for_who_asked_and_works_once(sign_in: SignInPage, token: str, email: str) -> None:
    assert token
    location = sign_in.submit(email, PASSWORD).headers["location"]
    code = parse_qs(urlsplit(location).query)["code"][0]
    answers = [sign_in.exchange(code, verifier) for verifier in ("wrong" * 10, VERIFIER, VERIFIER)]
    statuses = [answer.status_code for answer in answers]
    assert statuses == [HTTPStatus.BAD_REQUEST, HTTPStatus.OK, HTTPStatus.BAD_REQUEST]
    assert answers[0].json()["error"] == "invalid_grant"


def test_a_wrong_password_leads_nowhere(sign_in: SignInPage, token: str, email: str) -> None:
    assert token
    assert "Incorrect username or password" in sign_in.submit(email, "wrong").text


def test_a_code_is_sent_to_the_site_alone(sign_in: SignInPage) -> None:
    assert sign_in.open(redirect_uri="https://evil.example/").status_code == HTTPStatus.BAD_REQUEST


def test_a_foreign_page_cannot_open_the_sign_in(web: httpx.Client, sign_in: SignInPage) -> None:
    foreign = {"Sec-Fetch-Site": "cross-site"}
    answer = web.get("/oauth2/authorize", params=sign_in.query, headers=foreign)
    assert answer.status_code == HTTPStatus.FORBIDDEN


class TestIssuerOfAnAuthorizer:
    """API Gateway refuses an issuer that publishes no discovery document."""

    @pytest.fixture(scope="class")
    @staticmethod
    def api_id(emulator: Emulator) -> str:
        created = emulator.client("apigatewayv2").create_api(Name="strict", ProtocolType="HTTP")
        return str(created["ApiId"])

    @staticmethod
    def authorize(emulator: Emulator, api_id: str, issuer: str) -> None:
        emulator.client("apigatewayv2").create_authorizer(
            ApiId=api_id,
            Name="strict",
            AuthorizerType="JWT",
            IdentitySource=["$request.header.Authorization"],
            JwtConfiguration={"Issuer": issuer, "Audience": ["an-app"]},
        )

    @pytest.mark.parametrize("path", ["/tenant", "/keys/"])
    def test_one_that_does_not_answer_as_an_issuer_is_refused(
        self, emulator: Emulator, api_id: str, oidc_issuer: OidcIssuer, path: str
    ) -> None:
        with pytest.raises(ClientError, match="Issuer must have a valid discovery endpoint") as refused:
            self.authorize(emulator, api_id, oidc_issuer.url + path)
        assert refused.value.response["Error"]["Code"] == "BadRequestException"
        assert emulator.client("apigatewayv2").get_authorizers(ApiId=api_id)["Items"] == []

    def test_one_that_cannot_be_reached_is_refused(self, emulator: Emulator, api_id: str) -> None:
        with pytest.raises(ClientError, match="Invalid issuer"):
            self.authorize(emulator, api_id, "http://127.0.0.1:1")

    def test_user_pools_are_issuers_also_by_their_names_on_aws(self, emulator: Emulator) -> None:
        api_id = emulator.client("apigatewayv2").create_api(Name="pooled", ProtocolType="HTTP")["ApiId"]
        pool = emulator.client("cognito-idp").create_user_pool(PoolName="strict")["UserPool"]["Id"]
        for issuer in (f"{emulator.endpoint}/{pool}", f"https://cognito-idp.us-east-1.amazonaws.com/{pool}"):
            self.authorize(emulator, api_id, issuer)
        with pytest.raises(ClientError, match="Invalid issuer"):
            self.authorize(emulator, api_id, "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_nobody00")


class TestAnyOtherIssuer:
    """An API may trust an issuer that is not Cognito; this one signs what the tests want."""

    AUDIENCE = "the-app"

    @pytest.fixture(scope="class")
    @staticmethod
    def url(emulator: Emulator, oidc_issuer: OidcIssuer) -> str:
        api = emulator.client("apigatewayv2")
        api_id = api.create_api(Name="federated", ProtocolType="HTTP")["ApiId"]
        authorizer = api.create_authorizer(
            ApiId=api_id,
            Name="federated",
            AuthorizerType="JWT",
            IdentitySource=["$request.header.Authorization"],
            JwtConfiguration={"Issuer": oidc_issuer.url, "Audience": [TestAnyOtherIssuer.AUDIENCE]},
        )
        source = "def handle(event, context): return {'statusCode': 200, 'body': 'in'}"
        settings = {"AuthorizationType": "JWT", "AuthorizerId": authorizer["AuthorizerId"]}
        create_route(emulator, api_id, "GET /", create_function(emulator, source), **settings)
        api.create_stage(ApiId=api_id, StageName="$default", AutoDeploy=True)
        return f"/_aws/execute-api/{api_id}/"

    @pytest.mark.parametrize(
        ("claims", "status"),
        [
            ({}, HTTPStatus.OK),
            ({"exp": 1_000_000_000}, HTTPStatus.UNAUTHORIZED),
            ({"nbf": 4_000_000_000}, HTTPStatus.UNAUTHORIZED),
            ({"aud": "another-app"}, HTTPStatus.UNAUTHORIZED),
            ({"iss": "https://evil.example"}, HTTPStatus.UNAUTHORIZED),
        ],
        ids=str,
    )
    def test_a_token_is_taken_while_all_its_claims_hold(
        self, web: httpx.Client, url: str, oidc_issuer: OidcIssuer, claims: dict[str, object], status: int
    ) -> None:
        token = oidc_issuer.sign({"aud": self.AUDIENCE, **claims})
        assert web.get(url, headers={"Authorization": f"Bearer {token}"}).status_code == status
