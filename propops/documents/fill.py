"""A template and plain values become a document: blocks on a sheet of paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from propops.documents.blocks import Block
from propops.documents.plain import plain
from propops.documents.template import Sheet, Template
from propops.errors import Problem, PropopsError, refuse
from propops.i18n import _

MAX_OUTPUT = 2_000_000


@dataclass(frozen=True)
class Document:
    title: str
    sheet: Sheet
    copies: int
    blocks: tuple[Block, ...]


def fill(template: Template, values: Mapping[str, object], folders: Sequence[Path] = ()) -> Document:
    """`folders` are where its includes may come from."""
    from propops.documents.markdown import blocks

    return Document(template.title, template.sheet, template.copies, blocks(text(template, values, folders), template.path))


def text(template: Template, values: Mapping[str, object], folders: Sequence[Path] = ()) -> str:
    from jinja2 import TemplateError

    try:
        return _limited(template, plain(values), tuple(folders))
    except PropopsError as error:
        raise PropopsError([_placed(problem, template, error) for problem in error.problems]) from error
    except (TemplateError, ArithmeticError, TypeError, ValueError, AttributeError, LookupError, RecursionError, MemoryError) as error:
        raise _refused(template, error) from error


def _limited(template: Template, values: Mapping[str, object], folders: tuple[Path, ...]) -> str:
    from propops.documents.sandbox import compiled, pieces

    parts, left = [], MAX_OUTPUT
    for part in pieces(compiled(template.body, str(template.path), folders), values):
        left -= len(part)
        if left < 0:
            raise ValueError(_("The document grows larger than %(limit)d characters.") % {"limit": MAX_OUTPUT})
        parts.append(part)
    return "".join(parts)


def _refused(template: Template, error: BaseException) -> PropopsError:
    path, line = _place(template, error)
    reason = str(error) or type(error).__name__
    message = _("The template cannot be filled: %(why)s") % {"why": reason}
    return refuse("template-refused", message, path=path, line=line)


def _placed(problem: Problem, template: Template, error: BaseException) -> Problem:
    path, line = (problem.path, problem.line) if problem.path else _place(template, error)
    return Problem(problem.code, problem.message, path=path, line=line, hint=problem.hint)


def _place(template: Template, error: BaseException) -> tuple[str, int]:
    """A syntax error carries its place, anything else left it in the traceback, which Jinja2 rewrites to template lines."""
    if getattr(error, "lineno", None):
        return str(getattr(error, "filename", None) or template.path), int(getattr(error, "lineno", 0))
    places = [place for place in _walk(error.__traceback__) if place[0].endswith(".md")]
    return places[-1] if places else (str(template.path), 0)


def _walk(trace: TracebackType | None) -> list[tuple[str, int]]:
    places = []
    while trace:
        places.append((trace.tb_frame.f_code.co_filename, trace.tb_lineno))
        trace = trace.tb_next
    return places
