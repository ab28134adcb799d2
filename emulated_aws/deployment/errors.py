"""Errors of a deployment."""


class UnsupportedError(Exception):
    """The program asks for something that this deployment has no entry for.

    Args:
        what: The thing, and what is wrong with it where that is not plain.
    """

    def __init__(self, what: str) -> None:
        super().__init__(f"the emulated AWS does not support {what}")


class RefusedError(Exception):
    """AWS would refuse a request, although the emulator may take it.

    Args:
        constraints: What it breaks, one a line.
    """

    def __init__(self, constraints: list[str]) -> None:
        super().__init__("\n".join(f"AWS would refuse {constraint}" for constraint in constraints))


class DeploymentError(Exception):
    """A resource could not be created. Names its type, its name and where the program declares it."""
