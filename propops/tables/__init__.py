"""Tables from outside: xlsx and csv files become rows of cells, each with its place, or are refused with it."""

from pathlib import Path

from propops.tables.table import Cell, Row, Table, letters, said

__all__ = ["Cell", "Row", "Table", "letters", "read", "said"]


def read(path: Path, sheet: str | None = None) -> Table:
    """The table in a file: by what is in the file, not by its ending. `sheet` chooses one of a workbook.

    Raises PropopsError with the file, and the cell where there is one.
    """
    from propops.tables import csv_file, files

    data = files.content(path)
    if files.is_zip(data):
        from propops.tables import xlsx_file

        return xlsx_file.table(path, data, sheet)
    files.refuse_old_excel(path, data)
    return csv_file.table(path, data)
