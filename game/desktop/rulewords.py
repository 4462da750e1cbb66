"""Words for what the shipped rules and scenarios call by an id alone: noted here, so that the catalogues have them."""

from __future__ import annotations

from game.words import noted

RULE_WORDS = noted(
    *("power", "each power", "that power", "the power", "a power", "some power", "every power", "any power"),
    *("one power", "the other power", "route", "each route", "that route", "the route", "a route", "some route"),
    *("every route", "any route", "one route", "the other route", "summit", "the summit", "envoy", "the envoy"),
    *("each summit", "that summit", "mover", "the mover", "host", "the host of {owner}"),
    *("reform", "finance", "minerals", "corridor", "green", "peace", "energy", "sanctions", "forum", "security"),
    *("trade", "neighbours", "owner", "the owner of {owner}", "the strongest", "the creditor", "the coldest"),
    *("The power on the move", "A power that owns more of you than you do", "turn"),
    *("Court {name}", "dispatches", "envoys", "reckoning", "endings", "laws"),
    *("offer", "demand", "demand odd", "demand even", "pressure", "classroom", "standard", "hard", "rank"),
)
"""Ids as words, some with what stands before them: a language may decline the two together."""
