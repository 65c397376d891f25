"""Any number of complaint records, for programs that are to be compared on the same ones."""

import re
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle

from bench.estates import Estate

MOST = 500  # records in a file
OPEN = 50  # one in so many is open, and about a leak
LETTERS = "abcdefghjkmnpqrstuvwxyz"


@dataclass(frozen=True)
class Complaint:
    id: str
    unit: str
    day: str
    category: str
    status: str
    content: str
    yaml: str

    @property
    def is_open(self) -> bool:
        return self.status not in ("closed", "withdrawn")

    @property
    def uuid(self) -> str:
        return str(uuid.uuid5(uuid.NAMESPACE_OID, self.id))


Complaints = Sequence[Complaint]


def complaints(estate: Estate, count: int) -> list[Complaint]:
    """Those of the estate, again and again under other ids, but for those that came of a call; one in OPEN is open, about a leak."""
    texts = [text for file in estate.files("complaint") for text in _items(file.read_text("utf-8")) if "\n  contact: " not in text]
    still_open = [
        re.sub(r"^  category: .*", "  category: leak", text, flags=re.MULTILINE) for text in texts if "\n  status: open\n" in text
    ]
    found, leaks = cycle(texts), cycle(still_open or texts)
    return [_again(next(found if number % OPEN else leaks), number) for number in range(count)]


def _items(text: str) -> Iterator[str]:
    return (f"- {item}\n" for item in text.removesuffix("\n").removeprefix("- ").split("\n- "))


def _again(text: str, number: int) -> Complaint:
    _first, rest = text.split("\n", 1)
    values = dict(line[2:].split(": ", 1) for line in text.splitlines() if line[0] in "- " and line[2] != " " and ": " in line)
    id = f"{values['id'][:9]}{''.join(LETTERS[number // 23**place % 23] for place in range(4))}"
    unit = values.get("unit", "1-1-101")
    fields = values["category"], values["status"], values["content"]
    return Complaint(id, unit, values["received_at"][:10], *fields, f"- id: {id}\n{rest}")


def parts(complaints: Complaints) -> Iterator[tuple[str, str]]:
    for number in range(0, len(complaints), MOST):
        yield f"{number // MOST + 1}.yaml", "".join(complaint.yaml for complaint in complaints[number : number + MOST])
