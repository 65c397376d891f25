"""Two weeks of handovers at the end: each holds what was open at that moment."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from propops.models.base import Record
from propops.models.complaint import Complaint
from propops.models.handover import Handover, HandoverItem, Matter, Taking
from propops.models.key_loan import KeyLoan
from propops.models.payment import Payment, PaymentWay
from propops.models.repair import Repair
from propops.sample.days import at
from propops.sample.team import SUPERVISOR
from propops.sample.world import World

DAYS = 14
SHIFTS = (("early", 14), ("late", 21))
MINUTE = timedelta(minutes=1)
Open = Mapping[str, Record]


def hand_over(world: World) -> None:
    ends = [(day, shift, at(day, hour)) for day in map(world.span.ago, range(DAYS, 0, -1)) for shift, hour in SHIFTS]
    acts = iter(world.journal.acts())
    act, known = next(acts, None), dict[str, Record]()
    for day, shift, moment in ends:
        while act is not None and act.at <= moment:
            known.update((record.id, record) for record in act.put if isinstance(record, (Complaint, Repair, KeyLoan, Payment)))
            act = next(acts, None)
        _make(world, day, shift, moment, known)


def _make(world: World, day: date, shift: str, moment: datetime, known: Open) -> None:
    giver = world.team.desk(moment - MINUTE)
    taker = world.team.desk(moment if shift == "early" else at(day + timedelta(1), 7), but=giver)
    draft = Handover(
        date=day,
        shift=shift,
        from_=giver,
        to=taker if taker != giver else SUPERVISOR,
        at=moment,
        items=tuple(_items(known)),
        takings=tuple(_takings(known, day)),
        signed_from=moment,
    )
    made = world.journal.add(moment, giver, "handover make", "交接班", draft)
    world.journal.write(moment + 5 * MINUTE, str(made.to), "handover sign", "交接班签收", replace(made, signed_to=moment + 5 * MINUTE))


def _items(known: Open) -> Iterator[HandoverItem]:
    """In the order of the matters; the ids are those of time within each."""
    records = sorted(known.values(), key=lambda record: record.id)
    for case in (record for record in records if isinstance(record, Complaint)):
        if case.is_open and case.parent is None:
            what = Matter.COMPLAINT if case.is_unresolved else Matter.CALLBACK
            yield HandoverItem(what=what, id=case.id, text=f"{case.unit or case.place} {case.content}")
    for repair in (record for record in records if isinstance(record, Repair)):
        if repair.is_open:
            yield HandoverItem(what=Matter.REPAIR, id=repair.id, text=f"{repair.unit or repair.place} {repair.item}")
    for loan in (record for record in records if isinstance(record, KeyLoan)):
        if loan.is_open:
            yield HandoverItem(what=Matter.KEY, id=loan.id, text=f"{loan.key} {loan.due_at:%m-%d %H:%M}")


def _takings(known: Open, day: date) -> Iterator[Taking]:
    payments = [record for record in known.values() if isinstance(record, Payment) and record.date == day]
    for way in PaymentWay:
        amounts = [payment.amount for payment in payments if payment.way is way]
        if amounts:
            yield Taking(way=way, count=len(amounts), amount=sum(amounts, Decimal(0)))
