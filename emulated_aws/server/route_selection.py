"""The choice of a WebSocket message's route.

MiniStack reads each message as JSON to find its action, and closes the connection when one is nested deeper
than Python's own reader goes. AWS sends what it cannot read to `$default`, and so does this.

Delete when MiniStack takes messages that are nested too deeply for those that are not JSON.
"""

from ministack.services import apigateway


def install() -> None:
    """Takes the step over where MiniStack fails."""
    evaluate = apigateway._evaluate_route_selection

    def evaluate_any(expression: str, message: str) -> str:
        try:
            return str(evaluate(expression, message))
        except RecursionError:
            return "$default"

    apigateway._evaluate_route_selection = evaluate_any
