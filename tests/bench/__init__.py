"""Benchmarks: run them by hand, `python -m tests.bench`; they print ratios of one run and assert no times."""
