"""Sums over many games: the same by either engine, over any number of processes, and on a cluster; stopped halfway."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

import game
from game.cli import main
from game.lab.simulate import PARTS, Sweep, flat, parts_of, run, spread
from game.lab.sweep import ClusterUnavailable, sweep

FLAGSHIP = "deft-diplomacy"


def totals(engine: str, games: int = 250, jobs: int = 1, cluster: str = "") -> dict[str, Any]:
    work = Sweep(game.load(FLAGSHIP), "hard", "random", engine)
    return run(work, games, 7, lambda done: None, jobs, cluster)


@pytest.fixture(scope="module")
def reference() -> dict[str, Any]:
    return totals("reference")


def test_the_batch_kernel_gives_the_same_totals(reference: dict[str, Any]) -> None:
    assert totals("batch") == reference
    assert reference["games"] == sum(reference["outcomes"].values()) == 250


def test_two_processes_give_the_same_totals(reference: dict[str, Any]) -> None:
    assert totals("batch", jobs=2) == reference


@pytest.mark.filterwarnings("ignore")
def test_a_dask_cluster_gives_the_same_totals(reference: dict[str, Any]) -> None:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, protocol="tcp", dashboard_address=None
    ) as cluster:
        assert totals("batch", jobs=3, cluster=cluster.scheduler_address) == reference


def test_a_cluster_that_is_not_there_is_told() -> None:
    with pytest.raises(ClusterUnavailable):
        list(sweep(abs, [1], cluster="no address at all"))


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_was_played_before_ctrl_c_is_kept(jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PARTS, "batch", 50)
    told: list[int] = []

    def tick(done: int) -> None:
        told.append(done)
        if done >= 100:
            raise KeyboardInterrupt

    result = run(Sweep(game.load("ladder"), "standard", "random", "batch"), 10_000, 0, tick, jobs)
    assert result["games"] == told[-1] == sum(result["outcomes"].values()) == 100


def test_ctrl_c_is_told_by_the_exit_code(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def stopped(self: Sweep, part: range) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Sweep, "__call__", stopped)
    assert main(["simulate", "ladder", "--csv"]) == 130
    assert "games,,0" in capsys.readouterr().out


def test_parts_cover_every_seed_once() -> None:
    for count, jobs in ((1, 1), (1, 4), (999, 2), (100_000, 3)):
        seeds = [seed for part in parts_of(count, 5, "batch", jobs) for seed in part]
        assert seeds == list(range(5, 5 + count))


def test_counts_have_the_quartiles_of_their_values() -> None:
    values = [3, -1, 4, 1, 5, 9, 2, 6, 5, 3, 5]
    ordered = sorted(values)
    told = spread(Counter(values))
    assert (told["min"], told["q1"], told["median"], told["q3"], told["max"]) == (
        -1,
        ordered[2],
        ordered[5],
        ordered[8],
        9,
    )
    assert told["mean"] == "3.818"
    assert spread(Counter([-1, -1, 0]))["mean"] == "-0.667"
    assert spread(Counter()) == {}


def test_a_csv_holds_every_figure(reference: dict[str, Any]) -> None:
    rows = {(what, which): value for what, which, value in flat(reference)}
    assert rows["games", ""] == "250"
    assert rows["treasury", "mean"] == reference["tracks"]["treasury"]["mean"]
    assert sum(int(v) for (what, _), v in rows.items() if what == "outcomes") == 250
