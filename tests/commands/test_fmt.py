"""Canonical text."""

from tests.conftest import Desk

UNTIDY = """\
# 一单元
- {id: 1-1-901, building: '1', entrance: "1", room: "901", occupancy: let}

-   occupancy: vacant   # 空了半年
    id: 1-1-902
    # 面积以产证为准
    area_m2: 89.360
    building: "1"
    entrance: "1"
    room: "902"
    wifi: ~
    heating: {kind: floor}
    note:
    layout: 0301
"""

TIDY = """\
# 一单元
- id: 1-1-901
  building: "1"
  entrance: "1"
  room: "901"
  occupancy: let
- id: 1-1-902
  building: "1"
  entrance: "1"
  room: "902"
  # 面积以产证为准
  area_m2: 89.360
  layout: 0301
  occupancy: vacant  # 空了半年
  wifi:
  heating:
    kind: floor
"""


def test_what_propops_wrote_is_left_alone(desk: Desk) -> None:
    assert desk.ok("fmt", "--check") == ""
    desk.ok("visit", "plan", "2026-12")
    assert desk.ok("fmt", "--check") == ""


def test_an_untidy_file_is_tidied_and_says_the_same(desk: Desk) -> None:
    desk.write("unit/1-9.yaml", UNTIDY.replace("\n", "\r\n"))
    assert desk.run("fmt", "--check").code == 1
    assert desk.ok("fmt") == "records/unit/1-9.yaml\n"
    assert desk.read("unit/1-9.yaml") == TIDY
    assert desk.ok("fmt") == ""


def test_a_broken_file_stops_it_before_anything_is_written(desk: Desk) -> None:
    desk.write("unit/1-8.yaml", UNTIDY)
    desk.write("unit/1-9.yaml", "- id: [\n")
    desk.refused("fmt", code="yaml-syntax")
    assert desk.read("unit/1-8.yaml") == UNTIDY
