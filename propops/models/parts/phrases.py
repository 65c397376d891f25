"""What the desk says and never says, and the standard text of its pledge: data beside the templates, not records."""

from typing import ClassVar

from propops.frozen import frozen
from propops.hints import Annotated
from propops.i18n import N_
from propops.models.base import Field, Part, Record
from propops.models.parts.promise import Measured


@frozen
class Forbidden(Part):
    """`said` are the ways in which it is said, letter by letter; `^` is the beginning of a sentence, `$` the end of a clause."""

    text: Annotated[str, Field(N_("phrase"))]
    instead: Annotated[str | None, Field(N_("instead"))] = None
    said: Annotated[tuple[str, ...], Field(N_("as said"))] = ()


@frozen
class PhraseBook(Record):
    """`reported` are words that make what follows in a sentence somebody else's."""

    kind: ClassVar[str] = "phrases"
    label: ClassVar[str] = N_("phrases")

    courteous: Annotated[tuple[str, ...], Field(N_("courteous phrases"))]
    forbidden: Annotated[tuple[Forbidden, ...], Field(N_("forbidden phrases"))]
    reported: Annotated[tuple[str, ...], Field(N_("words of reported speech"))] = ()


@frozen
class PledgeText(Record):
    """The standard promises; `fine` and `cleaning` are worded for those who opt in to them."""

    kind: ClassVar[str] = "promises"
    label: ClassVar[str] = N_("promises")

    items: Annotated[tuple[str, ...], Field(N_("promises"))]
    measured: Annotated[tuple[Measured, ...], Field(N_("measured by"))] = ()
    penalty: Annotated[str, Field(N_("penalty"))]
    fine: Annotated[str, Field(N_("fine"))]
    cleaning: Annotated[str, Field(N_("cleaning"))]
