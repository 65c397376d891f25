"""Keys: what hangs on the board, who has what, what is late"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import click

from propops.errors import refuse
from propops.estate import Estate, the_one
from propops.i18n import N_, _, translate
from propops.models.base import natural
from propops.models.key import Key
from propops.models.key_loan import Consent, IdKind, KeyLoan, due_back
from propops.models.repair import Repair, Urgency
from propops.models.resident import Resident
from propops.models.staff import Staff
from propops.parsing import parse_unit
from propops.terminal.counter import AskedArgument, AskedOption, fresh, how_long
from propops.terminal.options import by_option, format_option, pass_estate, reveal_option
from propops.terminal.output import echo, mask_name, mask_phone, show_row, show_rows
from propops.terminal.params import DAY, TEXT, TIME, WHOLE, ChoiceType, RecordId, Typed
from propops.terminal.records import label_of, rows_of, show_one
from propops.terminal.verbs import kind_group, say_record

command = kind_group("key", __doc__, without=("show",))


def find_key(text: str, estate: Estate) -> Key:
    """By its hook on the board, by any unique part of its id, or by the room."""
    on_hook = [key for key in estate.store.where(Key, "location", text.strip().upper()) if key.is_kept]
    return on_hook[0] if len(on_hook) == 1 else the_one(estate, Key, text)


def find_loan(text: str, estate: Estate) -> KeyLoan:
    """What is out, by the loan, the key, its hook or the room."""
    loans = [loan for loan in estate.store.all(KeyLoan) if loan.is_open]
    found = [loan for loan in loans if _is_meant(text.strip(), loan, estate)]
    exact = [loan for loan in found if text.strip() in (loan.id, loan.key)] or found
    if len(exact) == 1:
        return exact[0]
    hint = _("propops key out shows what is out.")
    if not exact:
        raise refuse("not-out", _("Nothing that %(text)s fits is out.") % {"text": text}, hint=hint)
    ids = ", ".join(f"{loan.id} ({loan.key})" for loan in exact)
    raise refuse("ambiguous", _("%(given)s fits several: %(ids)s.") % {"given": text, "ids": ids}, hint=hint)


def _is_meant(text: str, loan: KeyLoan, estate: Estate) -> bool:
    key = estate.store.find(Key, loan.key)
    if text.lower() in loan.id or text.lower() in loan.key or (key and key.location == text.upper()):
        return True
    try:
        return key is not None and key.unit == parse_unit(text)
    except ValueError:
        return False


KEY = Typed("key", "k-3-2-1001, A-12, 3-2-1001", find_key)
LOAN = Typed("key|loan", "l-261130-abcd, k-3-2-1001, A-12, 3-2-1001", find_loan)


# --- out and in -------------------------------------------------------------------------------------------------------


@command.command("lend", help=_("Hand out a key; prints the loan's id. It is due the same day."))
@click.argument("key", cls=AskedArgument, type=KEY)
@click.option("--borrower", cls=AskedOption, required=True, type=TEXT, help=_("Who takes it."))
@click.option("--reason", cls=AskedOption, required=True, type=TEXT, help=_("What for."))
@click.option("--organisation", type=TEXT, help=_("The borrower's company."))
@click.option("--phone", type=TEXT, help=_("The borrower's phone."))
@click.option("--id-checked", type=ChoiceType(IdKind), help=_("Which identity document was seen; never its number."))
@click.option("--quantity", type=WHOLE, default=1, help=_("How many of the set."))
@click.option("--consent-by", type=RecordId("resident"), help=_("Who of the owners agreed."))
@click.option("--consent-way", type=TEXT, help=_("How: phone, WeChat …"))
@click.option("--due", type=TIME, help=_("When it is due back, if not the same day."))
@by_option
@format_option
@pass_estate
def lend(estate: Estate, key: Key, by: str | None, format: str, **given: Any) -> None:
    who = estate.user(by)
    loan = _loan(estate, key, who, given)
    with estate.change("key lend", N_("Key %(key)s lent %(ids)s"), who, key=key.id) as change:
        loan = change.add(loan)
    if format == "table":
        echo(_("%(key)s is due back %(due)s.") % {"key": key.id, "due": f"{loan.due_at:%Y-%m-%d %H:%M}"}, err=True)
    say_record(estate, loan, format, loan.id)


def _loan(estate: Estate, key: Key, who: Staff, given: dict[str, Any]) -> KeyLoan:
    policy = estate.settings.keys
    consent = _consent(estate, given.pop("consent_by"), given.pop("consent_way"))
    due = given.pop("due") or due_back(estate.now, policy.due, policy.next_day_after)
    return KeyLoan(key=key.id, out_at=estate.now, out_by=who.id, due_at=due, owner_consent=consent, **given)


def _consent(estate: Estate, resident: Resident | None, way: str | None) -> Consent | None:
    if (resident is None) != (way is None):
        raise click.UsageError(_("--consent-by and --consent-way go together."))
    return Consent(by=resident.id, at=estate.now, way=way) if resident and way else None


@command.command("return", help=_("Take a key back."))
@click.argument("loan", cls=AskedArgument, type=LOAN, metavar="KEY|LOAN")
@click.option("--returned-by", type=TEXT, help=_("Who brings it, if not the borrower."))
@click.option("--room-checked/--no-room-checked", default=None, help=_("Whether the home was looked after: lights, water, windows."))
@by_option
@pass_estate
def take_back(estate: Estate, loan: KeyLoan, returned_by: str | None, room_checked: bool | None, by: str | None) -> None:
    who = estate.user(by)
    with estate.change("key return", N_("Key %(key)s back %(ids)s"), who, key=loan.key) as change:
        before = fresh(change, loan)
        if not before.is_open:
            raise refuse("not-out", _("%(key)s is back already.") % {"key": loan.key})
        change.put(replace(before, in_at=estate.now, in_by=who.id, returned_by=returned_by, room_checked=room_checked))
    late = estate.now - loan.due_at
    words = {"key": loan.key, "late": how_long(late)}
    echo((_("%(key)s is back, %(late)s late.") if late.total_seconds() > 0 else _("%(key)s is back.")) % words)


@command.command("lost", help=_("A key is lost: who has it will not bring it, and the lock is to be changed."))
@click.argument("key", cls=AskedArgument, type=KEY)
@click.option("--on", "on", type=DAY, help=_("Since when, if not today."))
@click.option("--lock-change/--no-lock-change", default=True, help=_("Whether to order a new lock as a repair."))
@by_option
@pass_estate
def lost(estate: Estate, key: Key, on: date | None, lock_change: bool, by: str | None) -> None:
    who, day = estate.user(by), on or estate.today
    with estate.change("key lost", N_("Key %(key)s lost"), who, key=key.id) as change:
        before = fresh(change, key)
        if not before.is_kept:
            raise refuse("key-gone", _("The key was lost or given back to the owner."), id=key.id)
        change.put(replace(before, lost_on=day))
        for loan in _loans_out(change.store.where(KeyLoan, "key", key.id)):
            change.put(replace(loan, lost_on=day))
        order = change.add(_new_lock(estate, before, who)) if lock_change else None
    echo(_("%(key)s: lost. Tell the owner.") % {"key": key.id})
    if order:
        echo(_("New lock ordered: %(id)s.") % {"id": order.id})


def _new_lock(estate: Estate, key: Key, who: Staff) -> Repair:
    item = translate(N_("change the lock: key %(key)s lost"), str(estate.settings.language)) % {"key": key.id}
    return Repair(unit=key.unit, place=key.place, item=item, urgency=Urgency.URGENT, received_at=estate.now, received_by=who.id)


# --- who has what -----------------------------------------------------------------------------------------------------


def _loans_out(loans: Sequence[KeyLoan]) -> list[KeyLoan]:
    return [loan for loan in loans if loan.is_open]


@command.command("out", help=_("What is out now, and who has it."))
@format_option
@reveal_option
@pass_estate
def out(estate: Estate, format: str, reveal: bool) -> None:
    loans = sorted(_loans_out(estate.store.all(KeyLoan)), key=lambda loan: (loan.due_at, natural(loan.key)))
    _show_loans(estate, loans, format, reveal)


@command.command("overdue", help=_("What should be back, by borrower."))
@format_option
@reveal_option
@pass_estate
def overdue(estate: Estate, format: str, reveal: bool) -> None:
    late = [loan for loan in _loans_out(estate.store.all(KeyLoan)) if loan.due_at < estate.now]
    _show_loans(estate, sorted(late, key=lambda loan: (loan.borrower, loan.phone or "", loan.due_at, natural(loan.key))), format, reveal)


_COLUMNS = ("borrower", "organisation", "phone", "key", "name", "location", "quantity", "out_at", "due_at", "late", "id")


def _show_loans(estate: Estate, loans: Sequence[KeyLoan], format: str, reveal: bool) -> None:
    own = {"name": label_of(Key, "name"), "location": label_of(Key, "location"), "late": _("late by")}
    labels = [own.get(key) or label_of(KeyLoan, key) for key in _COLUMNS]
    show_rows([_loan_row(estate, loan, reveal) for loan in loans], format, _COLUMNS, labels)


def _loan_row(estate: Estate, loan: KeyLoan, reveal: bool) -> dict[str, Any]:
    key = estate.store.find(Key, loan.key)
    late = estate.now - loan.due_at
    is_late = late.total_seconds() > 0
    return {
        "borrower": loan.borrower if reveal else mask_name(loan.borrower),
        "organisation": loan.organisation,
        "phone": loan.phone and (loan.phone if reveal else mask_phone(loan.phone)),
        "key": loan.key,
        "name": key and key.name,
        "location": key and key.location,
        "unit": key and key.unit,
        "quantity": loan.quantity,
        "reason": loan.reason,
        "out_at": loan.out_at,
        "due_at": loan.due_at,
        "late_minutes": int(late.total_seconds()) // 60 if is_late else 0,
        "late": how_long(late) if is_late else "",
        "id": loan.id,
    }


@command.command("show", help=_("Show one key, whether it is out, and who has it."))
@click.argument("key", cls=AskedArgument, type=KEY)
@format_option
@reveal_option
@pass_estate
def show(estate: Estate, key: Key, format: str, reveal: bool) -> None:
    loans = _loans_out(estate.store.where(KeyLoan, "key", key.id))
    if format == "table":
        show_one(key, format, reveal)
        echo(_("On the board: %(here)d of %(all)d.") % {"here": _here(key, loans), "all": key.quantity})
        if loans:
            _show_loans(estate, loans, format, reveal)
        return
    row = rows_of([key], reveal)[0] | {"here": _here(key, loans), "out": rows_of(loans, reveal)}
    show_row(row, format)


def _here(key: Key, loans: Sequence[KeyLoan]) -> int:
    return key.quantity - sum(loan.quantity for loan in loans) if key.is_kept else 0
