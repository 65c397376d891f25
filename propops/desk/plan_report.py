"""How a plan is told: what it does to the last one, counted by reason and, before it is written, line by line."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from propops.estate import Estate
from propops.i18n import N_, _
from propops.models.resident import Resident, ResidentRole
from propops.planning.changes import Change, What
from propops.planning.explain import Reason
from propops.planning.instance import Assignment
from propops.terminal.output import day_text, echo, joined, mask_name, mask_phone, show_rows

LABELS: dict[What, str] = {"kept": N_("kept"), "moved": N_("moved"), "dropped": N_("dropped"), "added": N_("added")}

# The reasons in a word or two, for counting; planning.explain and planning.checker have the sentences.
WORDS = {
    "due": N_("due"),
    "due-late": N_("due, but late"),
    "wait": N_("longest wait"),
    "tie": N_("tie at the cut-off"),
    "kept": N_("as before"),
    "notified": N_("announced"),
    "pinned": N_("fixed by hand"),
    "moved": N_("no longer possible"),
    "opted-out": N_("opted out"),
    "vacant": N_("vacant"),
    "moved-out": N_("moved out"),
    "future-last-visit": N_("last visit in the future"),
    "declined": N_("declined lately"),
    "cancelled": N_("called off this month"),
    "next-visit": N_("planned for a later month"),
    "interval-until": N_("visited lately"),
    "do-not-disturb": N_("not to be disturbed"),
    "no-common-day": N_("no common day"),
    "no-officer": N_("no officer"),
    "no-day-left": N_("no day left"),
    "waits": N_("not yet their turn"),
    "tie-lost": N_("equal, another day"),
    "plan-kept": N_("behind the last plan"),
    "no-room": N_("no room"),
    "quota-met": N_("quota met"),
    "second-visit": N_("second visit"),
    "gone": N_("home gone"),
    "gave-way": N_("gave way"),
    "due-sooner": N_("due sooner"),
    "levelled": N_("levelled"),
    "fresh": N_("planned afresh"),
    "no-longer": N_("no longer possible"),
    "way-changed": N_("visit elsewhere"),
    "settled": N_("paid"),
    "promise": N_("promise"),
    "deadline": N_("deadline"),
    "owed": N_("overdue"),
    "hold": N_("on hold"),
    "promise-pending": N_("promise pending"),
    "gap-until": N_("reminded lately"),
    "gap-past-deadline": N_("deadline before the gap ends"),
    "deadline-passed": N_("deadline passed"),
    "no-capacity": N_("no capacity"),
    "unknown-unit": N_("home gone"),
    "developer": N_("developer"),
    "legal": N_("with the lawyers"),
    "too-young": N_("hardly overdue"),
    "enough-contacts": N_("enough contacts"),
    "H1": N_("officer or slot gone"),
    "H2": N_("officer off"),
    "H3": N_("holiday"),
    "H4": N_("not the officer's building"),
    "H5": N_("opted out or gone"),
    "H6": N_("not to be disturbed"),
    "H7": N_("outside the household's times"),
    "H8": N_("visited lately"),
    "H11": N_("day has passed"),
}


def counted(reasons: Iterable[Reason]) -> str:
    """Most frequent first."""
    counts: Counter[str] = Counter()
    for code, count in Counter(reason.code for reason in reasons).items():
        counts[_(WORDS[code])] += count
    return _(", ").join(f"{word} {count}" for word, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def show_summary(changes: Sequence[Change], head: str) -> None:
    """What was done to the last plan in numbers, then a line for each with the reasons counted."""
    counts = Counter(change.what for change in changes)
    done = _("kept %(kept)d, moved %(moved)d, dropped %(dropped)d, added %(added)d.") % {what: counts[what] for what in LABELS}
    echo(joined(head, done))
    for what, label in LABELS.items():
        reasons = [change.reason for change in changes if change.what == what]
        if reasons and what != "kept":
            said = {"what": _(label), "count": len(reasons), "reasons": counted(reasons)}
            echo("  " + _("%(what)s %(count)d: %(reasons)s") % said)


def show_changes(changes: Sequence[Change], names: Mapping[str, str]) -> None:
    """Before and after of everything that does not stay."""
    rows = [
        {
            "what": _(LABELS[change.what]),
            "unit": change.unit,
            "before": place_text(change.before, names),
            "arrow": "→",
            "after": place_text(change.after, names),
            "why": _(WORDS[change.reason.code]),
        }
        for change in changes
        if change.what != "kept"
    ]
    if rows:
        labels = (_("change"), _("unit"), _("before"), "", _("after"), _("why"))
        show_rows(rows, "table", ("what", "unit", "before", "arrow", "after", "why"), labels)


def place_text(place: Assignment | None, names: Mapping[str, str]) -> str:
    return f"{day_text(place.date)} {place.slot} {names.get(place.officer, place.officer)}" if place else ""


def show_broken_promises(estate: Estate, changes: Sequence[Change], names: Mapping[str, str]) -> None:
    broken = [change for change in changes if change.breaks_a_promise]
    for change in broken:
        said: dict[str, str] = {"unit": change.unit, "who": _whom_to_phone(estate, change.unit), "before": place_text(change.before, names)}
        if change.after:
            echo(_("Phone %(unit)s%(who)s: agreed for %(before)s, now %(after)s.") % (said | {"after": place_text(change.after, names)}))
        else:
            echo(_("Phone %(unit)s%(who)s: agreed for %(before)s, no longer possible; then visit postpone or visit cancel.") % said)
    if broken:
        echo(_("propops resident list unit=UNIT --reveal shows names and phones in full."))


def _whom_to_phone(estate: Estate, unit: str) -> str:
    """Masked: enough to recognise, not to call."""
    living = [person for person in estate.store.where(Resident, "unit", unit) if person.lives_here(estate.today) and person.phone]
    reached = min(living, key=lambda person: (person.role is not ResidentRole.TENANT, person.id), default=None)
    return f" ({mask_name(reached.name)} {mask_phone(reached.phone or '')})" if reached else ""
