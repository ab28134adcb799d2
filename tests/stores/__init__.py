"""Contracts of the stores, kept by the tables of the deployed stack and by what stands in for them in tests."""
