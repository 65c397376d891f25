"""The table of peers: whole commands on the same complaint records; each program is measured if it is installed, none is needed."""

import shutil
from collections.abc import Callable, Iterator, Sequence

from bench.baselines import CLICK
from bench.complaints import Complaints, complaints
from bench.estates import Estate
from bench.measuring import Command, Failed, Spread, Yardstick, pairs, run, spread
from bench.programs import ADD, CHECK, EDIT, LIST, PEERS, SHOW, TEXT, Commands, lay_parts

SLOW, FEW = 3.0, 3  # a command of more seconds is run fewer times
TRIAL = -1  # the number of the run that tells whether it is slow

Cells = dict[tuple[str, str], dict[int, Spread | None]]


def table(estate: Estate, sizes: Sequence[int], runs: int, show: Callable[[str], None]) -> Cells:
    """Processor time of whole commands over C, by peer and operation, then size; None where a command refused or took too long."""
    cells: Cells = {}
    for size in sizes:
        known = complaints(estate, size)
        for name, commands in _laid(estate, known):
            for operation, command in commands.items():
                found = cells.setdefault((name, operation), {})[size] = _ratio(command, runs, show)
                show(f"{name:30} {operation:22} {size:>9,}  {found.median if found else float('nan'):.2f} × C")
    return cells


def _laid(estate: Estate, complaints: Complaints) -> Iterator[tuple[str, Commands]]:
    yield "propops", _propops(estate, complaints)
    for peer in PEERS:
        if peer.program is None:
            continue
        folder = estate.work / "peer"
        folder.mkdir()
        peer.lay(complaints, folder)
        yield peer.name, peer.commands(peer.program, folder, complaints[0])
        shutil.rmtree(folder)


def _ratio(command: Command, runs: int, show: Callable[[str], None]) -> Spread | None:
    try:
        taken = run(command, TRIAL).cpu
        found = pairs(command, Yardstick((CLICK,)), min(runs, FEW) if taken > SLOW else runs)
    except Failed as failed:
        show(str(failed))
        return None
    return spread([mine.cpu / theirs.cpu for mine, theirs in found])


def _propops(estate: Estate, complaints: Complaints) -> Commands:
    """In a copy of the estate whose complaints are these; the calls that became others are gone with them."""
    own = estate.copy()
    for kind in ("complaint", "contact"):
        shutil.rmtree(own.root / "records" / kind)
    (own.root / "records/complaint").mkdir()
    lay_parts(complaints, own.root / "records/complaint")
    run(own.git("add", "records"))
    run(own.git("commit", "--quiet", "--message", "bench"))
    one = complaints[0].id
    words = {
        LIST: ("complaint", "list", "status=open", "category=leak", "--format", "json"),
        SHOW: ("complaint", "show", one, "--format", "json"),
        ADD: ("complaint", "add", own.unit, TEXT, "--category", "leak", "--source", "phone"),
        EDIT: ("complaint", "edit", one, "--note", "{n}"),
        CHECK: ("check",),
    }
    return {operation: own.propops(*given) for operation, given in words.items()}
