"""What libyaml says of a broken file, noted so that the catalogues have it."""

from __future__ import annotations

from game.rules.wording import Phrase
from game.words import noted

MESSAGES = noted(
    "while parsing a block mapping",
    "while parsing a block collection",
    "while parsing a flow mapping",
    "while parsing a flow sequence",
    "while parsing a flow node",
    "while parsing a block node",
    "while parsing a node",
    "while scanning a simple key",
    "while scanning a plain scalar",
    "while scanning a quoted scalar",
    "while scanning a block scalar",
    "while scanning an anchor",
    "while scanning an alias",
    "while scanning a tag",
    "while scanning a directive",
    "while scanning a %YAML directive",
    "while scanning a %TAG directive",
    "while scanning for the next token",
    "while parsing a quoted scalar",
    "did not find expected key",
    "did not find expected '-' indicator",
    "did not find expected ',' or '}'",
    "did not find expected ',' or ']'",
    "did not find expected node content",
    "did not find expected <document start>",
    "did not find expected alphabetic or numeric character",
    "did not find expected whitespace or line break",
    "did not find expected comment or line break",
    "did not find expected hexdecimal number",
    "did not find expected digit or '.' character",
    "did not find expected tag URI",
    "did not find the expected '>'",
    "did not find expected '!'",
    "did not find URI escaped octet",
    "could not find expected ':'",
    "could not find expected directive name",
    "found unexpected end of stream",
    "found unexpected document indicator",
    "found unexpected ':'",
    "found unexpected non-alphabetical character",
    "found unknown escape character",
    "found unknown directive name",
    "found character that cannot start any token",
    "found invalid Unicode character escape code",
    "found a tab character where an indentation space is expected",
    "found a tab character that violates indentation",
    "found an indentation indicator equal to 0",
    "found undefined tag handle",
    "found duplicate %YAML directive",
    "found duplicate %TAG directive",
    "found incompatible YAML document",
    "found extremely long version number",
    "mapping values are not allowed in this context",
    "mapping keys are not allowed in this context",
    "block sequence entries are not allowed in this context",
    "control characters are not allowed",
    "invalid leading UTF-8 octet",
    "invalid trailing UTF-8 octet",
    "invalid Unicode character",
)


def of_yaml(message: object) -> Phrase:
    """A message of libyaml, to be said in another language where it is known."""
    text = str(message)
    return message if isinstance(message, Phrase) else Phrase(text, text, {})
