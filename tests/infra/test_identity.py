"""`Identity` on its own."""

import re

import pulumi
import pytest

from infra.identity import Identity, IdentityArgs
from preview.recording import record


@pytest.mark.parametrize("given", [{"issuer": "https://issuer.example"}, {"audience": "blog"}])
def test_an_issuer_and_its_audience_belong_together(given: IdentityArgs) -> None:
    with pytest.raises(pulumi.RunError, match="issuer and audience need each other"):
        record(lambda: Identity("identity", given))


def test_an_issuer_that_there_is_needs_no_user_pool() -> None:
    recorded = record(lambda: Identity("identity", {"issuer": "https://issuer.example", "audience": "blog"}))
    assert [resource.type for resource in recorded.resources] == ["blog:index:Identity"]


def test_a_user_pool_of_its_own_takes_only_users_that_an_administrator_made() -> None:
    recorded = record(lambda: Identity("identity", {}))
    pool = recorded.one("cognito/userPool:UserPool", "identity-users")
    assert pool["adminCreateUserConfig"] == {"allowAdminCreateUserOnly": True}
    assert pool["deletionProtection"] == "ACTIVE"


def test_its_client_signs_in_with_a_code_and_goes_back_to_known_pages_only() -> None:
    recorded = record(lambda: Identity("identity", {"callback_urls": ["https://page.example/"]}))
    client = recorded.one("cognito/userPoolClient:UserPoolClient", "identity-client")
    assert client["allowedOauthFlows"] == ["code"]
    assert client["callbackUrls"] == client["logoutUrls"] == ["https://page.example/"]
    assert client.inputs.get("generateSecret") is None
    assert "ALLOW_USER_PASSWORD_AUTH" not in client["explicitAuthFlows"]


@pytest.mark.parametrize("nowhere", [{}, {"callback_urls": []}, {"callback_urls": None}])
def test_without_a_page_its_client_has_no_flow_and_its_pool_no_domain(nowhere: IdentityArgs) -> None:
    """Cognito: CallbackUrls can not be empty when code flow or implicit flow is selected."""
    recorded = record(lambda: Identity("identity", nowhere))
    client = recorded.one("cognito/userPoolClient:UserPoolClient", "identity-client")
    # They are said, and not left out: the provider keeps what it is not told.
    assert client.inputs["allowedOauthFlowsUserPoolClient"] is False
    assert client.inputs["allowedOauthFlows"] == client.inputs["allowedOauthScopes"] == []
    assert not recorded.of_type("cognito/userPoolDomain:UserPoolDomain")


def test_a_page_whose_url_is_known_only_later_is_a_page() -> None:
    recorded = record(
        lambda: Identity("identity", {"callback_urls": [pulumi.Output.from_input("https://page.example/")]})
    )
    client = recorded.one("cognito/userPoolClient:UserPoolClient", "identity-client")
    assert client["allowedOauthFlows"] == ["code"]


def test_its_domain_is_made_of_characters_that_a_domain_may_have() -> None:
    recorded = record(lambda: Identity("identity", {"callback_urls": ["https://page.example/"]}))
    domain = recorded.one("cognito/userPoolDomain:UserPoolDomain", "identity-domain")
    # https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolDomain.html
    assert re.fullmatch(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", domain["domain"])
    assert not re.search("aws|amazon|cognito", domain["domain"])


def test_its_plan_is_the_one_that_its_pages_need() -> None:
    recorded = record(lambda: Identity("identity", {"callback_urls": ["https://page.example/"]}))
    [pool] = recorded.of_type("cognito/userPool:UserPool")
    [domain] = recorded.of_type("cognito/userPoolDomain:UserPoolDomain")
    # Version 2, managed login, needs another plan than Lite: API reference, CreateUserPoolDomain.
    assert (pool["userPoolTier"], domain["managedLoginVersion"]) == ("LITE", 1)


def test_nobody_s_address_is_told_from_another_by_case() -> None:
    pool = record(lambda: Identity("identity", {})).one("cognito/userPool:UserPool", "identity-users")
    assert pool["usernameConfiguration"] == {"caseSensitive": False}
