"""Frozen dataclasses without generated code, whose fields are looked into when they are first asked for.

`dataclasses` compiles six functions for each class, for some eighty classes at every start, which took longer than all the rest of
reading a record. Here these functions stand once, in a base class; everything else (fields, replace) is as usual. Making one takes
longer: where they are made by the thousand and seldom at a start, as in the planners, the usual ones are better.
"""

import dataclasses
from functools import cache
from typing import Any, ClassVar, TypeVar, dataclass_transform

from propops.tuples import NamedTuple

T = TypeVar("T")


@dataclass_transform(field_specifiers=(dataclasses.field,), kw_only_default=True, frozen_default=True)
def frozen(cls: type[T]) -> type[T]:
    """For subclasses of `Frozen`. Fields have plain defaults, no factories."""
    return cls


class _WhenAsked:
    """Stands for the fields of a class that has not been used yet."""

    def __get__(self, value: object, cls: type) -> Any:
        cls.__doc__ = cls.__doc__ or cls.__name__  # else `dataclasses` writes one, which takes as long as all the rest
        return vars(dataclasses.dataclass(init=False, repr=False, eq=False, kw_only=True)(cls))["__dataclass_fields__"]


@dataclass_transform(field_specifiers=(dataclasses.field,), frozen_default=True)
def value_type(cls: type[T]) -> type[T]:
    """The same for what is too small to name each field where it is made."""
    return cls


class _Fields(NamedTuple):
    names: tuple[str, ...]
    known: frozenset[str]
    required: frozenset[str]
    compared: tuple[str, ...]
    shown: tuple[str, ...]


@cache
def _fields(cls: Any) -> _Fields:
    fields = dataclasses.fields(cls)
    names = tuple(item.name for item in fields)
    required = frozenset(item.name for item in fields if item.default is dataclasses.MISSING)
    compared = tuple(item.name for item in fields if item.compare)
    return _Fields(names, frozenset(names), required, compared, tuple(item.name for item in fields if item.repr))


def _fields_of(value: object) -> _Fields:
    cls: Any = type(value)
    return _fields(cls)


def of_right(cls: type[T], values: dict[str, Any]) -> T:
    """Made of values that are known to be those of its fields, and that become its own."""
    made = cls.__new__(cls)
    object.__setattr__(made, "__dict__", values)
    return made


class Frozen:
    __dataclass_fields__: ClassVar[Any]

    def __init_subclass__(cls) -> None:
        cls.__dataclass_fields__ = _WhenAsked()

    def __init__(self, /, *in_order: Any, **values: Any) -> None:
        fields = _fields_of(self)
        if in_order:
            values |= zip(fields.names, in_order, strict=False)
        if not fields.required <= values.keys() <= fields.known:
            wrong = sorted(fields.required - values.keys() | values.keys() - fields.known)
            raise TypeError(f"{type(self).__name__}: missing or unknown: {', '.join(wrong)}")
        self.__dict__.update(values)  # what is not named is what the class has

    def __setattr__(self, name: str, value: object) -> None:
        raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in _fields_of(self).compared)

    def __hash__(self) -> int:
        return hash(tuple(getattr(self, name) for name in _fields_of(self).compared))

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in _fields_of(self).shown)
        return f"{type(self).__name__}({shown})"
