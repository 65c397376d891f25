"""Writes an estate of any size as a git repository: `python bench/make_estate.py --households 10000 --months 12 --seed 1 OUT`.

Everything is one commit, unless `--life-from 2026-09-01` says from when on every act is one of its own.
"""

import argparse
import gc
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from propops.sample import build, write_repository


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="An estate for benchmarks.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--households", type=int, default=1000)
    parser.add_argument("--months", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--until", type=date.fromisoformat, default=date(2026, 11, 30))
    parser.add_argument("--life-from", type=date.fromisoformat)
    return parser.parse_args(given)


def main(given: Sequence[str] | None = None) -> None:
    args = arguments(given)
    history = build(args.households, args.months, args.seed, args.until)
    write_repository(history, args.out, args.life_from)
    print(f"{args.out}: {args.households} households, {len(history.state())} records")


if __name__ == "__main__":
    gc.disable()  # millions of records that all stay alive: looking for garbage takes a fifth of the time
    main()
