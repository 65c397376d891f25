"""Dissatisfied answers become calls and complaints, each once: the response names what became of it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from propops.desk import survey_ground
from propops.desk.complaint_acts import take_down
from propops.estate import Estate
from propops.i18n import N_, _, translate
from propops.models.base import building_of
from propops.models.complaint import Complaint, ComplaintSource
from propops.models.resident import Resident
from propops.models.staff import Role, Staff
from propops.models.survey import Survey
from propops.models.visit import Visit, VisitKind, VisitMethod
from propops.planning.complaint_steps import Act, receive
from propops.store.change import Change
from propops.surveys.follow_up import Grievance, dissatisfied, grievances

WITHIN_DAYS = 14
AGAIN_LEVEL = 2  # the supervisor's: what was wrong half a year ago still is


@dataclass(frozen=True)
class Step:
    """What a dissatisfied response leads to; neither where nobody can call in time."""

    grievance: Grievance
    visit: Visit | None = None
    complaint: Complaint | None = None


def planned(estate: Estate, survey: Survey, who: Staff) -> list[Step]:
    diary = _Diary(estate)
    found = grievances(survey, survey_ground.responses(estate, survey), _before(estate, survey))
    return [_step(estate, survey, grievance, diary, who) for grievance in found]


def _before(estate: Estate, survey: Survey) -> dict[str, set[str]]:
    previous = estate.store.find(Survey, survey.previous)
    return dissatisfied(previous, survey_ground.responses(estate, previous)) if previous else {}


def _step(estate: Estate, survey: Survey, grievance: Grievance, diary: "_Diary", who: Staff) -> Step:
    if grievance.is_complaint:
        return Step(grievance, complaint=_complaint(estate, survey, grievance, who))
    unit = grievance.response.unit
    assert unit is not None
    when = diary.free(unit)
    return Step(grievance, visit=_visit(estate, grievance, unit, *when) if when else None)


def _complaint(estate: Estate, survey: Survey, grievance: Grievance, who: Staff) -> Complaint:
    language = estate.language
    unit = grievance.response.unit
    return receive(
        Act(estate.now, who.id),
        grievance.response.id,
        unit=unit,
        place=None if unit else translate(N_("home not named, contact in the response"), language),
        source_=ComplaintSource.SURVEY,
        category=grievance.category,
        content=_content(survey, grievance, language),
        level=AGAIN_LEVEL if grievance.again else 1,
    )


def _content(survey: Survey, grievance: Grievance, language: str) -> str:
    low = translate(N_("%(title)s, dissatisfied with: %(questions)s."), language)
    return "\n".join(
        (
            low % {"title": survey.title, "questions": _low(grievance)},
            *_again(grievance, language),
            *(grievance.complaints or grievance.words),
        )
    )


def _low(grievance: Grievance) -> str:
    return "；".join(question.text for question in grievance.low)


def _again(grievance: Grievance, language: str) -> list[str]:
    return [translate(N_("Dissatisfied with it in the last survey too."), language)] if grievance.again else []


def _visit(estate: Estate, grievance: Grievance, unit: str, day: date, officer: str) -> Visit:
    language = estate.language
    reason = translate(N_("call after the survey: %(questions)s"), language) % {"questions": _low(grievance)}
    reason = " / ".join(" ".join(part.split()) for part in (reason, *_again(grievance, language), *grievance.words))
    return Visit(unit=unit, officer=officer, date=day, method=VisitMethod.PHONE, type=VisitKind.SPECIAL, reason=reason, pinned=True)


class _Diary:
    """Who can call whom, and when: the building's officers on duty, as long as their day is not full."""

    def __init__(self, estate: Estate) -> None:
        self.today = estate.today
        self.most = estate.settings.visits.doors_per_day
        self.residents = estate.store.all(Resident)
        self.officers = [person for person in estate.store.all(Staff) if person.role is Role.OFFICER]
        self.load = Counter((visit.officer, visit.date) for visit in estate.store.all(Visit) if visit.is_open)

    def free(self, unit: str) -> tuple[date, str] | None:
        """The first day and officer; None within two weeks, or where the household wants no calls."""
        for day, officer in self._offers(unit):
            people = [person for person in self.residents if person.unit == unit]
            if self.load[officer, day] < self.most and not any(list(person.peace_faults(day, True, "")) for person in people):
                self.load[officer, day] += 1
                return day, officer
        return None

    def _offers(self, unit: str) -> Iterator[tuple[date, str]]:
        for after in range(1, WITHIN_DAYS + 1):
            day = self.today + timedelta(after)
            for officer in self._of_building(building_of(unit)):
                if officer.shift_on(day) is not None:
                    yield day, officer.id

    def _of_building(self, building: str) -> list[Staff]:
        own = [person for person in self.officers if building in person.zone]
        return own + [person for person in self.officers if building in person.backup and person not in own]


def lay(estate: Estate, change: Change, steps: list[Step]) -> list[Step]:
    """Adds what is planned; each response then names it, so that a second run finds nothing to do."""
    return [_laid(estate, change, step) for step in steps if step.visit or step.complaint]


def _laid(estate: Estate, change: Change, step: Step) -> Step:
    visit = change.add(step.visit) if step.visit else None
    complaint = take_down(estate, change, step.complaint, _act(step.complaint))[0] if step.complaint else None
    response = step.grievance.response
    change.put(replace(response, visit=visit.id if visit else None, complaint=complaint.id if complaint else None))
    return Step(step.grievance, visit, complaint)


def _act(complaint: Complaint) -> Act:
    return Act(complaint.received_at, complaint.received_by)


def rows(steps: list[Step]) -> list[dict[str, object]]:
    return [_row(step) for step in steps]


def _row(step: Step) -> dict[str, object]:
    visit, complaint = step.visit, step.complaint
    return {
        "response": step.grievance.response.id,
        "unit": step.grievance.response.unit,
        "low": [question.id for question in step.grievance.low],
        "becomes": "complaint" if complaint else "visit" if visit else None,
        "level": complaint.level if complaint else None,
        "id": (complaint.id if complaint else visit.id if visit else None) or None,
        "on": visit.date if visit else None,
        "officer": visit.officer if visit else None,
        "why": None
        if visit or complaint
        else _("nobody can call within %(days)d days, or the household wants no calls") % {"days": WITHIN_DAYS},
    }
