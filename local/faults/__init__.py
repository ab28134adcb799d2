"""Proof under faults: `make faults` posts while calls of AWS fail, and counts what became of the posts."""
