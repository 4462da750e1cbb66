"""Diagnostics in the languages of the game: nothing told in English alone, and what machines read stays the same."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

from game.cli import main
from game.rules.wording import Phrase, joined, phrase
from game.scenario.diagnostics import Diagnostic
from game.words import retold, say, speaking
from tests.scenario.folders import SMALL
from tests.scenario.mistaken import Mistake, each_mistake, examined, together

GAME = Path(__file__).resolve().parents[2] / "game"
LANGUAGES = ("kk", "ru")
CODE = re.compile(r"MV\d{3}\Z")
OWN = re.compile(r"`[^`]*`|\{\w*\}|'[^']*'|UTF-8|YAML|TAG|Multivector|zip|\.po|URI|id\b")


def calls() -> list[tuple[str, ast.Call]]:
    """Every call that gives a code, with its file."""
    found = []
    for path in sorted(GAME.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            constants = [a for a in node.args if isinstance(a, ast.Constant)] if isinstance(node, ast.Call) else []
            if isinstance(node, ast.Call) and any(CODE.match(str(a.value)) for a in constants):
                found.append((path.relative_to(GAME).as_posix(), node))
    return found


def test_no_message_is_a_bare_text() -> None:
    bare = []
    for file, call in calls():
        for argument in call.args:
            parts = (a for a in ast.walk(argument) if isinstance(a, ast.JoinedStr | ast.Constant))
            inside = {id(k) for c in ast.walk(argument) if isinstance(c, ast.Call) for k in ast.walk(c) if k is not c}
            for part in parts:
                text = ast.unparse(part)
                if id(part) not in inside and " " in OWN.sub("", text.strip("f'\"")):
                    bare.append(f"{file}:{part.lineno}: {text}")
    assert not bare, "put it in phrase(...)"


def told_phrases(told: Diagnostic) -> list[str]:
    titles = [told.fix.title] if told.fix is not None else []
    return [told.message, *titles, *([told.hint] if told.hint else []), *(r.message for r in told.related)]


def left_in_english(text: str, language: str) -> list[str]:
    """The templates of a message that a language does not say otherwise."""
    if not isinstance(text, Phrase):
        return [text] if " " in OWN.sub("", text) else []
    own = [] if not re.search("[A-Za-z]{3}", OWN.sub("", text.template)) else [text.template]
    with speaking(language):
        own = [template for template in own if say(template) == template]
    return [
        *own,
        *(left for v in text.values.values() if isinstance(v, Phrase) for left in left_in_english(v, language)),
    ]


@together
@each_mistake
def test_a_seeded_mistake_is_told_in_every_language(mistake: Mistake) -> None:
    parts = [part for told in examined(mistake)[0].diagnostics for part in told_phrases(told)]
    assert parts
    assert not [text for language in LANGUAGES for part in parts for text in left_in_english(part, language)]


def test_phrases_within_phrases_are_all_said() -> None:
    told = phrase("expected `{text}` {why}", text="in", why=phrase("and the group to go over"))
    assert told == "expected `in` and the group to go over"
    with speaking("ru"):
        assert retold(told) == "ожидается `in` — и группа, которую надо обойти"
        assert retold(joined([phrase("nothing"), "gold"], "; ")) == "пусто; gold"
    assert retold(told) == told


MISTAKEN = SMALL.replace("gold += 1", "golf += 1 if calm > 90")
TOLD = {
    "en": """\
small/scenario.yaml:23:9: MV312 there is no track `golf`
 23 |       - golf += 1 if calm > 90
    |         ^^^^
   in actions.work.do.0
   did you mean `gold`?
   `gold` stands here: small/scenario.yaml:6:3
""",
    "kk": """\
small/scenario.yaml:23:9: MV312 `golf` шкаласы жоқ
 23 |       - golf += 1 if calm > 90
    |         ^^^^
   мұнда: actions.work.do.0
   мүмкін, `gold` шығар?
   `gold` осында тұр: small/scenario.yaml:6:3
""",
    "ru": """\
small/scenario.yaml:23:9: MV312 шкалы `golf` нет
 23 |       - golf += 1 if calm > 90
    |         ^^^^
   здесь: actions.work.do.0
   может быть, `gold`?
   `gold` стоит здесь: small/scenario.yaml:6:3
""",
}


def written(folder: Path) -> Path:
    folder.mkdir()
    (folder / "scenario.yaml").write_text(MISTAKEN, encoding="utf-8")
    return folder


@pytest.mark.parametrize("language", TOLD)
def test_one_mistake_in_three_languages(language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = written(tmp_path / "small")
    assert main(["check", str(folder), "--lang", language]) == 1
    first, _, count = capsys.readouterr().out.rpartition("\n\n")
    assert first + "\n" == TOLD[language]
    assert count.strip().endswith({"en": "1 problem", "kk": "1 қате", "ru": "1 ошибка"}[language])


def test_what_machines_read_is_the_same_in_every_language(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = written(tmp_path / "small")
    for form in ("json", "sarif"):
        reports = []
        for language in ("en", *LANGUAGES):
            main(["check", str(folder), "--format", form, "--lang", language])
            reports.append(json.loads(capsys.readouterr().out))
        assert reports[0] == reports[1] == reports[2]


def test_a_baseline_of_one_language_serves_another(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, known = written(tmp_path / "small"), tmp_path / "known.json"
    assert main(["check", str(folder), "--lang", "ru", "--write-baseline", str(known)]) == 0
    assert main(["check", str(folder), "--lang", "kk", "--baseline", str(known)]) == 0
    assert "қате жоқ" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["new", "{}/taken", "--lang", "ru"], "не пуста"),
        (["unpack", "{}/none.zip", "--lang", "kk"], "оқылмады"),
        (["test", "first-steps", "--lang", "ru"], "не прошло: 0"),
        (["check", "xyzzy", "--lang", "ru"], "нет сценария"),
        (["pack", "first-stepz", "--lang", "kk"], "мүмкін, `first-steps` шығар?"),
        (["fmt", "{}/gone.yaml", "--lang", "ru"], "файла"),
    ],
)
def test_other_commands_speak_it_too(
    arguments: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "x").write_text("", encoding="utf-8")
    main([argument.format(tmp_path) for argument in arguments])
    told = capsys.readouterr()
    assert said in told.out + told.err
