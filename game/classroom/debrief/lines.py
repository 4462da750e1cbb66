"""What of a table's ballots is on the line that was played on, and what was taken back."""

from __future__ import annotations

from game.classroom.state import Decided, Table


def on_line(table: Table) -> frozenset[int]:
    """The numbers of the ballots whose choices are on the line that was played on.

    What was opened again, rewound or lost is on a branch, also where the class later chose the same once more.
    """
    line = table.game.line
    there: dict[int, Decided] = {}
    second_chances = iter([mark for mark in table.marks if mark.kind in ("back", "interim")])
    for decided in table.decided:
        if decided.decision == "again":
            mark = next(second_chances)
            there = {depth: d for depth, d in there.items() if d.turn < mark.turn}
        else:
            there[decided.depth] = decided
    rewound = [mark for mark in table.marks if mark.kind == "rewound"]
    return frozenset(
        decided.number
        for depth, decided in there.items()
        if depth < len(line)
        and str(line[depth].move) == decided.choice
        and not any(decided.at <= mark.at and decided.turn >= mark.turn for mark in rewound)
    )
