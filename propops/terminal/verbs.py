"""The verbs every kind has: list, show, add, edit, remove, history. A command file asks for its group and adds its own."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import click

from propops.errors import refuse
from propops.estate import Estate, names_of_staff
from propops.i18n import N_, _
from propops.store.query import Test
from propops.terminal.filters import field_of
from propops.terminal.help import Command, Group
from propops.terminal.options import by_option, confirm, format_option, pass_estate, reveal_option
from propops.terminal.output import echo, show_rows
from propops.terminal.params import RecordId, estate_of

if TYPE_CHECKING:
    from propops.choices import Choice
    from propops.models.base import Record


class KindGroup(Group):
    """A kind's own verbs, and the shared ones, each of which is made when it is asked for: their options follow from the model.

    `more` are command modules with further verbs, imported one after the other until the one asked for is there.
    """

    def __init__(self, of: "type[Record]", help: str, without: Sequence[str], more: Sequence[str]) -> None:
        super().__init__(of.kind, help=help)
        self.of = of
        self.shared = [name for name in VERBS if name not in without]
        self.more = list(more)

    def list_commands(self, ctx: click.Context) -> list[str]:
        while self.more:
            self._import_more()
        return sorted({*self.commands, *self.shared})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in self.shared and cmd_name not in self.commands:
            self.add_command(VERBS[cmd_name](self.of), cmd_name)
        while self.more and cmd_name not in self.commands:
            self._import_more()
        return super().get_command(ctx, cmd_name)

    def _import_more(self) -> None:
        from importlib import import_module

        self.commands |= import_module(f"propops.commands.{self.more.pop(0)}").command.commands


def kind_group(kind: str, about: str | None, more: Sequence[str] = (), without: Sequence[str] = ()) -> click.Group:
    """`propops KIND …` with the shared verbs, but for those that the kind has a verb of its own for. `about` is its module's docstring."""
    from propops.models import model

    of = model(kind)
    return KindGroup(of, _((about or of.label).strip()), without, more)


class Closable(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def status(self) -> "Choice": ...
    @property
    def is_open(self) -> bool: ...


def require_open(record: Closable) -> None:
    """What came of it is recorded once; later words are corrections."""
    if not record.is_open:
        message = _("%(id)s is closed already (%(status)s).") % {"id": record.id, "status": _(record.status.label)}
        raise refuse("not-open", message, hint=_("propops %(kind)s edit changes what was recorded.") % {"kind": record.kind})


def say_record(estate: Estate, record: "Record", format: str, text: str) -> None:
    """What was done for people, the record for scripts."""
    if format == "table":
        echo(text)
    else:
        from propops.terminal.records import show_one

        found = estate.store.find(type(record), record.id)
        show_one(found or record, format, True)


def _record_argument(kind: str, only: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return click.argument("record", type=RecordId(kind), **_alone(only))


def _alone(only: str) -> dict[str, Any]:
    """`propops settings show` needs no id: there is only one."""
    return {"default": only} if only else {}


def _list(of: "type[Record]") -> click.Command:
    from propops.terminal.listing import list_of

    return list_of(of.kind)


def _show(of: "type[Record]") -> click.Command:
    return show_verb(of.kind, of.only)


def show_verb(kind: str, only: str = "") -> click.Command:
    """Made without the model: to complete an id takes no more than the index."""

    @click.command(cls=Command, help=_("Show one record."))
    @_record_argument(kind, only)
    @format_option
    @reveal_option
    @pass_estate
    def run(estate: Estate, record: "Record", format: str, reveal: bool) -> None:
        from propops.terminal.records import show_one

        show_one(record, format, reveal, names_of_staff(estate) if format == "table" else {}, _linked(estate, record))

    return run


def _linked(estate: Estate, record: "Record") -> "dict[str, list[dict[str, Any]]]":
    """By kind, the records that name this one and are shown with it."""
    return {link.kind: rows for link in record.linked if (rows := estate.rows.select(link.kind, [Test(link.by, "=", record.id)]))}


def _add(of: "type[Record]") -> click.Command:
    from propops.terminal.fields import ask_for_missing, field_options, values_given

    @click.command(cls=Command, help=_("Add a record; on a terminal, what is missing is asked for."))
    @by_option
    @format_option
    @click.pass_context
    def run(context: click.Context, /, by: str | None, format: str, **given: Any) -> None:
        estate = estate_of(context)
        values = ask_for_missing(of, values_given(of, given, context), context)
        with estate.change(f"{of.kind} add", N_("Add %(kind)s %(ids)s"), estate.user(by), kind=of.label) as change:
            record = change.add(of(**values))
        say_record(estate, record, format, record.id)

    run.params[:0] = field_options(of, of.positional, with_id=True)
    return run


def _edit(of: "type[Record]") -> click.Command:
    from dataclasses import replace

    from propops.terminal.fields import field_options, values_given

    @click.command(cls=Command, help=_("Change the fields given as options; without any, open the record in $EDITOR."))
    @click.option("--clear", multiple=True, metavar=_("FIELD"), help=_("Empty this field."))
    @by_option
    @format_option
    @click.pass_context
    def run(context: click.Context, /, record: "Record", clear: tuple[str, ...], by: str | None, format: str, **given: Any) -> None:
        estate = estate_of(context)
        values = values_given(of, given, context) | {field_of(of, key).name: _empty(of, key) for key in clear}
        if not values:
            from propops.terminal.editing import edit_by_hand

            edit_by_hand(estate, record, estate.user(by))
            return
        with estate.change(f"{of.kind} edit", N_("Change %(kind)s %(ids)s"), estate.user(by), kind=of.label) as change:
            changed = change.put(replace(record, **values))
        say_record(estate, changed, format, _("%(id)s changed.") % {"id": changed.id})

    run.params[:0] = [click.Argument(["record"], type=RecordId(of.kind), **_alone(of.only)), *field_options(of)]
    return run


def _empty(of: "type[Record]", key: str) -> Any:
    spec = field_of(of, key)
    if spec.required:
        raise click.UsageError(_("%(field)s is required and cannot be emptied.") % {"field": key})
    return () if spec.many else None


def _remove(of: "type[Record]") -> click.Command:
    @click.command(cls=Command, help=_("Remove a record; refused while another one names it."))
    @_record_argument(of.kind, of.only)
    @click.option("--yes", is_flag=True, help=_("Do not ask."))
    @by_option
    @click.pass_context
    def run(context: click.Context, /, record: "Record", yes: bool, by: str | None) -> None:
        estate = estate_of(context)
        who = estate.user(by)
        if not yes:
            confirm(_("Remove %(id)s? Its history stays in git.") % {"id": record.id})
        with estate.change(f"{of.kind} remove", N_("Remove %(kind)s %(ids)s"), who, kind=of.label) as change:
            change.remove(record)
        echo(_("%(id)s removed.") % {"id": record.id})

    return run


def _history(of: "type[Record]") -> click.Command:
    @click.command(cls=Command, help=_("Every change of one record: when, who, what."))
    @_record_argument(of.kind, of.only)
    @format_option
    @click.pass_context
    def run(context: click.Context, /, record: "Record", format: str) -> None:
        from propops.commits import history_of

        assert record.source is not None
        rows = history_of(estate_of(context).git, record.source.path, record.id)
        labels = (_("at"), _("by"), _("what"), _("commit"))
        show_rows(rows, format, ("at", "by", "subject", "commit"), labels)

    return run


VERBS: dict[str, Callable[["type[Record]"], click.Command]] = {
    "list": _list,
    "show": _show,
    "add": _add,
    "edit": _edit,
    "remove": _remove,
    "history": _history,
}
