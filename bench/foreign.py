"""Writes an estate as another hand would: `python bench/foreign.py IN OUT`.

One record a file, keys by the alphabet, single quotes, comments, indented lists: all of it valid, none of it our own canonical text,
so that reading it is measured without the fast path.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.estates import ENVIRONMENT
from propops.store.reader import parse
from propops.store.scalars import write_scalar

COMMENT = "# 手工录入\n"


def rewrite(path: str, text: str) -> Iterator[tuple[str, str]]:
    """The files that a record file becomes."""
    top = parse(text, path).top
    if isinstance(top, Mapping):
        yield path, COMMENT + _mapping(top, 0)
    for record in top if isinstance(top, list) else ():
        yield f"{path.removesuffix('.yaml')}/{record['id']}.yaml", f"{COMMENT}- {_mapping(record, 2).lstrip(' ')}"


def _mapping(values: Mapping[str, Any], column: int) -> str:
    return "".join(f"{' ' * column}{key}: {_value(values[key], column + 2)}\n" for key in sorted(values))


def _value(value: Any, column: int) -> str:
    if isinstance(value, Mapping):
        return "\n" + _mapping(value, column)[:-1]
    if isinstance(value, list) and value:
        return "".join(f"\n{' ' * column}- {_value(item, column + 2).lstrip()}" for item in value)
    return _scalar(value)


def _scalar(value: Any) -> str:
    if not isinstance(value, str):
        return write_scalar(value)
    return f"'{value.replace(chr(39), chr(39) * 2)}'" if value.isprintable() else json.dumps(value)


def main(given: Path, out: Path) -> None:
    out.mkdir(parents=True)
    (out / ".gitignore").write_text(".propops/\n")
    for file in sorted((given / "records").rglob("*.yaml")):
        for path, text in rewrite(file.relative_to(given).as_posix(), file.read_text("utf-8")):
            (out / path).parent.mkdir(parents=True, exist_ok=True)
            (out / path).write_text(text, "utf-8")
    for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--message", "foreign"]):
        subprocess.run(["git", "-C", str(out), *command], check=True, env={**os.environ, **ENVIRONMENT})


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
