"""One browser for all tests of pages; they say so loudly where there is none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.classroom.browser import browsers


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[browsers.Browser]:
    """A real browser that, whatever the tests did with it, has asked no other host for anything."""
    if browsers.MISSING:  # said at the end of every run, see -rs
        pytest.skip(browsers.MISSING)
    made = browsers.Browser(Path(tmp_path_factory.mktemp("browser")))
    try:
        yield made
        assert made.strangers() == []
        assert len(made.asked) > 10, "the browser's log of requests is empty"
    finally:
        made.quit()
