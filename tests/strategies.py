"""Strategies: random games on the shipped scenarios, and whole small scenarios written in the scenario language."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from attrs import define, field, frozen
from hypothesis import settings
from hypothesis import strategies as st

import game
from game.rules.play import Game
from game.scenario.library import resources, shipped
from game.scenario.reader import read

POOL = 300
"""How many generated scenarios the properties share; each is written, read and built once in a run."""

Data = dict[str, Any]
Scope = dict[str, str]
"""A name in reach -> `whole`, or the group of the member that it stands for."""


# Writing the subset of YAML


def to_yaml(value: Any, indent: int = 0) -> str:
    """The text of plain data: block style, quotes only where a word needs them."""
    pad = "  " * indent
    if isinstance(value, dict):
        return "".join(f"{pad}{key}:{_after_key(entry, indent)}" for key, entry in value.items())
    return "".join(f"{pad}-{_after_key(entry, indent)}" for entry in value)


def _after_key(value: Any, indent: int) -> str:
    if isinstance(value, (dict, list)) and value:
        return "\n" + to_yaml(value, indent + 1)
    return f" {_word(value)}\n"


def _word(value: Any) -> str:
    if isinstance(value, (dict, list)):
        return "{}" if isinstance(value, dict) else "[]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) or re.fullmatch(r"[a-z][a-zA-Z0-9_ .+=<>()/*-]*", value):
        return str(value)
    return f'"{value}"'


# Generated scenarios

BOUNDS = ((0, 10), (-5, 5), (0, 1), (0, 8), (-3, 0), (2, 2), (-20, -4), (0, 70))
ENVOYS = ("captain", "steward", "herald")
KINDS = ("craft", "talk")


@frozen
class _Group:
    one: str
    members: list[str]
    tracks: dict[str, tuple[int, int]]
    links: dict[str, str]


@define
class Author:
    """Writes one random scenario that breaks no rule of the language."""

    rng: Random
    id: str = "made-up"
    last: int = 1
    tracks: dict[str, tuple[int, int]] = field(factory=dict)
    parameters: dict[str, int] = field(factory=dict)
    groups: dict[str, _Group] = field(factory=dict)
    pairs: dict[str, str] = field(factory=dict)
    wholes: list[str] = field(factory=list)
    truths: list[str] = field(factory=list)
    someone: dict[str, str] = field(factory=dict)
    """Names that stand for a member -> its group: this turn's mover, an alias with a selector."""
    scheduled: list[str] = field(factory=list)
    endings: dict[str, str] = field(factory=dict)
    """Ending -> the group it is declared over, or nothing."""
    procedures: dict[str, list[str]] = field(factory=dict)
    """Procedure -> the kinds of its parameters."""
    summits: bool = False

    # Dice

    def odds(self, share: float) -> bool:
        return self.rng.random() < share

    def pick(self, values: Sequence[Any]) -> Any:
        return values[self.rng.randrange(len(values))]

    def upto(self, low: int, high: int) -> int:
        return self.rng.randint(low, high)

    # The whole

    def scenario(self) -> Data:
        self.last = self.upto(1, 5)
        data: Data = {"format": 1, "id": self.id, "title": "Made up"}
        data["turns"] = self.last if self.odds(0.5) else [f"Year {n}" for n in range(self.last)]
        data["tracks"] = self._tracks()
        data["parameters"] = self.parameters = {f"rate{n}": self.upto(-2, 6) for n in range(self.upto(0, 3))}
        data["groups"] = self._groups()
        data["pairs"] = self._pairs()
        envoys = self._envoys()
        data["envoys"] = envoys
        decks = self._orders()
        data["names"] = self._names()
        events, agendas, dispatches = self._happenings(decks)
        cards = self._cards(envoys, decks)
        data["summits"] = summits = self._summits()
        self.summits = bool(summits)
        self._declare_endings()
        data["procedures"] = self._procedures()
        data["actions"] = self._actions(envoys)
        data["cards"] = {key: self._fill_card(card, envoys) for key, card in cards.items()}
        data["summits"] = {key: self._fill_summit(summit, summits) for key, summit in summits.items()}
        data["events"] = {key: self._fill_event(event) for key, event in events.items()}
        data["agendas"] = {m: {f: self._fill_event(e) for f, e in faces.items()} for m, faces in agendas.items()}
        data["chance"] = decks
        data["dispatches"] = dispatches
        phases = [f"reckoning{n}" for n in range(self.upto(0, 3))]
        data["laws"] = self._laws(phases)
        data["turn"] = self._turn(phases, bool(dispatches), bool(envoys))
        data.update(self._scoring())
        data["endings"] = self._endings()
        data["difficulty"] = self._levels()
        return {key: value for key, value in data.items() if value != {} and value != []}

    # Numbers and names

    def _track(self, bounds: tuple[int, int]) -> Data:
        low, high = bounds
        track: Data = {"start": self.upto(low, high), "min": low, "max": high}
        if self.odds(0.2):
            track["hidden"] = True
        if self.odds(0.2):
            track["reset"] = True
        return track

    def _tracks(self) -> Data:
        self.tracks = {name: self.pick(BOUNDS) for name in ("gold", "calm", "pride", "dues")[: self.upto(1, 4)]}
        data = {name: self._track(bounds) for name, bounds in self.tracks.items()}
        for name, track in data.items():
            others = [other for other in self.tracks if other != name]
            if others and self.odds(0.3):
                track["below"] = self.pick(others)
        return data

    def _groups(self) -> Data:
        for name, one in (("lands", "land"), ("guilds", "guild"), ("roads", "road"))[: self.upto(1, 3)]:
            members = [f"{one}{n}" for n in range(self.upto(1, 4))]
            tracks = {key: self.pick(BOUNDS) for key in ("love", "hold", "size")[: self.upto(1, 3)]}
            self.groups[name] = _Group(one, members, tracks, {})
        return {name: self._group(name, group) for name, group in self.groups.items()}

    def _group(self, name: str, group: _Group) -> Data:
        data: Data = {"one": group.one, "tracks": {key: self._track(b) for key, b in group.tracks.items()}}
        if self.odds(0.5):
            to, optional = self.pick(list(self.groups)), self.odds(0.5)
            group.links["owner"] = to
            data["links"] = {"owner": {"to": to, "optional": optional}}
        data["members"] = {}
        for member in group.members:
            values: Data = {"name": member.title()}
            for key, (low, high) in group.tracks.items():
                if self.odds(0.5):
                    values[key] = self.upto(low, high)
            if group.links and not (data["links"]["owner"]["optional"] and self.odds(0.5)):
                values["owner"] = self.pick(self.groups[group.links["owner"]].members)
            data["members"][member] = values
        return data

    def _pairs(self) -> Data:
        data: Data = {}
        for name in ("rivals", "friends")[: self.upto(0, 2)]:
            group = self.pick(list(self.groups))
            members = self.groups[group].members
            data[name] = {
                "of": group,
                "members": [[self.pick(members), self.pick(members)] for _ in range(self.upto(1, 3))],
            }
            self.pairs[name] = group
        return data

    def _orders(self) -> Data:
        data: Data = {}
        if self.odds(0.6):
            group = self.pick(list(self.groups))
            rounds = -(-self.last // len(self.groups[group].members)) + self.upto(0, 1)
            data["movers"] = {"order": group, "one": "mover", "rounds": rounds, "ahead": self.upto(0, 2)}
            self.someone["mover"] = group
        return data

    def _names(self) -> Data:
        data: Data = {}
        if self.odds(0.6):
            group = self.pick(list(self.groups))
            data["champion"] = self._selector(group, {}, 1)
            self.someone["champion"] = group
        if self.odds(0.5):
            data["wealth"] = self.whole({}, 2)
            self.wholes.append("wealth")
        if self.odds(0.5):
            data["peace"] = self.truth({}, 2)
            self.truths.append("peace")
        return data

    # Expressions: a small typed grammar

    def base(self, group: str, scope: Scope) -> str:
        """A dotted name of a member of the group."""
        names = [name for name, kind in {**scope, **self.someone}.items() if kind == group]
        linked = [
            f"{name}.owner"
            for name, kind in {**scope, **self.someone}.items()
            if kind in self.groups and self.groups[kind].links.get("owner") == group
        ]
        fixed = [f"{m}.owner" for g in self.groups.values() if g.links.get("owner") == group for m in g.members[:1]]
        return str(self.pick([*names * 3, *linked, *fixed, *self.groups[group].members]))

    def _selector(self, group: str, scope: Scope, depth: int) -> str:
        one = self._variable(scope)
        inner = {**scope, one: group}
        test = f" if {self.truth(inner, depth - 1)}" if self.odds(0.4) else ""
        return f"{self.pick(('argmax', 'argmin'))}({self.whole(inner, depth - 1)} for {one} in {group}{test})"

    def _variable(self, scope: Scope) -> str:
        return f"x{len(scope)}"

    def leaf(self, scope: Scope) -> str:
        group = self.pick(list(self.groups))
        member_track = f"{self.base(group, scope)}.{self.pick(list(self.groups[group].tracks))}"
        given = [name for name, kind in scope.items() if kind == "whole"]
        choices = [str(self.upto(0, 9)), self.pick(list(self.tracks)), member_track, member_track, "turn", "last_turn"]
        return str(self.pick([*choices, *given * 2, *self.wholes, *self.parameters]))

    def whole(self, scope: Scope, depth: int) -> str:
        if depth <= 0 or self.odds(0.3):
            return self.leaf(scope)
        a, b = self.whole(scope, depth - 1), self.whole(scope, depth - 1)
        match self.upto(0, 9):
            case 0:
                return f"{a} + {b}"
            case 1:
                return f"({a} - ({b}))"
            case 2:
                return f"{self.leaf(scope)} * {self.leaf(scope)}"
            case 3:
                return f"({a}) {self.pick(('//', '%'))} {self.pick([*'12345', *self.tracks])}"
            case 4:
                return f"-({a})"
            case 5:
                return f"abs({a})"
            case 6:
                return f"{self.pick(('min', 'max'))}({a}, {b})"
            case 7:
                return f"({a} if {self.truth(scope, depth - 1)} else {b})"
            case _:
                return self._aggregate(("sum", "min", "max"), scope, depth, self.whole)

    def _aggregate(self, functions: Sequence[str], scope: Scope, depth: int, body: Any) -> str:
        function = self.pick(functions)
        loop, inner = self._loop(scope, depth)
        if function == "sum" and self.odds(0.3):
            function, body = "count", self.truth
        return f"{function}({body(inner, depth - 1)} for {loop})"

    def _loop(self, scope: Scope, depth: int) -> tuple[str, Scope]:
        """The text after `for`, and the scope within."""
        one = self._variable(scope)
        if self.pairs and self.odds(0.3):
            name = self.pick(list(self.pairs))
            inner = {**scope, one: self.pairs[name], f"{one}b": self.pairs[name]}
            text = f"({one}, {one}b) in {name}{' both ways' if self.odds(0.5) else ''}"
        else:
            group = self.pick(list(self.groups))
            inner = {**scope, one: group}
            text = f"{one} in {group}"
        if self.odds(0.4):
            text += f" {self.pick(('if', 'where'))} {self.truth(inner, depth - 1)}"
        return text, inner

    def truth(self, scope: Scope, depth: int) -> str:
        if depth <= 0:
            return self._comparison(scope, 0)
        match self.upto(0, 8):
            case 0:
                return f"not ({self.truth(scope, depth - 1)})"
            case 1:
                return f"({self.truth(scope, depth - 1)} and {self.truth(scope, depth - 1)})"
            case 2:
                return f"({self.truth(scope, depth - 1)} or {self.truth(scope, depth - 1)})"
            case 3:
                return self._aggregate(("any", "all"), scope, depth, self.truth)
            case 4:
                group = self.pick(list(self.groups))
                return f"{self.base(group, scope)} {self.pick(('is', 'is not', '=='))} {self.base(group, scope)}"
            case 5:
                return str(self.pick([*self.truths, "always", "never", self.base(self.pick(list(self.groups)), scope)]))
            case _:
                return self._comparison(scope, depth)

    def _comparison(self, scope: Scope, depth: int) -> str:
        ops = ("<", "<=", ">", ">=", "==", "!=")
        chain = f"{self.whole(scope, depth - 1)} {self.pick(ops)} {self.whole(scope, depth - 1)}"
        return f"{chain} {self.pick(ops)} {self.leaf(scope)}" if self.odds(0.15) else chain

    def needed(self, scope: Scope, most: int = 4) -> str:
        """A condition of a move: whatever else it says, each of its parts (at most so many) can hold in some state."""
        name, (low, high) = self.pick(list(self.tracks.items()))
        op, value = self.pick((">=", "<=", "==")), self.upto(low, high)
        part = f"{name} {op} {value}" if self.odds(0.7) else f"turn {op} {self.upto(1, self.last)}"
        if self.odds(0.3):
            part = f"({part} or {self.truth(scope, 2)})"
        return f"{part} and {self.needed(scope, most - 1)}" if most > 1 and self.odds(0.3) else part

    # Statements

    def lines(self, scope: Scope, most: int = 3, *, calls: bool = True) -> list[str]:
        return [self.line(scope, calls=calls) for _ in range(self.upto(1, most))]

    def line(self, scope: Scope, *, calls: bool = True) -> str:
        tail = ""
        if self.odds(0.25):
            loop, scope = self._loop(scope, 1)
            tail = f" for {loop}"
        act = self._act(scope, calls=calls)
        if self.odds(0.25):
            return f"{act} if {self.truth(scope, 2)}{tail}"
        return act + tail

    def _act(self, scope: Scope, *, calls: bool) -> str:
        roll = self.upto(0, 19)
        if roll == 0 and self.scheduled:
            delay = self.pick(("1", "2", f"1 + abs({self.leaf(scope)})"))
            return f"schedule {self.pick(self.scheduled)} in {delay}"
        if roll == 1 and self.endings and self.odds(0.4):
            ending, group = self.pick(list(self.endings.items()))
            return f"end {ending}({self.base(group, scope)})" if group else f"end {ending}"
        if roll in (2, 3, 4) and calls and self.procedures:
            name, kinds = self.pick(list(self.procedures.items()))
            values = [self.whole(scope, 1) if kind == "whole" else self.base(kind, scope) for kind in kinds]
            return f"{name}({', '.join(values)})"
        target = self.pick(list(self.tracks))
        if self.odds(0.6):
            group = self.pick(list(self.groups))
            target = f"{self.base(group, scope)}.{self.pick(list(self.groups[group].tracks))}"
        return f"{target} {self.pick(('+=', '+=', '-=', '-=', '='))} {self._amount(scope)}"

    def _amount(self, scope: Scope) -> str:
        return str(self.upto(0, 4)) if self.odds(0.5) else f"({self.whole(scope, 2)})"

    def _procedures(self) -> Data:
        data: Data = {}
        for name in ("court", "tax", "feast")[: self.upto(0, 3)]:
            kinds = [self.pick(["whole", *self.groups]) for _ in range(self.upto(0, 2))]
            scope = {f"p{n}": kind for n, kind in enumerate(kinds)}
            data[f"{name}({', '.join(scope)})"] = self.lines(scope, calls=bool(self.procedures))
            self.procedures[name] = kinds
        return data

    # Who acts

    def _envoys(self) -> Data:
        data: Data = {}
        for name in ENVOYS[: self.upto(1, 3)]:
            data[name] = {
                "name": name.title(),
                "rank": self.upto(0, 3),
                "leads": self.odds(0.5),
                "summits": self.odds(0.7),
            }
            kinds = [kind for kind in KINDS if self.odds(0.5)]
            if kinds:
                data[name]["kinds"] = kinds
        return data

    def _mission(self, scope: Scope) -> Data:
        data: Data = {}
        if self.odds(0.4):
            name, (_, high) = self.pick(list(self.tracks.items()))
            cost = self.upto(min(0, high), max(0, high))
            data["cost"] = {name: cost if cost <= high else high}
        if self.odds(0.4):
            data["when"] = self.needed(scope)
        data["do"] = self.lines(scope)
        return data

    def _actions(self, envoys: Data) -> Data:
        data: Data = {}
        for name in envoys:
            for number in range(self.upto(0, 2)):
                scope: Scope = {"rank": "whole"}
                action: Data = {"envoy": name, "name": "An act"}
                if self.odds(0.3):
                    group = self.pick(list(self.groups))
                    scope[self.groups[group].one] = group
                    action.update({"for": group, "name": f"Visit {{{self.groups[group].one}}}"})
                data[f"act_{name}_{number}"] = {**action, **self._mission(scope)}
        return data

    def _cards(self, envoys: Data, decks: Data) -> Data:
        data: Data = {}
        for kind in sorted({kind for envoy in envoys.values() for kind in envoy.get("kinds", ())}):
            count = self.upto(1, 5)
            data.update({f"{kind}_{n}": {"name": f"Card {n}", "kind": kind} for n in range(count)})
            if self.odds(0.7):
                decks[kind] = {"deck": "cards", "show": self.upto(1, 4), "slide": self.upto(0, 3)}
        return data

    def _fill_card(self, card: Data, envoys: Data) -> Data:
        data = {**card, **self._mission({"rank": "whole"})}
        if self.odds(0.3):
            data["again"] = True
        if self.odds(0.4):
            data["lead"] = self.lines({"rank": "whole"})
        return data

    def _summits(self) -> Data:
        group = self.pick(list(self.groups))
        data: Data = {}
        for number in range(self.upto(0, 3)):
            summit: Data = {"name": f"Summit {number}", "turn": self.upto(1, self.last)}
            if self.odds(0.7):
                summit["host"] = self.pick(self.groups[group].members)
            data[f"summit_{number}"] = summit
        return data

    def _fill_summit(self, summit: Data, summits: Data) -> Data:
        hosts = [s["host"] for s in summits.values() if "host" in s]
        scope: Scope = {"rank": "whole"}
        if hosts:
            scope["host"] = next(name for name, g in self.groups.items() if hosts[0] in g.members)
        data = {**summit, **self._mission(scope)}
        if self.odds(0.4):
            data["lead"] = self.lines(scope)
        return data

    # What happens

    def _happenings(self, decks: Data) -> tuple[Data, Data, list[Data]]:
        """Events without their effects yet, agendas, and the order of the dispatches."""
        events: Data = {}
        stages: list[Data] = []
        if self.odds(0.4):
            self.scheduled = [f"due_{n}" for n in range(self.upto(1, 2))]
            events.update({key: {"on": "schedule"} for key in self.scheduled})
            stages.append({"events": "scheduled"})
        if self.odds(0.4):
            keys = ("undo", "alarm")[: self.upto(1, 2)]
            events.update({key: {"on": f"once when {self.truth({}, 2)}"} for key in keys})
            stages.append({"events": "conditional"})
        dated = self.odds(0.5)
        if dated:
            events.update({f"dated_{n}": {"on": f"turn {self.upto(1, self.last)}"} for n in range(self.upto(1, 3))})
        deck = self._deck(events, decks) if self.odds(0.6) else ""
        if dated and deck and self.odds(0.5):
            stages.append({"events": "dated", "else": deck})
        else:
            stages += [{"events": name} for name in ("dated" if dated else "", deck) if name]
        agendas = self._agendas(stages) if self.odds(0.4) else {}
        self.rng.shuffle(stages)
        return events, agendas, stages

    def _deck(self, events: Data, decks: Data) -> str:
        repeats = self.odds(0.5)
        chosen, weighed = self.odds(0.5), repeats and self.odds(0.5)
        decks["weather"] = {"deck": "events", "repeats": repeats, "draw": self.upto(1, 2)}
        for number in range(self.upto(1, 4)):
            event: Data = {"on": "deck weather"}
            if chosen and self.odds(0.7):
                event["when"] = self.truth({}, 2)
            if weighed:
                event["weight"] = self.whole({}, 1)
            events[f"weather_{number}"] = event
        return "weather"

    def _agendas(self, stages: list[Data]) -> Data:
        group = self.pick(list(self.groups))
        one = self.groups[group].one
        faces = ["press", "offer"][: self.upto(1, 2)]
        for _ in range(self.upto(1, 2)):
            who = self._selector(group, {}, 2) if self.odds(0.5) else self.base(group, {})
            stages.append({"agenda": who, "faces": {face: self.truth({one: group}, 2) for face in faces}})
        return {member: {face: {} for face in faces} for member in self.groups[group].members}

    def _fill_event(self, event: Data) -> Data:
        scope: Scope = {"rank": "whole"}
        data: Data = {"name": "It happens", **event}
        if self.odds(0.5):
            data["do"] = self.lines(scope)
            return data
        options: Data = {}
        for number in range(self.upto(1, 4)):
            option: Data = {"name": f"Answer {number}"}
            if number > 0 and self.odds(0.5):
                option["when"] = self.needed(scope)
            if self.odds(0.8):
                option["do"] = self.lines(scope)
            options[f"answer_{number}"] = option
        keys = list(options)
        self.rng.shuffle(keys)
        data["options"] = {key: options[key] for key in keys}
        return data

    # The end of the turn, and of the game

    def _turn(self, phases: list[str], dispatches: bool, envoys: bool) -> list[str]:
        turn = [*(["dispatches"] if dispatches else []), *(["envoys"] if envoys else []), *phases]
        if self.odds(0.4):
            self.rng.shuffle(turn)
        turn.insert(len(turn) if self.odds(0.8) else self.upto(0, len(turn)), "endings")
        return turn

    def _laws(self, phases: list[str]) -> Data:
        data: Data = {}
        for number in range(self.upto(0, 4) if phases else 0):
            law: Data = {} if len(phases) == 1 and self.odds(0.5) else {"phase": self.pick(phases)}
            scope: Scope = {"rank": "whole"}
            if self.odds(0.5):
                loop, scope = self._loop(scope, 2)
                law["for"] = loop
            elif self.summits and self.odds(0.3):
                law["for"] = f"s in summits if s.turn == turn and s.attended {self.pick(('==', '>'))} 0"
            if self.odds(0.5):
                law["when"] = self.truth(scope, 2)
            data[f"law_{number}"] = {**law, "do": self.lines(scope)}
        return data

    def _scoring(self) -> Data:
        if self.odds(0.4):
            return {"score": self.whole({}, 2)}
        if self.odds(0.3):
            return {}
        stars = [sorted(self.upto(-5, 15) for _ in range(self.upto(1, 3))) for _ in range(self.upto(1, 3))]
        scoring: Data = {"points": [0, 1, 3, 6]}
        if self.odds(0.5):
            scoring["double"] = self.pick(list(self.tracks))
        return {
            "scoring": scoring,
            "legacies": {f"legacy_{n}": {"measure": self.whole({}, 2), "stars": s} for n, s in enumerate(stars)},
        }

    def _declare_endings(self) -> None:
        for name in ("lost", "won", "split")[: self.upto(0, 3)]:
            self.endings[name] = self.pick(list(self.groups)) if self.odds(0.4) else ""
        self.endings["over"] = ""

    def _endings(self) -> Data:
        data: Data = {}
        for name, group in self.endings.items():
            scope: Scope = {"m": group} if group else {}
            ending: Data = {"name": f"{name} {{m}}", "won": self.odds(0.5)}
            if group:
                ending["for"] = f"m in {group}"
            if name != "over":
                second = self.pick(("turn == last_turn", "score > 3", "turn > 1"))
                ending["when"] = f"{self.truth(scope, 2)} and {second}"
            data[name] = ending
        return data

    def _levels(self) -> Data:
        data: Data = {"standard": {"name": "Standard"}}
        if self.odds(0.4):
            name, (low, high) = self.pick(list(self.tracks.items()))
            data["hard"] = {"name": "Hard", "set": {name: self.upto(low, high)}}
        return data


def write_scenario(rng: Random, name: str = "made-up") -> str:
    """A whole scenario as text."""
    return to_yaml(Author(rng, name).scenario())


def read_text(text: str) -> game.Scenario:
    """The scenario in a text, through the real reader. Raises `InvalidScenario`."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "scenario.yaml").write_text(text, encoding="utf-8")
        return read(Path(folder), resources("scenarios") / "rules")


@cache
def made_up(number: int) -> game.Scenario:
    """One of the pool of generated scenarios."""
    return read_text(write_scenario(Random(number), f"made-up-{number}"))


FEWER = settings(max_examples=settings.default.max_examples // 6)
"""For properties whose every example is a scenario of its own, written, read and compiled for it alone."""


def scenario_texts() -> st.SearchStrategy[str]:
    """Texts of generated scenarios that hypothesis can shrink."""
    return st.randoms(use_true_random=False).map(write_scenario)


# Games


@frozen
class Play:
    """A game to be played: where it starts, and what to choose at each decision."""

    start: Game
    choices: tuple[int, ...]

    def positions(self, most: int = 10_000) -> Iterator[Game]:
        """Every position of the game, the choices taken round and round."""
        position = self.start
        yield position
        for step in range(most):
            if position.over:
                return
            moves = position.moves
            position = position.play(moves[(self.choices[step % len(self.choices)] + step) % len(moves)])
            yield position

    def end(self, most: int = 10_000) -> Game:
        return list(self.positions(most))[-1]

    def _repr_pretty_(self, printer: Any, _: bool) -> None:
        """What hypothesis shows of a counterexample: enough to play it again, not the whole scenario."""
        printer.text(f"<{self.start!r} at {self.start.difficulty}, choices {self.choices}>")


CHOICES = st.lists(st.integers(0, 30), min_size=1, max_size=12).map(tuple)
SEEDS = st.integers(0, 2**63 - 1)


@st.composite
def starts(draw: st.DrawFn, sources: st.SearchStrategy[game.Scenario]) -> Game:
    """A new game on one of the scenarios, with any seed and difficulty."""
    scenario = draw(sources)
    return game.start(scenario, draw(SEEDS), draw(st.sampled_from(sorted(scenario.difficulty))))


SHIPPED = st.sampled_from(shipped()).map(game.load)
MADE_UP = st.integers(0, POOL - 1).map(made_up)
ANY = st.one_of(SHIPPED, MADE_UP)


def plays(sources: st.SearchStrategy[game.Scenario] = ANY) -> st.SearchStrategy[Play]:
    """Games on shipped and generated scenarios."""
    return st.builds(Play, starts(sources), CHOICES)
