"""The sample estate: one seeded generator for `records/` of this repository, for `propops demo` and for benchmarks.

`build().files()` is what stands in `records/`; `write_repository(build(), Path("demo"), date(2026, 9, 1))` makes a git
repository with three months of life, one commit for everything that was done.
"""

from propops.sample.build import build
from propops.sample.journal import Act, History
from propops.sample.repository import write_repository

__all__ = ["Act", "History", "build", "write_repository"]
