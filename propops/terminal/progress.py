"""A bar on the terminal while many things are done; a script sees nothing of it."""

import sys
from collections.abc import Iterator, Sequence
from typing import TypeVar

import click

T = TypeVar("T")
WORTH_A_BAR = 50


def progress(things: Sequence[T]) -> Iterator[T]:
    if len(things) < WORTH_A_BAR or not sys.stderr.isatty():
        yield from things
        return
    with click.progressbar(things, file=sys.stderr) as bar:
        yield from bar
