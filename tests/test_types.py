"""What stands in for `typing` and `enum` at run time does as they do: the standard library's own are the oracle."""

import copy
import json
import pickle
import typing
from enum import StrEnum

import pytest

from propops import choices, tuples
from propops.hints import Annotated, layer


class Ours(tuples.NamedTuple):
    path: str
    line: int = 0
    notes: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        return f"{self.path}:{self.line}"


class Theirs(typing.NamedTuple):
    path: str
    line: int = 0
    notes: tuple[str, ...] = ()


MADE = [(("a",), {}), (("a", 2), {}), ((), {"path": "a", "notes": ("b",)}), (("a",), {"line": 3}), (("a", 1, ("b",)), {})]
REFUSED = [((), {}), (("a", 1, (), 2), {}), (("a",), {"path": "b"}), (("a",), {"colour": 1}), ((), {"line": 1})]


@pytest.mark.parametrize(("values", "named"), MADE)
def test_a_named_tuple_is_made_like_the_usual_one(values: tuple[typing.Any, ...], named: dict[str, typing.Any]) -> None:
    ours, theirs = Ours(*values, **named), Theirs(*values, **named)
    assert tuple(ours) == tuple(theirs)
    assert (ours.path, ours.line, ours.notes) == (theirs.path, theirs.line, theirs.notes)
    assert ours._asdict() == theirs._asdict()
    assert tuple(ours._replace(line=9)) == tuple(theirs._replace(line=9))
    assert repr(ours) == repr(theirs).replace("Theirs", "Ours")
    assert pickle.loads(pickle.dumps(ours)) == copy.deepcopy(ours) == ours


@pytest.mark.parametrize(("values", "named"), REFUSED)
@pytest.mark.parametrize("made", [Ours, Theirs])
def test_a_named_tuple_refuses_what_the_usual_one_refuses(
    made: typing.Any, values: tuple[typing.Any, ...], named: dict[str, typing.Any]
) -> None:
    with pytest.raises(TypeError):
        made(*values, **named)


def test_a_named_tuple_is_a_tuple_and_nothing_more() -> None:
    ours: typing.Any = Ours("a", 1)
    assert ours.place == "a:1"
    assert Ours._fields == Theirs._fields
    assert not hasattr(ours, "__dict__")
    with pytest.raises(AttributeError):
        ours.line = 2
    with pytest.raises((TypeError, ValueError)):
        ours._replace(colour=1)
    match ours:
        case Ours(path, line):
            assert (path, line) == ("a", 1)


class Light(choices.Choice):
    RED = "red", "stop"
    DARK_GREEN = "dark-green", "go"

    @property
    def is_green(self) -> bool:
        return self is Light.DARK_GREEN


class Usual(StrEnum):
    RED = "red"
    DARK_GREEN = "dark-green"


def test_a_choice_is_told_by_its_token_like_an_enumeration() -> None:
    assert [(str(member), member.name, member.value) for member in Light] == [(str(m), m.name, m.value) for m in Usual]
    assert len(Light) == len(Usual)
    assert Light("red") is Light.RED
    assert isinstance(Light.RED, str)
    assert str(Light.RED) == Light.RED
    assert {"red": 1}[Light.RED] == 1
    assert f"{Light.RED:>5}" == f"{Usual.RED:>5}"
    assert json.dumps([Light.RED]) == json.dumps([Usual.RED])
    assert repr(Light.RED) == repr(Usual.RED).replace("Usual", "Light")
    assert Light.DARK_GREEN.is_green
    assert not Light.RED.is_green
    for kind in (Light, Usual):
        with pytest.raises(ValueError, match="blue"):
            kind("blue")


def test_a_choice_stays_the_same_member_wherever_it_goes() -> None:
    for member in Light:
        assert pickle.loads(pickle.dumps(member)) is member
        assert copy.copy(member) is member
        assert copy.deepcopy([member])[0] is member


def test_a_choice_carries_its_label() -> None:
    assert Light.RED.label == "stop"


def test_a_hint_is_taken_apart_layer_by_layer() -> None:
    inner: typing.Any = Annotated[str, "inner"]
    outer: typing.Any = Annotated[inner | None, "outer"]
    assert layer(outer) == (inner, "outer")
    assert layer(inner) == (str, "inner")
    assert layer(str) is None
