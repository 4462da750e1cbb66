"""Printing: documents to PDF by fpdf2, with the same bytes for the same document."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from functools import lru_cache

from fpdf import FPDF, ViewerPreferences
from fpdf.enums import TextMode
from fpdf.svg import SVGObject

from game import __version__
from game.classroom.paper.faces import FILES, face, runs, width
from game.classroom.paper.sheet import Anchor, Box, Document, Mark, Picture, Rule, Shape, Words
from game.scenario.resources import resources
from game.scenes.palette import RGB

logging.getLogger("fpdf").setLevel(logging.ERROR)  # what no typeface has is told by `faces.lacking`, once

MADE = datetime(2026, 1, 1, tzinfo=UTC)
"""The date in every file: the bytes depend on what is printed alone."""


def pdf_of(document: Document) -> bytes:
    """The bytes of a document's file."""
    pdf = FPDF(unit="mm", format=document.size)
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    pdf.set_title(document.title)
    pdf.set_lang(document.language)
    pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)
    pdf.set_author("Multivector")
    pdf.set_creator(f"Multivector {__version__}")
    pdf.set_producer("fpdf2")
    pdf.set_creation_date(MADE)
    pdf.text_mode = TextMode.FILL
    for name in _faces(document):
        pdf.add_font(name, fname=face(name).path)
    for page in document.pages:
        pdf.add_page()
        for mark in page.marks:
            _draw(pdf, mark)
    return bytes(pdf.output())


def _faces(document: Document) -> list[str]:
    used = {
        name
        for page in document.pages
        for mark in page.marks
        if isinstance(mark, Words)
        for _, name in runs(mark.text, mark.style.face)
    }
    return [name for name in FILES if name in used]


def _draw(pdf: FPDF, mark: Mark) -> None:
    match mark:
        case Words():
            _write(pdf, mark)
        case Box():
            _box(pdf, mark)
        case Rule():
            pdf.set_draw_color(*mark.colour)
            pdf.set_line_width(mark.line)
            pdf.set_dash_pattern(dash=mark.dash, gap=mark.dash)
            pdf.line(mark.x1, mark.y1, mark.x2, mark.y2)
            pdf.set_dash_pattern()
        case Picture():
            _sign_at(pdf, mark)
        case Shape():
            pdf.set_fill_color(*mark.fill)
            pdf.polygon(mark.points, style="F")
        case Anchor():
            pdf.set_y(mark.y)
            pdf.start_section(mark.title, mark.level)


def _write(pdf: FPDF, mark: Words) -> None:
    pdf.set_text_color(*mark.colour)
    x = mark.x
    for text, name in runs(mark.text, mark.style.face):
        pdf.set_font(name, size=mark.style.size)
        pdf.text(x, mark.y, text)
        x += width(text, mark.style)


def _sign_at(pdf: FPDF, mark: Picture) -> None:
    sign = _sign(mark.name, mark.colour)
    if sign is None:
        return
    _, _, drawing = sign.transform_to_rect_viewport(1, mark.side, mark.side, ignore_svg_top_attrs=True)
    assert drawing.transform is not None
    drawing.transform = drawing.transform.translate(mark.x, mark.y)
    pdf.draw_path(drawing)


def _box(pdf: FPDF, mark: Box) -> None:
    style = ("D" if mark.edge else "") + ("F" if mark.fill else "")
    if mark.edge:
        pdf.set_draw_color(*mark.edge)
        pdf.set_line_width(mark.line)
    if mark.fill:
        pdf.set_fill_color(*mark.fill)
    r = mark.rect
    rounded = mark.radius > 0
    pdf.rect(r.x, r.y, r.w, r.h, style=style, round_corners=rounded, corner_radius=mark.radius)


@lru_cache(maxsize=256)
def _sign(name: str, colour: RGB) -> SVGObject | None:
    file = resources("assets") / "icons" / f"{name}.svg"
    if not (name.isidentifier() and file.is_file()):
        return None
    return SVGObject(file.read_text(encoding="utf-8").replace("#000", "#{:02x}{:02x}{:02x}".format(*colour)))
