"""How other plain-text programs keep complaints, and what one types to list, show, add, edit and check them."""

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.complaints import Complaint, Complaints, parts
from bench.estates import ENVIRONMENT
from bench.measuring import Command, run

LIST, SHOW, ADD, EDIT, CHECK = OPERATIONS = ("list open, filtered", "show one", "add one", "edit one", "check all")
PATIENCE = 60  # seconds of the processor for one command, after which it is left out
TEXT = "主卧天花板渗水"

Commands = Mapping[str, Command]


@dataclass(frozen=True)
class Peer:
    """`lay` writes the records below a folder; `commands` are then run there on one of them."""

    name: str
    programs: tuple[str, ...]
    lay: Callable[[Complaints, Path], None]
    commands: Callable[[str, Path, Complaint], Commands]

    @property
    def program(self) -> str | None:
        return next((found for program in self.programs if (found := shutil.which(program))), None)


def _commands(folder: Path, env: Mapping[str, str], **argvs: Sequence[str]) -> Commands:
    named = {"list": LIST, "show": SHOW, "add": ADD, "edit": EDIT, "check": CHECK}
    return {
        named[verb]: Command(("prlimit", f"--cpu={PATIENCE}", *argv), folder, {**ENVIRONMENT, "HOME": str(folder), **env})
        for verb, argv in argvs.items()
    }


def _lay_rec(complaints: Complaints, folder: Path) -> None:
    head = "%rec: complaint\n%key: id\n%mandatory: unit day status\n%type: day date\n%type: status line\n\n"
    fields = ("id", "unit", "day", "category", "status", "content")
    records = ("".join(f"{field}: {getattr(complaint, field)}\n" for field in fields) for complaint in complaints)
    (folder / "complaint.rec").write_text(head + "\n".join(records), "utf-8")


def _rec(_program: str, folder: Path, one: Complaint) -> Commands:
    file, this = "complaint.rec", f"id = '{one.id}'"
    new = ("id", "c-new-{n}", "unit", one.unit, "day", one.day, "status", "open", "content", TEXT)
    pairs = [word for field, value in zip(new[::2], new[1::2], strict=True) for word in ("-f", field, "-v", value)]
    return _commands(
        folder,
        {},
        list=("recsel", "-t", "complaint", "-e", "status = 'open' && category = 'leak'", file),
        show=("recsel", "-t", "complaint", "-e", this, file),
        add=("recins", "--force", "-t", "complaint", *pairs, file),
        edit=("recset", "--force", "-t", "complaint", "-e", this, "-f", "content", "-s", f"{TEXT}{{n}}", file),
        check=("recfix", "--check", file),
    )


def _lay_tasks(complaints: Complaints, folder: Path) -> None:
    (folder / "taskrc").write_text(f"data.location={folder}/data\nconfirmation=no\nverbose=nothing\nhooks=off\n", "utf-8")
    tasks = folder / "tasks.json"
    tasks.write_text(json.dumps([_task(complaint) for complaint in complaints], ensure_ascii=False), "utf-8")
    run(Command(("task", f"rc:{folder}/taskrc", "import", str(tasks)), folder, {"HOME": str(folder)}))


def _task(complaint: Complaint) -> dict[str, Any]:
    day = complaint.day.replace("-", "") + "T000000Z"
    task = {"uuid": complaint.uuid, "description": complaint.content, "project": complaint.category, "entry": day, "tags": [complaint.unit]}
    return task | ({"status": "pending"} if complaint.is_open else {"status": "completed", "end": day})


def _tasks(program: str, folder: Path, one: Complaint) -> Commands:
    task = (program, f"rc:{folder}/taskrc")
    return _commands(
        folder,
        {},
        list=(*task, "status:pending", "project:leak", "list"),
        show=(*task, one.uuid, "information"),
        add=(*task, "add", "project:leak", f"{TEXT}{{n}}"),
        edit=(*task, one.uuid, "modify", f"{TEXT}{{n}}"),
    )


def _lay_todos(complaints: Complaints, folder: Path) -> None:
    (folder / "config.py").write_text(f'path = "{folder}/lists/*"\ncache_path = "{folder}/cache.sqlite3"\ndefault_list = "desk"\n', "utf-8")
    (folder / "lists/desk").mkdir(parents=True)
    for complaint in complaints:
        (folder / f"lists/desk/{complaint.uuid}.ics").write_text(_todo(complaint), "utf-8")


def _todo(complaint: Complaint) -> str:
    day = complaint.day.replace("-", "") + "T000000Z"
    status = "NEEDS-ACTION" if complaint.is_open else "COMPLETED"
    known = {"UID": complaint.uuid, "DTSTAMP": day, "CREATED": day, "SUMMARY": complaint.content, "CATEGORIES": complaint.category}
    known |= {"LOCATION": complaint.unit, "STATUS": status}
    lines = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:bench", "BEGIN:VTODO", *(f"{name}:{value}" for name, value in known.items()))
    return "\r\n".join((*lines, "END:VTODO", "END:VCALENDAR", ""))


def _todos(program: str, folder: Path, _one: Complaint) -> Commands:
    todo = (program, "--config", f"{folder}/config.py")
    return _commands(
        folder,
        {},
        list=(*todo, "list", "--category", "leak"),
        show=(*todo, "show", "1"),
        add=(*todo, "new", "--list", "desk", f"{TEXT}{{n}}"),
        edit=(*todo, "edit", "1", "--location", "3-2-{n}"),
    )


def _lay_papers(complaints: Complaints, folder: Path) -> None:
    (folder / "papis").mkdir()
    (folder / "papis/config").write_text(f"[settings]\ndefault-library = desk\n\n[desk]\ndir = {folder}/desk\n", "utf-8")
    for complaint in complaints:
        paper = folder / "desk" / complaint.id
        paper.mkdir(parents=True)
        fields = {"papis_id": complaint.uuid.replace("-", ""), "ref": complaint.id, "title": complaint.content, "type": complaint.category}
        fields |= {"status": complaint.status, "unit": complaint.unit, "day": complaint.day}
        (paper / "info.yaml").write_text("".join(f"{key}: '{value}'\n" for key, value in fields.items()), "utf-8")


def _papers(program: str, folder: Path, one: Complaint) -> Commands:
    return _commands(
        folder,
        {"XDG_CONFIG_HOME": str(folder), "XDG_CACHE_HOME": str(folder / "cache")},
        list=(program, "list", "--format", "{doc[ref]} {doc[title]}", "status:open type:leak"),
        show=(program, "list", "--format", "{doc[ref]} {doc[title]} {doc[unit]} {doc[day]}", f"ref:{one.id}"),
        add=(program, "add", "--batch", "--set", "ref", "new{n}", "--set", "title", f"{TEXT}{{n}}"),
        edit=(program, "update", "--set", "title", f"{TEXT}{{n}}", f"ref:{one.id}"),
    )


def lay_parts(complaints: Complaints, folder: Path) -> None:
    for name, text in parts(complaints):
        (folder / name).write_text(text, "utf-8")


def _yq(program: str, folder: Path, one: Complaint) -> Commands:
    this = f'select(.id == "{one.id}")'
    every = sorted(file.name for file in folder.glob("*.yaml"))
    return _commands(
        folder,
        {},
        list=(program, '.[] | select(.status == "open" and .category == "leak")', *every),
        show=(program, f".[] | {this}", "1.yaml"),
        add=(program, "-Y", "-i", f'. + [{{"id": "c-new-{{n}}", "unit": "{one.unit}", "content": "{TEXT}"}}]', "1.yaml"),
        edit=(program, "-Y", "-i", f'map(if .id == "{one.id}" then .note = "{{n}}" else . end)', "1.yaml"),
        check=(program, ".", *every),
    )


def _lay_journal(complaints: Complaints, folder: Path) -> None:
    text = "".join(
        f"{each.day} ({each.id}) {each.content}\n    expenses:{each.category}:{each.unit}  1.00 CNY\n    assets:desk\n\n"
        for each in complaints
    )
    (folder / "desk.journal").write_text(text, "utf-8")


def _hledger(program: str, folder: Path, one: Complaint) -> Commands:
    hledger = (program, "-f", "desk.journal")
    query = (f"code:{one.id}",)
    return _commands(
        folder,
        {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"},
        list=(*hledger, "register", "expenses:leak", "date:2026-11"),
        show=(*hledger, "print", *query),
        check=(*hledger, "check"),
    )


def _ledger(program: str, folder: Path, one: Complaint) -> Commands:
    ledger = (program, "--args-only", "-f", "desk.journal")
    return _commands(
        folder,
        {},
        list=(*ledger, "register", "expenses:leak", "--period", "2026-11"),
        show=(*ledger, "print", "code", one.id),
        check=(*ledger, "balance", "assets:desk"),
    )


def _lay_beans(complaints: Complaints, folder: Path) -> None:
    accounts = ["Assets:Desk", *sorted({f"Expenses:{each.category.title()}" for each in complaints})]
    head = "".join(f"2020-01-01 open {account} CNY\n" for account in accounts)
    text = "".join(
        f'{each.day} * "{each.unit}" "{each.content.replace(chr(34), "")}"\n  id: "{each.id}"\n'
        f"  Expenses:{each.category.title()}  1.00 CNY\n  Assets:Desk\n\n"
        for each in complaints
    )
    (folder / "desk.beancount").write_text(head + text, "utf-8")


def _beans(program: str, folder: Path, one: Complaint) -> Commands:
    query = (program, "desk.beancount")
    leaks = "SELECT date, payee, narration WHERE account = 'Expenses:Leak' AND year = 2026 AND month = 11"
    return _commands(
        folder,
        {},
        list=(*query, leaks),
        show=(*query, f"SELECT date, payee, narration WHERE any_meta('id') = '{one.id}'"),
        check=("bean-check", "desk.beancount"),
    )


PEERS = (
    Peer("recutils, unchecked writes", ("recsel",), _lay_rec, _rec),
    Peer("taskwarrior", ("task",), _lay_tasks, _tasks),
    Peer("todoman", ("todo", "todoman"), _lay_todos, _todos),
    Peer("papis", ("papis",), _lay_papers, _papers),
    Peer("yq, files of 500", ("yq",), lay_parts, _yq),
    Peer("ledger, as transactions", ("ledger",), _lay_journal, _ledger),
    Peer("hledger, as transactions", ("hledger",), _lay_journal, _hledger),
    Peer("beancount, as transactions", ("bean-query",), _lay_beans, _beans),
)
