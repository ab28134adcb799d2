"""What a deployment raises."""


class UnsupportedError(Exception):
    """The program asks for something that this deployment has no entry for."""


class DeploymentError(Exception):
    """A resource could not be created. Names its type, its name and where the program declares it."""
