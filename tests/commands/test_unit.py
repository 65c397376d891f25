"""Homes: the shared verbs as a clerk uses them."""

import pytest

from tests.conftest import Desk


def test_list_filters_and_sorts(desk: Desk) -> None:
    rows = desk.json("unit", "list", "occupancy!=owner-occupied", "--sort", "-id")
    assert [(row["id"], row["occupancy"]) for row in rows] == [
        ("2-1-302", "not-handed-over"),
        ("2-1-101", "let"),
        ("1-1-302", "vacant"),
    ]


@pytest.mark.parametrize("sign", ["<", ">", "<=", ">=", "~"])
def test_a_filter_that_compares_with_nothing_is_refused(desk: Desk, sign: str) -> None:
    assert desk.run("unit", "list", f"handed_over{sign}").code == 2


def test_one_changed_field_is_one_changed_line(desk: Desk) -> None:
    desk.ok("unit", "edit", "1-1-302", "--occupancy", "let")
    assert desk.changed_lines() == ["-  occupancy: vacant", "+  occupancy: let"]
    assert desk.git("log", "-1", "--format=%an <%ae>%n%B").splitlines()[:2] == ["李娜 <li-na@estate.invalid>", "修改房屋 1-1-302"]


def test_a_room_is_understood_however_it_is_written(desk: Desk) -> None:
    for spelling in ("1-1-101", "1/1/101", "1栋1单元101", "１栋1单元101室"):
        assert desk.json("unit", "show", spelling)["id"] == "1-1-101"


def test_a_home_with_residents_is_not_removed(desk: Desk) -> None:
    assert "1-1-101-wa" in desk.refused("unit", "remove", "1-1-101", "--yes", code="still-named")
