"""Benchmarks: whole commands measured against yardsticks that run in turn with them."""
