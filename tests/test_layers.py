"""Who may import whom, and what the start-up must not import: the picture in docs/architecture.md, kept by reading the code."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "propops"
TYPES = {"choices", "digests", "frozen", "hints", "tuples"}  # what the language lacks: open to all
ROOM_RULES = {
    # a room may import propops modules from these rooms only
    "errors": set(),
    "frozen": set(),
    "choices": {"i18n"},
    "digests": set(),
    "hints": set(),
    "tuples": set(),
    "catalogue": set(),
    "i18n": {"catalogue"},
    "place": set(),
    "jsonable": set(),
    "processes": set(),
    "git": {"errors", "i18n", "git_locks", "processes"},
    "git_locks": {"errors", "i18n"},
    "commits": {"errors", "i18n", "git"},
    "objects": {"errors", "i18n", "git"},
    "git_index": {"git", "objects"},
    "notice_days": set(),
    "models": {"errors", "i18n", "notice_days", "models"},
    "schema": {"errors", "i18n", "jsonable", "models"},
    "faults": {"errors", "i18n", "models", "schema"},
    "decode": {"errors", "i18n", "models", "schema", "faults"},
    "parsing": {"i18n"},
    "planning": {"errors", "i18n", "models", "planning"},
    "messages": {"errors", "i18n", "messages"},
    "review": {"decode", "errors", "i18n", "models", "schema", "review"},
    "documents": {"errors", "i18n", "documents"},
    "surveys": {"errors", "i18n", "models", "surveys"},
    "tables": {"errors", "i18n", "tables"},
    "store": {"errors", "i18n", "place", "jsonable", "models", "schema", "faults", "decode", "git", "git_index", "store"},
    "sample": {"errors", "i18n", "models", "schema", "git", "store", "planning", "surveys", "sample"},
    "prompt": {"errors", "i18n", "models", "parsing", "planning", "estate", "store", "desk", "terminal", "prompt"},
    "terminal": {
        *("commits", "errors", "i18n", "jsonable", "models", "schema", "decode", "parsing", "estate", "store", "planning", "terminal"),
    },
    "estate": {"errors", "i18n", "place", "models", "schema", "git", "store", "parsing"},
}
CLICK_USERS = {"cli", "commands", "terminal"}
HEAVY = {
    *("ruamel", "tabulate", "jinja2", "docx", "openpyxl", "markdown_it", "segno", "typst"),
    *("chinese_calendar", "sqlite3", "json", "subprocess"),
}


def room_of(file: Path) -> str:
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(file: Path, top_level_only: bool = False) -> Iterator[str]:
    tree = ast.parse(file.read_text("utf-8"))
    for node in tree.body if top_level_only else ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            if node.module == "propops":
                yield from (f"propops.{alias.name}" for alias in node.names if alias.name != "__version__")


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def test_each_room_imports_only_what_it_may() -> None:
    strays = []
    for file in modules():
        allowed = ROOM_RULES.get(room_of(file))
        for name in imports(file):
            room = name.split(".")[1] if name.startswith("propops.") else ""
            if allowed is not None and room and room not in allowed | TYPES | {room_of(file)}:
                strays.append(f"{file.relative_to(PACKAGE)} imports {name}")
    assert strays == []


def test_the_grammar_of_the_prompt_knows_words_only() -> None:
    used = [name for part in ("grammar", "words") for name in imports(PACKAGE / "prompt" / f"{part}.py") if name.startswith("propops")]
    assert set(used) <= {"propops.prompt.words", "propops.i18n", "propops.tuples"}


def test_no_module_imports_itself_on_a_detour() -> None:
    """Also inside functions, where Python would not complain."""
    names = {".".join(file.relative_to(PACKAGE.parent).with_suffix("").parts): file for file in modules()}
    graph = {name: {found for found in imports(file) if found in names} for name, file in names.items()}
    while leaves := {name for name, needed in graph.items() if not needed & graph.keys()}:
        graph = {name: needed for name, needed in graph.items() if name not in leaves}
    assert graph == {}


def test_only_the_command_line_knows_click() -> None:
    users = {room_of(file) for file in modules() if any(name.split(".")[0] == "click" for name in imports(file))}
    assert users <= CLICK_USERS


def test_no_command_module_imports_another() -> None:
    for file in (PACKAGE / "commands").glob("*.py"):
        assert [name for name in imports(file) if name.startswith("propops.commands")] == []


def test_the_checker_shares_nothing_with_the_planners_but_the_values_they_are_given() -> None:
    used = [name for name in imports(PACKAGE / "planning" / "checker.py") if name.startswith("propops")]
    assert used == ["propops.i18n", "propops.planning.instance"]
    assert [name for name in imports(PACKAGE / "planning" / "instance.py") if name.startswith("propops")] == ["propops.planning.workdays"]


def test_only_the_estate_reads_the_clock() -> None:
    clocks = re.compile(r"\b(datetime|date|time|dt)\.(now|today|utcnow|time_ns)\(")
    readers = {file.name for file in modules() if clocks.search(file.read_text("utf-8"))}
    assert readers <= {"estate.py"}


def test_no_module_is_longer_than_a_reader_can_hold() -> None:
    long = {file.name: len(file.read_text("utf-8").splitlines()) for file in modules()}
    assert {name: lines for name, lines in long.items() if lines > 400} == {}


def test_start_up_imports_nothing_heavy() -> None:
    code = "import sys, propops.cli; propops.cli.build(); print('\\n'.join(sorted({name.split('.')[0] for name in sys.modules})))"
    bare = "import sys, click; print('\\n'.join(sorted({name.split('.')[0] for name in sys.modules})))"
    loaded = _run(code) - _run(bare)
    assert loaded & HEAVY == set()


def test_the_version_is_answered_before_click_is_imported() -> None:
    run = "sys.argv = ['propops', '--version']; runpy.run_module('propops', run_name='__main__')"
    code = f"import sys, runpy; {run}; print('click' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.splitlines()[1] == "False"


def _run(code: str) -> set[str]:
    return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())
