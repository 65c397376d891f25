"""Where a conversation's lines come from: a person at a terminal, with editing and recall, or a file that stands in for one."""

import sys

import click

from propops.terminal.output import echo, safe


class Keyboard:
    """A line that was given back is the next one read. EOFError: there is no more."""

    def __init__(self) -> None:
        self.is_person = sys.stdin.isatty()
        self._given_back: list[str] = []
        if self.is_person:
            _edit_lines()

    def line(self, prompt: str) -> str:
        if self._given_back:
            return self._given_back.pop()
        return _typed(prompt) if self.is_person else _read(prompt)

    def give_back(self, line: str) -> None:
        self._given_back.append(line)


def _edit_lines() -> None:
    """Arrow keys and recall of this session's lines. They hold names and phones, so that they are never written to a file."""
    try:
        import readline
    except ImportError:
        return
    readline.set_auto_history(True)


def _typed(prompt: str) -> str:
    sys.stdout.flush()
    return input(safe(prompt))


def _read(prompt: str) -> str:
    """The line is shown behind its prompt, so that what is printed reads as it would on a terminal."""
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    echo(prompt + line.rstrip("\r\n"))
    return line.rstrip("\r\n")


def show_command(text: str) -> None:
    """In grey where there is colour: it is there to be learnt, not to be read every time."""
    click.secho(safe(text), dim=True)
