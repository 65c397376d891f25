"""Which key or loan is meant: by hook, number of the hook, id or room, as one says at the counter."""

import unicodedata
from collections.abc import Callable, Sequence

from propops.errors import refuse
from propops.estate import Estate, the_one
from propops.i18n import _
from propops.models.key import Key
from propops.models.key_loan import KeyLoan
from propops.parsing import parse_unit
from propops.store.query import EMPTY, Test


def find_key(text: str, estate: Estate) -> Key:
    """By its id, its hook or the hook's number, else by any unique part of its id, or by the room."""
    plain = _plain(text)
    known = estate.store.find(Key, plain)
    hung = [key for key in estate.store.all(Key) if key.is_kept and key.hangs_on(plain)] if known is None else []
    if len(hung) > 1:
        raise refuse("ambiguous", _("%(given)s fits several: %(ids)s.") % {"given": text, "ids": _listed(hung)})
    return known or (hung[0] if hung else the_one(estate, Key, plain))


def _listed(keys: Sequence[Key]) -> str:
    return ", ".join(f"{key.location} ({key.id})" for key in keys)


def open_loans(estate: Estate) -> list[KeyLoan]:
    """The few that are out, without reading those of years."""
    return [loan for loan in estate.store.having(KeyLoan, Test("in_at", EMPTY)) if loan.is_open]


def find_loan(text: str, estate: Estate) -> KeyLoan:
    """What is out, by the loan or the key, the hook or its number, the room, else by a part of an id."""
    plain, keys = _plain(text), {key.id: key for key in estate.store.all(Key)}
    loans = open_loans(estate)
    found = next(filter(None, ([loan for loan in loans if fits(loan, keys.get(loan.key))] for fits in _ways(plain))), [])
    if len(found) == 1:
        return found[0]
    hint = _("propops key out shows what is out.")
    if not found:
        raise refuse("not-out", _("Nothing that %(text)s fits is out.") % {"text": text}, hint=hint)
    ids = ", ".join(f"{loan.id} ({loan.key})" for loan in found)
    raise refuse("ambiguous", _("%(given)s fits several: %(ids)s.") % {"given": text, "ids": ids}, hint=hint)


def _ways(text: str) -> Sequence[Callable[[KeyLoan, Key | None], bool]]:
    """Of what `17` may mean, the hook comes before a part of an id."""
    unit, part = _unit(text), text.lower()
    return (
        lambda loan, key: text in (loan.id, loan.key),
        lambda loan, key: key is not None and key.hangs_on(text),
        lambda loan, key: key is not None and unit is not None and key.unit == unit,
        lambda loan, key: part in loan.id or part in loan.key,
    )


def _unit(text: str) -> str | None:
    try:
        return parse_unit(text)
    except ValueError:
        return None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()
