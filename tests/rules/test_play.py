"""Playing: refusals that say why, reasons for every number, the reckoning before it comes, dealt worlds."""

from __future__ import annotations

from random import Random

import pytest

import game
from game.rules.chance import DealError
from game.rules.play import Game, IllegalMove
from tests.effort import effort
from tests.scenario.folders import SMALL
from tests.strategies import read_text

CALLS = 500_000  # for going back over every branch; the worst here takes a fifth

FLAGSHIP = "deft-diplomacy"


def flagship(seed: int = 7, /, **dealt: list[str]) -> Game:
    return game.start(game.load(FLAGSHIP), seed, dealt=dealt or None)


def at_envoys(position: Game) -> Game:
    """The first position after this one in which an envoy is sent, everything declined."""
    while position.decision.kind == "event":
        position = position.play(position.moves[-1])
    return position


def texts(unmet: tuple[object, ...]) -> list[str]:
    return [str(u) for u in unmet]


def test_a_refusal_names_every_condition_with_its_values() -> None:
    position = flagship(economic=["aktau_ports", "tariff_union"])
    found = position.why_not("prime_minister > tariff_union")
    assert texts(found) == ["`New Kazakhstan` must be answered first", "middle.capacity >= 2 (middle.capacity is 1)"]
    with pytest.raises(IllegalMove) as refused:
        position.play("prime_minister > tariff_union")
    assert refused.value.unmet == found
    assert "middle.capacity is 1" in str(refused.value)


def test_each_kind_of_refusal() -> None:
    position = at_envoys(flagship(economic=["aktau_ports", "tariff_union", "khorgos_dry_port", "gulf_railway"]))
    kinds = {
        move: {u.kind for u in position.why_not(f"president > {move}")}
        for move in ("digital_qazaqstan", "tariff_union", "xian_summit", "pass", "ankara_partnership")
    }
    assert "table" in kinds["digital_qazaqstan"]
    assert kinds["tariff_union"] == {"when"}
    assert kinds["xian_summit"] == {"turn"}
    assert kinds["pass"] == {"pass"}
    assert kinds["ankara_partnership"] == set()
    assert {u.kind for u in position.why_not("prime_minister > budget")} == {"decision"}
    after = position.play("president > ankara_partnership")
    assert {u.kind for u in after.why_not("prime_minister > ankara_partnership")} == {"attended"}
    with pytest.raises(IllegalMove, match=r"did you mean .president > reform."):
        position.play("president > refrom")
    with pytest.raises(IllegalMove):
        position.play("")


def test_a_played_card_and_a_price_too_high_are_told() -> None:
    position = at_envoys(flagship(economic=["khorgos_dry_port", "aktau_ports", "gulf_railway", "oil_majors"][:3]))
    position = position.play("president > khorgos_dry_port")
    assert {u.kind for u in position.why_not("prime_minister > khorgos_dry_port")} == {"used"}
    poor = next(p for p in _descend(position) if p["treasury"] < 3 and p.decision.id == "president")
    (price,) = [u for u in poor.why_not("president > reform") if u.kind == "cost"]
    assert price.values == (("treasury", poor["treasury"]),) and "treasury >= 3" in str(price)


def _descend(position: Game) -> list[Game]:
    line = [position]
    while not position.over:
        position = position.play(position.moves[0])
        line.append(position)
    return line


def _wander(position: Game, rng: Random) -> list[Game]:
    line = [position]
    while not position.over:
        position = position.play(rng.choice(position.moves))
        line.append(position)
    return line


def test_nothing_can_be_played_when_the_game_is_over() -> None:
    end = _descend(game.start(game.load("ladder"), 7))[-1]
    assert end.moves == () and end.outcome is not None
    assert texts(end.why_not("government > quiet_diplomacy")) == ["the game is over"]
    with pytest.raises(IllegalMove, match="over"):
        end.play("government > quiet_diplomacy")
    assert end.reckoning().causes == ()


def test_why_tells_every_change_newest_first() -> None:
    end = _descend(flagship())[-1]
    for track in ("treasury", "russia.leverage", "prestige"):
        causes = end.why(track)
        assert all(c.track == track and c.location is not None for c in causes)
        assert causes[0].after == end[track]
        assert [c.turn for c in causes] == sorted((c.turn for c in causes), reverse=True)
        assert end.start_of(track) + sum(c.applied for c in causes) == end[track]
    with pytest.raises(KeyError, match="treasury"):
        end.why("tresury")
    with pytest.raises(KeyError):
        end["nothing"]


def test_every_cause_stands_at_a_line_that_says_so() -> None:
    lines: dict[str, list[str]] = {}
    for position in _descend(flagship(3)):
        for cause in position.causes:
            assert cause.location is not None
            name = cause.location.file.removeprefix(f"{FLAGSHIP}/")
            folder = game.scenario.library.resources("scenarios")  # type: ignore[attr-defined]
            path = folder / name if name.startswith("rules/") else folder / FLAGSHIP / name
            text = lines.setdefault(name, path.read_text(encoding="utf-8").splitlines())
            if cause.kind != "turn":
                said = text[cause.location.line - 1]
                assert cause.text.split(" -= ")[0].split(" += ")[0].split(" = ")[0] in said, (cause, said)


# The reckoning, before it comes


def test_jealousy_can_be_seen_before_the_last_envoy_goes() -> None:
    """A President's visit to a rival of others is seen at once; a minister's answer closes the gap."""
    position = at_envoys(flagship(diplomatic=["astana_talks", "brics_partner", "c5_minerals", "turkic_vision"][:1]))
    before = {(c.rule, c.track): c for c in position.reckoning().causes}
    assert not any(rule == "laws.jealousy" for rule, _ in before)
    position = position.play("president > astana_talks")
    favours = {p: position[f"{p}.favour"] for p in ("russia", "eu", "us", "turkey", "china")}
    assert favours["russia"] == 2 and favours["turkey"] == 2
    jealous = {c.track: c for c in position.reckoning().causes if c.rule == "laws.jealousy"}
    assert jealous["eu.relations"].asked == jealous["us.relations"].asked == -1
    assert "turkey.relations" not in jealous
    assert "jealousy" in jealous["eu.relations"].rule and jealous["eu.relations"].turn == 1
    position = position.play("prime_minister > budget").play("foreign_minister > visit.eu")
    happened = {c.track for c in position.causes if c.rule == "laws.jealousy"}
    assert "us.relations" in happened and "eu.relations" not in happened


def test_the_reckoning_shows_income_snubs_and_endings() -> None:
    position = at_envoys(flagship())
    causes = position.reckoning().causes
    assert any(c.rule == "laws.income" and c.track == "treasury" for c in causes)
    assert any(c.rule == "laws.snubbed_hosts" and c.track == "turkey.relations" and c.asked == -2 for c in causes)
    assert position.reckoning().totals()["turkey.relations"] == (
        position["turkey.relations"],
        position["turkey.relations"] - 2,
    )
    attended = position.play("president > ankara_partnership").reckoning()
    assert not any(c.rule == "laws.snubbed_hosts" for c in attended.causes)


def test_what_cannot_be_paid_becomes_debt_with_its_own_cause() -> None:
    lines = [_wander(flagship(seed), Random(seed)) for seed in range(6)]
    spills = [c for line in lines for p in line for c in p.causes if c.spilt_from]
    assert spills and {(c.track, c.spilt_from) for c in spills} == {("debt", "treasury")}
    for position in (p for line in lines for p in line):
        for paid, spilt in zip(position.causes, position.causes[1:], strict=False):
            if spilt.spilt_from:
                assert paid.track == "treasury" and paid.after == 0
                assert spilt.asked == -paid.lost and spilt.rule == paid.rule


# Worlds that are dealt


def test_a_dealt_world_is_the_one_that_is_played() -> None:
    order = ["us", "turkey", "eu"]
    position = flagship(movers=order, economic=["digital_qazaqstan", "gulf_railway"])
    assert [position.world.tables[0][turn] for turn in range(3)] == [4, 3, 2]
    position = at_envoys(position)
    assert "president > digital_qazaqstan" in map(str, position.moves) or position["treasury"] < 3
    assert flagship(movers=order).state_hash == flagship(movers=order).state_hash


@pytest.mark.parametrize(
    "dealt",
    [
        {"movers": ["rusia"]},
        {"movers": ["russia"] * 3},
        {"weather": ["x"]},
        {"economic": ["astana_talks"]},
        {"happenings": ["new_kazakhstan"]},
    ],
)
def test_a_deal_that_does_not_fit_is_refused(dealt: dict[str, list[str]]) -> None:
    with pytest.raises(DealError):
        flagship(**dealt)


@pytest.mark.parametrize("seed", [-1, 2**63])
def test_a_seed_has_its_bounds(seed: int) -> None:
    with pytest.raises(ValueError, match="seed"):
        game.start(game.load("ladder"), seed)


def test_a_branch_of_another_game_is_a_stranger() -> None:
    one, other = flagship(1), flagship(2)
    stranger = other.play(other.moves[0])
    with pytest.raises(ValueError, match="no branch"):
        one.switch(stranger)
    for depth in (-1, 1):
        with pytest.raises(IndexError):
            one.back_to(depth)
    with pytest.raises(IndexError):
        one.at(2)


RAINY = """chance: {weather: {deck: events, repeats: true, draw: 3}}
events:
  rain: {name: Rain, on: deck weather, do: [gold += 1]}
  MORE
dispatches: [{events: weather}]
turn: [dispatches, TURN, endings]
"""


@pytest.mark.parametrize(
    "more",
    [
        "",
        "sun: {name: Sun, on: deck weather, when: never, do: [calm += 1]}",
        "sun: {name: Sun, on: deck weather, weight: 0, do: [calm += 1]}",
        "fire: {name: Fire, on: turn 3, do: [calm += 1]}",
    ],
)
def test_an_event_that_is_drawn_again_happens_again(more: str) -> None:
    text = SMALL + RAINY.replace("MORE", more).replace("TURN", "envoys")
    if "turn 3" in more:
        text = text.replace("dispatches: [{", "dispatches: [{events: dated}, {")
    assert game.start(read_text(text), 1)["gold"] == 5


def test_a_game_that_asks_nobody_is_played_at_once_or_refused_as_too_long() -> None:
    text = SMALL + RAINY.replace("MORE", "").replace("TURN", "a, b, c, d, e")
    text += "laws: {x: {phase: a, do: [calm -= 1]}}\n"
    longest = read_text(text.replace("turns: 3", "turns: 55"))
    end = game.start(longest, 1)
    assert end.over and end.turn == 55
    with pytest.raises(game.InvalidScenario, match="MV341"):
        read_text(text.replace("turns: 3", "turns: 56"))


def test_legacies_add_up_to_the_score() -> None:
    for seed in range(5):
        for position in _descend(flagship(seed))[::5]:
            assert sum(row.points for row in position.legacies()) == position.score


def test_going_back_over_many_branches_stays_quick() -> None:
    position = flagship()
    for number in range(30):
        while not position.over:
            position = position.play(position.moves[(number + position.depth) % len(position.moves)])
        with effort(CALLS):
            position = position.back_to(number % 5)
    assert len(position.branches) > 10
    text = position.record()
    assert text.count("\nback ") >= 10
