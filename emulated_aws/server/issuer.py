"""Tokens of Cognito user pools, from an issuer that can be reached.

MiniStack's tokens name the issuer that they would have on AWS, `https://cognito-idp.<region>.amazonaws.com/…`.
Who verifies a token reads the issuer's discovery document (OpenID Connect Discovery 1.0, section 4), and that
name leads away from here. So the issuer is where MiniStack serves the document: `<endpoint>/<pool id>`.

Delete when MiniStack can be told to name itself as the issuer.
"""

import json
from typing import Any

from ministack.services import cognito


def install(endpoint: str) -> None:
    """Gives tokens and discovery documents that issuer.

    Args:
        endpoint: The URL of the emulated AWS, without a slash at the end.
    """
    sign = cognito._signed_jwt
    discover = cognito.well_known_openid_configuration

    def signed_jwt(claims: dict[str, Any], pool_id: str = "", use: str = "") -> str:
        if pool_id:
            claims = {**claims, "iss": f"{endpoint}/{pool_id}"}
        return sign(claims, pool_id, use)  # type: ignore[no-any-return] # MiniStack is untyped

    def discovery_document(pool_id: str, *request: Any) -> tuple[int, dict[str, str], bytes]:  # noqa: ANN401 - passed on
        status, headers, body = discover(pool_id, *request)
        document = json.loads(body) | {"issuer": f"{endpoint}/{pool_id}"}
        return status, headers, json.dumps(document).encode()

    cognito._signed_jwt = signed_jwt
    cognito.well_known_openid_configuration = discovery_document
