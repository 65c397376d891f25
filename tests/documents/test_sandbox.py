"""A template can do no more than a form needs; what it tries beyond that is refused with its file and line."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from propops.documents import Document, fill, load
from propops.errors import PropopsError

Page = Callable[..., Document]

ATTACKS = [
    "{{ ''.__class__.__mro__ }}",
    "{{ v.__class__ }}",
    "{{ ''|attr('__class__') }}",
    "{{ lipsum.__globals__ }}",
    "{{ cycler }}",
    "{{ joiner() }}",
    "{{ namespace(a=1) }}",
    "{{ self.__init__ }}",
    "{{ v.upper() }}",
    "{{ '{0.__class__}'.format(v) }}",
    "{{ '%9999999999d' % 1 }}",
    "{{ 'x' * 10**10 }}",
    "{{ 9 ** 999999 }}",
    "{{ v|center(10000000000) }}",
    "{{ items.append(1) }}",
    "{{ items.pop() }}",
    "{{ table.update({}) }}",
    "{{ table.clear() }}",
    "{% for i in range(100000000) %}x{% endfor %}",
    "{% for a in range(999) %}{% for b in range(999) %}{% endfor %}{% endfor %}",
    "{% for a in t %}{% for b in t %}{% for c in t %}{% for d in t %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}",
    "{% for a in items recursive %}{{ loop(items) }}{% endfor %}",
    "{% macro m() %}x{% endmacro %}",
    "{% set a = v ~ v %}",
    "{% set a %}**x**{% endset %}",
    "{% filter upper %}x{% endfilter %}",
    "{% import 'page.zh.md' as p %}",
    "{% extends 'page.zh.md' %}",
    "{% include '../secret.md' %}",
    "{% include '/etc/passwd' %}",
    "{% include 'page.zh.md' %}",
    "{{ items }}",
    "{{ table }}",
    "{{ true }}",
    "{{ missing }}",
    "{{ table.missing }}",
    "{% if missing %}{% endif %}",
    "{{ v|money }}",
    "{{ 1 / 0 }}",
    "{{ v|nothing }}",
    "{{ v",
    "{% for %}",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_refused_with_its_place(page: Page, attack: str) -> None:
    with pytest.raises(PropopsError) as refused:
        page(f"# 题\n\n{attack}\n", v="张", items=[1, 2], table={"a": 1}, t=[1])
    problem = refused.value.problems[0]
    assert problem.path.endswith("page.zh.md")
    # Three lines of front matter, the title and an empty line stand before it.
    assert problem.line == 6 or "include 'page" in attack


def test_a_key_stands_before_a_method(page: Page) -> None:
    assert page("{{ table.items }}", table={"items": "甲"}) == page("甲")


def test_output_is_limited(page: Page) -> None:
    with pytest.raises(PropopsError, match="2000000"):
        page("{% for i in range(300) %}{{ v }}{% endfor %}", v="字" * 10_000)


class Loud:
    def delete(self) -> str:
        return "gone"


@pytest.mark.parametrize("value", [Loud(), 1.5, b"x", {1: 2}, {"a": Loud()}, [[[[[[[[[[[]]]]]]]]]]]])
def test_only_plain_data_is_passed_in(page: Page, value: object) -> None:
    with pytest.raises(PropopsError) as refused:
        page("甲", v=value)
    assert refused.value.problems[0].code == "bad-value"


def test_a_value_cannot_pass_for_text_that_was_made_ready(page: Page) -> None:
    from propops.documents.plain import Ready

    with pytest.raises(PropopsError):
        page("{{ v }}", v=Ready("**b**"))


def test_includes_stay_inside(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("密", encoding="utf-8")
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "head.md").write_text("# 头{{ v }}\n", encoding="utf-8")
    (folder / "link.md").symlink_to(tmp_path / "secret.md")
    good, bad = folder / "good.zh.md", folder / "bad.zh.md"
    good.write_text("---\ntitle: 试\n---\n{% include 'head.md' %}\n\n尾\n", encoding="utf-8")
    bad.write_text("---\ntitle: 试\n---\n{% include 'link.md' %}\n", encoding="utf-8")
    assert len(fill(load(good), {"v": 1}, [folder]).blocks) == 2
    with pytest.raises(PropopsError) as refused:
        fill(load(bad), {}, [folder])
    assert (refused.value.problems[0].path, refused.value.problems[0].line) == (str(bad), 4)


def test_an_error_in_an_included_file_names_that_file(tmp_path: Path) -> None:
    (tmp_path / "head.md").write_text("# 头\n\n{{ missing }}\n", encoding="utf-8")
    path = tmp_path / "page.zh.md"
    path.write_text("---\ntitle: 试\n---\n{% include 'head.md' %}\n", encoding="utf-8")
    with pytest.raises(PropopsError) as refused:
        fill(load(path), {}, [tmp_path])
    assert (refused.value.problems[0].path, refused.value.problems[0].line) == (str(tmp_path / "head.md"), 3)


def test_sums_of_numbers_work(page: Page) -> None:
    assert page("{{ (a + b)|money }}，{{ 2 * 3 }}", a=Decimal("1.10"), b=Decimal("2.20")) == page("3.30，6")
