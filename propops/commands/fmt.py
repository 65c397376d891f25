"""Canonical text of every record file"""

import click

from propops import schema
from propops.errors import Problem, PropopsError
from propops.estate import Estate
from propops.i18n import _
from propops.store.canonical import canonical, normal_lines, says_the_same
from propops.store.disk import record_files
from propops.store.homes import model_of_path
from propops.store.reader import parse
from propops.terminal.help import Command
from propops.terminal.options import pass_estate
from propops.terminal.output import echo


@click.command(
    cls=Command, help=_("Rewrite record files as propops writes them; comments and unknown keys stay. Look at git diff, then commit.")
)
@click.option("--check", "only_check", is_flag=True, help=_("Only say which files would change; exit 1 if any would."))
@pass_estate
def command(estate: Estate, only_check: bool) -> int:
    changed = list(_all_formatted(estate)) if only_check else estate.rewrite("fmt", lambda: _all_formatted(estate))
    for path in changed:
        echo(path)
    return 1 if changed and only_check else 0


def _all_formatted(estate: Estate) -> dict[str, str]:
    return {path: text for path, kind in record_files(estate.folder) if kind and (text := _formatted(estate, path)) is not None}


def _formatted(estate: Estate, path: str) -> str | None:
    """The canonical text, or None where the file has it already. What it says must not change."""
    before = estate.store.read_text(path) or ""
    document = parse(normal_lines(before), path)
    text = canonical(document, schema.shape(model_of_path(path)))
    if not says_the_same(parse(text, path), document):
        raise PropopsError(Problem("internal", _("This file cannot be rewritten without changing what it says."), path))
    return text if text != before else None
