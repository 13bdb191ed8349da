"""Load: from a folder of rule files to a Topic, or to every problem in them.

It works like a compiler: read and compose each file, put entries into shape, follow
ids, look at order and reach. Each phase goes on with what the one before understood.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from assessment.core.conditions import Condition
from assessment.core.topic import Topic
from assessment.rulebook.bodies import take_bodies
from assessment.rulebook.build import Digests, build
from assessment.rulebook.compose import (
    Entries,
    Items,
    Text,
    compose,
    decode,
    text_at,
)
from assessment.rulebook.conditions import ConditionReader
from assessment.rulebook.files import RuleFile, digest, rule_files, shared_files
from assessment.rulebook.gather import gather
from assessment.rulebook.links import Links
from assessment.rulebook.overlays import overlay
from assessment.rulebook.problems import Place, Problem, Report, closest, quoted
from assessment.rulebook.shapes import Content, CountryShape
from assessment.rulebook.vague import Vague

OWN_LANGUAGE = "en"  # in which rules are written
TEXTS = "texts"  # the folder of a topic that holds its overlays
UNSIGNED = "topic.yaml"  # holds the signature of a review, so that none can cover it


class Compiled(NamedTuple):
    """What the rule files of a topic came to."""

    content: Content  # every entry, with its place
    topic: Topic | None  # None when whole sections are missing
    signed: str  # what a review signs: SHA-256 in hex of all files but UNSIGNED
    overlays: Mapping[str, Entries]  # by language, or by language and voice


class RulebookError(Exception):
    """The rule files have problems; printed, they stand one on a line."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def load_topic(
    folder: Path, *, country: str = "GB", language: str = OWN_LANGUAGE
) -> Topic:
    """The topic of the folder, with the phone numbers of the country filled in.

    What topics have in common stands in `shared` beside it. Texts that have no
    translation stay in the topic's own language. Raises RulebookError with every
    problem that was found.
    """
    report = Report()
    topic = compile_rules(folder, country, language, report).topic
    if topic is None or report.found:
        raise RulebookError(report.problems)
    return topic


def check(folder: Path, *, country: str | None = None) -> tuple[Problem, ...]:
    """Every problem of the rule files and overlays, sorted.

    Placeholders are checked for the country, or without one for every country.
    """
    report = Report()
    compile_rules(folder, country, "", report)
    return report.problems


@contextmanager
def _kept_out_of_collection() -> Iterator[None]:
    """Hold the garbage collector back: all that is made here is kept.

    Going through it again and again took a third of the time of loading.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_kept_out_of_collection()
def compile_rules(
    folder: Path, country: str | None, language: str, report: Report
) -> Compiled:
    """What the files come to; of use only when no problem was reported."""
    folder = folder.absolute()
    vague = Vague()
    files, trees = _read(folder, vague, report)
    overlays = {
        Path(name).stem: trees.pop(name)
        for name in [*trees]
        if name.startswith(f"{folder.name}/{TEXTS}/")
    }
    place = Place(folder.relative_to(folder.parent.parent).as_posix())
    content = gather(trees.values(), place, vague, report)
    take_bodies(content, vague, report)
    countries = _countries(content, country, place, vague, report)
    links = Links(content, countries, vague, report)
    for name, tree in overlays.items():
        _check_voice(name, tree, content, links)
        overlay(content, tree, links, put=name == language)
    signed = digest(f for f in files if f.within != f"{folder.name}/{UNSIGNED}")
    digests = Digests(digest(files), signed)
    reader = ConditionReader(links)
    fits = {shape.id: reader.rule(shape.when) for shape in content.voices}
    topic = build(content, countries, reader, place, digests)
    voices: list[tuple[Condition, Topic]] = []
    for voice, texts in voice_texts(content, overlays, language).items():
        if report.found:
            break
        overlay(content, texts, links, put=True)
        spoken = build(content, countries, ConditionReader(links), place, digests)
        voices += [(fits[voice], spoken)] if spoken else []
    topic = topic and replace(topic, voices=tuple(voices))
    return Compiled(content, topic, signed, overlays)


def voice_texts(
    content: Content, overlays: Mapping[str, Entries], language: str
) -> dict[Text, Entries]:
    """The texts of each voice that the language has, each laid over those before it.

    The language of a country is spoken to as the language is: `en.child` is for en_GB.
    """
    tongue = re.split("[-_]", language)[0]
    names = {shape.id: f"{tongue}.{shape.id}" for shape in content.voices}
    return {id_: overlays[name] for id_, name in names.items() if name in overlays}


def _check_voice(name: str, tree: Entries, content: Content, links: Links) -> None:
    """Report an overlay for a voice that the topic does not have."""
    voice = name.partition(".")[2]
    if voice:
        known = [str(shape.id) for shape in content.voices]
        named = text_at(voice, tree.place)
        links.find(named, known, "unknown-voice", "there is no voice")


def shared_folder(folder: Path) -> Path:
    """The folder of what topics share, which stands beside that of the topic."""
    return folder.absolute().parent / "shared"


def _read(
    folder: Path, vague: Vague, report: Report
) -> tuple[list[RuleFile], dict[str, Entries]]:
    """The files of the topic, then those it takes of what is shared; and their trees.

    When the topic can't say what it takes it is given all: one mistake, one problem.
    """
    shared = shared_folder(folder)
    files = rule_files(folder, report)
    unread = len(report.found)
    trees = _trees(files, vague, report)
    pieces = _pieces(trees.values())
    before = len(report.found)
    of_others = shared_files(shared, pieces, report)
    if unread or len(report.found) > before:
        vague.add_file(None)
    else:
        _check_pieces(pieces or (), shared, report)
    return [*files, *of_others], trees | _trees(of_others, vague, report)


def _pieces(trees: Iterable[Entries]) -> list[Text] | None:
    """What the topic says that it takes; None when no file says what the topic is."""
    for tree in trees:
        topic = tree.get(Text("topic"))
        if isinstance(topic, Entries):
            listed = topic.get(Text("shared"))
            named = listed if isinstance(listed, Items) else ()
            return [name for name in named if isinstance(name, Text)]
    return None


def _check_pieces(pieces: Iterable[Text], shared: Path, report: Report) -> None:
    there = sorted(path.name for path in shared.iterdir() if path.is_dir())
    for name in pieces:
        if name not in there:
            what = f"topics share nothing that is called {quoted(name)}"
            hint = closest(name, there)
            report.add(name.place, "unknown-piece", what, hint=hint)


def _trees(files: list[RuleFile], vague: Vague, report: Report) -> dict[str, Entries]:
    trees = {}
    for file in files:
        if file.content is None:
            continue
        text = decode(file.content, file.name, report)
        tree = None if text is None else compose(text, file.name, report)
        if tree is None:
            vague.add_file(file.content.decode(errors="replace"))
        else:
            trees[file.within] = tree
    return trees


def _countries(
    content: Content,
    country: str | None,
    place: Place,
    vague: Vague,
    report: Report,
) -> list[CountryShape]:
    """The country that is asked for; all of them when none is."""
    if country is None:
        return content.countries
    chosen = [shape for shape in content.countries if shape.id == country]
    if not chosen and content.countries and country not in vague:
        hint = closest(country, (shape.id for shape in content.countries))
        there = ", ".join(shape.id for shape in content.countries)
        what = f"there is no country {quoted(country)}, only {there}"
        report.add(place, "unknown-country", what, hint=hint)
    return chosen
