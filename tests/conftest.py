"""What all tests share: the profiles of hypothesis, and what keeps a run of some thousand tests short."""

from __future__ import annotations

import gc
import os
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings

from game.rules import engine

# One run is like the next: derandomized, so nothing is drawn anew and no database of failures is kept or asked; without
# deadline and without the health checks that measure time or size, which a busy machine would fail. Where examples are
# always the same, more of them find no more than fewer after the first green run: 200 are there to catch what a change
# breaks, and `long` goes looking for more.
_COMMON: dict[str, Any] = {
    "deadline": None,
    "report_multiple_bugs": False,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
}
_UNSHRUNK: dict[str, Any] = {"derandomize": True, "phases": [Phase.explicit, Phase.generate], **_COMMON}

settings.register_profile("ci", max_examples=200, **_UNSHRUNK)
settings.register_profile("quick", max_examples=30, **_UNSHRUNK)
settings.register_profile("shrink", max_examples=200, derandomize=True, **_COMMON)  # fails later, with less to read
settings.register_profile("long", max_examples=3_000, **_COMMON)  # other examples every time: before a release
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

# Properties go over hundreds of scenarios again and again; keeping their engines keeps the tests quick.
engine._MOST_ENGINES = 2_000

# Python looks through all that it holds whenever some hundred more objects live than before. The tests hold hundreds of
# scenarios and engines, none of them garbage: with the usual thresholds a fifth of a run went into looking.
gc.set_threshold(50_000, 20, 50)

# Nobody's own settings or saved games are read: they would choose the language of what the tests compare.
os.environ.setdefault("MULTIVECTOR_HOME", str(Path(tempfile.gettempdir()) / "multivector-tests-find-nothing-here"))
