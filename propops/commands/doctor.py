"""What is wrong with the installation, the index, git, the calendar"""

from dataclasses import asdict

import click

from propops.desk.doctor import Finding, findings, installation
from propops.errors import PropopsError
from propops.estate import Estate, find_root
from propops.i18n import _
from propops.terminal.options import format_option
from propops.terminal.output import echo, show_rows


@click.command(help=_("Tell what is wrong with the installation, the index, git, the calendar, and what to type. Mends nothing itself."))
@format_option
@click.pass_context
def command(context: click.Context, format: str) -> int:
    found = _findings(context.find_root().params.get("estate"))
    if format == "table":
        for finding in found:
            echo(_line(finding))
    else:
        show_rows([asdict(finding) for finding in found], format, ("about", "state", "says", "hint"), ())
    return 1 if any(finding.state == "error" for finding in found) else 0


def _findings(given: str | None) -> list[Finding]:
    """Without recovering anything first, and whatever state the estate is in."""
    try:
        root = find_root(given or ".")
    except PropopsError as error:
        return [*installation(), *(Finding("estate", "error", problem.message, problem.hint) for problem in error.problems)]
    return list(findings(Estate(root)))


def _line(finding: Finding) -> str:
    words = {"ok": _("ok"), "warning": _("warning"), "error": _("error")}
    return f"{words[finding.state]}  [{finding.about}] {finding.says} {finding.hint}".rstrip()
