"""Rules of Cognito's user pools."""

from collections.abc import Iterator

from preview.recording import Recording, Resource
from preview.rules.rule import Problem, Rule, like, must

_CLIENT, _DOMAIN = "cognito/userPoolClient:UserPoolClient", "cognito/userPoolDomain:UserPoolDomain"
_POOL = "cognito/userPool:UserPool"

_REFERENCE = "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference"
_CREATE_CLIENT = f"{_REFERENCE}/API_CreateUserPoolClient.html"
_GUIDE = "https://docs.aws.amazon.com/cognito/latest/developerguide"

_RESERVED = ("amazon", "aws", "cognito")


def _find_flow_without_callback(client: Resource, _recording: Recording) -> Iterator[Problem]:
    flows = {"code", "implicit"} & {*client.inputs.get("allowedOauthFlows", ())}
    if flows and not client.inputs.get("callbackUrls"):
        yield "callbackUrls", f"must not be empty with allowedOauthFlows {', '.join(sorted(flows))}"


def _find_mixed_flows(client: Resource, _recording: Recording) -> Iterator[Problem]:
    flows = client.inputs.get("allowedOauthFlows", ())
    if "client_credentials" in flows and len(flows) > 1:
        yield "allowedOauthFlows", "must have client_credentials alone, or not at all"


def _find_two_kinds_of_names(pool: Resource, _recording: Recording) -> Iterator[Problem]:
    if pool.inputs.get("aliasAttributes") and pool.inputs.get("usernameAttributes"):
        yield "aliasAttributes", "must not be given together with usernameAttributes"


RULES = (
    Rule(_CLIENT, _CREATE_CLIENT, _find_flow_without_callback),
    Rule(_CLIENT, _CREATE_CLIENT, _find_mixed_flows),
    *(
        like(
            _CLIENT,
            f"{urls}.*",
            # An app's own scheme may stand in place of https.
            r"(https://[^#*]+|http://(localhost|127\.0\.0\.1|\[::1\])([:/][^#*]*)?|(?!https?:)[a-z][\w+.-]*:[^#*]+)",
            "an absolute URL without a fragment, by https unless it is of localhost",
            _CREATE_CLIENT,
        )
        for urls in ("callbackUrls", "logoutUrls")
    ),
    must(
        _DOMAIN,
        "domain",
        f"a name without {', '.join(_RESERVED)}",
        f"{_GUIDE}/cognito-user-pools-assign-domain-prefix.html",
        lambda domain: "." in domain or not any(word in domain for word in _RESERVED),
    ),
    Rule(_POOL, f"{_GUIDE}/user-pool-settings-attributes.html", _find_two_kinds_of_names),
)
