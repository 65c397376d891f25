"""`make bench`: every row of the speed table against its yardstick; all of them together write docs/benchmarks.md.

    python bench/run.py                                            everything, and the page
    python bench/run.py --only list,add --records 10000            some rows at one size, on the terminal only
    python bench/run.py --only list --estate DIR                   on an estate that is there already

Estates are kept in --cache from run to run.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench import estates, peers, report
from bench.cases import ROWS
from bench.estates import Estate
from bench.measuring import pairs
from bench.programs import PEERS
from bench.rows import FOREIGN, HOUSEHOLDS, PIECES, Row

BESIDE = "peers"
PEERS_FROM = 10_000  # the records among which theirs are found
KEYS = (*(row.key for row in ROWS), BESIDE)
PAGE = estates.ROOT / "docs/benchmarks.md"


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", type=keys, default=[], metavar="ROW,…", help=", ".join(KEYS))
    parser.add_argument("--records", type=sizes, default=sizes("1000,10000,100000"), metavar="N,…")
    parser.add_argument("--foreign-records", type=sizes, default=sizes("10000"), metavar="N,…", help="those by another hand")
    parser.add_argument("--peer-records", type=sizes, default=sizes("1000,10000"), metavar="N,…", help="complaints for the peers")
    parser.add_argument("--households", type=sizes, default=sizes("1000,10000"), metavar="N,…", help="for the planners")
    parser.add_argument("--runs", type=int, default=9, help="pairs")
    parser.add_argument("--estate", type=Path, help="measure this one instead of generated ones")
    parser.add_argument("--cache", type=Path, help="where generated estates are kept; else they are thrown away")
    return parser.parse_args(given)


def keys(text: str) -> list[str]:
    if unknown := set(text.split(",")) - set(KEYS):
        raise argparse.ArgumentTypeError(f"no row is called {', '.join(sorted(unknown))}")
    return text.split(",")


def sizes(text: str) -> list[int]:
    return [int(size) for size in text.split(",")]


def measure(row: Row, roots: Sequence[tuple[int, Path]], runs: int) -> Iterator[report.Result]:
    for size, root in roots:
        with tempfile.TemporaryDirectory() as work:
            pair = row.make(Estate(root, Path(work)))
            result = report.Result(row, size, pairs(pair.command, pair.yardstick, runs, row.meter))
        print(report.line(result), flush=True)
        yield result


def roots(row: Row, given: argparse.Namespace, cache: Path) -> list[tuple[int, Path]]:
    if given.estate:
        root = given.estate.absolute()
        return [(Estate(root, root).size, root)]
    if row.by == HOUSEHOLDS:
        return [(size, estates.make(size, cache)) for size in given.households]
    if row.by == FOREIGN:
        return [(size, estates.make_foreign(estates.households_for(size), cache)) for size in given.foreign_records]
    if row.by in PIECES:
        return [(PIECES[row.by], estates.make(estates.households_for(min(given.records)), cache))]
    return [(size, estates.make(estates.households_for(size), cache)) for size in given.records]


def measure_peers(given: argparse.Namespace, cache: Path) -> peers.Cells:
    root = estates.make(estates.households_for(PEERS_FROM), cache)
    with tempfile.TemporaryDirectory() as work:
        return peers.table(Estate(root, Path(work)), given.peer_records, given.runs, lambda line: print(line, flush=True))


def versions() -> dict[str, str]:
    programs = {"git": "git"} | {peer.name: peer.program for peer in PEERS if peer.program}
    return {name.partition(",")[0]: report.version_of(program, "--version") for name, program in programs.items()}


def main(words: Sequence[str] | None = None) -> None:
    given = arguments(words)
    rows = [row for row in ROWS if not given.only or row.key in given.only]
    with tempfile.TemporaryDirectory() as folder:
        cache = (given.cache or Path(folder)).absolute()
        cache.mkdir(parents=True, exist_ok=True)
        results = [result for row in rows for result in measure(row, roots(row, given, cache), given.runs)]
        beside = measure_peers(given, cache) if BESIDE in given.only or not given.only else {}
    if not given.only and not given.estate:
        PAGE.write_text(report.page(results, beside, given.runs, versions()), "utf-8")


if __name__ == "__main__":
    main()
