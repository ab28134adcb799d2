"""Refusal of JWT authorizers whose issuer has no discovery document.

API Gateway fetches the document as it creates an authorizer, and refuses the authorizer without it. MiniStack
looks for it when the first token comes. AWS does not document the rule; its error is quoted in
https://github.com/haandol/cognito-kakao-example/issues/1.

Delete when MiniStack refuses such an authorizer.
"""

import json
import re
from http import HTTPStatus
from typing import Any

from ministack.services import apigateway

_AUTHORIZERS = re.compile(r"/v2/apis/[^/]+/authorizers/?")
_COGNITO = re.compile(r"https://cognito-idp\.[\w-]+\.amazonaws\.com")


def install(endpoint: str) -> None:
    """Looks for the document before an authorizer is created.

    Args:
        endpoint: The URL of the emulated AWS, which stands in for Cognito, without a slash at the end.
    """
    handle_request = apigateway.handle_request

    async def handle_discovered(method: str, path: str, headers: object, body: bytes, query: object) -> Any:  # noqa: ANN401 - passed on
        if method == "POST" and _AUTHORIZERS.fullmatch(path):
            issuer = json.loads(body).get("jwtConfiguration", {}).get("issuer")
            if issuer and not await _is_discovered(_COGNITO.sub(endpoint, issuer)):
                return apigateway._apigw_error(
                    "BadRequestException", _refusal(issuer), HTTPStatus.BAD_REQUEST
                )
        return await handle_request(method, path, headers, body, query)

    apigateway.handle_request = handle_discovered


async def _is_discovered(issuer: str) -> bool:
    apigateway._oidc_config_cache.pop(issuer.rstrip("/"), None)  # it remembers failures for a minute
    return await apigateway._fetch_oidc_jwks_uri(issuer) is not None


def _refusal(issuer: str) -> str:
    discovery = "/.well-known/openid-configuration"
    return (
        f"Caught exception when connecting to {issuer.rstrip('/')}{discovery} for issuer {issuer}."
        f" Please try again later. Error: Invalid issuer: {issuer}."
        f" Issuer must have a valid discovery endpoint ended with '{discovery}'"
    )
