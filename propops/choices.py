"""`Choice`: an enumeration for mypy, made at run time without what `enum` does for every member.

A command that writes meets sixteen of them with eighty members before it begins: 11 million instructions, a twentieth of a start.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from propops.i18n import Label

if TYPE_CHECKING:
    from enum import StrEnum

    class Choice(StrEnum):
        """A fixed set of tokens: the English token stands in YAML, the label is what people see."""

        label: str

        def __new__(cls, token: str, label: str = "") -> "Choice": ...

else:

    class _Choices(type):
        """The members of a class are its pairs of token and label, in their order; no others are ever made."""

        def __init__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> None:
            super().__init__(name, bases, namespace)
            cls.__members__ = {}
            for key, pair in namespace.items():
                if type(pair) is tuple:
                    member = str.__new__(cls, pair[0])
                    member.name, member.label = key, Label(pair[1], name)
                    setattr(cls, key, member)
                    cls.__members__[key] = member
            cls._by_token = {str(member): member for member in cls}

        def __call__(cls, token: str) -> "Choice":
            member = cls._by_token.get(token)
            if member is None:
                raise ValueError(f"{token!r} is not a valid {cls.__name__}")
            return member

        def __iter__(cls) -> Iterator["Choice"]:
            return iter(cls.__members__.values())

        def __len__(cls) -> int:
            return len(cls.__members__)

    class Choice(str, metaclass=_Choices):
        value = property(str)

        def __reduce__(self) -> tuple[Any, ...]:
            return type(self), (str(self),)

        def __repr__(self) -> str:
            return f"<{type(self).__name__}.{self.name}: {str(self)!r}>"
