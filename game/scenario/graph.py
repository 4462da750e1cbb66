"""What leads to what in a scenario: its calendar, decks, conditions, deeds, events and endings as nodes and edges."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import define, field, frozen

from game.rules.expressions import parse_signature, parse_statement
from game.rules.model import Event, Line, Scenario
from game.rules.syntax import End, Perform, Schedule, SyntaxProblem
from game.words import say, say_many

DEEPEST_CALL = 8
TURN, DECK, CONDITION, DEED, SUMMIT, QUESTION, HAPPENING, FACE, WON, ENDING, CLOSE = (
    "turn", "deck", "condition", "deed", "summit", "question", "happening", "face", "won", "ending", "close",
)  # fmt: skip
"""Kinds of nodes; `close` is the look for an end, as the turns' order says."""


@frozen
class Node:
    """Something of the scenario that leads to another, or that another leads to."""

    key: str
    kind: str
    label: str
    note: str = ""
    """What to say of it besides, where there is room."""
    group: str = ""
    """For faces of an agenda: whose it is."""


@frozen
class Edge:
    """That one leads to another: at once, or where `later`, some turns after."""

    source: str
    target: str
    label: str = ""
    later: bool = False


@define
class Graph:
    """A scenario's nodes by key, in the order in which they are told, and its edges."""

    title: str
    nodes: dict[str, Node] = field(factory=dict)
    edges: list[Edge] = field(factory=list)

    def outgoing(self, key: str) -> list[Edge]:
        return [edge for edge in self.edges if edge.source == key]


def graph_of(scenario: Scenario) -> Graph:
    """The scenario's turns, decks, conditions, deeds, agendas, events and endings, and what leads to what."""
    build = _Build(scenario, Graph(scenario.title))
    build.calendar()
    build.events()
    build.agendas()
    build.deeds()
    build.doors()
    build.endings()
    graph = build.graph
    seen = dict.fromkeys(edge for edge in graph.edges if edge.source in graph.nodes and edge.target in graph.nodes)
    return Graph(graph.title, graph.nodes, list(seen))


@define
class _Build:
    scenario: Scenario
    graph: Graph

    def node(self, key: str, kind: str, label: str, note: str = "", group: str = "") -> None:
        self.graph.nodes.setdefault(key, Node(key, kind, label, note, group))

    def edge(self, source: str, target: str, label: str = "", *, later: bool = False) -> None:
        self.graph.edges.append(Edge(source, target, label, later))

    def calendar(self) -> None:
        scenario = self.scenario
        for turn in range(1, scenario.last_turn + 1):
            self.node(f"turn {turn}", TURN, scenario.turn_label(turn))
            if turn > 1:
                self.edge(f"turn {turn - 1}", f"turn {turn}")
        for key, chance in scenario.chance.items():
            if chance.deck == "events":
                self.node(f"deck {key}", DECK, chance.name or key)
        for key, summit in scenario.summits.items():
            self.node(f"summits.{key}", SUMMIT, summit.name, summit.text)
            self.edge(f"turn {summit.turn}", f"summits.{key}")
            self.leads(f"summits.{key}", (*summit.do, *summit.lead))

    def events(self) -> None:
        for key, event in self.scenario.events.items():
            self.event(f"events.{key}", event, QUESTION if event.options else HAPPENING)
            if event.on.startswith("once when"):
                condition = event.on.removeprefix("once ")
                self.node(condition, CONDITION, condition)
                self.edge(condition, f"events.{key}")
            else:
                self.edge(" ".join(event.on.split()), f"events.{key}", event.when or "")

    def event(self, key: str, event: Event, kind: str, label: str = "", group: str = "") -> None:
        names = [option.name for option in event.options.values()]
        told = say_many("{count} option: {names}", "{count} options: {names}", len(names), names="; ".join(names))
        self.node(key, kind, label or event.name, told if names else event.text, group)
        self.leads(key, event.do)
        for option in event.options.values():
            self.leads(key, option.do, option.name)

    def agendas(self) -> None:
        names = {m: entry.name for g in self.scenario.groups.values() for m, entry in g.members.items()}
        for member, faces in self.scenario.agendas.items():
            for face, event in faces.items():
                key = f"agendas.{member}.{face}"
                self.event(key, event, FACE, f"{face}: {event.name}", names.get(member) or member)

    def deeds(self) -> None:
        """Cards, actions and laws that schedule or end something; the others would only crowd the picture."""
        scenario = self.scenario
        deeds: list[tuple[str, str, Sequence[Line]]] = []
        deeds += [(f"cards.{key}", card.name, (*card.do, *card.lead)) for key, card in scenario.cards.items()]
        deeds += [(f"actions.{key}", action.name, action.do) for key, action in scenario.actions.items()]
        deeds += [(f"laws.{key}", law.name or key, law.do) for key, law in scenario.laws.items()]
        for key, name, lines in deeds:
            if any(True for _ in self.acts(lines, 0)):
                self.node(key, DEED, name)
                self.leads(key, lines)

    def doors(self) -> None:
        """Conditions that open cards, actions and summits."""
        scenario = self.scenario
        for kind, entries in (("cards", scenario.cards), ("actions", scenario.actions), ("summits", scenario.summits)):
            for key, entry in entries.items():
                if entry.when:
                    condition = f"when {entry.when}"
                    self.node(condition, CONDITION, condition)
                    self.node(f"{kind}.{key}", DEED, entry.name, entry.text)
                    self.edge(condition, f"{kind}.{key}")

    def endings(self) -> None:
        for key, ending in self.scenario.endings.items():
            self.node(f"endings.{key}", WON if ending.won else ENDING, ending.name or key, ending.text)
            if ending.when or not ending.over:
                self.node(CLOSE, CLOSE, say("The look for an end"))
                self.edge(CLOSE, f"endings.{key}", ending.when or say("after the last turn"))

    def leads(self, source: str, lines: Sequence[Line], label: str = "") -> None:
        """Edges for what statements schedule and end, procedures included."""
        for act in self.acts(lines, 0):
            if isinstance(act, Schedule):
                self.edge(source, f"events.{'.'.join(act.event.parts)}", label, later=True)
            else:
                self.edge(source, f"endings.{'.'.join(act.ending.parts)}", label)

    def acts(self, lines: Sequence[Line], depth: int) -> Iterator[Schedule | End]:
        for line in lines:
            try:
                act = parse_statement(line).act
            except SyntaxProblem:
                continue
            if isinstance(act, Schedule | End):
                yield act
            elif isinstance(act, Perform) and depth < DEEPEST_CALL:
                for head, inner in self.scenario.procedures.items():
                    if parse_signature(head).name == act.procedure:
                        yield from self.acts(inner, depth + 1)
