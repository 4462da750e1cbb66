"""The lesson: whether its questions can be asked and its stakes have somebody to hold them."""

from __future__ import annotations

from collections.abc import Iterator

from game.rules.model import QUESTION_TAGS, Lesson, Path, Scenario
from game.rules.problems import Problem, did_you_mean
from game.rules.wording import listed, phrase

ALOUD = 240
"""The letters of a sentence that can be read aloud in one breath or two, and printed on a handout's line or two."""


def misnamed(scenario: Scenario) -> Iterator[Problem]:
    """Questions of a tag that there is not, and stakes of nobody."""
    lesson = scenario.lesson
    if lesson is None:
        return
    for key, question in lesson.questions.items():
        if question.tag not in QUESTION_TAGS:
            hint = did_you_mean(question.tag, QUESTION_TAGS) or phrase("there are {names}", names=listed(QUESTION_TAGS))
            message = phrase("`{name}` is no tag of a question", name=question.tag)
            yield Problem("MV370", message, ("lesson", "questions", key, "tag"), None, hint)
    known = (*scenario.envoys, *scenario.tracks)
    for key in lesson.stakes:
        if key not in known:
            hint = did_you_mean(key, known) or phrase("there are {names}", names=listed(known))
            message = phrase("there is no envoy or track `{name}`", name=key)
            yield Problem("MV371", message, ("lesson", "stakes", key), None, hint, at_key=True)


def unfit(scenario: Scenario) -> Iterator[Problem]:
    """Texts of the lesson that say nothing or too much, and kinds of questions that are never asked."""
    lesson = scenario.lesson
    if lesson is None:
        return
    for path, text in _texts(lesson):
        if not text.strip():
            yield Problem(
                "MV516", phrase("this text of the lesson is empty"), path, None, phrase("write it, or take it out")
            )
    for path, text in _sentences(lesson):
        if len(text) > ALOUD:
            message = phrase("{length} letters are long to read aloud; {most} are enough", length=len(text), most=ALOUD)
            yield Problem("MV510", message, path, None, phrase("shorten it by {count}", count=len(text) - ALOUD))
    asked = {question.tag for question in lesson.questions.values()}
    missing = [tag for tag in QUESTION_TAGS if tag not in asked]
    if lesson.questions and missing and asked <= set(QUESTION_TAGS):
        message = phrase("no question is tagged {names}", names=listed(missing))
        hint = phrase("a talk goes from what happened to why, and to where else it holds")
        yield Problem("MV517", message, ("lesson", "questions"), None, hint, at_key=True)


def _texts(lesson: Lesson) -> Iterator[tuple[Path, str]]:
    yield from _sentences(lesson)
    for key, question in lesson.questions.items():
        yield ("lesson", "questions", key, "text"), question.text
    for key, term in lesson.glossary.items():
        yield ("lesson", "glossary", key, "name"), term.name
        yield ("lesson", "glossary", key, "text"), term.text


def _sentences(lesson: Lesson) -> Iterator[tuple[Path, str]]:
    """The sentences that stand in lists, and the stakes."""
    for name in ("objectives", "limits", "ticket"):
        yield from ((("lesson", name, number), text) for number, text in enumerate(getattr(lesson, name)))
    yield from ((("lesson", "stakes", key), text) for key, text in lesson.stakes.items())
