"""Translating: a catalogue begun, kept, marked where its texts changed, and counted."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest

from game.cli import main
from game.scenario.library import load, resources, shipped
from game.scenario.new import begin
from game.scenario.translating import own_texts, status


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
