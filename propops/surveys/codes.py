"""Form codes: seven digits for the number pad, of which the last one tells a slip of the finger."""

from collections.abc import Iterable
from hashlib import sha256

LENGTH = 7

# Damm's quasigroup: finds every wrong digit and every swap of neighbours.
_DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)


def check_digit(digits: str) -> str:
    row = 0
    for digit in digits:
        row = int(_DAMM[row][int(digit)])
    return str(row)


def is_sound(code: str) -> bool:
    return len(code) == LENGTH and code.isascii() and code.isdigit() and check_digit(code) == "0"


def codes_for(survey: str, keys: Iterable[str]) -> dict[str, str]:
    """Code -> key, the same each time. What the keys are cannot be read off; two that meet give way in the order of `keys`."""
    found: dict[str, str] = {}
    for key in keys:
        code = _code(survey, key, 0)
        attempt = 0
        while code in found:
            attempt += 1
            code = _code(survey, key, attempt)
        found[code] = key
    return found


def _code(survey: str, key: str, attempt: int) -> str:
    number = int.from_bytes(sha256(f"{survey}:{key}:{attempt}".encode()).digest()[:8], "big")
    digits = f"{number % 10 ** (LENGTH - 1):0{LENGTH - 1}d}"
    return digits + check_digit(digits)
