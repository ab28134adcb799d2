"""Errors that any AWS service may answer with, in the form that its SDK understands."""

import json
from dataclasses import dataclass

from emulated_aws.faults.call import Call, Protocol

Response = tuple[int, dict[str, str], bytes]


@dataclass(frozen=True)
class ServiceError:
    """An error of a service.

    Attributes:
        code: Its code, by which the SDK decides whether to try again.
        status: Its HTTP status.
    """

    code: str
    status: int

    def answer(self, call: Call) -> Response:
        """Writes the error as an answer to a call."""
        match call.protocol:
            case Protocol.JSON:
                headers = {"Content-Type": "application/x-amz-json-1.0"}
                return self.status, headers, json.dumps({"__type": self.code, "message": _MESSAGE}).encode()
            case Protocol.QUERY:
                error = f"<Error><Code>{self.code}</Code><Message>{_MESSAGE}</Message></Error>"
                headers = {"Content-Type": "text/xml"}
                return self.status, headers, f"<ErrorResponse>{error}</ErrorResponse>".encode()
            case Protocol.REST:
                headers = {"Content-Type": "application/json", "x-amzn-ErrorType": self.code}
                return self.status, headers, json.dumps({"message": _MESSAGE}).encode()


_MESSAGE = "Injected fault."

# Where botocore's model of a service names none, "Common errors" of its API reference does.
_INTERNAL = {
    "dynamodb": ServiceError("InternalServerError", 500),
    "events": ServiceError("InternalException", 500),
    "comprehend": ServiceError("InternalServerException", 500),
    "sns": ServiceError("InternalError", 500),
    "execute-api": ServiceError("InternalServerException", 500),
}
_THROTTLING = {
    "dynamodb": ServiceError("ProvisionedThroughputExceededException", 400),
    "sqs": ServiceError("RequestThrottled", 403),
    "sns": ServiceError("Throttled", 429),
    "execute-api": ServiceError("LimitExceededException", 429),
}


def internal_error(service: str) -> ServiceError:
    """Finds what a service says when it failed by itself."""
    return _INTERNAL.get(service, ServiceError("InternalFailure", 500))


def throttling_error(service: str) -> ServiceError:
    """Finds what a service says when it is asked too much."""
    return _THROTTLING.get(service, ServiceError("ThrottlingException", 400))
