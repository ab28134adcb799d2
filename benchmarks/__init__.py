"""Benchmarks of the functions beside peers, in one run: `make bench` writes docs/performance.md."""
