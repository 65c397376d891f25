"""Each act of the counter as the long command that does it: what the line did not say is asked for."""

from collections.abc import Callable, Mapping

from propops.desk.agenda import OPEN_VISITS
from propops.errors import refuse
from propops.i18n import _
from propops.models.complaint import ComplaintCategory
from propops.models.repair import RepairCategory
from propops.planning.suggest import complaint_category, repair_category
from propops.prompt import keys, money
from propops.prompt.counter import Counter
from propops.prompt.grammar import Said
from propops.prompt.long import Command, command
from propops.prompt.lookup import Home
from propops.prompt.words import WISHES
from propops.store.query import EMPTY, Test


def _where(home: Home | None, counter: Counter) -> tuple[str, str | None]:
    return (home.unit, None) if home else ("-", counter.need(_("Where, if not in a home")))


# --- the phone --------------------------------------------------------------------------------------------------------


def call(counter: Counter, said: Said) -> Command:
    return _contact(counter, said, None)


def walk_in(counter: Counter, said: Said) -> Command:
    return _contact(counter, said, "counter")


def _contact(counter: Counter, said: Said, channel: str | None) -> Command:
    home, text = counter.home_of(said, may_be_none=True)
    request = text or counter.need(_("What for"))
    unit, caller = (home.unit, home.caller) if home else ("-", None)
    return command("contact", "add", unit, request, channel=channel, caller=caller, **said.values)


def answer(counter: Counter, said: Said) -> Command:
    home = counter.home_said(said.home) if said.home else counter.home
    tests = [Test("answer", EMPTY), Test("becomes", EMPTY), Test("test_call", EMPTY), *([Test("unit", "=", home.unit)] if home else [])]
    waiting = counter.estate.rows.select("contact", tests, "-at", 9)
    named = [(row["id"], f"{row.get('unit', '–')}  {row['request']}") for row in waiting]
    id = named[0][0] if len(named) == 1 else counter.choose(_("Which one?"), named) if named else _nothing(_("Nobody waits for an answer."))
    return command("contact", "answer", id, said.text or counter.need(_("What was answered")))


def _nothing(message: str) -> str:
    raise refuse("nothing-open", message)


# --- complaints, repairs ----------------------------------------------------------------------------------------------


def complaint(counter: Counter, said: Said) -> Command:
    home, text = counter.home_of(said, may_be_none=True)
    unit, place = _where(home, counter)
    content = text or counter.need(_("What is wrong, in the caller's words"))
    category = counter.choose_of(_("Category"), ComplaintCategory, complaint_category(content))
    values = dict(said.values)
    caller = home.caller if home and "anonymous" not in values else None
    source, class_ = values.pop("source", "phone"), values.pop("urgency", None)
    return command(
        "complaint", "add", unit, content, category=category, source=source, place=place, class_=class_, complainant=caller, **values
    )


def repair(counter: Counter, said: Said) -> Command:
    home, text = counter.home_of(said, may_be_none=True)
    unit, place = _where(home, counter)
    item = text or counter.need(_("What is broken"))
    category = counter.choose_of(_("Category"), RepairCategory, repair_category(item))
    values = dict(said.values)
    caller, to = home.caller if home else None, values.pop("staff", None)
    return command("repair", "add", unit, item, category=category, place=place, requested_by=caller, to=to, **values)


# --- visits, promises -------------------------------------------------------------------------------------------------


def visited(counter: Counter, said: Said) -> Command:
    home, text = counter.the_home(said)
    is_wish = text.startswith(WISHES)
    came_of_it = {
        "satisfaction": said.values.get("satisfaction"),
        "opinion": text if is_wish else None,
        "content": text if text and not is_wish else None,
        "met": home.caller,
    }
    visit = _visit(counter, home.unit)
    if visit is not None:
        return command("visit", "done", visit, **came_of_it)
    counter.confirm(_("No visit is planned there. Enter records one that took place today, 0 does not"))
    officer, day = counter.estate.user_id(), counter.estate.today.isoformat()
    return command("visit", "add", home.unit, officer=officer, date=day, status="done", **came_of_it)


def nobody(counter: Counter, said: Said) -> Command:
    home, text = counter.the_home(said)
    visit = _visit(counter, home.unit) or home.unit
    return command("visit", "no-answer", visit, retry=said.values.get("day"), content=text or None)


def _visit(counter: Counter, unit: str) -> str | None:
    """The room, while it says which visit is meant; of several that have come due or are to come, one is chosen. None: none is open."""
    rows = [row for row in counter.estate.rows.select("visit", [Test("unit", "=", unit)]) if row["status"] in OPEN_VISITS]
    due = [row for row in rows if row["date"] <= counter.estate.today.isoformat()] or rows
    if len(due) < 2:
        return unit if due else None
    return counter.choose(_("Which visit?"), [(str(row["id"]), f"{row['date']} {row.get('slot', '')} {row['id']}") for row in due])


def promise(counter: Counter, said: Said) -> Command:
    home, __ = counter.the_home(said)
    day = said.values.get("day") or counter.need(_("Promised for which day"))
    return command("remind", "promise", home.unit, day, amount=said.values.get("amount"))


# --- parcels, visitors ------------------------------------------------------------------------------------------------


def parcel(counter: Counter, said: Said) -> Command:
    home, text = counter.the_home(said)
    return command("parcel", "add", home.unit, *filter(None, (text.replace(" ", "-"),)))


def collect(counter: Counter, said: Said) -> Command:
    where = said.home or said.text or (counter.home.unit if counter.home else counter.need(_("Which home, shelf or parcel")))
    return command("parcel", "collect", where)


def visitor(counter: Counter, said: Said) -> Command:
    home, text = counter.the_home(said)
    return command("visitor", "add", home.unit, *filter(None, (text,)), plate=said.values.get("plate"))


# --- the desk ---------------------------------------------------------------------------------------------------------


def today(counter: Counter, said: Said) -> Command:
    return command("today", officer="all" if "all" in said.values else None)


def handover(counter: Counter, said: Said) -> Command:
    return command("handover", "make", to=said.values.get("staff"), remarks=said.text or None, sign=said.values.get("sign"))


def take_over(counter: Counter, said: Said) -> Command:
    return command("handover", "sign")


def login(counter: Counter, said: Said) -> Command:
    staff = [(str(row["id"]), f"{row['name']} {row['id']}") for row in counter.estate.rows.select("staff") if not row.get("left")]
    return command("desk", "login", said.values.get("staff") or said.text or counter.choose(_("Who is at this keyboard?"), staff))


ACTS: Mapping[str, Callable[[Counter, Said], Command]] = {
    "call": call,
    "walk-in": walk_in,
    "answer": answer,
    "complaint": complaint,
    "repair": repair,
    "lend": keys.lend,
    "return": keys.take_back,
    "pay": money.pay,
    "promise": promise,
    "visited": visited,
    "nobody": nobody,
    "parcel": parcel,
    "collect": collect,
    "visitor": visitor,
    "today": today,
    "handover": handover,
    "take-over": take_over,
    "login": login,
}
