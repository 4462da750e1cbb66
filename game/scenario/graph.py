"""A picture of a scenario as text: what comes when, what leads to what, and how it can end, in Mermaid's language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import define, field

from game.rules.expressions import parse_signature, parse_statement
from game.rules.model import Event, Line, Scenario
from game.rules.syntax import End, Perform, Schedule, SyntaxProblem

LONGEST_LABEL = 60
DEEPEST_CALL = 8


@define
class _Graph:
    """Lines of Mermaid, with the nodes numbered as they come."""

    scenario: Scenario
    ids: dict[str, str] = field(factory=dict)
    lines: list[str] = field(factory=list)
    edges: dict[tuple[str, str, str, str], None] = field(factory=dict)

    def node(self, key: str, label: str, shape: tuple[str, str], indent: str = "  ") -> str:
        self.ids[key] = made = f"n{len(self.ids)}"
        self.lines.append(f'{indent}{made}{shape[0]}"{_label(label)}"{shape[1]}')
        return made

    def edge(self, source: str, target: str, label: str = "", arrow: str = "-->") -> None:
        if source in self.ids and target in self.ids:
            self.edges[(self.ids[source], self.ids[target], label, arrow)] = None

    def leads(self, source: str, lines: Sequence[Line], label: str = "") -> None:
        """Edges for what statements schedule and end, procedures included."""
        for act in self.acts(lines, 0):
            if isinstance(act, Schedule):
                self.edge(source, f"events.{'.'.join(act.event.parts)}", label, "-.->")
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

    def leads_somewhere(self, *lines: Sequence[Line]) -> bool:
        return any(True for several in lines for _ in self.acts(several, 0))

    def finished(self) -> str:
        return "\n".join(["flowchart LR", *self.lines, *(_link(*edge) for edge in self.edges)]) + "\n"


def _link(source: str, target: str, label: str, arrow: str) -> str:
    shown = f'|"{_label(label)}"|' if label else ""
    return f"  {source} {arrow}{shown} {target}"


def _label(text: str) -> str:
    """A text that Mermaid shows as it is."""
    plain = " ".join(text.split())
    plain = plain if len(plain) <= LONGEST_LABEL else plain[: LONGEST_LABEL - 1].rstrip() + "…"
    marks = {"#": "#35;", '"': "#quot;", "<": "#lt;", ">": "#gt;", "&": "#amp;", "`": "#96;", "|": "#124;"}
    return "".join(marks.get(c, c) for c in plain)


def mermaid(scenario: Scenario) -> str:
    """The scenario's turns, decks, events, agendas and endings as a Mermaid flowchart."""
    graph = _Graph(scenario)
    graph.node("start", scenario.title, ("([", "])"))
    dated = {e.on for e in scenario.events.values() if e.on.startswith("turn ")}
    last = "start"
    for turn in range(1, scenario.last_turn + 1):
        if f"turn {turn}" in dated:
            graph.node(f"turn {turn}", scenario.turn_label(turn), ("[", "]"))
            graph.edge(last, f"turn {turn}", "", "==>")
            last = f"turn {turn}"
    for key, chance in scenario.chance.items():
        if chance.deck == "events":
            graph.node(f"deck {key}", chance.name or key, ("[(", ")]"))
            graph.edge("start", f"deck {key}", "every turn", "-.->")
    for key, event in scenario.events.items():
        graph.node(f"events.{key}", event.name, ("{{", "}}") if event.options else ("[", "]"))
    _agendas(graph)
    _deeds(graph)
    for key, ending in scenario.endings.items():
        graph.node(f"endings.{key}", ending.name or key, ("(((", ")))") if ending.won else ("((", "))"))
    _edges(graph, last)
    return graph.finished()


def _agendas(graph: _Graph) -> None:
    for member, faces in graph.scenario.agendas.items():
        names = {m: entry.name for g in graph.scenario.groups.values() for m, entry in g.members.items()}
        graph.lines.append(f'  subgraph a{len(graph.ids)}["{_label(names.get(member) or member)}"]')
        for face, event in faces.items():
            graph.node(f"agendas.{member}.{face}", f"{face}: {event.name}", ("{{", "}}"), "    ")
        graph.lines.append("  end")


def _deeds(graph: _Graph) -> None:
    """Cards, actions, summits and laws that schedule or end something; the others would only crowd the picture."""
    scenario = graph.scenario
    for key, card in scenario.cards.items():
        if graph.leads_somewhere(card.do, card.lead):
            graph.node(f"cards.{key}", card.name, ("[/", "/]"))
    for key, action in scenario.actions.items():
        if graph.leads_somewhere(action.do):
            graph.node(f"actions.{key}", action.name, ("[/", "/]"))
    for key, summit in scenario.summits.items():
        if graph.leads_somewhere(summit.do, summit.lead):
            graph.node(f"summits.{key}", summit.name, ("[/", "/]"))
    for key, law in scenario.laws.items():
        if graph.leads_somewhere(law.do):
            graph.node(f"laws.{key}", law.name or key, ("[[", "]]"))


def _edges(graph: _Graph, last: str) -> None:
    scenario = graph.scenario
    for key, event in scenario.events.items():
        if event.on.startswith("once when"):
            graph.node(f"when.{key}", event.on.removeprefix("once "), ("[\\", "/]"))
            graph.edge(f"when.{key}", f"events.{key}")
        else:
            graph.edge(event.on, f"events.{key}", event.when or "")
        _event(graph, f"events.{key}", event)
    for member, faces in scenario.agendas.items():
        for face, event in faces.items():
            _event(graph, f"agendas.{member}.{face}", event)
    for key, card in scenario.cards.items():
        graph.leads(f"cards.{key}", (*card.do, *card.lead))
    for key, action in scenario.actions.items():
        graph.leads(f"actions.{key}", action.do)
    for key, summit in scenario.summits.items():
        graph.leads(f"summits.{key}", (*summit.do, *summit.lead))
    for key, law in scenario.laws.items():
        graph.leads(f"laws.{key}", law.do)
    for key, ending in scenario.endings.items():
        condition = ending.when or ("" if ending.over else "after the last turn")
        graph.edge(last, f"endings.{key}", condition, "-.->")


def _event(graph: _Graph, key: str, event: Event) -> None:
    graph.leads(key, event.do)
    for option in event.options.values():
        graph.leads(key, option.do, option.name)
