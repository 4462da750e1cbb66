"""Missions: what each envoy can do with cards, at summits and at home."""

from __future__ import annotations

from game.rules.build.draft import Draft, fill
from game.rules.effects import UNTOLD, Change, Rule
from game.rules.model import Path
from game.rules.names import MEMBER, Scope, Value
from game.rules.plan import Decision, Requirement
from game.rules.problems import did_you_mean
from game.rules.terms import Const, Slot, apply
from game.rules.wording import phrase


def plan_missions(draft: Draft) -> None:
    """The decision and the moves of every envoy."""
    for key in draft.scenario.envoys:
        draft.claim(key, ("envoys", key))
    used = [None if card.again else draft.slot(f"cards.{key}.used", 0, 1) for key, card in draft.scenario.cards.items()]
    kinds = {k for envoy in draft.scenario.envoys.values() for k in envoy.kinds}
    for key, card in draft.scenario.cards.items():
        if card.kind not in kinds:
            hint = did_you_mean(card.kind, kinds)
            draft.report(
                "MV355",
                phrase("no envoy plays cards of the kind `{name}`", name=card.kind),
                ("cards", key, "kind"),
                hint,
            )
    for key, action in draft.scenario.actions.items():
        if action.envoy not in draft.scenario.envoys:
            hint = did_you_mean(action.envoy, draft.scenario.envoys)
            draft.report(
                "MV312", phrase("there is no envoy `{name}`", name=action.envoy), ("actions", key, "envoy"), hint
            )
    for number, key in enumerate(draft.scenario.envoys):
        before = len(draft.problems)
        _envoy(draft, number, key, used)
        if number > 0:
            draft.drop_repeats(before)


def _envoy(draft: Draft, number: int, key: str, used: list[int | None]) -> None:
    envoy = draft.scenario.envoys[key]
    decision = len(draft.decisions)
    scope: dict[str, Value] = {
        "rank": Value(Const(envoy.rank)),
        "envoy": Value(Const(number), MEMBER, "envoys"),
    }
    moves: list[int] = []
    tables: list[tuple[int, tuple[tuple[int, int], ...]]] = []
    for kind in envoy.kinds:
        cards = [(i, c) for i, (c, card) in enumerate(draft.scenario.cards.items()) if card.kind == kind]
        played = tuple((i, _card_move(draft, key, c, decision, scope, used[i])) for i, c in cards)
        stream = next((i for i, s in enumerate(draft.streams) if s.kind == "window" and s.name == kind), None)
        if stream is not None:
            tables.append((stream, played))
        else:
            moves += [move for _, move in played]
    if envoy.summits:
        summits = enumerate(draft.scenario.summits)
        moves += [_summit_move(draft, key, summit, i, decision, scope) for i, summit in summits]
    for action_key, action in draft.scenario.actions.items():
        if action.envoy == key:
            moves += _action_moves(draft, key, action_key, decision, scope)
    rule = Rule("mission", f"{key}.pass", f"{envoy.name}: no mission", ("envoys", key))
    fallback = draft.move(key, "pass", decision, "pass", "pass", "No mission", rule, (), ())
    draft.decisions.append(Decision(decision, "envoy", key, envoy.name, tuple(moves), tuple(tables), fallback))


def _card_move(draft: Draft, envoy: str, key: str, decision: int, scope: Scope, used: int | None) -> int:
    card = draft.scenario.cards[key]
    path: Path = ("cards", key)
    rule = Rule("mission", f"cards.{key}", card.name, path)
    needs, effects = draft.cost(rule, card.cost, path, scope)
    needs += draft.requirements(card.when, (*path, "when"), scope)
    if used is not None:
        needs.insert(0, Requirement("used", phrase("not yet played"), apply("==", Slot(used, 0, 1), Const(0)), path))
    effects += draft.lines(rule, card.do, (*path, "do"), scope)
    if draft.scenario.envoys[envoy].leads:
        effects += draft.lines(rule, card.lead, (*path, "lead"), scope)
    if used is not None:
        effects.append(Change(UNTOLD, used, "set", Const(1)))
    return draft.move(envoy, key, decision, "card", key, card.name, rule, needs, effects)


def _summit_move(draft: Draft, envoy: str, key: str, index: int, decision: int, scope: Scope) -> int:
    summit, table = draft.scenario.summits[key], draft.names.groups["summits"]
    path: Path = ("summits", key)
    rule = Rule("mission", f"summits.{key}", summit.name, path)
    attended = table.slots["attended"][index]
    inner = dict(scope)
    if "host" in table.links:
        group, hosts = table.links["host"]
        inner["host"] = Value(Const(hosts[index]), MEMBER, group)
    its_turn = apply("==", draft.names.fixed["turn"].term, Const(summit.turn))
    needs = [
        Requirement("turn", f"turn == {summit.turn}", its_turn, path),
        Requirement("attended", phrase("not yet attended"), apply("==", attended, Const(0)), path),
    ]
    costs, effects = draft.cost(rule, summit.cost, path, inner)
    needs += costs + draft.requirements(summit.when, (*path, "when"), inner)
    effects += draft.lines(rule, summit.do, (*path, "do"), inner)
    if draft.scenario.envoys[envoy].leads:
        effects += draft.lines(rule, summit.lead, (*path, "lead"), inner)
    effects.append(Change(UNTOLD, attended.index, "set", Const(max(1, draft.scenario.envoys[envoy].rank))))
    return draft.move(envoy, key, decision, "summit", key, summit.name, rule, needs, effects)


def _action_moves(draft: Draft, envoy: str, key: str, decision: int, scope: Scope) -> list[int]:
    action = draft.scenario.actions[key]
    path: Path = ("actions", key)
    if action.over is None:
        return [_action_move(draft, envoy, key, "", decision, scope, action.name)]
    if action.over not in draft.names.groups:
        hint = did_you_mean(action.over, draft.names.groups)
        draft.report("MV317", phrase("there is no group `{name}`", name=action.over), (*path, "for"), hint)
        return []
    table = draft.names.groups[action.over]
    moves: list[int] = []
    for index, member in enumerate(table.members):
        before = len(draft.problems)
        inner = {**scope, table.one: Value(Const(index), MEMBER, action.over)}
        name = fill(action.name, table.one, draft.member_name(action.over, member))
        moves.append(_action_move(draft, envoy, key, member, decision, inner, name))
        if index > 0:
            draft.drop_repeats(before)
    return moves


def _action_move(draft: Draft, envoy: str, key: str, member: str, decision: int, scope: Scope, name: str) -> int:
    action = draft.scenario.actions[key]
    path: Path = ("actions", key)
    choice = f"{key}.{member}" if member else key
    rule = Rule("mission", f"actions.{choice}", name, path)
    needs, effects = draft.cost(rule, action.cost, path, scope)
    needs += draft.requirements(action.when, (*path, "when"), scope)
    effects += draft.lines(rule, action.do, (*path, "do"), scope)
    return draft.move(envoy, choice, decision, "action", key, name, rule, needs, effects, member)
