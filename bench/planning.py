"""Plans a generated month: `python bench/planning.py INSTANCE PLAN [--effort N]`, both files JSON."""

import argparse
import gc
import json
import sys
from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from propops.planning import EFFORT
from propops.planning.instance import (
    Account,
    Assignment,
    Building,
    Household,
    Instance,
    Officer,
    Previous,
    Rules,
    Slot,
    Weights,
    Window,
)
from propops.planning.reminders import plan_reminders
from propops.planning.visits import VisitPlan, plan_visits
from propops.planning.workdays import Kind

Json = Mapping[str, Any]

DISTRICT = 50_000  # households


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def read_rules(data: Json) -> Rules:
    weights = Weights(
        **{name: data["weights"][key] for name, key in (("building", "building"), ("storey", "storey"), ("preference", "pref"))},
        continuity=data["weights"]["continuity"],
        with_visit=data["piggy_unit"],
        same_building=data["piggy_building"],
    )
    return Rules(
        slots=tuple(Slot(slot["id"], slot["shift"], slot.get("appointment", False)) for slot in data["slots"]),
        visit_day_kinds=tuple(Kind(kind) for kind in data["visit_day_kinds"]),
        min_gap=data["min_gap_days"],
        bucket_days=data["wait_bucket_days"],
        bucket_cap=data["wait_bucket_cap"],
        stage_gap_days=data["stage_gap_days"],
        inperson_stages=tuple(data["inperson_stages"]),
        windowed_stages=tuple(data["windowed_stages"]),
        touches=data["touches_max"],
        weights=weights,
    )


def read_officer(data: Json) -> Officer:
    shifts = {date.fromisoformat(d): shift for d, shift in data["shifts"].items()}
    return Officer(data["id"], data["quota"], data["max_day"], data["max_slot"], data["reminder_cap"], shifts)


def read_window(data: Json | None) -> Window | None:
    return Window(data["mode"], tuple(data["weekdays"]), tuple(data["slots"])) if data else None


def read_household(data: Json) -> Household:
    return Household(
        id=data["id"],
        building=data["building"],
        storey=data["storey"],
        since=day(data["since"]),
        last_visit=day(data["last_visit"]),
        last_officer=data["last_officer"],
        occupied=data["occupied"],
        opted_out=data["optout"],
        do_not_disturb=tuple((date.fromisoformat(a), date.fromisoformat(b)) for a, b in data["dnd"]),
        window=read_window(data["win"]),
        flags=tuple(data["flags"]),
        due_by=day(data["due_by"]),
        min_gap=data["min_gap"],
        moved_out=day(data["moved_out"]),
        fold_reminder=data.get("fold_reminder", True),
    )


def read_account(data: Json) -> Account:
    return Account(
        id=data["unit"],
        unit=data["unit"],
        payer=data.get("payer", data["unit"]),
        amount=data["amount_fen"],
        overdue_days=data["overdue_days"],
        stage=data["stage"],
        promise=day(data["promise"]),
        last_reminder=day(data["last_reminder"]),
        hold=data["hold"],
        opted_out=data["optout"],
        deadline=day(data["deadline"]),
    )


def read_assignment(data: Json) -> Assignment:
    return Assignment(date.fromisoformat(data["date"]), data["officer"], data["slot"], data["unit"])


def read_instance(data: Json) -> Instance:
    previous = (data["prev_plan"] or {}).get("visits", [])
    return Instance(
        month=date.fromisoformat(data["meta"]["month"] + "-01"),
        today=date.fromisoformat(data["meta"]["today"]),
        calendar={date.fromisoformat(entry["date"]): Kind(entry["kind"]) for entry in data["calendar"]},
        rules=read_rules(data["config"]),
        buildings=tuple(Building(entry["id"], tuple(entry["officers"])) for entry in data["buildings"]),
        officers=tuple(read_officer(entry) for entry in data["staff"]),
        households=tuple(read_household(entry) for entry in data["households"]),
        done=tuple(read_assignment(entry) for entry in data["visits_done"]),
        accounts=tuple(read_account(entry) for entry in data["arrears"]),
        previous=tuple(Previous(read_assignment(entry), entry.get("status", "planned")) for entry in previous),
    )


def as_json(assignment: Assignment) -> dict[str, Any]:
    return {"unit": assignment.unit, "officer": assignment.officer, "date": assignment.date.isoformat(), "slot": assignment.slot}


def plan(instance: Instance, effort: int) -> VisitPlan:
    """A district is worth a second process."""
    if len(instance.households) < DISTRICT:
        return plan_visits(instance, effort)
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(2) as pool:
        return plan_visits(instance, effort, partial(pool.map, chunksize=8))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("instance", type=Path)
    parser.add_argument("plan", type=Path)
    parser.add_argument("--effort", type=int, default=EFFORT)
    options = parser.parse_args()
    gc.disable()  # nearly everything made here lasts until the end, and next to nothing refers to itself
    instance = read_instance(json.loads(options.instance.read_bytes()))
    visits = plan(instance, options.effort)
    reminders = plan_reminders(instance, visits)
    found = {
        "visits": [as_json(visit.assignment) | {"why": visit.reason.code} for visit in visits.visits],
        "reminders": [
            as_json(reminder.assignment) | {"stage": reminder.stage, "piggyback": reminder.piggyback} for reminder in reminders.reminders
        ],
    }
    options.plan.write_text(json.dumps(found, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
