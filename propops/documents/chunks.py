"""Filled text cut at its empty lines; a fence with a directive is a chunk of its own, `columns` one with its table."""

from collections.abc import Iterator

from propops.tuples import NamedTuple

FENCE = "```"


class Chunk(NamedTuple):
    """`directive` is (name, what stands behind it); for `columns` (name, its lines), and `text` is the table."""

    text: str
    directive: tuple[str, str] | None = None


def chunks(text: str) -> Iterator[Chunk]:
    lines = iter(text.split("\n"))
    gathered: list[str] = []
    columns: tuple[str, str] | None = None
    for line in lines:
        if line.startswith(FENCE):
            if gathered:
                yield Chunk("\n".join(gathered), columns)
                gathered, columns = [], None
            chunk = _fenced(line[len(FENCE) :], lines)
            if chunk.directive and chunk.directive[0] == "columns":
                columns = ("columns", chunk.text)
            else:
                yield chunk
        elif line.strip():
            gathered.append(line)
        elif gathered:
            yield Chunk("\n".join(gathered), columns)
            gathered, columns = [], None
    if gathered:
        yield Chunk("\n".join(gathered), columns)


def _fenced(info: str, lines: Iterator[str]) -> Chunk:
    name, _, rest = info.strip().partition(" ")
    body = []
    for line in lines:
        if line.startswith(FENCE):
            break
        body.append(line)
    return Chunk("\n".join(body), (name, rest.strip()))
