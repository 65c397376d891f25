"""Keys as they are pressed, for typing without Enter; the terminal is put back as it was, whatever happens."""

import codecs
import contextlib
import os
import sys
import termios
import tty
from collections.abc import Iterator

MEANT = "\r\n\b\x7f\x04"  # of the keys that print nothing


@contextlib.contextmanager
def pressed() -> Iterator[Iterator[str]]:
    """Each character that is typed or pasted. Ctrl-C still interrupts; the end of the input ends the keys."""
    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    try:
        # Not tcsetattr's usual way, which would throw away what a quick clerk has typed ahead.
        tty.setcbreak(terminal, termios.TCSADRAIN)
        yield _characters(terminal)
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)


def _characters(terminal: int) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    while data := os.read(terminal, 1024):
        yield from _known(decoder.decode(data))


def _known(text: str) -> Iterator[str]:
    """Enter is a line end and backspace is one character, whatever the terminal sends; arrows and the like are nothing."""
    same = {"\r": "\n", "\b": "\x7f"}
    skipping = False
    for character in text:
        if character == "\x1b":
            skipping = True
        elif skipping:
            skipping = character in "[O;?0123456789"
        elif character in MEANT or character.isprintable():
            yield same.get(character, character)
