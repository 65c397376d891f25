"""What every part of the sample shares: the homes, the team, the journal, and the money that came in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from propops.models.bill import Bill
from propops.models.payment import PaymentWay
from propops.sample.days import Span, at, quarter_of
from propops.sample.dice import Dice
from propops.sample.homes import Home
from propops.sample.journal import Journal
from propops.sample.names import Names
from propops.sample.team import Team

CENT = Decimal("0.01")
RATE = Decimal("2.80")
PARKING_MONTHLY = Decimal("120.00")
STORY_HOMES = ("1-1-802", "1-1-902", "1-2-1502", "2-1-1002", "2-2-1801", "3-1-1602")
SHOWN = "3-2-1001"  # the home that the documentation likes to name: lived in, all in order
STORY_SIZE = 240


@dataclass(frozen=True)
class Receipt:
    """Money received, before it has its number: those are given in the order of time."""

    at: datetime
    unit: str
    payer: str
    amount: Decimal
    way: PaymentWay
    covers: tuple[tuple[str, Decimal], ...]
    note: str | None = None
    reverses: "Receipt | None" = None
    replaces: "Receipt | None" = None

    def taken_back(self, at: datetime, why: str) -> "Receipt":
        covers = tuple((bill, -amount) for bill, amount in self.covers)
        return Receipt(at, self.unit, self.payer, -self.amount, self.way, covers, why, reverses=self)

    @property
    def act(self) -> tuple[str, str]:
        """The command, and what the journal calls it."""
        if self.reverses or self.replaces:
            return "fee correct", "收费更正"
        return ("fee refund", "退款") if self.amount < 0 else ("fee pay", "收费登记")


@dataclass
class World:
    seed: int
    span: Span
    team: Team
    homes: tuple[Home, ...]
    names: Names
    moving: frozenset[str] = frozenset()  # let homes whose tenant changes
    journal: Journal = field(default_factory=Journal)
    till: list[Receipt] = field(default_factory=list)
    issued: dict[date, list[Bill]] = field(default_factory=dict)

    def dice(self, *topic: object) -> Dice:
        return Dice(self.seed, *topic)

    @cached_property
    def by_id(self) -> dict[str, Home]:
        return {home.id: home for home in self.homes}

    @property
    def has_stories(self) -> bool:
        """They need their homes, a year before them, and a quarter whose bills have been out for some weeks."""
        weeks_out = (self.span.until - quarter_of(self.span.until)).days >= 40
        return weeks_out and (self.span.until - self.span.start).days > 330 and all(id in self.by_id for id in STORY_HOMES)

    @cached_property
    def ordinary(self) -> tuple[Home, ...]:
        """The homes that no story is about."""
        told = set(STORY_HOMES if self.has_stories else ())
        return tuple(home for home in self.homes if home.id not in told)

    @cached_property
    def lived_in(self) -> tuple[Home, ...]:
        """Homes to call on, with the same people all the time."""
        return tuple(home for home in self.ordinary if home.lived_in and home.id not in self.moving)

    @property
    def size(self) -> float:
        """In sample estates of 240 homes: what happens so often there happens `size` times as often here."""
        return len(self.homes) / STORY_SIZE

    # --- money

    def bill(self, bill: Bill, quarter: date) -> Bill:
        added = self.journal.new(at(quarter, 0), bill)
        self.issued.setdefault(quarter, []).append(added)
        return added

    def pay(self, moment: datetime, bills: Sequence[Bill], way: PaymentWay, amount: Decimal | None = None) -> Receipt:
        """Pays these bills in their order; `amount` pays a part, or more, which then is a prepayment."""
        left = amount if amount is not None else sum((bill.amount for bill in bills), Decimal(0))
        total, covers = left, []
        for bill in bills:
            part = min(left, bill.amount)
            left -= part
            covers += [(bill.id, part)] if part else []
        receipt = Receipt(moment, bills[0].unit, bills[0].payer, total, way, tuple(covers))
        self.till.append(receipt)
        return receipt


def yuan(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)
