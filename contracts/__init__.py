"""Contracts that other programs hold this one to, generated from the models that the functions use."""


class ContractError(Exception):
    """A contract cannot be written as it would be."""
