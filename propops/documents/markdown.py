"""Markdown text becomes blocks, one chunk between empty lines at a time.

A stack of forms differs in a line or two: equal chunks are parsed once, and the blocks they give are the same objects, which
the writers use to write each of them once. Imports markdown-it: imported only where a template is filled.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_cjk_friendly import cjk_friendly

from propops.documents import directives
from propops.documents.blocks import Block, BulletList, Cut, Heading, Note, NumberedList, Paragraph, Runs, Table
from propops.documents.chunks import FENCE, Chunk, chunks
from propops.documents.inline import runs
from propops.documents.tables import table
from propops.documents.template import line_of
from propops.errors import refuse
from propops.i18n import _

UNUSED = ["code", "fence", "html_block", "reference", "lheading", "link", "image", "autolink", "html_inline", "entity", "backticks"]

READER = MarkdownIt("commonmark", {"html": False}).enable("table").use(cjk_friendly).disable(UNUSED)


def blocks(text: str, path: Path) -> tuple[Block, ...]:
    return tuple(block for chunk in chunks(text) for block in _chunk(chunk, path))


@lru_cache(maxsize=20_000)
def _chunk(chunk: Chunk, path: Path) -> tuple[Block, ...]:
    try:
        if chunk.directive and chunk.directive[0] != "columns":
            return (directives.read(chunk.directive, chunk.text, line),)
        return tuple(_with_columns(chunk, _markdown(chunk.text)))
    except ValueError as error:
        first = FENCE + chunk.directive[0] if chunk.directive else chunk.text.partition("\n")[0]
        raise refuse("bad-template", str(error), path=str(path), line=line_of(path, first)) from error


def line(text: str) -> Runs:
    return runs(READER.parseInline(text)[0])


def _markdown(text: str) -> Iterator[Block]:
    tokens = iter(READER.parse(text))
    for token in tokens:
        if token.type not in READERS:
            raise ValueError(_unknown(token))
        yield READERS[token.type](token, tokens)


def _with_columns(chunk: Chunk, found: Iterator[Block]) -> Iterator[Block]:
    for block in found:
        yield directives.columns(block, chunk.directive[1]) if chunk.directive and isinstance(block, Table) else block


def _until(tokens: Iterator[Token], end: str) -> Iterator[Token]:
    for token in tokens:
        if token.type == end:
            return
        yield token


def _heading(token: Token, tokens: Iterator[Token]) -> Block:
    return Heading(int(token.tag[1]), _inlines(tokens, "heading_close")[0])


def _paragraph(token: Token, tokens: Iterator[Token]) -> Block:
    return Paragraph(_inlines(tokens, "paragraph_close")[0])


def _bullets(token: Token, tokens: Iterator[Token]) -> Block:
    return BulletList(_inlines(tokens, "bullet_list_close"))


def _numbers(token: Token, tokens: Iterator[Token]) -> Block:
    start = int(token.attrs.get("start", 1))
    return NumberedList(_inlines(tokens, "ordered_list_close"), start, chinese=token.markup == ")")


def _quote(token: Token, tokens: Iterator[Token]) -> Block:
    return Note(_inlines(tokens, "blockquote_close"))


def _rule(token: Token, tokens: Iterator[Token]) -> Block:
    return Cut()


def _table(token: Token, tokens: Iterator[Token]) -> Block:
    return table(_until(tokens, "table_close"))


def _inlines(tokens: Iterator[Token], end: str) -> tuple[Runs, ...]:
    texts = []
    for token in _until(tokens, end):
        if token.type in READERS and token.type != "paragraph_open":
            raise ValueError(_unknown(token))
        if token.type == "inline":
            texts.append(runs(token))
    return tuple(texts)


def _unknown(token: Token) -> str:
    return _("“%(kind)s” cannot be printed here.") % {"kind": token.tag or token.type}


READERS: Mapping[str, Callable[[Token, Iterator[Token]], Block]] = {
    "heading_open": _heading,
    "paragraph_open": _paragraph,
    "bullet_list_open": _bullets,
    "ordered_list_open": _numbers,
    "blockquote_open": _quote,
    "table_open": _table,
    "hr": _rule,
}
