"""Claims in time: when they lapse, what interrupts that, what became of a promise, what a reminder says."""

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from propops.i18n import speaking
from propops.models.payment import Payment
from propops.models.policies.reminders import THREATS, ReminderPolicy, StageText
from propops.models.reminder import Reminder, ReminderResult, ReminderStatus, ReminderWay
from propops.planning.demands import TEXTS, text_of
from propops.planning.limitation import lapses_on
from propops.planning.promises import promises
from tests.planning.test_fees import bill, paid

OLD, NEW = bill("2023q4"), bill("2026q3")  # due on 2023-10-16 and 2026-07-16


def contact(day: date, way: ReminderWay = ReminderWay.PHONE, result: ReminderResult = ReminderResult.NO_ANSWER, **more: object) -> Reminder:
    made = Reminder(
        id=f"r-{day:%y%m}-1-1-101-wa",
        unit="1-1-101",
        payer="1-1-101-wa",
        officer="li-na",
        date=day,
        bills=(OLD.id, NEW.id),
        amount=D("1501.24"),
        way=way,
        status=ReminderStatus.DONE,
        result=result,
    )
    return replace(made, **more)  # type: ignore[arg-type]


LETTER, PROMISED = ReminderWay.LETTER, ReminderResult.PROMISED


@pytest.mark.parametrize(
    ("contacts", "payments", "lapse"),
    [
        ([], [], date(2026, 10, 16)),
        ([contact(date(2025, 1, 9))], [], date(2026, 10, 16)),  # a call that nobody can show
        ([contact(date(2025, 1, 9), evidence="录音")], [], date(2028, 1, 9)),
        ([contact(date(2025, 1, 9), LETTER)], [], date(2028, 1, 9)),
        ([contact(date(2025, 1, 9), LETTER, status=ReminderStatus.PLANNED)], [], date(2026, 10, 16)),
        ([contact(date(2025, 1, 9), LETTER, bills=(NEW.id,))], [], date(2026, 10, 16)),  # not about the old one
        ([contact(date(2026, 10, 17), LETTER)], [], date(2026, 10, 16)),  # a day too late
        ([contact(date(2026, 10, 17), result=PROMISED)], [], date(2029, 10, 17)),  # admitted all the same
        ([], [paid("1.00", (OLD, "1.00"), day=date(2026, 3, 1))], date(2029, 3, 1)),
        ([contact(date(2024, 2, 29), LETTER)], [], date(2027, 2, 28)),
    ],
)
def test_when_a_claim_lapses(contacts: list[Reminder], payments: list[Payment], lapse: date) -> None:
    assert lapses_on([OLD, NEW], contacts, payments) == lapse


def promised(on: date, amount: str | None = None) -> Reminder:
    return contact(date(2026, 11, 2), result=PROMISED, promised_on=on, promised_amount=D(amount) if amount else None)


@pytest.mark.parametrize(
    ("payments", "today", "state"),
    [
        ([], date(2026, 11, 10), "open"),
        ([], date(2026, 11, 11), "broken"),
        ([paid("1000", day=date(2026, 11, 10))], date(2026, 11, 10), "kept"),
        ([paid("999.99", day=date(2026, 11, 10))], date(2026, 11, 11), "broken"),
        ([paid("400", day=date(2026, 11, 9)), paid("600", day=date(2026, 12, 1))], date(2026, 12, 1), "late"),
        ([paid("1000", day=date(2026, 11, 1))], date(2026, 11, 11), "broken"),  # before it was promised
        ([paid("1000", day=date(2026, 11, 3)), paid("-1000", day=date(2026, 11, 4))], date(2026, 11, 11), "broken"),
        ([paid("1000", day=date(2026, 11, 3), payer="1-1-101-wb")], date(2026, 11, 11), "broken"),
    ],
)
def test_what_became_of_a_promise(payments: list[Payment], today: date, state: str) -> None:
    (promise,) = promises([promised(date(2026, 11, 10), "1000")], payments, today)
    assert promise.state == state


def test_a_correction_of_a_payment_breaks_no_promise() -> None:
    wrong = paid("1000", day=date(2026, 11, 9))
    opposite = replace(wrong, id="p-261201-aaaa", amount=-wrong.amount, date=date(2026, 12, 1), reverses=wrong.id)
    right = replace(wrong, id="p-261201-bbbb", date=date(2026, 12, 1), replaces=wrong.id)
    (promise,) = promises([promised(date(2026, 11, 10), "1000")], [wrong, opposite, right], date(2026, 12, 1))
    assert (promise.state, promise.paid) == ("kept", D("1000"))


@pytest.mark.parametrize("stage", TEXTS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_stage_has_words_and_none_is_a_threat(stage: int, language: str) -> None:
    words = {"name": "张女士", "unit": "1-1-101", "items": "物业费", "amount": "750.62", "oldest_due": "a", "pay_by": "b", "hotline": "c"}
    with speaking(language):
        text = text_of(stage, ReminderPolicy(), words | {"company": "d", "estate": "e"})
    assert all(part in text for part in ("张女士", "1-1-101", "750.62")) and "{" not in text
    assert not [threat for threat in THREATS if threat in text]
    assert ("款" in text or "缴" in text) == (language == "zh")


def test_the_estate_may_have_words_of_its_own() -> None:
    policy = ReminderPolicy(texts=(StageText(stage=2, text="{name}：{amount}元，{{x}}"),))
    assert text_of(2, policy, {"name": "张", "amount": "1.00"}) == "张：1.00元，{{x}}"
