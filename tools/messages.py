"""Collects every text people see into the Chinese catalogue, keeps what is translated, and compiles it.

    python tools/messages.py            update propops/locale/zh/LC_MESSAGES/propops.po, then compile it
    python tools/messages.py --check    exit 1 if a text is missing from the catalogue or not translated

click marks its own texts for translation but ships no catalogues, so they stand in ours. The command modules' first lines are
their help in `propops --help`.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
PO = ROOT / "propops/locale/zh/LC_MESSAGES/propops.po"
VOLATILE = (b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Generated-By', b"# ", b"#\n", b"#, fuzzy")
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}


def sources() -> Iterator[tuple[Path, str]]:
    for file in sorted((ROOT / "propops").rglob("*.py")):
        yield file, file.relative_to(ROOT).as_posix()
    for file in sorted(Path(click.__file__).parent.glob("*.py")):
        yield file, f"click/{file.name}"


def collect() -> Catalog:
    found = Catalog(locale="zh", project="propops", charset="utf-8", fuzzy=False)
    for file, name in sources():
        for _line, text, *_rest in extract_from_file("python", file, keywords=KEYWORDS):
            found.add(text, locations=[(name, 0)])
    for file in sorted((ROOT / "propops/commands").glob("[a-z]*.py")):
        found.add(file.read_text("utf-8").splitlines()[0].strip('"'), locations=[(f"propops/commands/{file.name}", 0)])
    return found


def known() -> Catalog:
    if not PO.exists():
        return Catalog(locale="zh")
    with PO.open("rb") as stream:
        return read_po(stream, locale="zh")


def missing(catalogue: Catalog) -> list[str]:
    return [str(message.id) for message in catalogue if message.id and not _is_translated(message)]


def _is_translated(message: Message) -> bool:
    strings = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    return all(strings)


def merged() -> Catalog:
    catalogue = known()
    special = [message for message in catalogue if message.context]
    catalogue.update(collect(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    for message in special:  # translations for one place only: no source names them, models.base.Label looks for them
        if catalogue.get(message.id) is not None:
            catalogue.add(message.id, message.string, context=message.context)
    return catalogue


def text_of(catalogue: Catalog) -> bytes:
    """Without dates and line numbers, so that the file changes only when a text does."""
    out = io.BytesIO()
    write_po(out, catalogue, width=100, sort_output=True, omit_header=False, no_location=True)
    lines = out.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(VOLATILE))


def main() -> int:
    catalogue = merged()
    if "--check" in sys.argv:
        left = missing(catalogue)
        print("\n".join(left))
        return 1 if left else 0
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(text_of(catalogue))
    with PO.with_suffix(".mo").open("wb") as compiled:
        write_mo(compiled, catalogue)
    print(f"{len(catalogue)} texts, {len(missing(catalogue))} not translated")
    return 0


if __name__ == "__main__":
    sys.exit(main())
