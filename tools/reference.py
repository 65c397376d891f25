"""Writes docs/commands.md and docs/records.md from the commands and the models, so that they cannot go stale.

python tools/reference.py            write both
python tools/reference.py --check    exit 1 if one is not what would be written
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

DOCS = Path(__file__).parent.parent / "docs"


def commands() -> str:
    from propops.cli import build

    root = build([])
    context = click.Context(root, info_name="propops", terminal_width=100)
    lines = [
        "# Commands",
        "",
        "Generated from the program; `make docs` writes it anew. Every command answers `--help` in Chinese and English.",
        "",
    ]
    for name in root.list_commands(context):
        command = root.get_command(context, name)
        assert command is not None
        lines += _section(command, context, name)
    return "\n".join(lines) + "\n"


def _section(command: click.Command, parent: click.Context, name: str) -> Iterator[str]:
    context = click.Context(command, info_name=name, parent=parent, terminal_width=100)
    if isinstance(command, click.Group):
        yield from (f"## {name}", "", command.help or "", "")
        for verb in command.list_commands(context):
            inner = command.get_command(context, verb)
            assert inner is not None
            yield from _entry(inner, click.Context(inner, info_name=verb, parent=context))
        yield ""
    else:
        yield from (f"## {name}", "", *_entry(command, context), "")


def _entry(command: click.Command, context: click.Context) -> Iterator[str]:
    usage = " ".join(part for part in (context.command_path, *command.collect_usage_pieces(context)[1:]) if part)
    options = [" ".join(option.opts) for option in command.params if isinstance(option, click.Option) and not option.hidden]
    yield f"- `{usage}`: {command.help}" + (f" Options: {', '.join(f'`{option}`' for option in options)}." if options else "")


def records() -> str:
    from propops import schema
    from propops.models import kinds, model

    lines = ["# Records", "", "Generated from the models; `make docs` writes it anew. `*` required; `[]` a list.", ""]
    lines += ["JSON has the same keys; amounts and days are text there.", ""]
    for kind in kinds():
        of = model(kind)
        lines += [f"## {kind}", "", (of.__doc__ or "").strip().splitlines()[0], "", "| field | type | |", "|---|---|---|"]
        lines += [f"| {row}" for spec in schema.specs(of) for row in _rows(spec, "")]
        lines.append("")
    return "\n".join(lines)


def _rows(spec: Any, prefix: str) -> Iterator[str]:
    from propops import schema

    name = f"{prefix}{spec.key}{'[]' if spec.many else ''}{'*' if spec.required else ''}"
    yield f"`{name}` | {_type(spec)} | {spec.about.label} |"
    if spec.is_part:
        for inner in schema.specs(spec.base):
            yield from _rows(inner, f"{prefix}{spec.key}.")


def _type(spec: Any) -> str:
    if spec.is_choice:
        return " · ".join(f"`{member}`" for member in spec.base)
    if spec.about.ref:
        return f"id of a {spec.about.ref}"
    return (
        "group"
        if spec.is_part
        else {"str": "text", "int": "number", "Decimal": "amount", "bool": "true/false"}.get(spec.base.__name__, spec.base.__name__)
    )


def main() -> int:
    import os

    os.environ["PROPOPS_LANG"] = "en"
    stale = 0
    for name, text in (("commands.md", commands()), ("records.md", records())):
        file = DOCS / name
        if "--check" in sys.argv:
            stale += not file.exists() or file.read_text("utf-8") != text
        else:
            file.write_text(text, "utf-8")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
