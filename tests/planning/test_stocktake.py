"""A walk along the key board: whatever is said, taken back or broken off, each hook is seen once."""

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from propops.models.key import Key, KeyType
from propops.models.key_stocktake import KeyStocktake
from propops.planning.stocktake import MISSING, THERE, Answer, Walk, counted, elsewhere, walk_of

NOW = datetime.fromisoformat("2026-11-30T09:00:00+08:00")
BEGUN = KeyStocktake(started_at=NOW, counted_by="li-na")
ANSWERS = st.sampled_from([THERE, MISSING, elsewhere("B-02")])


def key(number: int, location: str | None) -> Key:
    return Key(id=f"k-{number}", name="门", place="1栋", type=KeyType.COMMON, location=location)


KEYS = st.lists(st.sampled_from([None, "A-1", "A-2", "A-10", "B-1", "委托-01"]), max_size=8).map(
    lambda hooks: [key(i, hook) for i, hook in enumerate(hooks)]
)


def here(keys: list[Key]) -> dict[str, int]:
    return {one.id: 1 for one in keys}


def test_hooks_come_as_one_walks_by_them() -> None:
    keys = [key(1, "A-10"), key(2, None), key(3, "A-2"), key(4, "B-1")]
    assert [one.location for one in walk_of(keys, here(keys), BEGUN).keys] == ["A-2", "A-10", "B-1", None]


def test_what_is_out_is_not_asked_for_and_said_to_be_out() -> None:
    keys = [key(1, "A-1"), key(2, "A-2")]
    walk = walk_of(keys, {"k-1": 0, "k-2": 1}, BEGUN).say(THERE)
    done = counted(BEGUN, walk, ["k-1"], NOW)
    assert (done.there, done.out, done.finished_at) == (("k-2",), ("k-1",), NOW)


@given(KEYS, st.lists(ANSWERS | st.none(), max_size=12))
def test_each_hook_has_the_last_answer_given_for_it(keys: list[Key], said: list[Answer | None]) -> None:
    """None takes the last one back; a plain list of answers is the oracle."""
    walk, plain = walk_of(keys, here(keys), BEGUN), list[Answer]()
    for answer in said:
        if answer is None:
            walk, plain = walk.undo(), plain[:-1]
        elif walk.current is not None:
            walk, plain = walk.say(answer), [*plain, answer]
    done = counted(BEGUN, walk, [], NOW)
    assert list(walk.answers) == plain
    assert done.counted == {one.id for one in walk.keys[: len(plain)]}
    assert done.is_open == (len(plain) < len(keys))


@given(KEYS, st.lists(ANSWERS, max_size=8))
def test_what_was_broken_off_is_found_again(keys: list[Key], said: list[Answer]) -> None:
    walk = walk_of(keys, here(keys), BEGUN)
    broken_off = Walk(walk.keys, tuple(said[: len(keys)]))
    assert walk_of(keys, here(keys), counted(BEGUN, broken_off, [], NOW)) == broken_off
