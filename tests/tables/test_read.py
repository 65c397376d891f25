"""Files as people send them: the right cells, or a refusal that names the place."""

import contextlib
import io
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from propops import tables
from propops.errors import PropopsError
from propops.tables.table import column_number, letters


def saved(book: Any, path: Path) -> Path:
    book.save(path)
    return path


def book(*rows: list[Any]) -> Any:
    made = Workbook()
    for row in rows:
        made.active.append(row)
    return made


def code_of(path: Path, sheet: str | None = None) -> str:
    with pytest.raises(PropopsError) as refused:
        tables.read(path, sheet)
    return refused.value.problems[0].code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_text_files_in_every_dress(tmp_path: Path, encoding: str, separator: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("\r\n".join(separator.join(row) for row in (["序号", "评价"], ["1", '"满意，\n很好"'], ["2", ""])).encode(encoding))
    found = tables.read(path)
    assert found.header == ("序号", "评价")
    assert [(row.number, row.cells) for row in found.rows] == [(2, ("1", "满意，\n很好")), (4, ("2", ""))]


def test_a_workbook_with_a_title_above_its_header(tmp_path: Path) -> None:
    made = book(["御苑区满意度调查"], [], ["序号", "评价", "时间"], [1, 5, datetime(2026, 6, 3, 20, 15)], [2, None, None])
    made.active.merge_cells("A1:C1")
    found = tables.read(saved(made, tmp_path / "a.xlsx"))
    assert (found.sheet, found.header) == ("Sheet", ("序号", "评价", "时间"))
    assert [row.number for row in found.rows] == [4, 5]
    assert found.rows[0].cells == (1, 5, datetime(2026, 6, 3, 20, 15))
    assert found.place(found.rows[0], 1) == "sheet Sheet, row 4, column B (评价)"


def test_merged_cells_each_hold_the_value(tmp_path: Path) -> None:
    made = book(["楼栋", "服务", None], ["1", 5, 4], [None, 3, 2])
    made.active.merge_cells("B1:C1")
    made.active.merge_cells("A2:A3")
    found = tables.read(saved(made, tmp_path / "a.xlsx"))
    assert found.header == ("楼栋", "服务", "服务")
    assert [row.cells[0] for row in found.rows] == ["1", "1"]


def test_what_is_hidden_is_read_and_said(tmp_path: Path) -> None:
    made = book(["a", "b", "c"], [1, 2, 3], [4, 5, 6])
    made.active.row_dimensions[3].hidden = True
    made.active.column_dimensions["B"].hidden = True
    found = tables.read(saved(made, tmp_path / "a.xlsx"))
    assert len(found.rows) == 2
    assert found.remarks == ("1 hidden row is read too: 3.", "1 hidden column is read too.")


def test_days_of_the_old_macintosh(tmp_path: Path) -> None:
    made = book(["a", "on"], [1, datetime(2024, 1, 15)])
    made.epoch = CALENDAR_MAC_1904
    assert tables.read(saved(made, tmp_path / "a.xlsx")).rows[0].cells[1] == datetime(2024, 1, 15)


def test_a_formula_that_was_never_reckoned_is_named(tmp_path: Path) -> None:
    path = saved(book(["a", "b"], [1, "=A2+1"]), tmp_path / "a.xlsx")
    with pytest.raises(PropopsError, match="Sheet!B2"):
        tables.read(path)


def test_a_formula_with_its_result_is_a_value(tmp_path: Path) -> None:
    path = saved(book(["a", "b"], [1, "=A2+1"]), tmp_path / "a.xlsx")
    rewrite(
        path,
        "xl/worksheets/sheet1.xml",
        lambda text: text.replace("<v></v>", "<v>2</v>").replace("<v/>", "<v>2</v>").replace("<v />", "<v>2</v>"),
    )
    assert tables.read(path).rows[0].cells == (1, 2)


def rewrite(path: Path, part: str, change: Any) -> None:
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)


def test_several_sheets_are_asked_about(tmp_path: Path) -> None:
    made = book(["a", "b"], [1, 2])
    other = made.create_sheet("二期")
    other.append(["c", "d"])
    hidden = made.create_sheet("旧")
    hidden.append(["x"])
    hidden.sheet_state = "hidden"
    path = saved(made, tmp_path / "a.xlsx")
    with pytest.raises(PropopsError, match="Sheet, 二期"):
        tables.read(path)
    assert tables.read(path, "二期").header == ("c", "d")
    assert code_of(path, "三期") == "no-such-sheet"


def test_rows_beyond_the_size_that_the_file_states_are_not_lost(tmp_path: Path) -> None:
    path = saved(book(["a", "b"], [1, 2], [3, 4]), tmp_path / "a.xlsx")
    rewrite(path, "xl/worksheets/sheet1.xml", lambda text: text.replace('ref="A1:B3"', 'ref="A1:A1"'))
    assert [row.cells for row in tables.read(path).rows] == [(1, 2), (3, 4)]


def test_traps_are_not_opened(tmp_path: Path) -> None:
    bomb = saved(book(["a", "b"]), tmp_path / "bomb.xlsx")
    rewrite(bomb, "xl/worksheets/sheet1.xml", lambda text: text + " " * 30_000_000)
    assert code_of(bomb) == "zip-bomb"
    laughs = saved(book(["a", "b"]), tmp_path / "laughs.xlsx")
    rewrite(laughs, "xl/workbook.xml", lambda text: '<!DOCTYPE a [<!ENTITY b "b">]>' + text)
    assert code_of(laughs) == "xml-entities"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-table"),
        (b"\n\n,,\n", "empty-table"),
        (b"PK\x03\x04 and nothing more", "bad-xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 Workbook", "old-excel"),
        (b"%PDF-1.7\n\x00\x00\xff\xff", "not-a-table"),
    ],
)
def test_what_is_no_table(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    assert code_of(path) == code


def test_a_workbook_cut_short_is_refused(tmp_path: Path) -> None:
    path = saved(book(["a", "b"], [1, 2]), tmp_path / "a.xlsx")
    whole = path.read_bytes()
    for size in range(0, len(whole) - 1, 211):
        path.write_bytes(whole[:size])
        with pytest.raises(PropopsError):
            tables.read(path)


def test_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        package.writestr("readme.txt", "hello")
    (tmp_path / "a.xlsx").write_bytes(data.getvalue())
    assert code_of(tmp_path / "a.xlsx") == "bad-xlsx"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert code_of(tmp_path / "no.xlsx") == "no-such-file"


def test_columns_are_named_as_spreadsheets_do() -> None:
    assert [letters(number) for number in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert [column_number(letters(number)) for number in range(800)] == list(range(800))
    assert [column_number(name) for name in ("1", "c", "", "a1")] == [0, 2, None, None]


@given(st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 255)), min_size=1, max_size=20))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_became_of_a_workbook_on_its_way(tmp_path: Path, changes: list[tuple[int, int]]) -> None:
    made = io.BytesIO()
    book(["q1", "q2"], *[[number, "非常满意"] for number in range(100)]).save(made)
    data = bytearray(made.getvalue())
    for place, byte in changes:
        data[place % len(data)] = byte
    (tmp_path / "a.xlsx").write_bytes(data)
    with contextlib.suppress(PropopsError):
        assert tables.read(tmp_path / "a.xlsx", None).header
