"""What a change may not do to a record, and what it does to those that rest on it: refused, or told."""

from dataclasses import replace

import pytest

from propops.errors import PropopsError
from propops.estate import Estate
from propops.models.complaint import Complaint
from propops.models.survey import Survey
from tests.conftest import Desk
from tests.test_rules import COMPLAINT, GOOD, KEY, LOAN


@pytest.fixture
def lively(desk: Desk) -> Desk:
    for path, text in GOOD.items():
        desk.write(path, text)
    desk.git("add", "-A")
    desk.git("-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qm", "life")
    return desk


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (("bill", "edit", "b-2026q3-1-1-102-property", "--amount", "700"), "overpaid"),
        (("bill", "edit", "b-2026q3-1-1-101-property", "--payer", "1-1-301-we"), "other-payer"),
        (("key", "edit", "k-pump", "--returned-to-owner-on", "2026-11-30"), "key-gone"),
        (("key", "edit", "k-pump", "--type", "owner-entrusted"), "no-consent"),
        (("key", "edit", "k-1-1-302", "--quantity", "1", "--note", "x"), ""),
        (("visit", "edit", "v-2612-1-1-101", "--type", "complaint-callback"), "not-with-visit"),
        (("visit", "edit", "v-2612-1-1-301", "--unit", "1-1-102"), "other-home"),
        (("payment", "edit", "p-260710-ab2c", "--amount", "800"), "fixed"),
        (("bill", "edit", "b-2026q3-1-1-101-property", "--amount", "800"), "fixed"),
        (("bill", "edit", "b-2026q3-1-1-101-property", "--due", "2026-08-01"), ""),
    ],
)
def test_what_would_break_another_record_is_refused(lively: Desk, command: tuple[str, ...], code: str) -> None:
    if code:
        lively.refused(*command, code=code)
    else:
        lively.ok(*command)


@pytest.mark.parametrize(
    ("command", "code", "ids"),
    [
        (("resident", "edit", "1-1-202-wd", "--visits", "opted-out"), "opted-out", ["v-2612-1-1-202"]),
        (("unit", "edit", "1-1-101", "--occupancy", "vacant"), "vacant", ["v-2612-1-1-101"]),
        (("staff", "edit", "li-na", "--left", "2026-12-01"), "officer-absent", ["v-2612-1-1-101", "v-2612-1-1-202", "r-2612-1-1-101-wa"]),
    ],
)
def test_a_fact_is_recorded_and_what_was_planned_upon_it_is_named(
    lively: Desk, command: tuple[str, ...], code: str, ids: list[str]
) -> None:
    result = lively.run(*command)
    assert result.code == 0
    told = result.err.splitlines()
    assert [line.startswith(f"warning [{code}] records/") for line in told] == [True] * len(ids)
    assert all(any(id in line for line in told) for id in ids)
    assert lively.run("check").code == 1  # until it is called off
    assert lively.run("resident", "edit", "1-1-101-wa", "--note", "x").err == ""


def test_calling_it_off_puts_it_right(lively: Desk) -> None:
    (warning,) = lively.run("resident", "edit", "1-1-202-wd", "--visits", "opted-out").err.splitlines()
    assert "propops visit cancel v-2612-1-1-202" in warning
    lively.ok("visit", "cancel", "v-2612-1-1-202")
    assert lively.run("check").code == 0


def test_what_was_broken_before_stands_in_nobodys_way(lively: Desk) -> None:
    lively.write(LOAN, lively.read(LOAN).replace("in_at: 2026-11-20T16", "in_at: 2026-11-20T09"))
    lively.git("-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qam", "by hand")
    assert "[dates-reversed]" in lively.run("check").err
    lively.ok("key", "edit", "k-1-1-302", "--quantity", "3")
    assert "quantity: 3" in lively.read(KEY)


def complaint(estate: Estate) -> Complaint:
    found = estate.store.find(Complaint, "c-261110-aaaa")
    assert found is not None
    return found


@pytest.mark.parametrize("kept", [slice(0, 1), slice(1, 2), slice(None, None, -1)])
def test_a_log_only_grows(lively: Desk, kept: slice) -> None:
    estate = Estate(lively.root)
    before = lively.read(COMPLAINT)
    with pytest.raises(PropopsError) as caught, estate.change("complaint edit", "x", estate.user()) as change:
        record = complaint(estate)
        change.put(replace(record, log=record.log[kept]))
    assert "log-rewritten" in {problem.code for problem in caught.value.problems}
    assert lively.read(COMPLAINT) == before


def test_a_word_of_the_log_is_not_put_another_way(lively: Desk) -> None:
    estate = Estate(lively.root)
    with pytest.raises(PropopsError) as caught, estate.change("complaint edit", "x", estate.user()) as change:
        record = complaint(estate)
        change.put(replace(record, log=(replace(record.log[0], text="其实没说"), *record.log[1:])))
    (problem,) = caught.value.problems
    assert (problem.code, problem.line) == ("log-rewritten", 12)
    lively.ok("complaint", "log", "c-261110-aaaa", "补充一句")


def test_whether_a_survey_is_anonymous_stays_as_it_was_made(lively: Desk) -> None:
    estate = Estate(lively.root)
    with pytest.raises(PropopsError) as caught, estate.change("survey edit", "x", estate.user()) as change:
        survey = estate.store.find(Survey, "survey-2026-12")
        assert survey is not None
        change.put(replace(survey, anonymous=True))
    assert [problem.code for problem in caught.value.problems] == ["fixed"]
