import re
from datetime import date

import pytest

from propops.planning.explain import SENTENCES, Reason, sentence


def test_a_sentence_shows_its_facts() -> None:
    reason = Reason("waits", {"bucket": 5, "cut_off": 8, "position": 97, "waiting": 233, "month": "2026-06"})
    assert sentence(reason) == "Has waited 5 months, the cut-off is 8; position 97 of 233, expected month 2026-06."
    assert sentence(Reason("interval-until", {"date": date(2026, 4, 2)})).endswith("possible again from 2026-04-02.")


@pytest.mark.parametrize("code", SENTENCES)
def test_every_code_has_a_sentence(code: str) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code)
    facts = dict.fromkeys(re.findall(r"%\((\w+)\)", SENTENCES[code]), 3)
    assert "%" not in sentence(Reason(code, facts))
