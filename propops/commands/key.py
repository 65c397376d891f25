"""Keys: what hangs on the board, who has what, what is late"""

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from propops.desk import key_lists
from propops.desk.key_lookup import find_key, find_loan
from propops.errors import refuse
from propops.estate import Estate
from propops.i18n import N_, _, translate
from propops.models.key import Key, OwnerTold
from propops.models.key_loan import Consent, IdKind, KeyLoan, due_back
from propops.models.policies.keys import KeyPolicy
from propops.models.repair import Repair, Urgency
from propops.models.resident import Resident
from propops.models.staff import Staff
from propops.planning import key_steps
from propops.planning.complaint_steps import Act
from propops.terminal.counter import STAFF, AskedArgument, AskedOption, fresh, how_long
from propops.terminal.options import by_option, format_option, pass_estate, reveal_option
from propops.terminal.output import echo
from propops.terminal.params import DAY, TEXT, TIME, WHOLE, ChoiceType, RecordId, Typed, pairs
from propops.terminal.verbs import kind_group, say_record

if TYPE_CHECKING:
    from propops.planning.stocktake import Walk

command = kind_group("key", __doc__, without=("show",))


KEY = Typed("key", "k-3-2-1001, A-12, 17, 3-2-1001", find_key)
LOAN = Typed("key|loan", "l-261130-abcd, k-3-2-1001, A-12, 17, 3-2-1001", find_loan)


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
    policy = estate.policy(KeyPolicy)
    consent = _consent(estate, given.pop("consent_by"), given.pop("consent_way"))
    due = given.pop("due") or due_back(estate.now, policy.due, policy.next_day_after)
    return KeyLoan(key=key.id, out_at=estate.now, out_by=who.id, due_at=due, owner_consent=consent, **given)


def _consent(estate: Estate, resident: Resident | None, way: str | None) -> Consent | None:
    if (resident is None) != (way is None):
        raise click.UsageError(_("--consent-by and --consent-way go together."))
    return Consent(by=resident.id, at=estate.now, way=way) if resident and way else None


@command.command("return", help=_("Take a key back: by its hook, its id, the loan or the room."))
@click.argument("loan", cls=AskedArgument, type=LOAN, metavar="KEY|LOAN")
@click.option("--quantity", type=WHOLE, help=_("How many come back, if not all."))
@click.option("--returned-by", type=TEXT, help=_("Who brings it, if not the borrower."))
@click.option("--room-checked/--no-room-checked", default=None, help=_("Whether the home was looked after: lights, water, windows."))
@by_option
@pass_estate
def take_back(estate: Estate, loan: KeyLoan, by: str | None, **said: Any) -> None:
    after = _take(estate, loan, by, "return", N_("Key %(key)s back %(ids)s"), key_steps.take_back, **said)
    late = estate.now - loan.due_at
    words = {"key": loan.key, "late": how_long(late), "left": after.still_out}
    if after.is_open:
        echo(_("%(key)s: %(left)d still out.") % words)
    else:
        echo((_("%(key)s is back, %(late)s late.") if late.total_seconds() > 0 else _("%(key)s is back.")) % words)
    key = estate.store.find(Key, loan.key)
    if key is not None and key.location:
        echo(_("Hang it on %(hook)s.") % {"hook": key.location}, err=True)


def _take(estate: Estate, loan: KeyLoan, by: str | None, verb: str, subject: str, step: Callable[..., KeyLoan], **said: Any) -> KeyLoan:
    who = estate.user(by)
    with estate.change(f"key {verb}", subject, who, key=loan.key) as change:
        return change.put(step(fresh(change, loan), Act(estate.now, who.id), **said))


@command.command("extend", help=_("Let the borrower keep it longer; the supervisor approves."))
@click.argument("loan", cls=AskedArgument, type=LOAN, metavar="KEY|LOAN")
@click.argument("due", cls=AskedArgument, type=TIME, help=_("Until when."))
@click.option("--approved-by", type=STAFF, help=_("Who approved it, if not who records this."))
@click.option("--reason", type=TEXT, help=_("Why."))
@by_option
@pass_estate
def extend(estate: Estate, loan: KeyLoan, approved_by: Staff | None, by: str | None, **said: Any) -> None:
    approver = approved_by or estate.user(by)
    subject = N_("Key %(key)s extended %(ids)s")
    after = _take(estate, loan, by, "extend", subject, key_steps.extend, approved_by=approver.id, **said)
    echo(_("%(key)s is due back %(due)s.") % {"key": loan.key, "due": f"{after.due_at:%Y-%m-%d %H:%M}"})


@command.command("called", help=_("Note that the borrower was called, and what they said."))
@click.argument("loan", cls=AskedArgument, type=LOAN, metavar="KEY|LOAN")
@click.argument("text", cls=AskedArgument, type=TEXT, help=_("What was said."))
@by_option
@pass_estate
def called(estate: Estate, loan: KeyLoan, text: str, by: str | None) -> None:
    _take(estate, loan, by, "called", N_("Key %(key)s: borrower called %(ids)s"), key_steps.called, text=text)
    echo(_("%(id)s: noted.") % {"id": loan.id})


# --- lost -------------------------------------------------------------------------------------------------------------


@command.command("lost", help=_("A key is lost: who has it will not bring it, and the lock is to be changed."))
@click.argument("key", cls=AskedArgument, type=KEY)
@click.option("--on", "on", type=DAY, help=_("Since when, if not today."))
@click.option("--told", metavar=_("WAY"), type=TEXT, help=_("How the owner was told, if that is done: phone, WeChat …"))
@click.option("--lock-change/--no-lock-change", default=True, help=_("Whether to order a new lock as a repair."))
@by_option
@pass_estate
def lost(estate: Estate, key: Key, on: date | None, told: str | None, lock_change: bool, by: str | None) -> None:
    who, day = estate.user(by), on or estate.today
    with estate.change("key lost", N_("Key %(key)s lost"), who, key=key.id) as change:
        before = fresh(change, key)
        if not before.is_kept:
            raise refuse("key-gone", _("The key was lost or given back to the owner."), id=key.id)
        order = change.add(_new_lock(estate, before, who)) if lock_change else None
        change.put(replace(before, lost_on=day, lock_change=order.id if order else None, owner_told=_told(estate, who, told)))
        for loan in change.store.where(KeyLoan, "key", key.id):
            if loan.is_open:
                change.put(replace(loan, lost_on=day))
    text = _("%(key)s: lost. Tell the owner.") if key.unit and not told else _("%(key)s: lost.")
    echo(text % {"key": key.id})
    if order:
        echo(_("New lock ordered: %(id)s.") % {"id": order.id})


def _told(estate: Estate, who: Staff, way: str | None) -> OwnerTold | None:
    return OwnerTold(at=estate.now, by=who.id, way=way) if way else None


def _new_lock(estate: Estate, key: Key, who: Staff) -> Repair:
    item = translate(N_("change the lock: key %(key)s lost"), estate.language) % {"key": key.id}
    return Repair(unit=key.unit, place=key.place, item=item, urgency=Urgency.URGENT, received_at=estate.now, received_by=who.id)


@command.command("told", help=_("The owner was told of the loss."))
@click.argument("key", cls=AskedArgument, type=KEY)
@click.argument("way", cls=AskedArgument, type=TEXT, help=_("How: phone, WeChat …"))
@by_option
@pass_estate
def told(estate: Estate, key: Key, way: str, by: str | None) -> None:
    who = estate.user(by)
    with estate.change("key told", N_("Key %(key)s: owner told"), who, key=key.id) as change:
        before = fresh(change, key)
        if before.lost_on is None:
            raise refuse("not-lost", _("%(key)s is not lost.") % {"key": key.id}, hint=_("propops key lost %(key)s") % {"key": key.id})
        change.put(replace(before, owner_told=_told(estate, who, way)))
    echo(_("%(key)s: the owner knows.") % {"key": key.id})


# --- who has what -----------------------------------------------------------------------------------------------------


@command.command("out", help=_("What is out now, and who has it."))
@format_option
@reveal_option
@pass_estate
def out(estate: Estate, format: str, reveal: bool) -> None:
    key_lists.show_loans(estate, key_lists.loans_out(estate), format, reveal)


@command.command("overdue", help=_("What should be back, by borrower, and what they said on the phone."))
@format_option
@reveal_option
@pass_estate
def overdue(estate: Estate, format: str, reveal: bool) -> None:
    key_lists.show_loans(estate, key_lists.loans_overdue(estate), format, reveal)


@command.command("show", help=_("Show one key, whether it is out, and who has it."))
@click.argument("key", cls=AskedArgument, type=KEY)
@format_option
@reveal_option
@pass_estate
def show(estate: Estate, key: Key, format: str, reveal: bool) -> None:
    key_lists.show_key(estate, key, format, reveal)


@command.command("holders", help=_("Who held a key when, newest first."))
@click.argument("key", cls=AskedArgument, type=KEY)
@click.option("--on", "on", type=DAY, help=_("Only who had it on this day."))
@format_option
@reveal_option
@pass_estate
def holders(estate: Estate, key: Key, on: date | None, format: str, reveal: bool) -> None:
    key_lists.show_holders(estate, key, on, format, reveal)


@command.command("register", help=_("The board, hook by hook: what hangs there, what is out and to whom."))
@click.option("--board", type=TEXT, help=_("This board only."))
@format_option
@reveal_option
@pass_estate
def register(estate: Estate, board: str | None, format: str, reveal: bool) -> None:
    key_lists.show_register(estate, board, format, reveal)


# --- stocktake --------------------------------------------------------------------------------------------------------


@command.command("stocktake", help=_("Count the board hook by hook; what was broken off goes on. In a script say --there and what is not."))
@click.option("--board", type=TEXT, help=_("This board only; the month's stocktake is of all."))
@click.option("--missing", type=KEY, multiple=True, help=_("This one is missing; everything not named is there."))
@click.option("--elsewhere", multiple=True, metavar=_("KEY=WHERE"), help=_("This one hangs or lies somewhere else."))
@click.option("--there", is_flag=True, help=_("Everything not named is there."))
@by_option
@format_option
@pass_estate
def stocktake(
    estate: Estate, board: str | None, missing: tuple[Key, ...], elsewhere: tuple[str, ...], there: bool, by: str | None, format: str
) -> None:
    from propops.desk import stocktake as counting

    who = estate.user(by)
    done = counting.count(estate, board, who, _by_name(estate, missing, elsewhere) if missing or elsewhere or there else _by_eye)
    if format == "table":
        counting.say(done)
    else:
        say_record(estate, done, format, done.id)


def _by_eye(walk: "Walk") -> "Walk":
    if not sys.stdin.isatty():
        raise click.UsageError(_("In a script say what was found: --missing KEY, --elsewhere KEY=WHERE, or --there if all is."))
    from propops.terminal.walk import walk_along

    return walk_along(walk)


def _by_name(estate: Estate, missing: tuple[Key, ...], elsewhere: tuple[str, ...]) -> Callable[["Walk"], "Walk"]:
    from propops.planning.stocktake import MISSING, THERE
    from propops.planning.stocktake import elsewhere as at

    found = {key.id: MISSING for key in missing} | {find_key(text, estate).id: at(where.strip()) for text, where in pairs(elsewhere)}

    def go(walk: "Walk") -> "Walk":
        strange = found.keys() - {key.id for key in walk.keys[len(walk.answers) :]}
        if strange:
            raise refuse("not-on-board", _("It is not to be counted here: %(ids)s.") % {"ids": ", ".join(sorted(strange))})
        return walk.say_all(lambda key: found.get(key.id, THERE))

    return go


@command.command("settle", help=_("A key that a stocktake missed has turned up: say how."))
@click.argument("key", cls=AskedArgument, type=KEY)
@click.argument("how", cls=AskedArgument, type=TEXT, metavar="HOW", help=_("Where it was, and what was done."))
@by_option
@pass_estate
def settle(estate: Estate, key: Key, how: str, by: str | None) -> None:
    from propops.desk import stocktake as counting

    with estate.change("key settle", N_("Key %(key)s settled %(ids)s"), estate.user(by), key=key.id) as change:
        after = counting.settle(estate, change, key, how)
    echo(_("%(id)s: %(key)s is settled.") % {"id": after.id, "key": key.id})
