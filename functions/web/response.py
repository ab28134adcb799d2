"""HTTP responses as API Gateway takes them from a function."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class HttpResponse:
    """An answer.

    Attributes:
        status: The HTTP status code.
        body: The JSON text. Empty where the status has no content, such as 304.
        content_type: The media type of the body, if there is one.
        headers: Further headers.
    """

    status: int
    body: str = ""
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)

    def to_event(self) -> dict[str, object]:
        """Writes the answer as API Gateway takes it from a function (HTTP APIs, payload format 2.0)."""
        content_headers = {"content-type": self.content_type} if self.body else {}
        return {"statusCode": self.status, "headers": content_headers | self.headers, "body": self.body}
