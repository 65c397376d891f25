"""Plain values: what JSON can hold. Scripts see records so, and so the index keeps them."""

from typing import Any

_AS_IT_IS = (str, int, float, bool, type(None))


def jsonable(value: Any) -> Any:
    """Days and instants in ISO form, money as text, rates as numbers, choices as their tokens."""
    if type(value) in _AS_IT_IS:
        return value
    if isinstance(value, dict):
        return {key: jsonable(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [jsonable(item) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
