"""Each story of the sample is there, under the ids that stories.py names."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from propops.sample import History, stories

OfKind = Callable[..., list[Any]]


def test_the_ids_in_the_list_exist(history: History) -> None:
    """After a change of a model other letters may follow: find the story by its text and name the new id in the list."""
    named = set(re.findall(r"\b[cwlpr]-\d{4,6}-[0-9a-z-]+", stories.__doc__ or ""))
    assert len(named) >= 8
    assert named - {record.id for record in history.state()} == set()


def test_fourteen_calls_hang_on_one_burst_pipe(of_kind: OfKind) -> None:
    parent = next(case for case in of_kind("complaint") if "立管爆裂" in case.content)
    assert (parent.class_, parent.major, parent.level, parent.status) == ("emergency", True, 3, "closed")
    calls = of_kind("complaint", parent=parent.id)
    assert len(calls) == len({call.unit for call in calls}) == 14
    assert all(call.unit.startswith("3-2-") and call.status == "closed" for call in calls)
    assert [repair.status for repair in of_kind("repair", complaint=parent.id)] == ["closed"]


def test_upstairs_is_entered_with_the_owners_word_after_three_vain_visits(of_kind: OfKind) -> None:
    visits = sorted(of_kind("visit", unit="1-1-902"), key=lambda visit: visit.date)
    assert [str(visit.status) for visit in visits] == ["no-answer"] * 3 + ["done"]
    loan = of_kind("key-loan", key="k-1-1-902")[0]
    assert loan.owner_consent.by.startswith("1-1-902-")
    assert loan.owner_consent.at < loan.out_at < loan.in_at


def test_who_disputes_a_bill_over_the_facade_is_not_reminded(of_kind: OfKind) -> None:
    case = of_kind("complaint", unit="2-2-1801")[0]
    assert case.status == "waiting"
    assert len([bill for bill in of_kind("bill", unit="2-2-1801") if bill.disputed]) == 2
    assert max(of_kind("reminder", unit="2-2-1801"), key=lambda reminder: reminder.date).status == "skipped"


def test_a_promise_is_broken_then_half_kept(of_kind: OfKind) -> None:
    reminders = sorted(of_kind("reminder", unit="1-2-1502"), key=lambda reminder: reminder.date)
    assert [str(reminder.result) for reminder in reminders] == ["promised"] * 3
    assert reminders[-1].promised_on == date(2026, 11, 30)
    wrong, right = of_kind("payment", unit="1-2-1502", amount=Decimal("1500.00"))
    (opposite,) = of_kind("payment", unit="1-2-1502", amount=Decimal("-1500.00"))
    assert (opposite.reverses, right.replaces) == (wrong.id, wrong.id) and (wrong.way, right.way) == ("cash", "bank")


def test_the_hotline_complaint_is_anonymous_and_has_its_number(of_kind: OfKind) -> None:
    case = of_kind("complaint", source_="hotline-12345")[0]
    assert (case.anonymous, case.complainant, case.callbacks[0].outcome) == (True, None, "anonymous")
    assert case.external.number == "GD20261118-0371"
    assert case.resolved_at < case.external.deadline


def test_three_years_are_paid_ahead(of_kind: OfKind) -> None:
    ahead = [payment for payment in of_kind("payment", unit="3-1-1602") if not payment.covers]
    assert [payment.amount for payment in ahead] == [Decimal("14441.62")]
    assert any("不动产权证" in visit.content for visit in of_kind("visit", unit="3-1-1602"))


def test_the_debt_stays_with_who_sold(of_kind: OfKind) -> None:
    owners = sorted((person for person in of_kind("resident", unit="2-1-1002", role="owner")), key=lambda person: person.moved_in)
    assert owners[0].moved_out is not None
    owed = [bill for bill in of_kind("bill", unit="2-1-1002") if bill.period in ("2026q1", "2026q2", "2026q3")]
    assert {bill.payer for bill in owed} == {owners[0].id}
    assert of_kind("bill", unit="2-1-1002", period="2026q4")[0].payer == owners[1].id
    twice = [payment.amount for payment in of_kind("payment", payer=owners[1].id) if not payment.covers]
    assert len(twice) == 2 and sum(twice) == 0  # paid twice, and given back
