"""What is wrong with a record as it stands in its file, whatever kind it is: misspelt keys, odd ids, numbers that must not be kept."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from propops import schema
from propops.errors import Problem
from propops.i18n import _
from propops.models.base import Record, flaw
from propops.schema import Shape


def of(record: Record, may_hold_numbers: bool = True) -> Iterator[Problem]:
    yield from _odd_id(record)
    if record.source is not None:
        yield from _misspelt(record.source.values, schema.shape(type(record)), "")
        # The settings hold the company's own numbers.
        if may_hold_numbers and not record.only and _has_many_digits(record.source.values):
            yield from _private(record.source.values, phone_keys(type(record)), "")


def _odd_id(record: Record) -> Iterator[Problem]:
    """Read all the same: an estate that came from elsewhere has ids of its own."""
    fits = _id_of(record.id_pattern, record.prefix)
    if fits is not None and not fits(record.id):
        message = _("%(id)s is not how an id of a %(kind)s is made.") % {"id": schema.shown(record.id), "kind": _(record.label)}
        yield flaw("odd-id", message, "id", severity="warning")


@cache
def _id_of(pattern: str, prefix: str) -> Callable[[str], Any] | None:
    pattern = pattern or (rf"{prefix}-[0-9]{{6}}-[a-z0-9]{{4}}" if prefix else "")
    return re.compile(pattern).fullmatch if pattern else None


# --- keys ------------------------------------------------------------------------------------------------------------


def _misspelt(values: Mapping[str, Any], shape: Shape, prefix: str) -> Iterator[Problem]:
    """Unknown keys are welcome, unless they look like a known one that is missing."""
    for key, meant in _slips(tuple(values), shape.keys):
        message = _("The key %(key)s is not known; is %(known)s meant?") % {"key": schema.shown(key), "known": meant}
        yield flaw("unknown-key", message, prefix + key, hint=f"{meant}:", severity="warning")
    for key, inner in shape.inner.items():
        if key in values:
            for where, value in _parts(values[key], prefix + key):
                yield from _misspelt(value, inner, f"{where}.")


@lru_cache(1 << 12)  # most records of a kind have the same keys
def _slips(keys: tuple[str, ...], known: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The keys that are not known, each with the one that it resembles."""
    missing = tuple(key for key in known if key not in keys)
    return tuple((key, meant) for key in sorted({*keys} - {*known}) if (meant := _resembled(key, missing)))


def _resembled(key: str, known: tuple[str, ...]) -> str | None:
    from difflib import get_close_matches

    return next(iter(get_close_matches(key.lower(), known, 1, 0.8)), None)


def _parts(value: Any, where: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if isinstance(value, Mapping):
        yield where, value
    elif isinstance(value, list):
        yield from ((f"{where}[{i}]", item) for i, item in enumerate(value) if isinstance(item, Mapping))


# --- numbers that have no place here -----------------------------------------------------------------------------------


def _has_many_digits(value: Any) -> bool:
    """Almost no record does, and this is quick to tell."""
    if isinstance(value, (dict, list)):
        for item in value.values() if isinstance(value, dict) else value:
            if type(item) is str:
                if len(item) > 10 and _MANY_DIGITS(item):
                    return True
            elif _has_many_digits(item):
                return True
        return False
    return _MANY_DIGITS(value) is not None if type(value) is str else type(value) is int and value >= 10**10


def _private(value: Any, allowed: frozenset[str], where: str) -> Iterator[Problem]:
    """Looks through all that stands there, unknown keys too; `allowed` are the keys that a phone is kept in."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _private(item, allowed, f"{where}.{key}" if where else key)
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from _private(item, allowed, f"{where}[{i}]")
    elif _has_many_digits(value):
        yield from _in_text(str(value), where, where.rpartition(".")[2] not in allowed)


def phone_keys(model: Any) -> frozenset[str]:
    return _phone_keys(model)


@cache
def _phone_keys(model: Any) -> frozenset[str]:
    found = {spec.key for spec in schema.specs(model) if spec.about.personal == "phone"}
    return frozenset(found.union(*(_phone_keys(spec.base) for spec in schema.specs(model) if spec.is_part)))


_MANY_DIGITS = re.compile(r"[0-9](?:[ -]?[0-9]){10}").search  # a phone's eleven; the ids of planned things have ten
_MOBILE = re.compile(r"(?<![0-9A-Za-z])1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}(?![0-9])")
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])[0-9]{3}[0-9Xx](?![0-9A-Za-z])")
_CARD = re.compile(r"(?<![0-9A-Za-z])62[0-9]{2}(?: ?[0-9]{4}){3}(?: ?[0-9]{1,3})?(?![0-9A-Za-z])")


def _in_text(text: str, where: str, no_phone: bool) -> Iterator[Problem]:
    if any(_is_identity(match[0]) for match in _IDENTITY.finditer(text)):
        hint = _("Take it out; git keeps what was committed.")
        yield flaw("identity-number", _("An identity-card number is never kept."), where, hint)
    if any(_is_card(match[0]) for match in _CARD.finditer(text)):
        yield flaw("bank-account", _("This looks like the number of a bank account, which is never kept."), where, severity="warning")
    if no_phone and _MOBILE.search(text):
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
