"""The sample estate, built once: it is frozen."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from propops.models.base import Record
from propops.sample import History, build, write_repository

LIFE_FROM = date(2026, 9, 1)


@pytest.fixture(scope="session")
def history() -> History:
    return build()


@pytest.fixture(scope="session")
def files(history: History) -> dict[str, str]:
    return history.files()


@pytest.fixture(scope="session")
def of_kind(history: History) -> Callable[..., list[Any]]:
    """`of_kind("visit", unit="3-2-1001")`: the records of a kind as they stand at the end."""
    records = history.state()

    def find(kind: str, **wanted: object) -> list[Record]:
        return [
            record for record in records if record.kind == kind and all(getattr(record, field) == value for field, value in wanted.items())
        ]

    return find


@pytest.fixture(scope="session")
def demo(history: History, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("sample") / "demo"
    write_repository(history, root, LIFE_FROM)
    return root
