"""What all tests share: the hypothesis profiles, always derandomized so that a run can be repeated."""

from __future__ import annotations

import gc
import os
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings

from game.rules import engine

_COMMON: dict[str, Any] = {
    "derandomize": True,
    "deadline": None,
    "report_multiple_bugs": False,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
}
_UNSHRUNK = [Phase.explicit, Phase.generate]

settings.register_profile("ci", max_examples=300, phases=_UNSHRUNK, **_COMMON)
settings.register_profile("quick", max_examples=30, phases=_UNSHRUNK, **_COMMON)
settings.register_profile("shrink", max_examples=300, **_COMMON)  # slower to fail, with a smaller counterexample
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

# Properties go over hundreds of scenarios again and again; keeping their engines keeps the tests quick.
engine._MOST_ENGINES = 2_000

# Python looks through all that it holds whenever some hundred more objects live than before. The tests hold hundreds of
# scenarios and engines, none of them garbage: with the usual thresholds every third second of a run went into looking.
gc.set_threshold(50_000, 20, 50)

# Nobody's own settings or saved games are read: they would choose the language of what the tests compare.
os.environ.setdefault("MULTIVECTOR_HOME", str(Path(tempfile.gettempdir()) / "multivector-tests-find-nothing-here"))
