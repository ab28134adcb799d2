"""Errors of the services, by the SDK's names for them."""

from typing import Any

from functions.runtime.aws.answer import Answer


class ClientError(Exception):
    """A service refuses a call, or fails at it.

    Attributes:
        response: What the service says: `Error` with `Code` and `Message`, and what else is in the answer.
        answer: The whole answer.
    """

    def __init__(self, response: dict[str, Any], operation: str, answer: Answer) -> None:
        error = response["Error"]
        super().__init__(f"{operation} failed with {error['Code']} ({answer.status}): {error['Message']}")
        self.response = response
        self.answer = answer


class UnreachableError(OSError):
    """There was no connection to the service: it certainly did nothing."""


class Exceptions:
    """The errors of a service, each a class of its own: `exceptions.ConditionalCheckFailedException`."""

    def __init__(self) -> None:
        self._classes: dict[str, type[ClientError]] = {}

    def __getattr__(self, name: str) -> type[ClientError]:
        """Makes a class when it is first named: by the `except` that waits for it, or by a failure."""
        return self._classes.setdefault(name, type(name, (ClientError,), {}))

    def of_code(self, code: str) -> type[ClientError]:
        """Returns the class of an error by its code, in which some services leave out the last word."""
        is_whole = code.endswith(("Exception", "Error"))
        return self.__getattr__(code if is_whole else f"{code}Exception")
