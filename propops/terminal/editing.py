"""`edit` in $EDITOR: one record, and what was typed is never lost when it does not validate."""

import os
import sys
from dataclasses import replace
from pathlib import Path

import click

from propops.decode import decode
from propops.errors import Problem, PropopsError, refuse
from propops.estate import Estate
from propops.i18n import N_, _
from propops.models.base import Record
from propops.models.staff import Staff
from propops.store.change import lines_of
from propops.store.files import FOLDER
from propops.store.reader import Document, Map, Seq, parse
from propops.terminal.output import echo, show_problems


def edit_by_hand(estate: Estate, record: Record, who: Staff) -> None:
    """Opens the record's own lines, comments and all; saves them as one change; keeps what was typed until it is saved."""
    if not sys.stdin.isatty() and not {"EDITOR", "VISUAL"} & os.environ.keys():
        raise refuse("no-terminal", _("There is no terminal for an editor."), hint=_("Give the fields as options: --help lists them."))
    opened = text = _lines_of(estate, record)
    draft = estate.root / FOLDER / f"{record.kind}-{record.id}.draft.yaml"
    while True:
        edited = click.edit(text, extension=".yaml", require_save=True)
        if edited is None or edited == opened:
            echo(_("Nothing changed."))
            return
        try:
            _save(estate, record, opened, edited, who)
        except PropopsError as error:
            show_problems(error.problems)
            _keep(draft, edited)
            if not _again():
                raise click.exceptions.Exit(error.exit_code) from None
            text = edited
        else:
            draft.unlink(missing_ok=True)
            return


def _again() -> bool:
    try:
        return click.confirm(_("Edit again?"), default=True)
    except click.Abort:  # nobody there to answer
        return False


def _lines_of(estate: Estate, record: Record) -> str:
    assert record.source is not None
    document = parse(estate.store.read_text(record.source.path) or "", record.source.path)
    start, end = lines_of(document, _stands(document, record))
    return document.text[start:end]


def _stands(document: Document, record: Record) -> Map:
    if isinstance(document.top, Map):
        return document.top
    found: Map = next(values for values in document.top or () if isinstance(values, Map) and values.get("id") == record.id)
    return found


def _save(estate: Estate, record: Record, opened: str, edited: str, who: Staff) -> None:
    of = type(record)
    found = decode(of, (values := _the_one(edited)), "$EDITOR", values.line, values.lines)
    if found.record is None:
        raise PropopsError(found.problems)
    if found.record.id != record.id:
        message = _("The id of a record stays what it is: %(id)s.") % {"id": record.id}
        raise PropopsError(Problem("id-changed", message, "$EDITOR", values.line))
    with estate.change(f"{of.kind} edit", N_("Change %(kind)s %(ids)s"), who, kind=of.label) as change:
        change.retype(replace(found.record, source=record.source), opened, edited)
    echo(_("%(id)s changed.") % {"id": record.id})


def _the_one(edited: str) -> Map:
    top = parse(edited, "$EDITOR").top
    if isinstance(top, Seq) and len(top) == 1:
        top = top[0]
    if not isinstance(top, Map):
        raise PropopsError(Problem("not-a-record", _("A record begins with `- id:`."), "$EDITOR", 1))
    return top


def _keep(draft: Path, edited: str) -> None:
    """Beside the lock, for the owner's eyes: git does not look there."""
    draft.parent.mkdir(mode=0o700, exist_ok=True)
    draft.touch(mode=0o600)
    draft.write_text(edited, encoding="utf-8")
    echo(_("What was typed is kept in %(path)s.") % {"path": draft}, err=True)
