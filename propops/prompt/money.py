"""Money at the prompt: what it will cover is said before it is written."""

from decimal import Decimal

from propops.desk.cashier import Money, name_of, payment_of
from propops.i18n import _
from propops.models.bill import Bill
from propops.models.payment import Payment, PaymentWay
from propops.models.unit import Unit
from propops.parsing import parse_amount
from propops.planning.fees import NOTHING, by_age, owed
from propops.prompt.counter import Counter
from propops.prompt.grammar import Said
from propops.prompt.long import Command, command
from propops.terminal.output import echo

WAYS = (PaymentWay.WECHAT, PaymentWay.ALIPAY, PaymentWay.CASH, PaymentWay.BANK, PaymentWay.CARD)


def pay(counter: Counter, said: Said) -> Command:
    home, note = counter.the_home(said)
    payer, due = _payer(counter, home.unit)
    amount = _amount(counter, said.values.get("amount"), due)
    way = _way(counter, said.values.get("way"))
    bills = said.values.get("period")
    _say_what_is_covered(counter, home.unit, Decimal(amount), way, payer, bills)
    counter.confirm(_("Enter records it, 0 does not"))
    return command("fee", "pay", home.unit, amount, way=way, payer=payer, bills=bills, note=note or None)


def _payer(counter: Counter, unit: str) -> tuple[str | None, Decimal]:
    """Who pays, where several owe for the home, and how much they owe."""
    store = counter.estate.store
    bills = by_age(store.where(Bill, "unit", unit))
    left = owed(bills, store.where(Payment, "unit", unit))
    owing: dict[str, Decimal] = {}
    for bill in bills:
        if left[bill.id] > 0:
            owing[bill.payer] = owing.get(bill.payer, NOTHING) + left[bill.id]
    if len(owing) < 2:
        return None, sum(owing.values(), NOTHING)
    payer = counter.choose(_("Who pays?"), [(who, f"{name_of(store, who, False)} {amount}") for who, amount in owing.items()])
    return payer, owing[payer]


def _amount(counter: Counter, said: str | None, due: Decimal) -> str:
    """As typed; Enter takes all that is owed."""
    if said is None:
        question = _("How much? [Enter: all that is owed, %(due)s]") % {"due": due} if due else _("How much? Nothing is owed")
        said = counter.ask(question) if due else counter.need(question)
    try:
        return str(parse_amount(said)) if said else str(due)
    except ValueError:
        echo("  " + _("%(text)s is no amount.") % {"text": said})
        return _amount(counter, None, due)


def _way(counter: Counter, said: str | None) -> PaymentWay:
    known = next((way for way in WAYS if way == said), None)
    return known or counter.choose(_("How was it paid?"), [(way, _(way.label)) for way in WAYS])


def _say_what_is_covered(counter: Counter, unit: str, amount: Decimal, way: PaymentWay, payer: str | None, bills: str | None) -> None:
    """The very decision that `fee pay` takes; what it would refuse is refused here, before anybody says yes."""
    estate = counter.estate
    home = estate.store.find(Unit, unit)
    assert home is not None
    money = Money(home, amount, way, estate.today, payer, bills)
    payment = payment_of(estate, estate.store, money, estate.user_id())
    left = owed(estate.store.where(Bill, "unit", unit), estate.store.where(Payment, "unit", unit))
    for cover in payment.covers:
        rest = left[cover.bill] - cover.amount
        echo(
            f"  {cover.bill}: {cover.amount}"
            + ("" if rest else _(", settled"))
            + (_(", %(rest)s still owed") % {"rest": rest} if rest else "")
        )
    if payment.rest > 0:
        echo("  " + _("%(rest)s more than is owed: kept as a prepayment.") % {"rest": payment.rest + NOTHING})
