"""Errors of a deployment."""


class UnsupportedError(Exception):
    """The program asks for something that this deployment has no entry for.

    Args:
        what: The thing, and what is wrong with it where that is not plain.
    """

    def __init__(self, what: str) -> None:
        super().__init__(f"the emulated AWS does not support {what}")


class DeploymentError(Exception):
    """A resource could not be created. Names its type, its name and where the program declares it."""
