"""CORS headers of what an HTTP API answers by itself, such as 401.

MiniStack adds them to the answers of integrations alone, and so a page sees a network error in place of a
401. AWS's documents speak of integrations too, and say nothing of the API's own answers (developer guide,
"Configure CORS for HTTP APIs"). They are taken to be treated alike here: nobody has tried it on AWS.

Delete when MiniStack adds them to all answers, or AWS's documents say otherwise.
"""

from typing import Any

from ministack.core.responses import request_scope
from ministack.services import apigateway

Response = tuple[int, dict[str, str], bytes]


def install() -> None:
    """Adds the headers once the answer is there."""
    handle_execute = apigateway.handle_execute

    async def handle_execute_with_cors(
        api_id: str,
        stage: str,
        path: str,
        method: str,
        headers: dict[str, str],
        *args: Any,  # noqa: ANN401 - passed on
        **kwargs: Any,  # noqa: ANN401 - the same
    ) -> Response:
        status, answered, body = await handle_execute(api_id, stage, path, method, headers, *args, **kwargs)
        return status, {**answered, **_cors_headers(api_id, headers.get("origin", ""))}, body

    apigateway.handle_execute = handle_execute_with_cors


def _cors_headers(api_id: str, origin: str) -> dict[str, str]:
    scope = apigateway.find_api_scope(api_id)
    if scope is None:
        return {}
    with request_scope(*scope):
        configuration = apigateway._apis[api_id].get("corsConfiguration")
    return apigateway._cors_response_headers(configuration, origin)  # type: ignore[no-any-return] # MiniStack is untyped
