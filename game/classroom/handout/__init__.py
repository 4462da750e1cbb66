"""Handouts: a lesson on paper, from the scenario alone."""
