"""Subset the board's typefaces to the letters the game writes, with tabular digits.

Needs fontTools; downloads nothing.

    python make_fonts.py INTER SOURCE_SERIF [--out FOLDER]

INTER and SOURCE_SERIF are the unpacked npm packages `@expo-google-fonts/inter` and `@expo-google-
fonts/source-serif-4` (their `package` folders). Prints each face's size and the wished characters that it
lacks.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

INTER = {"Regular": "400Regular", "Medium": "500Medium", "SemiBold": "600SemiBold", "Bold": "700Bold"}
SERIF = {"Regular": "400Regular", "Italic": "400Regular_Italic", "SemiBold": "600SemiBold", "Bold": "700Bold"}

LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x180), 0x218, 0x219, 0x21A, 0x21B, 0x18F, 0x259]
CYRILLIC = [*range(0x400, 0x460), 0x490, 0x491]
KAZAKH = [ord(c) for c in "ӘәҒғҚқҢңӨөҰұҮүҺһІі"]
MARKS = [ord(c) for c in "‐‑–—‘’‚“”„†‡•…‰‹›′″→←↑↓↔−×÷±≠≈≥≤∞·★☆▲▼◆●○■□✓№™©®€£¥₸₽₺$½¼¾ⁿ°"]
SPACES = [0x2002, 0x2003, 0x2007, 0x2009, 0x200A, 0x200B, 0x202F, 0x2060]
WANTED = sorted({*LATIN, *CYRILLIC, *KAZAKH, *MARKS, *SPACES})


def tabular(font: TTFont) -> int:
    """Make tabular forms the default.

    The character map points at what the feature `tnum` substitutes. Count of them.
    """
    forms = {}
    table = font["GSUB"].table
    features = [f.Feature for f in table.FeatureList.FeatureRecord if f.FeatureTag == "tnum"]
    lookups = {i for feature in features for i in feature.LookupListIndex}
    for i in lookups:
        for part in table.LookupList.Lookup[i].SubTable:
            forms.update(getattr(getattr(part, "ExtSubTable", part), "mapping", {}))
    changed = 0
    for cmap in font["cmap"].tables:
        for code, glyph in cmap.cmap.items():
            if chr(code) in "0123456789" and glyph in forms:
                cmap.cmap[code] = forms[glyph]
                changed += 1
    return changed


def make(source: Path, target: Path) -> None:
    """Subset one face, bake its tabular digits, and write it without time stamps."""
    font = TTFont(source, recalcTimestamp=False)
    missing = [chr(code) for code in WANTED if code not in font.getBestCmap()]
    digits = tabular(font)
    options = subset.Options()
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl"]
    options.hinting = False  # text is set oversized and scaled down, so hints would only cost bytes
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=WANTED)
    cutter.subset(font)
    font.save(target)
    widths = {font["hmtx"][font.getBestCmap()[ord(d)]][0] for d in "0123456789"}
    print(
        f"{target.name}: {target.stat().st_size} bytes, {digits} digits changed, digit widths"
        f" {sorted(widths)}, missing {' '.join(missing) or 'none'}"
    )


def main() -> None:
    """Read the arguments and make the eight faces."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("inter", type=Path)
    parser.add_argument("serif", type=Path)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    arguments = parser.parse_args()
    for style, folder in INTER.items():
        make(arguments.inter / folder / f"Inter_{folder}.ttf", arguments.out / f"Inter-{style}.ttf")
    for style, folder in SERIF.items():
        make(
            arguments.serif / folder / f"SourceSerif4_{folder}.ttf",
            arguments.out / f"SourceSerif4-{style}.ttf",
        )
    shutil.copyfile(arguments.inter / "LICENSE_FONT", arguments.out / "OFL-Inter.txt")
    shutil.copyfile(arguments.serif / "LICENSE_FONT", arguments.out / "OFL-SourceSerif4.txt")
    total = sum(path.stat().st_size for path in arguments.out.glob("*.ttf"))
    print(f"total {total} bytes")


if __name__ == "__main__":
    main()
