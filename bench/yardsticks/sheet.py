"""X: reads every cell of a workbook through openpyxl's read-only mode, as plain values."""

import sys

from openpyxl import load_workbook

if __name__ == "__main__":
    book = load_workbook(sys.argv[1], read_only=True, data_only=True)
    values = [row for page in book.worksheets for row in page.iter_rows(values_only=True)]
