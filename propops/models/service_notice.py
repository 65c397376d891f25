"""Service notices 服务告知: which household was told of which catalogue, when and how."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from propops.choices import Choice
from propops.errors import Problem
from propops.frozen import frozen
from propops.hints import Annotated
from propops.i18n import N_, _
from propops.models.base import UNIT_PATTERN, Field, Record, Records, UnitId, entrance_of, flaw, not_yet, other_unit

VERSION_PATTERN = r"[0-9]{6}-[a-z2-9]{4}"


class NoticeWay(Choice):
    BOARD = "board", N_("notice board")
    LETTER = "letter", N_("letter")
    WECHAT = "wechat", N_("WeChat")
    VISIT = "visit", N_("visit")


@frozen
class ServiceNotice(Record):
    """A household is told of a catalogue once: the id follows from both, so that telling it twice changes nothing."""

    kind: ClassVar[str] = "service-notice"
    label: ClassVar[str] = N_("service notice")
    columns: ClassVar[tuple[str, ...]] = ("id", "unit", "version", "informed_on", "way", "informed_by")
    positional: ClassVar[tuple[str, ...]] = ("unit",)
    id_pattern: ClassVar[str] = rf"sn-{VERSION_PATTERN}-{UNIT_PATTERN}"

    unit: UnitId
    version: Annotated[str, Field(N_("catalogue"), pattern=VERSION_PATTERN, example="261201-k7qm")]
    informed_on: Annotated[date, Field(N_("informed on"))]
    way: Annotated[NoticeWay, Field(N_("way"))]
    informed_by: Annotated[str, Field(N_("informed by"), ref="staff")]

    @classmethod
    def shard(cls, id: str) -> str:
        __, day, letters, *unit = id.split("-")
        return f"service-notice/{day}-{letters}/{entrance_of('-'.join(unit))}.yaml"

    def ids(self, day: date) -> Iterator[str]:
        yield f"sn-{self.version}-{self.unit}"

    def flaws(self) -> Iterator[Problem]:
        yield from other_unit(self.id, self.unit)
        if not self.id.startswith(f"sn-{self.version}-"):
            yield flaw("id-mismatch", _("The id names another catalogue than the record (%(version)s).") % {"version": self.version}, "id")

    def conflicts(self, records: Records) -> Iterator[Problem]:
        yield from not_yet("informed_on", self.informed_on, records)
