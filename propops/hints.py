"""`Annotated` for whoever only wants to know what stands in a hint.

`typing` checks, caches and flattens each one, some 75,000 instructions; a command that writes meets two hundred before it begins.
"""

from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from typing import Annotated as Annotated
else:

    class Annotated:
        """`Annotated[base, about]`. `| None` adds nothing: what may be absent says so by its default."""

        __slots__ = ("about", "base")

        def __class_getitem__(cls, given: tuple[Any, Any]) -> "Annotated":
            made = cls()
            made.base, made.about = given
            return made

        def __or__(self, none: None) -> "Annotated":
            return self


def layer(hint: Any) -> tuple[Any, Any] | None:
    """What is annotated, and by what; None where nothing is."""
    return (hint.base, hint.about) if isinstance(hint, cast(Any, Annotated)) else None
