"""Keys out and in at the prompt: which key, to whom, what for, and whether the owner agrees."""

from propops.desk.key_lookup import find_key, open_loans
from propops.errors import refuse
from propops.i18n import N_, _
from propops.models.key import Key, KeyType
from propops.prompt.counter import Counter
from propops.prompt.grammar import Said
from propops.prompt.long import Command, command
from propops.prompt.lookup import masked, people_of
from propops.terminal.output import mask_name

REASONS = (N_("to look for a leak"), N_("to repair something"), N_("to show the home"), N_("to read the meters"), N_("cleaning"))


def lend(counter: Counter, said: Said) -> Command:
    key, text = _key(counter, said)
    borrower, __, reason = text.partition(" ")
    borrower = borrower or counter.need(_("Who takes it"))
    reason = reason or _reason(counter)
    by, way = _consent(counter, key)
    return command("key", "lend", key.id, borrower=borrower, reason=reason, consent_by=by, consent_way=way)


def _key(counter: Counter, said: Said) -> tuple[Key, str]:
    """By the room, else by what stands first: the hook, its number, an id; else the key of the current home."""
    if said.home:
        return _of_home(counter, counter.home_said(said.home).unit), said.text
    first, __, rest = said.text.partition(" ")
    if counter.home and not any(character.isdigit() for character in first):
        return _of_home(counter, counter.home.unit), said.text
    return find_key(first or counter.need(_("Which key: hook, or room")), counter.estate), rest


def _of_home(counter: Counter, unit: str) -> Key:
    kept = [key for key in counter.estate.store.where(Key, "unit", unit) if key.is_kept]
    if not kept:
        raise refuse("no-key", _("No key of %(unit)s hangs on the board.") % {"unit": unit})
    if len(kept) == 1:
        return kept[0]
    return counter.choose(_("Which key?"), [(key, f"{key.name} {key.location or ''}") for key in kept])


def _reason(counter: Counter) -> str:
    """One of the usual ones by its number, or any other in words."""
    return counter.choose_or_say(_("What for"), [_(reason) for reason in REASONS])


def _consent(counter: Counter, key: Key) -> tuple[str | None, str | None]:
    """An entrusted key goes out only if the owner agrees: who did, and how they were asked."""
    if key.type is not KeyType.ENTRUSTED or key.unit is None:
        return None, None
    people = people_of(counter.estate, key.unit)
    if not people:
        raise refuse("no-consent", _("Nobody is recorded who could agree for %(unit)s.") % {"unit": key.unit})
    by = counter.choose(_("Entrusted key: who of the household agreed?"), [(str(row["id"]), masked(row)) for row in people])
    return by, counter.choose_or_say(_("Asked how"), [_("phone"), _("WeChat"), _("at the counter")], suggested=_("phone"))


def take_back(counter: Counter, said: Said) -> Command:
    named = said.home or said.text
    if not named or not any(character.isdigit() for character in named):
        named = _by_borrower(counter, named)
    return command("key", "return", named, room_checked="yes" if "checked" in said.values else None)


def _by_borrower(counter: Counter, name: str) -> str:
    """Without a hook: the only one that is out, or the borrower's, or the home's, else a choice of all that are out."""
    keys = {key.id: key for key in counter.estate.store.all(Key)}
    loans = [loan for loan in open_loans(counter.estate) if name in loan.borrower]
    home = counter.home.unit if counter.home and not name else None
    loans = [loan for loan in loans if keys[loan.key].unit == home] or loans if home else loans
    if not loans:
        raise refuse("not-out", _("Nothing that %(text)s fits is out.") % {"text": name} if name else _("No key is out."))
    if len(loans) == 1 and (name or home):
        return loans[0].id
    shown = [
        (loan.id, f"{keys[loan.key].location or '–'}  {keys[loan.key].unit or keys[loan.key].name}  {mask_name(loan.borrower)}")
        for loan in loans
    ]
    return counter.choose(_("Which key comes back?"), shown)
