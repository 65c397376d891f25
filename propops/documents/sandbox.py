"""Jinja2 with everything locked away that a form does not need. Imports Jinja2: imported only where a template is filled."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, time
from decimal import Decimal
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, StrictUndefined, TemplateNotFound, TemplateSyntaxError, nodes
from jinja2 import Environment as AnyEnvironment
from jinja2 import Template as Compiled
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from propops.documents.filters import FILTERS
from propops.documents.find import is_inside
from propops.documents.plain import BLANK, BREAK, Ready, carry
from propops.documents.template import read, split
from propops.i18n import _

MAX_RANGE = 10_000
MAX_TEXT = 100_000
MAX_NUMBER = 10**18
MAX_LOOPS = 3
BORROWED = "default length first last join sort reverse list sum min max round int map"
# Their output would be escaped twice, or not at all.
REFUSED = (
    nodes.Macro, nodes.CallBlock, nodes.FilterBlock, nodes.AssignBlock, nodes.Import, nodes.FromImport, nodes.Extends, nodes.Block,
    nodes.ScopedEvalContextModifier, nodes.EvalContextModifier, nodes.Concat,
)  # fmt: skip
_CODE = re.compile(r"(\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\})", re.DOTALL)
_BLANK = re.compile(r"_{2,}")


class Sandbox(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset({"+", "*", "**", "%", "//", "/", "-"})

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A key of a value stands before a method of dict: a pledge has `items`."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def is_safe_callable(self, obj: Any) -> bool:
        if isinstance(getattr(obj, "__self__", None), dict):
            return obj.__name__ in {"items", "keys", "values", "get"}
        if isinstance(obj, Counted):
            return True
        return isinstance(getattr(obj, "__self__", None), LoopContext) and obj.__name__ in {"cycle", "changed"}

    def call(self, context: Any, obj: Any, *args: Any, **kwargs: Any) -> Any:
        if not self.is_safe_callable(obj):
            raise SecurityError(_("“%(name)s” cannot be called in a template.") % {"name": getattr(obj, "__name__", type(obj).__name__)})
        return super().call(context, obj, *args, **kwargs)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if operator in ("+", "*") and not (_is_number(left) and _is_number(right)):
            return self._join(left, operator, right)
        if not (_is_number(left) and _is_number(right)) or operator == "**":
            raise SecurityError(f"{operator} works on numbers only")
        return super().call_binop(context, operator, left, right)

    def _join(self, left: Any, operator: str, right: Any) -> Any:
        if operator == "*" or not isinstance(left, str | list) or type(left) is not type(right):
            raise SecurityError(f"{operator} does not work on these values")
        if len(left) + len(right) > MAX_TEXT:
            raise SecurityError("too much text")
        return left + right  # type: ignore[operator]

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        _refuse_nodes(tree, 0, filename)
        return tree


class Counted:
    """`range` with one purse for the whole document, so that nested loops end."""

    def __init__(self) -> None:
        self.left = MAX_RANGE

    def __call__(self, *bounds: int) -> range:
        numbers = range(*bounds)
        self.left -= len(numbers)
        if self.left < 0:
            raise SecurityError(_("A template loops at most %(limit)d times.") % {"limit": MAX_RANGE})
        return numbers


class Confined(BaseLoader):
    """Includes by name from the template folders; a link may not lead out of them."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self.folders = folders

    def get_source(self, environment: AnyEnvironment, template: str) -> tuple[str, str, Callable[[], bool]]:
        for folder in self.folders:
            path = folder / template
            if re.fullmatch(r"[a-z0-9][a-z0-9.-]*\.md", template) and path.is_file() and is_inside(path, folder):
                return prepare(split(read(path))[1]), str(path), partial(_unchanged, path, path.stat().st_mtime_ns)
        message = _("There is no file %(name)s in the template folders to include.") % {"name": template}
        raise TemplateNotFound(template, message)


def _unchanged(path: Path, stamp: int) -> bool:
    return path.is_file() and path.stat().st_mtime_ns == stamp


def prepare(body: str) -> str:
    """`____` in the text of a template, never in a value, is a place to write on, and `<br>` breaks the line of a table cell."""
    parts = _CODE.split(body)
    parts[::2] = [_BLANK.sub(lambda match: BLANK * len(match[0]), part).replace("<br>", BREAK) for part in parts[::2]]
    return "".join(parts)


def finalize(value: object) -> str:
    kind = type(value)
    if kind is Ready:
        return value  # type: ignore[return-value]
    if kind is str:
        return carry(value)  # type: ignore[arg-type]
    if value is None:
        return ""
    if kind is bool or not isinstance(value, int | float | Decimal | date | time):
        return _unprintable(value)
    return carry(str(value))


def _unprintable(value: object) -> str:
    if isinstance(value, StrictUndefined):
        return str(value)  # raises, with the name that is missing
    raise SecurityError(_("Only text, numbers and days can be printed; write an if or a for."))


@lru_cache(maxsize=8)
def sandbox(folders: tuple[Path, ...]) -> Sandbox:
    made = Sandbox(
        loader=Confined(folders), undefined=StrictUndefined, finalize=finalize, autoescape=False,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    made.globals.clear()
    made.filters = {name: made.filters[name] for name in BORROWED.split()} | dict(FILTERS) | {"join": _joined}
    made.tests = {name: made.tests[name] for name in ("defined", "none", "odd", "even")}
    return made


@lru_cache(maxsize=64)
def compiled(body: str, path: str, folders: tuple[Path, ...]) -> Compiled:
    environment = sandbox(folders)
    code = environment.compile(prepare(body), path, path)
    return Compiled.from_code(environment, code, environment.make_globals(None))


def pieces(template: Compiled, values: Mapping[str, object]) -> Iterator[str]:
    return template.generate({**values, "range": Counted()})


def _joined(values: list[Any], separator: str = "") -> str:
    texts = [str(value) for value in values]
    if sum(map(len, texts)) + len(separator) * len(texts) > MAX_TEXT:
        raise SecurityError("too much text")
    return separator.join(texts)


def _refuse_nodes(node: nodes.Node, depth: int, filename: str | None) -> None:
    depth += isinstance(node, nodes.For)
    if isinstance(node, REFUSED) or depth > MAX_LOOPS:
        raise TemplateSyntaxError(
            _("“%(name)s” is not available in a template.") % {"name": type(node).__name__.lower()}, node.lineno, None, filename
        )
    for child in node.iter_child_nodes():
        _refuse_nodes(child, depth, filename)


def _is_number(value: object) -> bool:
    if isinstance(value, int) and abs(value) > MAX_NUMBER:
        raise SecurityError("a number is too large")
    return isinstance(value, int | Decimal)
