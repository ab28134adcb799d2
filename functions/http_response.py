"""The answer to an HTTP request."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class HttpResponse:
    """An answer with JSON in its body.

    Attributes:
        status: The HTTP status code.
        body: The JSON text.
        content_type: Its media type.
        headers: Further headers.
    """

    status: int
    body: str
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)

    def to_event(self) -> dict[str, object]:
        """Writes the answer as API Gateway takes it from a function (HTTP APIs, payload format 2.0)."""
        return {
            "statusCode": self.status,
            "headers": {"content-type": self.content_type, **self.headers},
            "body": self.body,
        }
