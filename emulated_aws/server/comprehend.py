"""Amazon Comprehend's `DetectEntities`, which MiniStack lacks.

The API is AWS JSON 1.1 as in botocore's model `comprehend/2017-11-27`. The limit is that of the developer
guide, "Guidelines and quotas": 100 KB a document. A KB has 1,000 bytes of UTF-8 there, as AWS's own message
shows ("Max length of request text allowed is 100000 bytes").

Delete when MiniStack has Comprehend, finds entities in a text and can be told to throttle.
"""

import json
from http import HTTPStatus
from typing import Any

from hypercorn.typing import ASGIReceiveCallable, ASGISendCallable, HTTPScope
from ministack.app import SERVICE_HANDLERS
from ministack.core.iam_actions import SERVICE_TO_IAM_NAMESPACE
from ministack.core.router import SERVICE_PATTERNS

from emulated_aws.server.asgi import read_json, respond
from emulated_aws.server.entity_recognition import LANGUAGE, Entity, EntityRecognizer

_MAX_DOCUMENT_BYTES = 100_000

_TARGET = "Comprehend_20171127"

_AWS_LANGUAGES = ("en", "es", "fr", "de", "it", "pt", "ar", "hi", "ja", "ko", "zh", "zh-TW")


class ComprehendError(Exception):
    """An error that Comprehend answers with.

    Args:
        code: AWS's name of the error.
        message: What a person reads.
        status: HTTP status; all of Comprehend's errors are 400 but `InternalServerException`.
    """

    def __init__(self, code: str, message: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> None:
        super().__init__(message)
        self.code = code
        self.status = status


_FAULTS = {
    "ThrottlingException": ("Rate exceeded", HTTPStatus.BAD_REQUEST),
    "InternalServerException": (
        "An internal server error occurred. Retry your request.",
        HTTPStatus.INTERNAL_SERVER_ERROR,
    ),
}


class Comprehend:
    """The service, and the switch that makes it fail."""

    def __init__(self, recognizer: EntityRecognizer) -> None:
        self._recognizer = recognizer
        self._fault: str | None = None

    def install(self) -> None:
        """Makes MiniStack route Comprehend's calls here, and enforce IAM on them."""
        SERVICE_HANDLERS["comprehend"] = self._handle
        # Without a pattern MiniStack reads all of botocore's models to learn that the service exists: 5 s.
        SERVICE_PATTERNS["comprehend"] = {"target_prefixes": [f"{_TARGET}."]}
        SERVICE_TO_IAM_NAMESPACE["comprehend"] = "comprehend"

    async def serve_fault(
        self, scope: HTTPScope, receive: ASGIReceiveCallable, send: ASGISendCallable
    ) -> None:
        """Serves `/_local/comprehend/fault`.

        `PUT {"error": "ThrottlingException" | "InternalServerException"}` makes every call fail like that,
        `DELETE` ends it.
        """
        if scope["method"] == "DELETE":
            self._fault = None
        elif scope["method"] == "PUT":
            match await read_json(receive):
                case {"error": str(fault)} if fault in _FAULTS:
                    self._fault = fault
                case _:
                    expected = f'Expected {{"error": …}} with one of: {", ".join(_FAULTS)}\n'
                    return await respond(send, HTTPStatus.BAD_REQUEST, expected.encode())
        else:
            return await respond(send, HTTPStatus.METHOD_NOT_ALLOWED)
        return await respond(send, HTTPStatus.NO_CONTENT)

    async def _handle(
        self, _method: str, _path: str, headers: dict[str, str], body: bytes, _query: dict[str, list[str]]
    ) -> tuple[int, dict[str, str], bytes]:
        operation = headers.get("x-amz-target", "").removeprefix(f"{_TARGET}.")
        status, answer = HTTPStatus.OK, {}
        try:
            answer = await self._answer(operation, body)
        except ComprehendError as error:
            status, answer = error.status, {"__type": error.code, "Message": str(error)}
        return status, {"Content-Type": "application/x-amz-json-1.1"}, json.dumps(answer).encode()

    async def _answer(self, operation: str, body: bytes) -> dict[str, Any]:
        if self._fault:
            raise ComprehendError(self._fault, *_FAULTS[self._fault])
        try:
            request = json.loads(body)
        except ValueError as error:
            raise ComprehendError("SerializationException", "The body is not JSON.") from error
        match operation, request:
            case "DetectEntities", {"Text": str(text), "LanguageCode": str(language), **rest} if not rest:
                _check_language(language)
                return {"Entities": await self._detect(text)}
            case "DetectEntities", _:
                message = "The emulated Comprehend takes Text and LanguageCode, and supports nothing else."
                raise ComprehendError("InvalidRequestException", message)
        raise ComprehendError("UnknownOperationException", f"The emulated Comprehend has no {operation!r}.")

    async def _detect(self, text: str) -> list[Entity]:
        if not text:
            raise ComprehendError("InvalidRequestException", "Input text can not be empty.")
        try:
            size = len(text.encode())
        except UnicodeEncodeError as error:  # JSON can spell half a surrogate pair
            raise ComprehendError("InvalidRequestException", "Input text is not valid Unicode.") from error
        if size > _MAX_DOCUMENT_BYTES:
            message = (
                "Input text size exceeds limit. Max length of request text allowed is"
                f" {_MAX_DOCUMENT_BYTES} bytes while in this request the text size is {size} bytes"
            )
            raise ComprehendError("TextSizeLimitExceededException", message)
        return await self._recognizer.recognize(text)


def _check_language(language: str) -> None:
    if language not in _AWS_LANGUAGES:
        message = (
            f"Value '{language}' at 'languageCode' failed to satisfy constraint: "
            f"Member must satisfy enum value set: [{', '.join(_AWS_LANGUAGES)}]"
        )
        raise ComprehendError("ValidationException", message)
    if language != LANGUAGE:
        message = (
            f"The emulated Comprehend recognizes entities in {LANGUAGE!r} only. On AWS, {language!r} works."
        )
        raise ComprehendError("UnsupportedLanguageException", message)
