"""Who changed the records of a household and when, from git, beside what the records say themselves."""

from typing import Any

from propops.desk.household import File
from propops.desk.reviewing import reviewed_files
from propops.estate import Estate
from propops.i18n import _
from propops.models import model
from propops.models.unit import Unit
from propops.review.record_diff import Difference
from propops.terminal.plain import labelled

Event = dict[str, Any]


def with_changes(estate: Estate, unit: Unit, file: File, events: list[Event]) -> list[Event]:
    records = [unit, *(record for records in file.values() for record in records)]
    ours = {(record.kind, record.id) for record in records}
    paths = sorted({record.source.path for record in records if record.source})
    found = [
        {"at": one.commit.at, "kind": change.kind, "id": change.id, "field": "", "text": _words(one.commit.by, one.commit.id, change)}
        for one in reviewed_files(estate, paths)
        for change in one.changes
        if (change.kind, change.id) in ours
    ]
    return sorted([*events, *found], key=lambda event: (event["at"][:10], event["at"]))


def _words(by: str, commit: str, change: Difference) -> str:
    of = model(change.kind)
    fields = _(", ").join(labelled(of, field.key) for field in change.fields[:6])
    what = _("entered") if change.what == "added" else _("changed: %(fields)s") % {"fields": fields}
    return f"✎ {what}  ({by}, {commit[:7]})"
