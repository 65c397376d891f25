"""Records as other programs and people write them: any indent, any quotes, comments, brackets, texts folded over several lines."""

import io
import textwrap
from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st
from ruamel.yaml import YAML

from tests.store.samples import as_others_read_it


def dumped(values: Any, width: int, indents: tuple[int, int, int], flow: bool | None, quote: str | None, start: bool) -> str:
    """As a program writes them; `indents` are those of mappings, of lists, and of the dashes in these."""
    dumper: Any = YAML(typ="safe" if flow is None else "rt", pure=True)
    out = io.StringIO()
    dumper.width, dumper.default_flow_style, dumper.explicit_start = width, flow, start
    dumper.default_style, dumper.allow_unicode = quote, quote != '"'
    dumper.indent(*indents)
    dumper.dump(as_others_read_it(values), out)
    return out.getvalue()


STYLES = st.tuples(
    st.sampled_from([20, 40, 80, 200]),
    st.sampled_from([(2, 2, 0), (2, 4, 2), (4, 4, 0), (4, 4, 2), (3, 5, 3)]),
    st.sampled_from([False, None]),
    st.sampled_from([None, None, None, "'", '"']),
    st.booleans(),
)


class Pen:
    """As people write them: every value in a way of its own."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw

    def one_of(self, *choices: Any) -> Any:
        return self.draw(st.sampled_from(choices))

    def block(self, values: Any, column: int) -> str:
        """Lines of a collection whose keys or dashes stand in this column."""
        if isinstance(values, Mapping):
            return "".join(self.gap(column) + " " * column + self.entry(key, item, column) for key, item in values.items())
        return "".join(self.gap(column) + " " * column + self.item(item, column) for item in values)

    def gap(self, column: int) -> str:
        return str(self.one_of("", "", "", "", "\n", f"{' ' * column}# 备注: x\n", "# c\n", "  \n"))

    def entry(self, key: str, value: Any, column: int) -> str:
        name = self.one_of(key, key, key, f"'{key}'", f'"{key}"')
        if isinstance(value, (list, Mapping)) and value:
            dash = column + self.one_of(0, 2, 2, 4) if isinstance(value, list) else column + self.one_of(1, 2, 2, 4)
            return f"{name}:{self.tail()}\n{self.block(value, dash)}"
        return f"{name}:{self.one_of(' ', ' ', '  ')}{self.value(value, column)}"

    def item(self, value: Any, column: int) -> str:
        spaces = self.one_of(" ", " ", "  ", "   ")
        if isinstance(value, (list, Mapping)) and value:
            return f"-{spaces}{self.block(value, column + 1 + len(spaces)).lstrip(' ')}"
        return f"-{spaces}{self.value(value, column)}"

    def value(self, value: Any, column: int) -> str:
        margin = " " * (column + self.one_of(1, 2, 4))
        if isinstance(value, str) and self.one_of(True, False):
            return self.several_lines(value, margin)
        return f"{self.inline(value)}{self.tail()}\n"

    def several_lines(self, text: str, margin: str) -> str:
        header, quote = self.one_of(("|", ""), ("|-", ""), (">", ""), (">-", ""), ("", "'"), ("", '"'), ("", ""))
        lines = [quote + text + quote] if "\n" in text and not header else textwrap.wrap(quote + text + quote, 8) or [quote * 2]
        lines = text.split("\n") if "\n" in text and header else lines
        begin = f"{header}{self.tail()}\n{margin}" if header else ""
        return f"{begin}{self.one_of(chr(10), chr(10), chr(10) * 2).join([lines[0], *(margin + line for line in lines[1:])])}\n"

    def inline(self, value: Any) -> str:
        if isinstance(value, (list, Mapping)):
            return "{}" if isinstance(value, Mapping) else "[]"
        if not isinstance(value, str):
            return str(value)
        return str(self.one_of(value, "'" + value.replace("'", "''") + "'", f'"{value}"', f"[{value}, x]", f"{{a: {value}}}"))

    def tail(self) -> str:
        return str(self.one_of("", "", "", " ", "  # 备注: x", " #"))


@st.composite
def by_hand(draw: st.DrawFn, records: st.SearchStrategy[list[dict[str, Any]]]) -> str:
    return draw(st.sampled_from(["", "", "---\n"])) + Pen(draw).block(draw(records), draw(st.sampled_from([0, 0, 0, 2])))


def by_others(records: st.SearchStrategy[list[dict[str, Any]]]) -> st.SearchStrategy[str]:
    return st.builds(lambda values, style: dumped(values, *style), records, STYLES) | by_hand(records)
