"""A whole session over standard input and output, as an editor has it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from game.scenario.library import check
from tests.scenario.folders import SMALL
from tests.scenario.server.client import Editor, copied, editor


def place(path: Path, text: str, find: str, by: int = 0) -> dict[str, Any]:
    """The parameters of a question about a place in a text."""
    before = text[: text.index(find) + by]
    line, column = before.count("\n"), len(before) - before.rfind("\n") - 1
    return {"textDocument": {"uri": path.as_uri()}, "position": {"line": line, "character": column}}


def applied(text: str, edits: list[dict[str, Any]]) -> str:
    """A text with an answer's edits made, as an editor makes them: in UTF-16."""
    lines = text.split("\n")
    starts = [sum(len(line) + 1 for line in lines[:n]) for n in range(len(lines))]

    def at(spot: dict[str, int]) -> int:
        line = lines[spot["line"]].encode("utf-16-le")
        return starts[spot["line"]] + len(line[: 2 * spot["character"]].decode("utf-16-le"))

    for edit in sorted(edits, key=lambda e: -at(e["range"]["start"])):
        text = text[: at(edit["range"]["start"])] + edit["newText"] + text[at(edit["range"]["end"]) :]
    return text


def test_a_session_with_the_flagship(tmp_path: Path) -> None:
    folder = copied("deft-diplomacy", tmp_path)
    cards, main = folder / "cards.yaml", folder / "scenario.yaml"
    text = cards.read_text(encoding="utf-8")
    uri = {"textDocument": {"uri": cards.as_uri()}}
    with editor() as client:
        can = client.told[""][0]["capabilities"]
        assert can["renameProvider"] == {"prepareProvider": True} and can["completionProvider"]
        client.open(cards)
        _completes(client, cards, text)
        hovered = client.ask("textDocument/hover", place(cards, text, "treasury: 4", 2))
        assert "0 to 10" in hovered["contents"]["value"]
        found = client.ask("textDocument/definition", place(cards, text, "treasury: 4"))
        assert {Path(f["uri"]).name for f in found} == {"rules.yaml", "scenario.yaml"}
        params = {**place(cards, text, "B-TITR-2021"), "context": {"includeDeclaration": False}}
        assert {Path(f["uri"]).name for f in client.ask("textDocument/references", params)} >= {"cards.yaml"}
        names = [heading["name"] for heading in client.ask("textDocument/documentSymbol", uri)[0]["children"]]
        assert names[:2] == ["aktau_ports", "tariff_union"]
        assert client.ask("textDocument/foldingRange", uri)
        _renames(client, folder, text)
        _mends(client, cards, text)
        _tells_every_file(client, cards, main, text)
        untidy = text.replace("    kind: economic\n", "    kind: economic   \n", 1)
        client.change(cards, untidy)
        edits = client.ask("textDocument/formatting", {**uri, "options": {"tabSize": 2, "insertSpaces": True}})
        assert len(edits) == 1 and applied(untidy, edits) == text


def _completes(client: Editor, cards: Path, text: str) -> None:
    typed = text.replace("cost: {treasury: 4}", "cost: {}", 1)
    client.change(cards, typed)
    items = client.ask("textDocument/completion", place(cards, typed, "cost: {}", 7))["items"]
    first = {item["label"]: item for item in items}["treasury"]
    assert first["textEdit"]["newText"] == "treasury: " and "billion" in first["documentation"]["value"]
    client.change(cards, text)


def _renames(client: Editor, folder: Path, text: str) -> None:
    cards = folder / "cards.yaml"
    here = place(cards, text, "khorgos_dry_port", 3)
    assert client.ask("textDocument/prepareRename", here)["placeholder"] == "khorgos_dry_port"
    changes = client.ask("textDocument/rename", {**here, "newName": "dry_port"})["changes"]
    assert sorted(Path(file).name for file in changes) == ["cards.yaml", "kk.po", "laws.yaml", "ru.po"]
    for file, edits in changes.items():
        path = Path(file.removeprefix("file://"))
        path.write_bytes(applied(path.read_bytes().decode(), edits).encode())
    assert not check(folder)[0].diagnostics
    for path in (folder / "tests").glob("*.yaml"):
        assert "khorgos_dry_port" not in path.read_text(encoding="utf-8")
    cards.write_bytes(text.encode())
    try:
        client.ask("textDocument/prepareRename", place(cards, text, "treasury: 4"))
    except LookupError as refusal:
        assert "belongs to a shared ruleset" in str(refusal)
    else:
        raise AssertionError("a ruleset's track was offered for renaming")


def _mends(client: Editor, cards: Path, text: str) -> None:
    """The mistakes of a buffer that nobody saved, in UTF-16, one fix and all fixes."""
    wrong = text.replace("cost: {treasury: 4}", "cost: {tresury: 4}", 1)
    wrong = wrong.replace("- middle.capacity += 1", "- midle.capacity += 1", 1)
    client.change(cards, wrong)
    while len(told := client.diagnostics(cards)) != 2:
        pass
    assert [d["code"] for d in told] == ["MV312", "MV312"]
    assert told[0]["codeDescription"]["href"].endswith("/scenarios/diagnostics/MV312.md")
    params = {"textDocument": {"uri": cards.as_uri()}, "range": told[0]["range"], "context": {"diagnostics": told[:1]}}
    one, every = client.ask("textDocument/codeAction", params)
    assert one["kind"] == "quickfix" and one["isPreferred"] and every["kind"] == "source.fixAll"
    assert len(one["edit"]["changes"][cards.as_uri()]) == 1
    assert applied(wrong, every["edit"]["changes"][cards.as_uri()]) == text
    client.change(cards, text)
    while client.diagnostics(cards):
        pass


def _tells_every_file(client: Editor, cards: Path, main: Path, text: str) -> None:
    """A mistake in one buffer may show in another file; closing it without saving takes it away."""
    held = main.read_text(encoding="utf-8")
    client.open(main, held.replace("  middle:\n", "  middel:\n", 1))
    while not client.diagnostics(cards):
        pass
    told = client.told[cards.as_uri()]
    assert any("middel" in d["message"] for d in told)
    client.send("textDocument/didClose", {"textDocument": {"uri": main.as_uri()}})
    while client.diagnostics(cards):
        pass


def test_a_session_in_utf_8_with_other_letters(tmp_path: Path) -> None:
    folder = tmp_path / "small"
    folder.mkdir()
    path = folder / "scenario.yaml"
    text = SMALL.replace("gold: {start: 2, max: 9}", 'gold: {name: "Қазына 😀", strat: 2, max: 9}')
    path.write_text(text, encoding="utf-8")
    for encodings, width in ((["utf-8", "utf-16"], 17), (["utf-16"], 9)):
        with editor(general={"positionEncodings": encodings}) as client:
            client.open(path)
            (told,) = client.diagnostics(path)
            assert told["range"]["start"]["character"] == len('  gold: {name: "') + width + len('", ')
            assert told["range"]["end"]["character"] - told["range"]["start"]["character"] == len("strat")


def test_it_speaks_the_editors_language_or_the_one_it_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "small"
    folder.mkdir()
    path = folder / "scenario.yaml"
    path.write_text(SMALL.replace("gold += 1", "golf += 1"), encoding="utf-8")
    said = {
        (): ("может быть, `gold`?", "Написать `gold`"),
        ("--lang", "en"): ("did you mean `gold`?", "Write `gold`"),
    }
    for arguments, (hint, title) in said.items():
        with editor(*arguments, locale="ru-RU") as client:
            client.open(path)
            (told,) = client.diagnostics(path)
            assert told["message"].split("\n")[1] == hint
            text = path.read_text(encoding="utf-8")
            (one, _) = client.ask(
                "textDocument/codeAction",
                {"textDocument": {"uri": path.as_uri()}, "range": told["range"], "context": {"diagnostics": [told]}},
            )
            assert one["title"] == title
            assert applied(text, one["edit"]["changes"][path.as_uri()]) == SMALL


def test_files_that_are_no_scenario_are_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "compose.yaml"
    other.write_text("services: {web: {}}\n", encoding="utf-8")
    with editor() as client:
        client.open(other)
        client.open(other.with_name("untitled.txt"), "x")
        document = {"textDocument": {"uri": other.as_uri()}}
        assert not client.ask("textDocument/documentSymbol", document)
        assert not client.ask("textDocument/completion", place(other, "services:", "services"))["items"]
        for uri in ("untitled:Untitled-1", "git:/x.yaml", "file:///"):
            assert not client.ask("textDocument/documentSymbol", {"textDocument": {"uri": uri}})
        assert not client.told.get(other.as_uri())


def test_a_ruleset_is_checked_through_a_scenario_that_stands_on_it(tmp_path: Path) -> None:
    folder = copied("deft-diplomacy", tmp_path)
    rules = folder.parent / "rules" / "multivector" / "rules.yaml"
    text = rules.read_text(encoding="utf-8")
    with editor() as client:
        client.open(rules, text.replace("do: [stability += 2]", "do: [stabilty += 2]", 1))
        while not client.diagnostics(rules):
            pass
        assert "did you mean `stability`?" in client.told[rules.as_uri()][0]["message"]
        client.change(rules, text)
        while client.diagnostics(rules):
            pass
