"""`edit` in $EDITOR: one record, and what was typed is never lost when it does not validate."""

from pathlib import Path

import click

from propops import schema
from propops.errors import Problem, PropopsError
from propops.estate import Estate
from propops.i18n import N_, _
from propops.models.base import Record
from propops.models.staff import Staff
from propops.output import echo, show_problems
from propops.store.reader import Map, parse
from propops.store.writer import write_item, write_mapping


def edit_by_hand(estate: Estate, record: Record, who: Staff) -> None:
    """Opens the record's own lines; saves them as one change; offers the editor again, or keeps the draft, on a fault."""
    assert record.source is not None
    text = _text_of(record)
    while True:
        edited = click.edit(text, extension=".yaml", require_save=True)
        if edited is None or edited == text:
            echo(_("Nothing changed."))
            return
        try:
            _save(estate, record, edited, who)
            return
        except PropopsError as error:
            show_problems(error.problems)
            if not click.confirm(_("Edit again?"), default=True):
                raise _kept(estate, record, edited, error) from None
            text = edited


def _text_of(record: Record) -> str:
    assert record.source is not None
    values = record.source.values
    return write_mapping(values, 0) if "id" not in values else write_item(values, 0)


def _save(estate: Estate, record: Record, edited: str, who: Staff) -> None:
    of = type(record)
    document = parse(edited, "$EDITOR")
    top = document.top
    values = top if isinstance(top, Map) else top[0] if top else None
    if not isinstance(values, Map):
        raise PropopsError(Problem("not-a-record", _("A record begins with `- id:`."), "$EDITOR", 1))
    found = schema.decode(of, values, "$EDITOR", 1, values.lines)
    if found.record is None:
        raise PropopsError(found.problems)
    with estate.change(f"{of.kind} edit", N_("Change %(kind)s %(ids)s"), who, kind=of.label) as change:
        change.put(schema.with_source(found.record, record.source))
    echo(_("%(id)s changed.") % {"id": record.id})


def _kept(estate: Estate, record: Record, edited: str, error: PropopsError) -> PropopsError:
    draft = Path(estate.root / ".propops" / f"{record.kind}-{record.id}.draft.yaml")
    draft.parent.mkdir(exist_ok=True)
    draft.write_text(edited, encoding="utf-8")
    echo(_("What was typed is kept in %(path)s.") % {"path": draft}, err=True)
    return error
