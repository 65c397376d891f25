"""The daily job: what is to be sent on a day, to whom, each once; and what earlier days left undone."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from propops.desk import day_screen
from propops.desk.agenda import agenda
from propops.desk.covering import is_there
from propops.desk.team import SENIOR
from propops.errors import Problem, UsageError, refuse
from propops.estate import Estate
from propops.i18n import _
from propops.messages.ledger import Entry, Ledger
from propops.messages.senders import Message, NotSent, Send, by_mail, mailbox, to_folder, to_stdout
from propops.models.policies.mail import MailPolicy

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Delivery:
    """What became of a message: sent, sent before, or why not."""

    to: str
    id: str
    state: str  # sent, before, failed, planned
    why: str = ""


def outbox(estate: Estate) -> Ledger:
    return Ledger(estate.root / ".propops" / "outbox")


# --- what is sent -----------------------------------------------------------------------------------------------------


def days_work(estate: Estate, day: date) -> Iterator[Message]:
    """Each officer's day, and the team's for those who answer for it. Who is away gets none: whoever stands in has it."""
    for person in estate.rows.select("staff"):
        if (person["role"] == "officer" or person["role"] in SENIOR) and is_there(person, day.isoformat()):
            yield _message(estate, person, day)


# Further daily jobs stand here: each gives the messages of a day.
JOBS: tuple[Callable[[Estate, date], Iterator[Message]], ...] = (days_work,)


def _message(estate: Estate, person: Row, day: date) -> Message:
    """Masked, as on the screen. Without anything to do it says so: silence would look like a failure."""
    items = agenda(estate, day, person["id"])
    lines = [day_screen.heading(estate, day, person["id"])]
    lines += ["", *day_screen.team_lines(estate, day), *map(str, left_undone(estate, day)), ""] if person["role"] in SENIOR else []
    lines.append(day_screen.item_table(estate, items) if items else _("Nothing to do today."))
    words = {"name": estate.settings.name, "day": day, "count": len(items), "late": sum(item.late for item in items)}
    subject = _("%(name)s, work of %(day)s: %(count)d, late %(late)d") % words
    id = f"{day}-{person['id']}@{_host(estate)}"
    return Message(id, person["id"], person.get("email"), " ".join(subject.split()), "\n".join(lines))


def _host(estate: Estate) -> str:
    """Two estates of one company must not have messages of one name."""
    from hashlib import sha256

    return f"{sha256(str(estate.root.resolve()).encode()).hexdigest()[:12]}.propops.invalid"


# --- sending ----------------------------------------------------------------------------------------------------------


def deliver(estate: Estate, day: date, send: Send) -> Iterator[Delivery]:
    """Each message once. One that was meant and not known to be sent, as the run was killed, is sent again under its id."""
    ledger = outbox(estate)
    with ledger.held():
        before = ledger.states(day)
        for message in _messages(estate, day):
            if message.key in before and before[message.key].state == "sent":
                yield Delivery(message.to, message.id, "before")
            else:
                yield _send(estate, ledger, day, message, send)


def planned(estate: Estate, day: date) -> list[Delivery]:
    before = outbox(estate).states(day)
    sent = {key for key, entry in before.items() if entry.state == "sent"}
    return [Delivery(message.to, message.id, "before" if message.key in sent else "planned") for message in _messages(estate, day)]


def _messages(estate: Estate, day: date) -> Iterator[Message]:
    return (message for job in JOBS for message in job(estate, day))


def _send(estate: Estate, ledger: Ledger, day: date, message: Message, send: Send) -> Delivery:
    ledger.note(day, message.key, "meant", estate.now)
    try:
        send(message)
    except NotSent as error:
        ledger.note(day, message.key, "failed", estate.now, str(error))
        return Delivery(message.to, message.id, "failed", str(error))
    ledger.note(day, message.key, "sent", estate.now)
    return Delivery(message.to, message.id, "sent")


# --- what earlier days left undone ------------------------------------------------------------------------------------


def left_undone(estate: Estate, day: date) -> Iterator[Problem]:
    """Days on which nothing ran, and what the last day that did could not deliver. What is past is told, not sent."""
    ledger = outbox(estate)
    last = ledger.last_day_before(day)
    if last is None:
        return
    undelivered = [entry for entry in ledger.states(last).values() if entry.state != "sent"]
    if undelivered:
        yield _undelivered(last, undelivered)
    missed = (day - last).days - 1
    if missed > 0:
        words = {"count": missed, "from": last + timedelta(days=1), "to": day - timedelta(days=1)}
        message = _("Nothing was sent on %(count)d days, %(from)s to %(to)s: the daily job did not run.") % words
        yield Problem("missed-days", message, severity="warning")


def _undelivered(day: date, entries: Sequence[Entry]) -> Problem:
    cut_short = _("interrupted")
    listed = _("; ").join(f"{entry.key}: {entry.why or cut_short}" for entry in entries)
    return Problem("undelivered", _("Not delivered on %(day)s: %(what)s.") % {"day": day, "what": listed}, severity="warning")


# --- where to ---------------------------------------------------------------------------------------------------------


def sender(estate: Estate, to: str) -> Send:
    """`stdout`, `file:DIR`, or `smtp` as the settings' variables say."""
    way, __, folder = to.partition(":")
    if way == "file" and folder:
        return to_folder(Path(folder))
    if to == "stdout":
        return to_stdout
    if to == "smtp":
        return _smtp(estate)
    raise UsageError(Problem("usage", _("%(to)s is no place to send to; write file:DIR, stdout or smtp.") % {"to": to}))


def _smtp(estate: Estate) -> Send:
    mail = estate.policy(MailPolicy)
    names = {"host": mail.host, "sender": mail.sender, "user": mail.user, "password": mail.password}
    try:
        return by_mail(mailbox(names, estate.environ, mail.port, str(mail.security)))
    except KeyError as error:
        message = _("The environment variable %(name)s is not set.") % {"name": error.args[0]}
        hint = _("It stands in the crontab, or wherever cron gets its environment: no secret belongs in the estate's files.")
        raise refuse("no-mail-server", message, hint=hint) from None
