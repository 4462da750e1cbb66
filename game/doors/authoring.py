"""The doors for authors: commands that begin, test, describe, pack, tidy, draw and translate scenarios.

As at every door there is only parsing here; the work is elsewhere and imported when it is asked for.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from game.doors.asking import FINE, NO, Commands, Refusal, add_command, language_argument, port
from game.words import say, say_many

if TYPE_CHECKING:
    from game.rules.model import Scenario


def add_commands(commands: Commands) -> None:
    """Add the authors' commands."""
    new = add_command(commands, "new", _new, "write a small complete scenario to begin with")
    new.add_argument("folder", metavar="DIR", type=Path, help="a folder that is not there yet, or an empty one")
    new.add_argument("--from", dest="source", metavar="SCENARIO", help="copy this scenario instead, under a new id")

    test = add_command(commands, "test", _test, "play a scenario's own tests, the files in its folder tests/")
    test.add_argument("paths", nargs="+", metavar="PATH", help="a scenario's folder or id, or a folder of them")

    schema = add_command(commands, "schema", _schema, "print a JSON Schema of scenario files, for editors")
    schema.add_argument("--tests", action="store_true", help="of the files in a scenario's folder tests/ instead")
    schema.add_argument("--out", metavar="FILE", type=Path)

    docs = add_command(commands, "docs", _docs, "print the reference of the scenario language")
    docs.add_argument("--out", metavar="FILE", type=Path)

    pack = add_command(commands, "pack", _pack, "put a scenario into one file to send")
    pack.add_argument("scenario", metavar="DIR")
    pack.add_argument("--out", metavar="FILE.zip", type=Path, help="default: the scenario's id, here")

    unpack = add_command(commands, "unpack", _unpack, "write the scenario in a pack into a new folder")
    unpack.add_argument("file", metavar="FILE", type=Path)
    unpack.add_argument("--to", metavar="DIR", type=Path, help="default: the scenario's id, here")

    fmt = add_command(commands, "fmt", _fmt, "take away blanks at the ends of lines, and nothing else")
    fmt.add_argument("paths", nargs="+", metavar="PATH", type=Path, help="a .yaml file, or a folder of them")
    fmt.add_argument("--check", action="store_true", help="only tell; exit with 1 if a file would change")

    migrate = add_command(commands, "migrate", _migrate, "bring files of an old format to the present one")
    migrate.add_argument("paths", nargs="+", metavar="PATH", help="a scenario or ruleset, or a folder of them")
    migrate.add_argument("--check", action="store_true", help="only tell; exit with 1 if a file would change")
    migrate.add_argument("--diff", action="store_true", help="only show the changes; exit with 1 if there are any")

    graph = add_command(commands, "graph", _graph, "draw what leads to what: turns, decks, events and endings")
    graph.add_argument("scenario", metavar="SCENARIO")
    graph.add_argument("--format", dest="form", choices=("mermaid", "svg"), help="default: as FILE ends, or mermaid")
    graph.add_argument("--out", metavar="FILE", type=Path)

    lsp = add_command(commands, "lsp", _lsp, "tell an editor about scenarios while they are written: a language server")
    lsp.add_argument("--stdio", action="store_true", help="over standard input and output, as it does anyway")
    lsp.add_argument("--tcp", metavar="PORT", type=port, help="over a port of this machine instead")

    translate = add_command(
        commands, "translate", None, "begin a translation, bring it up to date, or see how far it is"
    )
    steps = translate.add_subparsers(title="steps", metavar="STEP", required=True)
    for name, about in (
        ("extract", "begin a catalogue with every text"),
        ("update", "bring a catalogue up to date: new texts in, changed ones marked"),
        ("status", "tell how far a translation has come; exit with 1 unless all is translated"),
    ):
        step = add_command(steps, name, _translate, about)
        step.set_defaults(step=name)
        step.add_argument("folder", metavar="DIR")
        step.add_argument("--lang", dest="into", required=name != "status", metavar="L", help="such as kk or ru")
    for parser in (new, test, pack, unpack, fmt, migrate, graph, lsp):
        language_argument(parser)


@contextmanager
def _refusing() -> Iterator[None]:
    """What cannot be done is told as every command tells it."""
    from game.scenario.folders import AuthoringError

    try:
        yield
    except AuthoringError as error:
        raise Refusal(str(error), NO) from None


def _find(name: str) -> Path:
    from game.scenario.library import UnknownScenario, find

    try:
        path = find(name)
    except UnknownScenario as error:
        raise Refusal(str(error)) from None
    return path if path.is_dir() else path.parent


def _load(folder: Path) -> Scenario:
    from game.scenario.diagnostics import InvalidScenario
    from game.scenario.library import load

    try:
        return load(folder)
    except InvalidScenario as error:
        raise Refusal(f"{say('the scenario in {folder} has mistakes:', folder=folder)}\n\n{error}", NO) from None


def _write(text: str, out: Path | None) -> int:
    """Print a text, or keep it in a file."""
    if out is None:
        print(text, end="")
        return FINE
    try:
        out.write_bytes(text.encode())
    except OSError as error:
        raise Refusal(say("cannot write {file}: {error}", file=out, error=error.strerror or error), NO) from None
    return FINE


def _new(chosen: argparse.Namespace) -> int:
    from game.scenario.new import begin

    source = _find(chosen.source) if chosen.source is not None else None
    with _refusing():
        made, files = begin(chosen.folder, source)
    print(
        say_many(
            "{folder}: the scenario `{name}`, {count} file. Now try:",
            "{folder}: the scenario `{name}`, {count} files. Now try:",
            len(files),
            folder=chosen.folder,
            name=made,
        )
    )
    for step in ("check", "play", "test"):
        print(f"    multivector {step} {chosen.folder}")
    return FINE


def _test(chosen: argparse.Namespace) -> int:
    from game.lab.cases import run
    from game.scenario.library import UnknownScenario, find

    passed = failed = 0
    for name in chosen.paths:
        try:
            folders = [find(name)]
        except UnknownScenario as error:
            path = Path(name)
            folders = sorted(p.parent for p in path.glob("*/scenario.yaml")) if path.is_dir() else []
            if not folders:
                raise Refusal(str(error)) from None
        for folder in (path if path.is_dir() else path.parent for path in folders):
            report = run(_load(folder), folder)
            for told in (*report.mistakes, *report.failures):
                print(told, end="\n\n")
            if not report.passed and not report.failed:
                print(
                    say("{folder}: there are no tests; write some into {other}", folder=folder, other=folder / "tests")
                )
            passed, failed = passed + len(report.passed), failed + report.failed
    print(say("{passed} passed, {failed} failed", passed=passed, failed=failed))
    return NO if failed else FINE


def _schema(chosen: argparse.Namespace) -> int:
    from game.scenario.schema import schema, schema_of_tests

    made = schema_of_tests() if chosen.tests else schema()
    return _write(json.dumps(made, indent=2, ensure_ascii=False) + "\n", chosen.out)


def _docs(chosen: argparse.Namespace) -> int:
    from game.scenario.reference import reference

    return _write(reference(), chosen.out)


def _pack(chosen: argparse.Namespace) -> int:
    from game.scenario.packing import pack

    folder = _find(chosen.scenario)
    _load(folder)
    with _refusing():
        name, data = pack(folder)
    out = chosen.out if chosen.out is not None else Path(f"{name}.zip")
    try:
        out.write_bytes(data)
    except OSError as error:
        raise Refusal(say("cannot write {file}: {error}", file=out, error=error.strerror or error), NO) from None
    print(say("{file}: the scenario `{name}`, {count} bytes", file=out, name=name, count=f"{len(data):,}"))
    return FINE


def _unpack(chosen: argparse.Namespace) -> int:
    from game.scenario.packing import unpack

    with _refusing():
        folder, found = unpack(chosen.file, chosen.to)
    print(
        say_many(
            "{folder}: the scenario `{name}`, {count} file. Now try:",
            "{folder}: the scenario `{name}`, {count} files. Now try:",
            len(found.files),
            folder=folder,
            name=found.id,
        )
    )
    print(f"    multivector check {folder}")
    return FINE


def _fmt(chosen: argparse.Namespace) -> int:
    from game.scenario.bounded import read_whole
    from game.scenario.folders import AuthoringError
    from game.scenario.tidy import tidied

    code = FINE
    for file in _yaml_files(chosen.paths):
        try:
            data = read_whole(file)
            made = tidied(str(file), data)
            if made == data:
                continue
            if not chosen.check:
                file.write_bytes(made)
        except AuthoringError as error:
            print(error, file=sys.stderr)
            code = NO
        except OSError as error:
            raise Refusal(say("cannot change {file}: {error}", file=file, error=error.strerror or error), NO) from None
        else:
            print(say("{file}: would be tidied", file=file) if chosen.check else say("{file}: tidied", file=file))
            code = NO if chosen.check else code
    return code


def _migrate(chosen: argparse.Namespace) -> int:
    from game.scenario.migrating import documents, planned

    found = [file for path in chosen.paths for file in documents(_place(path))]
    if not found:
        raise Refusal(say("there is no scenario at `{name}`", name=chosen.paths[0]))
    with _refusing():
        plans = [planned(file) for file in found]
        for plan in plans:
            if chosen.diff:
                print(plan.diff(), end="")
            elif not plan.needed:
                print(say("{file}: is in format {format} already", file=plan.file, format=plan.version))
            elif chosen.check:
                print(say("{file}: would be migrated from format {format}", file=plan.file, format=plan.version))
            else:
                plan.write()
                print(say("{file}: migrated from format {format}", file=plan.file, format=plan.version))
    return NO if (chosen.check or chosen.diff) and any(plan.needed for plan in plans) else FINE


def _place(name: str) -> Path:
    """The path that a person named, or the folder of the shipped scenario of that id."""
    from game.scenario.library import UnknownScenario, find

    try:
        return find(name)
    except UnknownScenario:
        return Path(name)


def _yaml_files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            inside = (file for file in path.rglob("*.yaml") if not _is_hidden(file.relative_to(path)))
            yield from sorted(inside)
        elif path.is_file():
            yield path
        else:
            raise Refusal(say("there is no file {file}", file=path))


def _is_hidden(path: Path) -> bool:
    """Whether it lies in a folder that other programs keep for themselves, such as `.venv`."""
    return any(part.startswith(".") for part in path.parts)


def _lsp(chosen: argparse.Namespace) -> int:
    from game import __version__
    from game.scenario.server.wiring import serve

    try:
        serve(__version__, port=chosen.tcp, wanted=chosen.lang)
    except OSError as error:
        told = say("cannot listen on port {port}: {error}", port=chosen.tcp, error=error.strerror or error)
        raise Refusal(told, NO) from None
    return FINE


def _graph(chosen: argparse.Namespace) -> int:
    from game.scenario.drawing import svg
    from game.scenario.graph import graph_of
    from game.scenario.mermaid import mermaid

    graph = graph_of(_load(_find(chosen.scenario)))
    as_svg = chosen.form == "svg" or (chosen.form is None and chosen.out is not None and chosen.out.suffix == ".svg")
    return _write(svg(graph) if as_svg else mermaid(graph), chosen.out)


def _translate(chosen: argparse.Namespace) -> int:
    from game.scenario import translating

    folder = _find(chosen.folder)
    scenario = _load(folder)
    with _refusing():
        if chosen.step == "status":
            languages = (chosen.into,) if chosen.into else translating.languages_begun(folder)
            if not languages:
                print(
                    say(
                        "{folder}: no translation has been begun; `multivector translate extract {folder} --lang L`",
                        folder=folder,
                    )
                )
            states = [translating.status(scenario, folder, language) for language in languages]
        else:
            step = translating.extract if chosen.step == "extract" else translating.update
            print(say("{file}: up to date", file=step(scenario, folder, chosen.into)))
            states = [translating.status(scenario, folder, chosen.into)]
    for state in states:
        print(
            say_many(
                "{language}: {done} of {count} text translated, {changed} changed since, {missing} missing",
                "{language}: {done} of {count} texts translated, {changed} changed since, {missing} missing",
                state.texts,
                language=state.language,
                done=state.translated,
                changed=len(state.outdated),
                missing=len(state.missing),
            )
        )
        if chosen.step == "status":
            for path in (*state.outdated, *state.missing)[:20]:
                told = (
                    say("changed: {path}", path=path) if path in state.outdated else say("missing: {path}", path=path)
                )
                print(f"    {told}")
    return NO if chosen.step == "status" and not all(state.complete for state in states) else FINE
