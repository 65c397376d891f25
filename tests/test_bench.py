"""The measuring instrument: what it makes of costs, and that its estates are what it says."""

import sys
from pathlib import Path

import pytest

from bench import foreign, report
from bench.complaints import complaints, parts
from bench.day import note
from bench.estates import Estate, change_by_hand
from bench.measuring import Command, Failed, Spent, Yardstick, pairs, run, weigh
from bench.peers import Cells
from bench.rows import Goal, Pair, Row
from bench.run import main
from bench.yardsticks import events
from tests.conftest import Desk

PASS = Command((sys.executable, "-c", "pass"))


def never(_estate: Estate) -> Pair:
    raise AssertionError


ROW = Row("list", "list as JSON", "F", never, {0: Goal(1.35, 1.1), 100_000: Goal(1.5)})


def measured(size: int, *ratios: float, row: Row = ROW) -> report.Result:
    return report.Result(row, size, [(Spent(ratio, ratio), Spent(1, 1)) for ratio in ratios])


def test_the_median_counts_and_the_goal_depends_on_the_size() -> None:
    assert measured(10_000, 1.0, 1.05, 9.0).verdict == "aim reached"
    assert measured(10_000, 1.2).verdict == "reached"
    assert measured(10_000, 1.45).verdict == "missed"
    assert measured(100_000, 1.45).verdict == "reached"


def test_a_rate_is_good_when_it_is_high() -> None:
    rate = Row("forms", "forms", "", never, {0: Goal(100)}, lambda mine, _theirs: mine.cpu, more_is_better=True)
    assert measured(10, 120, row=rate).verdict == "reached"
    assert measured(10, 80, row=rate).verdict == "missed"


def test_the_page_shows_every_size_and_the_growth() -> None:
    cells: Cells = {("papis", "show one"): {1000: None}}
    page = report.page([measured(1000, 1.0, 1.2, 1.1), measured(100_000, 2.2)], cells, 9, {"git": "2.39"})
    assert "| work | of | must | aim | 1,000 records | 100,000 records | growth |  |" in page
    assert "| list as JSON | F | 1.35 / 1.50 | 1.10 | 1.10 (1.00 – 1.20) | 2.20 (2.20 – 2.20) | 2.00 | missed |" in page
    assert "| papis |  | – |  |  |  |" in page


def test_yardsticks_add_up_and_the_warm_up_does_not_count() -> None:
    costs = {"a": Spent(1, 2), "b": Spent(4, 8), "c": Spent(2, 3), "start": Spent(1, 1)}
    seen = []

    def meter(command: Command, number: int) -> Spent:
        seen.append((command.argv[0], number))
        return costs[command.argv[0]]

    a, b, c, start = (Command((name,)) for name in costs)
    assert pairs(a, Yardstick((b, c), (start,)), 2, meter) == [(Spent(1, 2), Spent(5, 10))] * 2
    assert [number for name, number in seen if name == "a"] == [0, 1, 2]
    assert [name for name, number in seen if number == 1] == ["a", "b", "c", "start"]
    assert [name for name, number in seen if number == 2] == ["b", "c", "start", "a"]


def test_a_command_that_refuses_is_no_measure() -> None:
    with pytest.raises(Failed, match="no such thing"):
        run(Command((sys.executable, "-c", "raise SystemExit('no such thing')")))


def test_memory_is_that_of_the_command_not_ours() -> None:
    ballast = bytearray(200_000_000)
    assert 1000 < weigh(PASS).peak < len(ballast) // 1024


def test_events_read_every_value_as_text(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("- id: 3\n  log:\n  - {at: 2026-11-30, by: 'x'}\n", "utf-8")
    assert [events.read(file) for file in events.files([str(tmp_path)])] == [[{"id": "3", "log": [{"at": "2026-11-30", "by": "x"}]}]]


def test_a_change_by_hand_is_taken_back_by_the_next(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("- id: c-1\n  content: 漏水\n", "utf-8")
    change_by_hand(file)
    assert file.read_text("utf-8") == "- id: c-1\n  content: 又漏水\n"
    change_by_hand(file)
    assert file.read_text("utf-8") == "- id: c-1\n  content: 漏水\n"


def test_a_note_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("- id: v-1\n  note: |-\n    两\n    行\n  status: done\n- id: v-10\n", "utf-8")
    for id in ("v-1", "v-10"):
        note(file, id)
    records = "- id: v-1\n  status: done\n  note: 已电话告知住户\n- id: v-10\n  note: 已电话告知住户\n"
    assert file.read_text("utf-8") == records


def test_another_hand_writes_the_same_records_otherwise(desk: Desk, tmp_path: Path) -> None:
    foreign.main(desk.root, tmp_path / "foreign")
    other = Desk(tmp_path / "foreign")
    assert "0 errors, 0 warnings" in other.ok("check")
    assert other.json("resident", "list") == desk.json("resident", "list") != []
    assert other.run("fmt", "--check").code == 1


COMPLAINTS = """\
- id: c-261111-kphs
  unit: 1-1-101
  received_at: 2026-11-11T07:06:00+08:00
  category: leak
  content: 漏水
  status: closed
  log:
  - at: 2026-11-11T07:06:00+08:00
- id: c-261112-abcd
  place: 大堂
  received_at: 2026-11-12T07:06:00+08:00
  category: noise
  content: 噪声
  status: open
"""


def test_complaints_are_multiplied_under_ids_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "records").mkdir()
    (tmp_path / "records/complaint.yaml").write_text(COMPLAINTS, "utf-8")
    found = complaints(Estate(tmp_path, tmp_path), 101)
    assert len({complaint.id for complaint in found}) == 101
    assert [number for number, complaint in enumerate(found) if complaint.is_open and complaint.category == "leak"] == [0, 50, 100]
    assert found[1].yaml == COMPLAINTS[: COMPLAINTS.index("- id: c-261112")].replace("c-261111-kphs", found[1].id)
    assert [text.count("- id:") for _name, text in parts(found * 5)] == [500, 5]


def test_rows_can_be_asked_for_one_by_one(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--only", "version", "--runs", "1", "--estate", str(desk.root)])
    assert capsys.readouterr().out.startswith("`--version`")


def test_a_row_that_is_not_there_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--only", "lsit"])
    assert "lsit" in capsys.readouterr().err
