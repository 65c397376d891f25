"""Homes: the household's file, its timeline, moving in and out"""

from datetime import date
from typing import Any

import click

from propops.estate import Estate, names_of_staff
from propops.i18n import N_, _
from propops.models.base import FeeItem
from propops.models.resident import FormOfAddress, Resident, ResidentRole
from propops.models.staff import Staff
from propops.models.unit import Unit
from propops.terminal.counter import AskedArgument, AskedOption
from propops.terminal.figures import show_figures, why_option
from propops.terminal.options import by_option, dry_run_option, format_option, pass_estate, reveal_option
from propops.terminal.output import show_rows
from propops.terminal.params import DAY, TEXT, ChoiceType, RecordId
from propops.terminal.verbs import kind_group

command = kind_group("unit", __doc__, without=("show",))

UNIT = RecordId("unit")


@command.command("show", help=_("The household's file: people, account, visits, complaints, keys and all else on record, in one screen."))
@click.argument("unit", cls=AskedArgument, type=UNIT, help=_("The home."))
@format_option
@reveal_option
@pass_estate
def show(estate: Estate, unit: Unit, format: str, reveal: bool) -> None:
    from propops.desk.completing import of_unit
    from propops.desk.household import file_of
    from propops.desk.household_pages import show_file

    show_file(estate, unit, file_of(estate.store, unit), of_unit(estate.store, unit, estate.today), reveal, format)


@command.command("timeline", help=_("Everything that happened with a home in the order of time, what is planned included."))
@click.argument("unit", cls=AskedArgument, type=UNIT, help=_("The home."))
@click.option("--since", type=DAY, help=_("From this day on."))
@click.option("--changes", is_flag=True, help=_("Also when and by whom its records were changed."))
@format_option
@reveal_option
@pass_estate
def timeline(estate: Estate, unit: Unit, since: date | None, changes: bool, format: str, reveal: bool) -> None:
    from propops.desk.household import file_of
    from propops.desk.household_pages import events, for_people

    file = file_of(estate.store, unit)
    rows = events(unit, file, reveal, names_of_staff(estate))
    if changes:
        from propops.desk.record_changes import with_changes

        rows = with_changes(estate, unit, file, rows)
    rows = [row for row in rows if since is None or row["at"][:10] >= since.isoformat()]
    shown = [for_people(row) for row in rows] if format == "table" else rows
    show_rows(shown, format, ("at", "kind", "text", "id"), (_("at"), _("kind"), _("text"), _("ID")))


@command.command("completeness", help=_("How complete the files are and what is missing: by building, by officer, or home by home."))
@click.argument("unit", type=UNIT, required=False)
@click.option("--building", is_flag=False, flag_value="*", metavar=_("[B]"), help=_("By building, the default; or the homes of this one."))
@click.option("--officer", is_flag=False, flag_value="*", metavar=_("[STAFF]"), help=_("By officer's zone; or the homes of this zone."))
@why_option
@format_option
@pass_estate
def completeness(estate: Estate, unit: Unit | None, building: str | None, officer: str | None, why: bool, format: str) -> None:
    from propops.desk import completing

    known = completing.of_all(estate.store, estate.today)
    if unit is not None:
        rows = [completing.row_of(known[unit.id])]
    elif officer == "*":
        rows = completing.by_officer(known, estate.store.all(Staff))
    elif officer:
        rows = [completing.row_of(one) for one in completing.zone_of(known, estate.user(officer))]
    elif building in (None, "*"):
        rows = completing.by_building(known)
    else:
        rows = [completing.row_of(one) for home, one in known.items() if home.partition("-")[0] == building]
    if format == "table":
        names = names_of_staff(estate)
        rows = [row | {"name": names.get(row["name"], row["name"])} for row in rows]
    labels = (_("of"), _("homes in all"), _("complete"), "%", _("missing"))
    show_figures(rows, format, ("name", "homes", "complete", "score", "missing"), labels, why)


# --- moving -----------------------------------------------------------------------------------------------------------


@command.command("move-in", help=_("Somebody moves in: opens their file, and with it what the home is and who pays."))
@click.argument("unit", cls=AskedArgument, type=UNIT, help=_("The home."))
@click.option("--name", cls=AskedOption, required=True, type=TEXT, help=_("Their name."))
@click.option("--role", cls=AskedOption, required=True, type=ChoiceType(ResidentRole), help=_("Owner, tenant or family."))
@click.option("--on", "day", type=DAY, help=_("On this day; else today."))
@click.option("--phone", type=TEXT, help=_("Their telephone number."))
@click.option("--address-as", type=ChoiceType(FormOfAddress), help=_("How to address them."))
@click.option("--pays", type=ChoiceType(FeeItem), multiple=True, help=_("What they pay from then on; an owner pays the property fee."))
@dry_run_option
@by_option
@format_option
@pass_estate
def move_in(estate: Estate, unit: Unit, day: date | None, dry_run: bool, by: str | None, format: str, **given: Any) -> None:
    from propops.desk import moving

    pays = given.pop("pays") or ((FeeItem.PROPERTY,) if given["role"] is ResidentRole.OWNER else ())
    person = Resident(unit=unit.id, moved_in=day or estate.today, payer=tuple(pays), **given)
    if dry_run:
        moving.show_move(estate, moving.enter(estate.store, person, estate.today), format, dry_run)
        return
    with estate.change("unit move-in", N_("Moved into %(home)s"), estate.user(by), home=unit.id) as change:
        move = moving.enter(change.store, person, estate.today)
        for record in move.changes:
            change.put(record)
    moving.show_move(estate, move, format, dry_run)


@command.command("move-out", help=_("Somebody, or the whole household, moves out: closes what ends, keeps what is owed, lists the rest."))
@click.argument("who", cls=AskedArgument, help=_("A resident, or the home for its whole household."))
@click.argument("day", cls=AskedArgument, type=DAY, help=_("The first day they do not live here any more."))
@click.option("--sold", is_flag=True, help=_("The home was sold: the owner leaves too, and keeps their debts."))
@dry_run_option
@by_option
@format_option
@pass_estate
def move_out(estate: Estate, who: str, day: date, sold: bool, dry_run: bool, by: str | None, format: str) -> None:
    from propops.desk import moving

    unit, person = moving.who_leaves(estate, who)
    if dry_run:
        moving.show_move(estate, moving.leave(estate.store, unit, person, day, estate.today, sold), format, dry_run)
        return
    with estate.change("unit move-out", N_("Moved out of %(home)s"), estate.user(by), home=unit) as change:
        move = moving.leave(change.store, unit, person, day, estate.today, sold)
        for record in move.changes:
            change.put(record)
    moving.show_move(estate, move, format, dry_run)
