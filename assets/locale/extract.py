"""Bring the interface's catalogues up to date: what game/ says, kept translations, nothing lost.

python assets/locale/extract.py            write kk.po and ru.po beside this file
python assets/locale/extract.py --check    only tell what is missing; exit code 1 if anything is
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import polib

HERE = Path(__file__).resolve().parent
GAME = HERE.parent.parent / "game"
LANGUAGES = {
    "kk": "nplurals=2; plural=(n != 1);",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
}

Message = tuple[str, str]
"""The text, and its plural or nothing."""


def messages() -> dict[Message, list[str]]:
    """Every text of the interface in the modules' order, with the rooms it is said in: modules come and go."""
    found: dict[Message, list[str]] = {}
    for path in sorted(GAME.rglob("*.py")):
        for message in _in_module(ast.parse(path.read_text(encoding="utf-8"))):
            where = found.setdefault(message, [])
            room = path.relative_to(GAME).parts[0].removesuffix(".py")
            if room not in where:
                where.append(room)
    for text in _pages():
        found.setdefault((text, ""), []).append("pages of the codes")
    return found


def _pages() -> list[str]:
    """What the pages of the diagnostics' codes say, examples left out."""
    sys.path.insert(0, str(GAME.parent))
    from game.scenario.pages import prose

    return prose()


def _in_module(tree: ast.Module) -> Iterator[Message]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        texts = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        if name in ("say", "phrase") and texts and texts[0]:
            yield texts[0], ""
        elif name == "Binding":
            yield from ((text, "") for text in texts[1:2] if text)
        elif name == "noted":
            parts = (part for argument in node.args for part in ast.walk(argument))
            yield from ((p.value, "") for p in parts if isinstance(p, ast.Constant) and isinstance(p.value, str))
        elif name == "say_many" and len(texts) >= 2:
            yield texts[0], texts[1]


def updated(language: str) -> polib.POFile:
    """The catalogue of a language with every message; what has no translation yet is empty."""
    file = HERE / f"{language}.po"
    old = polib.pofile(str(file), encoding="utf-8") if file.is_file() else polib.POFile()
    known = {(entry.msgid, entry.msgid_plural): entry for entry in old}
    fresh = polib.POFile(wrapwidth=110)
    fresh.metadata = {
        "Project-Id-Version": "multivector",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": LANGUAGES[language],
    }
    for (text, plural), where in messages().items():
        before = known.get((text, plural))
        entry = polib.POEntry(msgid=text, msgid_plural=plural, comment=", ".join(where))
        if before is not None:
            entry.msgstr, entry.msgstr_plural = before.msgstr, before.msgstr_plural
            entry.flags, entry.tcomment = list(before.flags), before.tcomment
        elif plural:
            entry.msgstr_plural = dict.fromkeys(range(int(LANGUAGES[language][9])), "")
        fresh.append(entry)
    return fresh


def missing(language: str) -> list[str]:
    """The texts without a translation."""
    return [e.msgid for e in updated(language) if not (e.msgstr or (e.msgstr_plural and all(e.msgstr_plural.values())))]


def main() -> int:
    """Write the catalogues, or with `--check` tell what is missing."""
    lacking = 0
    for language in LANGUAGES:
        if "--check" not in sys.argv:
            updated(language).save(str(HERE / f"{language}.po"))
        texts = missing(language)
        lacking += len(texts)
        print(f"{language}: {len(texts)} of {len(messages())} texts have no translation")
        if "--check" in sys.argv:
            for text in texts:
                print(f"  {text!r}")
    return 1 if lacking and "--check" in sys.argv else 0


if __name__ == "__main__":
    raise SystemExit(main())
