"""The planners, as pure functions: the same values in, the same plan out; no clock, no disk, no globals.

    from propops.planning.instance import Instance, Rules, Slot, Officer, Building, Household, Window, Account
    from propops.planning.instance import Assignment, Previous, PreviousReminder, Weights
    from propops.planning.visits import plan_visits
    from propops.planning.reminders import plan_reminders
    from propops.planning.explain import Reason, sentence
    from propops.planning.checker import check
    from propops.planning.workdays import Calendar, Kind
    from propops.planning.deadlines import WorkingHours, due, parse_limit

    visits = plan_visits(instance, effort=10)         each=pool.map spreads officers over processes, with the same result
    visits.visits           PlannedVisit(date, officer, slot, unit, reason), by (date, officer, slot, unit)
    visits.skipped          unit -> Reason(code, facts), one for every household that is not planned
    visits.shortfall        Shortfall(officer, missing, reason)
    visits.summary          Summary(kept, moved, dropped, added) against instance.previous
    visits.broken_promises  announced visits that are no longer possible: phone the household

    reminders = plan_reminders(instance, visits)      always after the visits, and again when they change
    reminders.reminders     PlannedReminder(date, officer, slot, unit, account, stage, piggyback, reason)
    reminders.skipped       account id -> Reason

    check(instance, visits.visits, reminders.reminders)   -> list of Violation(code, unit, message); write nothing unless empty
    sentence(reason)                                      -> one sentence in the reader's language

    visit_changes(instance, visits)                       -> Change(before, after, reason) of every visit, from planning.changes
    level_visits(instance, visits, effort)                -> even days, weeks, slots with the fewest moves, from planning.evening
    day_grounds, officer_grounds                          -> the numbers behind a day or a quota, from planning.grounds

    Calendar(days).add_workdays(day, 3), .is_workday(day), .workdays_of(month)
    due(received, "2wh", WorkingHours(((time(8, 30), time(12)), (time(13, 30), time(18)))), calendar) -> datetime

A re-plan is the same call with `today`, `done` and `previous` filled in: what is notified or pinned stays, what is planned
stays while it is possible. Raises PropopsError: calendar-missing, duplicate-id, bad-limit, bad-working-hours.
"""

EFFORT = 8  # rounds of search for shorter ways, unless asked for more or fewer
