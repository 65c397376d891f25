"""Forms handed out, lot by lot: how many in which building; which homes, only where the survey is not anonymous."""

from collections import Counter
from dataclasses import dataclass

from propops.desk import survey_ground
from propops.errors import Problem, UsageError, refuse
from propops.estate import Estate
from propops.i18n import _
from propops.models.base import building_of, natural
from propops.models.staff import Staff
from propops.models.survey import HandOut, Survey


@dataclass(frozen=True)
class Given:
    everything: bool
    building: str | None
    count: int | None
    units: tuple[str, ...]


def lots(estate: Estate, survey: Survey, given: Given, who: Staff) -> list[HandOut]:
    if given.count is not None and not given.units and not given.everything:
        return [HandOut(on=estate.today, by=who.id, building=given.building, count=given.count)]
    if given.units and survey.anonymous:
        raise refuse(
            "not-anonymous", _("An anonymous survey does not note which homes got a form."), hint=_("Count them: --building B --count N.")
        )
    units = given.units or [unit for unit in survey_ground.asked(estate, survey) if given.everything or building_of(unit) == given.building]
    if not units:
        raise UsageError(Problem("usage", _("Say which forms: --all, --building B, --count N or --unit UNIT.")))
    _refuse_twice(survey, tuple(units))
    by_building = Counter(map(building_of, units))
    return [
        HandOut(
            on=estate.today,
            by=who.id,
            building=building,
            count=by_building[building],
            units=() if survey.anonymous else tuple(sorted((unit for unit in units if building_of(unit) == building), key=natural)),
        )
        for building in sorted(by_building, key=natural)
    ]


def _refuse_twice(survey: Survey, units: tuple[str, ...]) -> None:
    given = {unit for lot in survey.hand_outs for unit in lot.units} & set(units)
    if given:
        raise refuse("handed-out", _("They have a form already: %(units)s.") % {"units": ", ".join(sorted(given, key=natural)[:8])})
