"""Slash at the end of an HTTP API's path.

On AWS `/pets/` is another path than `/pets`, and no route can be made for it: it goes to `$default`, or is
not found. MiniStack, which looks for a stage's name at the beginning of the path, loses the slash of a path
with one segment.

Delete when MiniStack keeps that slash.
"""

from ministack import app
from ministack.services import apigateway


def install() -> None:
    """Names the stage `$default`, where it is meant, in the addresses that MiniStack would misread."""
    parse_url = app._parse_execute_api_url

    def parse_url_with_slash(host: str, path: str) -> tuple[str, str, str] | None:
        parsed: tuple[str, str, str] | None = parse_url(host, path)
        if parsed is None or not path.endswith("/"):
            return parsed
        api_id, stage, rest = parsed
        stages = apigateway.stages_for_api(api_id)
        if rest == "/" and stage not in stages and "$default" in stages:
            return api_id, "$default", f"/{stage}/"
        return parsed

    app._parse_execute_api_url = parse_url_with_slash
