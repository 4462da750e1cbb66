"""Translating: a catalogue begun, kept, marked where its texts changed, and counted."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.cli import main
from game.scenario.library import load, resources, shipped
from game.scenario.new import begin
from game.scenario.translating import own_texts, status
from game.scenario.translation import texts_of
from game.scenario.updating import WIDTH, brought_up_to_date


@pytest.fixture
def town(tmp_path: Path) -> Path:
    begin(tmp_path / "town")
    return tmp_path / "town"


def catalogue(folder: Path) -> polib.POFile:
    return polib.pofile(str(folder / "text" / "kk.po"), encoding="utf-8", wrapwidth=110)


def test_a_catalogue_has_every_text_of_the_scenario(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["translate", "extract", str(town), "--lang", "kk"]) == 0
    own = own_texts(load(town), town)
    assert [(e.msgctxt, e.msgid) for e in catalogue(town)] == list(own.items()) and len(own) > 40
    assert main(["translate", "status", str(town), "--lang", "kk"]) == 1
    assert f"kk: 0 of {len(own)} texts translated" in capsys.readouterr().out


def test_translated_texts_are_kept_and_changed_ones_marked(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["translate", "extract", str(town), "--lang", "kk"])
    po = catalogue(town)
    for entry in po:
        entry.msgstr = f"kk {entry.msgid}"
    po.save()
    assert main(["translate", "status", str(town), "--lang", "kk"]) == 0
    assert load(town, "kk").tracks["coins"].name == "kk Coins"
    before = (town / "text" / "kk.po").read_bytes()
    assert main(["translate", "update", str(town), "--lang", "kk"]) == 0
    assert (town / "text" / "kk.po").read_bytes() == before
    file = town / "scenario.yaml"
    text = (
        file.read_text(encoding="utf-8").replace("name: A storm", "name: A gale").replace("name: Coins", "name: Coin")
    )
    file.write_text(
        text.replace("  lost_goat:\n", "  old_goat:\n").replace("lost_goat in", "old_goat in"), encoding="utf-8"
    )
    main(["translate", "update", str(town), "--lang", "kk"])
    state = status(load(town), town, "kk")
    assert state.outdated == ("tracks.coins.name", "events.storm.name")
    assert state.missing == ("events.old_goat.name", "events.old_goat.text")
    assert {e.msgctxt for e in catalogue(town).obsolete_entries()} == {"events.lost_goat.name", "events.lost_goat.text"}
    assert load(town, "kk").tracks["coins"].name == "Coin"
    capsys.readouterr()
    assert main(["translate", "status", str(town)]) == 1
    assert "changed: events.storm.name" in capsys.readouterr().out


@pytest.mark.parametrize("name", shipped())
def test_shipped_translations_are_complete(name: str) -> None:
    folder = resources("scenarios") / name
    for language in ("kk", "ru"):
        state = status(load(name), folder, language)
        assert state.complete and state.texts == state.translated > 20


def test_what_cannot_be_done_is_told(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["translate", "update", str(town), "--lang", "kk"]) == 1
    assert "translate extract" in capsys.readouterr().err
    for language in ("en", "../../x", "KK", ""):
        assert main(["translate", "extract", str(town), "--lang", language]) == 1
    main(["translate", "extract", str(town), "--lang", "kk"])
    assert main(["translate", "extract", str(town), "--lang", "kk"]) == 1
    assert "translate update" in capsys.readouterr().err
    (town / "text" / "kk.po").write_text("no catalogue at all\n", encoding="utf-8")
    assert main(["translate", "update", str(town), "--lang", "kk"]) == 1
    assert (town / "text" / "kk.po").read_text(encoding="utf-8") == "no catalogue at all\n"
    assert sorted(p.name for p in town.parent.rglob("*.po")) == ["kk.po"]


WORDS = st.text('абв xyz\\"\n\t{}#~msgstr', min_size=1, max_size=70).filter(str.strip)
REMARKS = st.lists(
    st.sampled_from(['#  by hand: "so"', "# msgstr", "#. for the card", "#: a.yaml:3", '#| msgid "old"', "#", ""]),
    max_size=3,
).filter(lambda remarks: remarks[:1] != [""] and not any("|" in remark for remark in remarks[:-1]))


@st.composite
def messages(draw: st.DrawFn, path: str) -> tuple[str, str, list[str]]:
    """One message of a catalogue: its source text, its translation, and its lines in somebody's own layout."""
    source, told = draw(WORDS), draw(st.one_of(st.just(""), WORDS))
    lines = [*draw(REMARKS)]
    if told and draw(st.booleans()):
        lines.insert(0, "#, python-format")
    lines.append(f'msgctxt "{path}"')
    for key, text in (("msgid", source), ("msgstr", told)):
        pieces = text.splitlines(keepends=True) if text and draw(st.booleans()) else [text]
        quoted = [f'"{polib.escape(piece)}"' for piece in (["", *pieces] if len(pieces) > 1 else pieces)]
        lines += [f"{draw(st.sampled_from(['', ' ']))}{key} {quoted[0]}", *quoted[1:]]
    return source, told, lines


HEAD = ["# Somebody, 2031", "#", 'msgid ""', 'msgstr ""', '"Language: kk\\n"', '"X-Kept-By:  hand \\n"', ""]


def expected(path: str, source: str, told: str, lines: list[str], fate: str) -> list[str]:
    """The lines of a message after an update, and the blank line below it."""
    if fate == "kept":
        return [*lines, ""]
    if fate == "gone":
        return [*(line if line[:1] in ("#", "") else f"#~ {line}" for line in lines), ""] if told else []
    made = list(lines)
    at = next(n for n, line in enumerate(made) if line.lstrip().startswith("msgid"))
    to = next(n for n, line in enumerate(made) if line.lstrip().startswith("msgstr"))
    made[at:to] = polib.POEntry(msgid=source).__unicode__(wrapwidth=WIDTH).split("msgstr")[0].strip().split("\n")
    if told and made[0] == "#, python-format":
        made[0] = "#, fuzzy, python-format"
    elif told:
        made.insert(made.index(f'msgctxt "{path}"'), "#, fuzzy")
    return [*made, ""]


@settings(max_examples=60)
@given(st.data())
def test_an_update_changes_only_the_bytes_it_means(data: st.DataObject) -> None:
    newline = data.draw(st.sampled_from(["\n", "\r\n"]))
    old = data.draw(st.sampled_from([[], HEAD]))
    new = list(old)
    old = list(old)
    sources: dict[str, str] = {}
    for path in data.draw(st.lists(st.sampled_from("abcdef"), unique=True)):
        source, told, lines = data.draw(messages(path))
        fate = data.draw(st.sampled_from(["kept", "kept", "changed", "gone"]))
        if fate != "gone":
            sources[path] = source if fate == "kept" else f"{source} anew"
        gap = [""] * data.draw(st.integers(0, 2))
        old += [*lines, "", *gap]
        new += [*expected(path, sources.get(path, ""), told, lines, fate), *gap]
    made = brought_up_to_date(newline.join([*old, "# the end", ""]), sources)
    assert made == newline.join([*new, "# the end", ""])
    assert brought_up_to_date(made, sources) == made

    more = brought_up_to_date(made, {"z": "A new one", **sources})
    added = ['msgctxt "z"', 'msgid "A new one"', 'msgstr ""', ""]
    at = len(HEAD) if new[: len(HEAD)] == HEAD else 0
    assert more == newline.join([*new[:at], *added, *new[at:], "# the end", ""])
    assert {e.msgctxt: e.msgid for e in polib.pofile(more) if not e.obsolete} == {"z": "A new one", **sources}


def test_a_message_that_comes_back_keeps_its_translation() -> None:
    text = '#  Ours\n#~ msgctxt "a"\n#~ msgid "One"\n#~ msgstr "Bir"\n\nmsgctxt "b"\nmsgid "Two"\nmsgstr ""'
    back = text.replace("#~ ", "")
    assert brought_up_to_date(text, {"a": "One", "b": "Two"}) == back
    assert brought_up_to_date(back, {"b": "Two"}) == text
    assert brought_up_to_date(back, {"a": "One", "b": "Two", "c": "Three"}) == (
        f'{back}\n\nmsgctxt "c"\nmsgid "Three"\nmsgstr ""\n'
    )


@pytest.mark.parametrize("name", shipped())
def test_what_is_up_to_date_stays_byte_by_byte(name: str) -> None:
    folder = resources("scenarios") / name
    for language in ("kk", "ru"):
        text = (folder / "text" / f"{language}.po").read_bytes().decode()
        assert brought_up_to_date(text, own_texts(load(name), folder), texts_of(load(name))) == text
