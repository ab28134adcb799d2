"""The fraud check's function."""
