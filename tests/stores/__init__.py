"""Contracts of the stores, kept by the tables of the deployed stack and by their stand-ins in unit tests."""
