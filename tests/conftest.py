"""What all tests share: the hypothesis profiles, always derandomized so that a run can be repeated."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

from game.rules import engine

_QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]

settings.register_profile("ci", derandomize=True, deadline=None, max_examples=300, suppress_health_check=_QUIET)
settings.register_profile("quick", derandomize=True, deadline=None, max_examples=30, suppress_health_check=_QUIET)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

# Properties go over hundreds of scenarios again and again; keeping their engines keeps the tests quick.
engine._MOST_ENGINES = 2_000
