"""Papers: every template, printed for whom or what it needs"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from propops.desk import paper
from propops.documents import FORMATS, Template, languages, names
from propops.errors import PropopsError, refuse
from propops.estate import Estate
from propops.i18n import _, speaking
from propops.terminal.help import Group
from propops.terminal.options import format_option, pass_estate, reveal_option
from propops.terminal.output import show_problems, show_rows
from propops.terminal.params import DAY, MONTH, STAFF_ID, UNIT, pairs

command = Group("doc", help=_("Papers: every template, printed for whom or what it needs."))

COLUMNS = ("name", "title", "languages", "needs", "fields", "own")


@command.command("list", help=_("The templates: built in, and the estate's own."))
@format_option
@pass_estate
def list_templates(estate: Estate, format: str) -> None:
    labels = (_("template"), _("title"), _("languages"), _("needs"), _("fields"), _("own"))
    rows = list(_rows(estate))
    if format == "table":
        rows = [row | {key: " ".join(row[key]) for key in ("languages", "fields")} for row in rows]
    show_rows(rows, format, COLUMNS, labels)


def _rows(estate: Estate) -> Iterator[dict[str, Any]]:
    """What is wrong with one template is told, and the others are listed."""
    for name in names(paper.folders(estate)):
        try:
            yield _row(estate, name)
        except PropopsError as error:
            show_problems([problem._replace(severity="warning") for problem in error.problems])


def _row(estate: Estate, name: str) -> dict[str, Any]:
    """The title in the estate's language, where the template speaks it."""
    template = paper.template_of(estate, name)
    return {
        "name": name,
        "title": template.title,
        "languages": languages(name, paper.folders(estate)),
        "needs": template.needs,
        "fields": list(template.fields),
        "own": template.path.is_relative_to(paper.own_templates(estate)),
    }


@command.command(
    "render", help=_("Print a template: for a home, an officer, a record, a month, or for all. `doc list` says what it needs.")
)
@click.argument("name")
@click.argument("said", nargs=-1, metavar=_("[FIELD=VALUE]..."))
@click.option("--unit", "units", type=UNIT, multiple=True, help=_("Only for this home; may be repeated."))
@click.option("--staff", type=STAFF_ID, help=_("Only for this officer."))
@click.option("--id", "ids", multiple=True, help=_("For this record: any unique part of its id; may be repeated."))
@click.option("--month", type=MONTH, help=_("The records of this month, or the month itself."))
@click.option("--date", "day", type=DAY, help=_("The records of this day."))
@click.option("--blank", type=click.IntRange(1, 1000), help=_("So many empty forms; in a register, so many empty lines."))
@click.option("--format", "format", type=click.Choice(FORMATS), help=_("Kind of file; else as --out ends, else html."))
@click.option("--out", type=click.Path(path_type=Path), help=_("Write this file; with --each, into this folder."))
@click.option("--each", is_flag=True, help=_("A file of its own for each home, officer or record."))
@click.option("--language", type=click.Choice(("zh", "en")), help=_("Language of the paper."))
@reveal_option
@pass_estate
def render_template(estate: Estate, name: str, said: tuple[str, ...], **how: Any) -> None:
    template = paper.template_of(estate, name, how["language"])
    pages = _pages(estate, template, how | {"said": dict(pairs(said)), "blank": how["blank"] or 0})
    if how["each"]:
        paper.print_each(pages, how["out"] or Path(name), how["format"] or "html")
        return
    out, format = paper.destination(how["out"], how["format"], name)
    _refuse_folder(out)
    paper.print_out([page for __, page in pages], (out, format))


def _pages(estate: Estate, template: Template, how: dict[str, Any]) -> Sequence[tuple[str, Any]]:
    """The words that the program puts in are the paper's, whatever language the screen has."""
    from propops.desk.sheets import sheets
    from propops.desk.wishes import Wish

    asked = {key: how[key] for key in ("units", "staff", "ids", "month", "day", "blank", "reveal", "said")}
    language = template.sheet.language
    with speaking(language):
        found = sheets(estate, template, Wish(**asked, language=language))
        filled = paper.filled(estate, template, [sheet.values for sheet in found])
        return list(zip([sheet.name for sheet in found], filled, strict=True))


def _refuse_folder(out: Path) -> None:
    if out.is_dir():
        raise refuse("write-failed", _("%(path)s is a folder.") % {"path": out}, hint=_("Name a file, or say --each."))
