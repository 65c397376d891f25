"""What is wrong with a record as it stands in its file, whatever kind it is: misspelt keys, odd ids, numbers that must not be kept."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from propops import schema
from propops.errors import Problem
from propops.i18n import _
from propops.models.base import Record, flaw


def of(record: Record, may_hold_numbers: bool = True) -> list[Problem]:
    """Almost no record has any: lists that stay empty cost less than generators."""
    found: list[Problem] = []
    if (fits := _id_of(record.id_pattern, record.prefix)) is not None and not fits(record.id):
        found.append(_odd_id(record))
    if record.source is not None:
        found += _misspelt(record.source.values, type(record), "")
        # The settings hold the company's own numbers.
        if may_hold_numbers and not record.only:
            found += _private(record.source.values, type(record))
    return found


def _odd_id(record: Record) -> Problem:
    """Read all the same: an estate that came from elsewhere has ids of its own."""
    message = _("%(id)s is not how an id of a %(kind)s is made.") % {"id": schema.shown(record.id), "kind": _(record.label)}
    return flaw("odd-id", message, "id", severity="warning")


@cache
def _id_of(pattern: str, prefix: str) -> Callable[[str], Any] | None:
    if pattern or not prefix:
        return re.compile(pattern).fullmatch if pattern else None
    return lambda id: id.startswith(f"{prefix}-") and _DAY_AND_LETTERS(id, len(prefix) + 1)


_DAY_AND_LETTERS = re.compile("[0-9]{6}-[a-z0-9]{4}").fullmatch


# --- keys ------------------------------------------------------------------------------------------------------------


def _misspelt(values: Mapping[str, Any], of: Any, prefix: str) -> list[Problem]:
    """Unknown keys are welcome, unless they look like a known one that is missing."""
    found = [] if schema.known(of).issuperset(values) else [_slip(prefix, *slip) for slip in _slips(tuple(values), schema.shape(of).keys)]
    for key, base in _parts_of(of):
        value = values.get(key)
        if isinstance(value, dict):
            found += _misspelt(value, base, f"{prefix}{key}.")
        elif value is not None:
            for i, item in enumerate(value):
                found += _misspelt(item, base, f"{prefix}{key}[{i}].")
    return found


@cache
def _parts_of(of: Any) -> tuple[tuple[str, Any], ...]:
    return tuple((spec.key, spec.base) for spec in schema.specs(of) if spec.is_part)


def _slip(prefix: str, key: str, meant: str) -> Problem:
    message = _("The key %(key)s is not known; is %(known)s meant?") % {"key": schema.shown(key), "known": meant}
    return flaw("unknown-key", message, prefix + key, hint=f"{meant}:", severity="warning")


@lru_cache(1 << 12)  # where one record of a kind has keys of its own, most have the same
def _slips(keys: tuple[str, ...], known: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The keys that are not known, each with the one that it resembles."""
    missing = tuple(key for key in known if key not in keys)
    return tuple((key, meant) for key in sorted({*keys} - {*known}) if (meant := _resembled(key, missing)))


def _resembled(key: str, known: tuple[str, ...]) -> str | None:
    from difflib import get_close_matches

    return next(iter(get_close_matches(key.lower(), known, 1, 0.8)), None)


# --- numbers that have no place here -----------------------------------------------------------------------------------


def _private(values: Mapping[str, Any], of: Any) -> list[Problem]:
    """Looks through all that stands there, unknown keys too. A phone may stand where one is kept."""
    found = [(where.removeprefix("."), str(number)) for where, number in _long_numbers(values)]
    return [fault for where, text in found for fault in _in_text(text, where, where.rpartition(".")[2] not in _phone_keys(of))]


def _long_numbers(values: Any) -> list[tuple[str, Any]]:
    """The texts and numbers that have as many digits as a phone; almost nothing does, and this is quick to tell."""
    found = []
    for key, item in values.items() if isinstance(values, dict) else enumerate(values):
        if isinstance(item, (dict, list)):
            found += [(_step(key) + where, number) for where, number in _long_numbers(item)]
        elif (len(item) > 10 and _MANY_DIGITS(item)) if type(item) is str else (type(item) is int and item >= 10**10):
            found.append((_step(key), item))
    return found


def _step(key: str | int) -> str:
    return f"[{key}]" if isinstance(key, int) else f".{key}"


@cache
def _phone_keys(model: Any) -> frozenset[str]:
    found = {spec.key for spec in schema.specs(model) if spec.about.personal == "phone"}
    return frozenset(found.union(*(_phone_keys(spec.base) for spec in schema.specs(model) if spec.is_part)))


_MANY_DIGITS = re.compile(r"[0-9](?:[ -]?[0-9]){10}").search  # a phone's eleven; the ids of planned things have ten
# Compiled when the first text has that many.
_MOBILE = r"(?<![0-9A-Za-z])1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}(?![0-9])"
_IDENTITY = r"(?<![0-9A-Za-z])[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])[0-9]{3}[0-9Xx](?![0-9A-Za-z])"
_CARD = r"(?<![0-9A-Za-z])62[0-9]{2}(?: ?[0-9]{4}){3}(?: ?[0-9]{1,3})?(?![0-9A-Za-z])"


def _in_text(text: str, where: str, no_phone: bool) -> Iterator[Problem]:
    if any(_is_identity(match[0]) for match in re.finditer(_IDENTITY, text)):
        hint = _("Take it out; git keeps what was committed.")
        yield flaw("identity-number", _("An identity-card number is never kept."), where, hint)
    if any(_is_card(match[0]) for match in re.finditer(_CARD, text)):
        yield flaw("bank-account", _("This looks like the number of a bank account, which is never kept."), where, severity="warning")
    if no_phone and re.search(_MOBILE, text):
        hint = _("Keep it as the phone of the resident.")
        yield flaw("phone-in-text", _("There is a phone number in the text, where it is not masked."), where, hint, severity="warning")


def _is_identity(number: str) -> bool:
    """By its check digit (GB 11643): other numbers of this length pass once in eleven times."""
    total = sum(int(digit) * pow(2, 17 - i, 11) for i, digit in enumerate(number[:17]))
    return "10X98765432"[total % 11] == number[17].upper()


def _is_card(number: str) -> bool:
    """By the check digit of Luhn."""
    digits = [int(digit) for digit in reversed(number.replace(" ", ""))]
    return sum(digits[::2] + [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]) % 10 == 0
