"""The commands that are measured, each with its yardstick."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bench.baselines import CLICK, commit, events, events_of_all, floor_for, parse
from bench.estates import PROPOPS, Estate, change_by_hand
from bench.measuring import Command, Yardstick
from bench.rows import FORMS, Pair

SCREEN = ("--limit", "20")

Words = tuple[str, ...]

LIST: Words = ("visit", "list", "status=done", *SCREEN)
FILTER: Words = ("complaint", "list", "status!=withdrawn", "category=leak", "--sort", "-received_at", *SCREEN)
TODAY: Words = ("today",)


def version(estate: Estate) -> Pair:
    return Pair(Command((PROPOPS, "--version"), estate.root), Yardstick((CLICK,)))


def completion(*words: str) -> Callable[[Estate], Pair]:
    def make(estate: Estate) -> Pair:
        line = ("propops", *words)
        asked = {"_PROPOPS_COMPLETE": "bash_complete", "COMP_WORDS": " ".join(line), "COMP_CWORD": str(len(line) - 1)}
        typed = estate.propops(**asked)
        return Pair(replace(typed, argv=typed.argv[:1], cwd=estate.root), Yardstick((CLICK,)))

    return make


def held(words: Words) -> Callable[[Estate], Pair]:
    return lambda estate: Pair(estate.propops(*words, "--format", "json"), Yardstick((CLICK,)))


def shown(words: Words, form: str) -> Callable[[Estate], Pair]:
    return lambda estate: Pair(estate.propops(*words, "--format", form), Yardstick((floor_for(estate, form),)))


def changed(words: Words, form: str) -> Callable[[Estate], Pair]:
    """The month's complaints after somebody's editor."""

    def make(estate: Estate) -> Pair:
        own = estate.copy()
        file = own.file_of("complaint", estate.complaint)
        command = replace(own.propops(*words, "--format", form), before=lambda: change_by_hand(file))
        read = parse(file)
        return Pair(command, Yardstick((floor_for(estate, form), *read.plus), read.minus))

    return make


def first(words: Words, kinds: Sequence[str]) -> Callable[[Estate], Pair]:
    def make(estate: Estate) -> Pair:
        paths = [path for kind in kinds for path in estate.paths(kind)]
        command = replace(estate.propops(*words, "--format", "json"), before=estate.forget)
        return Pair(command, Yardstick((events(*paths),)))

    return make


def check(estate: Estate) -> Pair:
    return Pair(estate.propops("check"), Yardstick((events_of_all(estate),)))


def written(*words: str) -> Callable[[Estate], Pair]:
    def make(estate: Estate) -> Pair:
        own = estate.copy()
        known = {"{complaint}": estate.complaint, "{unit}": estate.unit}
        command = own.propops(*(known.get(word, word) for word in words))
        return Pair(command, Yardstick((floor_for(estate, "json"), commit(estate))))

    return make


def planned(*words: str) -> Callable[[Estate], Pair]:
    return lambda estate: Pair(estate.propops(*words, "2026-12", "--dry-run", "--format", "json"), Yardstick((CLICK,)))


def forms(form: str) -> Callable[[Estate], Pair]:
    def make(estate: Estate) -> Pair:
        survey = str(estate.ask("survey", "list", "--sort", "-opens", "--limit", "1")[0]["id"])
        out = str(estate.work / f"forms.{form}")
        return Pair(estate.propops("survey", "print", survey, "--blank", str(FORMS), "--out", out), Yardstick((CLICK,)))

    return make
