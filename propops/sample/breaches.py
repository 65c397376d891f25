"""Promises that were not kept: one settled, one withdrawn, one whose penalty is still open."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from propops.models.breach import Breach
from propops.models.contact import Contact
from propops.models.key_loan import KeyLoan
from propops.models.pledge import Pledge
from propops.sample.days import at
from propops.sample.team import SUPERVISOR
from propops.sample.world import World

RINGS, KEYS = 2, 5  # the promises, by their number
RECENT = 200  # days


def break_promises(world: World) -> None:
    """What the records show against officers; nobody else has promised anything."""
    pledges = {(pledge.staff, pledge.issued.year): pledge.id for pledge in world.journal.latest(Pledge)}
    for nth, (staff, breach) in enumerate(_found(world)):
        _record(world, replace(breach, pledge=pledges[staff, breach.date.year]), nth)


def _found(world: World) -> Iterator[tuple[str, Breach]]:
    """A key that came back late, and the first and the last phone that rang too long in a test."""
    officers, since = {officer.id for officer in world.team.officers}, world.span.ago(RECENT)
    late = [loan for loan in world.journal.latest(KeyLoan) if loan.in_at and loan.in_at > loan.due_at and loan.out_by in officers]
    for loan in [loan for loan in late if loan.due_at.date() > since][:1]:
        yield loan.out_by, _breach(KEYS, loan.due_at.date(), loan.id, "借出的钥匙逾期，未催还")
    rang = [call for call in world.journal.latest(Contact) if call.test_call and (call.rings or 0) > 3 and call.at.date() > since]
    for call in (*rang[:1], *rang[1:][-1:]):
        yield call.handled_by, _breach(RINGS, call.at.date(), call.id, "测试来电，响铃超过三声才接")


def _breach(item: int, on: date, evidence: str, what: str) -> Breach:
    return Breach(pledge="", item=item, date=on, found_by=SUPERVISOR, what=what, evidence=(evidence,), points=Decimal(2))


def _record(world: World, breach: Breach, nth: int) -> None:
    """The first is settled, the second withdrawn, the third stays open."""
    day = breach.date + timedelta(2)
    made = world.journal.add(at(day, 16, 20), SUPERVISOR, "pledge breach", "违诺登记", breach)
    if nth == 0:
        settled = replace(made, settled_on=day + timedelta(8), settled_by=SUPERVISOR, note="已扣分，参加钥匙管理补训")
        world.journal.write(at(day + timedelta(8), 17), SUPERVISOR, "pledge settle", "违诺处理", settled)
    elif nth == 1:
        disputed = replace(made, disputed="当时正在接待来访业主，前台只有一人在岗")
        world.journal.write(at(day + timedelta(1), 9, 10), SUPERVISOR, "pledge dispute", "违诺申辩", disputed)
        withdrawn = replace(disputed, withdrawn="申辩属实，改由排班解决", withdrawn_by=SUPERVISOR)
        world.journal.write(at(day + timedelta(2), 10), SUPERVISOR, "pledge withdraw", "违诺撤销", withdrawn)
