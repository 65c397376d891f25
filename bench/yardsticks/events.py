"""E: reads every YAML file below the given paths through ruamel.yaml's C event parser into dict, list and str.

No resolving of scalars, no places, no rules: what reading the files costs any program that uses this parser well.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from _ruamel_yaml import CParser
from ruamel.yaml.events import MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent


def read(file: Path) -> Any:
    following: Callable[[], Any] = CParser(file.read_bytes()).get_event
    while event := following():
        if isinstance(event, (MappingStartEvent, SequenceStartEvent)):
            return _value(event, following)
    return None


def _value(event: Any, following: Callable[[], Any]) -> Any:
    kind = type(event)
    if kind is ScalarEvent:
        return event.value
    if kind is MappingStartEvent:
        mapping = {}
        while type(key := following()) is not MappingEndEvent:
            mapping[key.value] = _value(following(), following)
        return mapping
    items = []
    while type(item := following()) is not SequenceEndEvent:
        items.append(_value(item, following))
    return items


def files(paths: Iterable[str]) -> Iterator[Path]:
    for path in map(Path, paths):
        yield from sorted(path.rglob("*.yaml")) if path.is_dir() else [path]


if __name__ == "__main__":
    values = [read(file) for file in files(sys.argv[1:])]
