"""The command `check --deep`: what became of a scenario's claims, told at their lines, with games as records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from attrs import define, evolve, field

from game.lab.cases import values_of
from game.lab.refuting import EXAMPLES, SECONDS, Search, Share, Verdict
from game.record.files import write_whole
from game.record.saves import SUFFIX, home
from game.rules.expressions import parse_expression
from game.rules.model import Location, Scenario
from game.rules.notation import write
from game.rules.play import Game
from game.rules.problems import Problem
from game.rules.syntax import SyntaxProblem
from game.rules.wording import joined, phrase
from game.scenario.diagnostics import Diagnostic, Related, errors, in_order
from game.scenario.library import resources, shipped
from game.scenario.reports import Checked
from game.words import say

GAMES = "claims"
"""The folder, below that in which a player's games are, for the games that refute or bear out claims."""


@define
class DeepCheck:
    """Tries the claims of one scenario after the other; Ctrl-C ends it and keeps what was found until then."""

    examples: int = EXAMPLES
    seconds: float = SECONDS
    records: Path | None = None
    """The folder for the games; by default one beside the player's own."""
    tick: Callable[[str], None] = lambda text: None
    stopped: bool = field(default=False, init=False)

    def __call__(self, result: Checked) -> Checked:
        """The result with what was found out about the scenario's claims."""
        scenario = result.scenario
        if scenario is None or errors(result.diagnostics) or self.stopped:
            why = say("stopped before its claims were tried") if self.stopped else say("its claims wait for mending")
            return evolve(result, notes=(f"{result.name}: {why}",))
        if not scenario.claims:
            return evolve(result, notes=(f"{result.name}: {say('it claims nothing, see `claims:` in the guide')}",))
        search = Search(scenario, self.examples, self.seconds, lambda text: self.tick(f"{scenario.id}: {text}"))
        verdicts = search.run()
        self.stopped = search.stopped
        if self.stopped:  # what was not tried to its end is no news
            verdicts = [v for v in verdicts if v.word not in ("unseen", "undecided")]
        told = [d for verdict in verdicts for d in self._told(result, scenario, verdict)]
        note = f"{result.name}: {_summary(verdicts)}{_cut_short(search)}"
        return evolve(result, diagnostics=in_order((*result.diagnostics, *told)), notes=(note,))

    def _told(self, result: Checked, scenario: Scenario, verdict: Verdict) -> tuple[Diagnostic, ...]:
        path = ("claims", verdict.index, verdict.kind)
        text = str(getattr(scenario.claims[verdict.index], verdict.kind)).strip()
        match verdict.word:
            case "held":
                return ()
            case "unseen":
                message = phrase("no game was found that shows this: `{text}`", text=text)
                return result.tell(Problem("MV602", message, path, None, _tried(verdict)))
            case "undecided":
                message = phrase("undecided: {share}, and {low}..{high} % is claimed", **_counted(verdict))
                hint = phrase("count more games: `--examples`, `--seconds`")
                return result.tell(Problem("MV604", message, path, None, hint))
            case "refuted" if verdict.kind == "likely":
                message = phrase("this is refuted: {share}, and {low}..{high} % is claimed", **_counted(verdict))
                return result.tell(Problem("MV603", message, path))
        assert verdict.found is not None
        game = verdict.found.game(scenario)
        file, failure = self._record(game, verdict, text, _source(result))
        at = {"turn": game.turn, "count": game.depth, "level": game.difficulty, "seed": game.seed}
        if verdict.kind == "reachable":
            shown = phrase("a game shows this in turn {turn} (moves: {count}, level: {level}, seed: {seed})", **at)
            problem = Problem("MV605", _with_values(shown, game, text), path)
        else:
            shown = phrase("this is refuted in turn {turn} (moves: {count}, level: {level}, seed: {seed})", **at)
            problem = Problem("MV601", _with_values(shown, game, text), path)
        look = phrase("look at it: {command}", command=f"multivector play --load {file}")
        told = result.tell(evolve(problem, hint=failure or look))
        related = () if failure else (Related(phrase("the shortest game found"), Location(str(file), 1, 1)),)
        return tuple(evolve(d, related=(*d.related, *related)) for d in told)

    def _record(self, game: Game, verdict: Verdict, text: str, source: str) -> tuple[Path, str]:
        """The file that the game was written into, or why it could not be."""
        folder = self.records if self.records is not None else home() / GAMES / game.scenario.id
        file = (folder / f"claim-{verdict.index + 1}-{verdict.kind}{SUFFIX}").absolute()
        first, rest = write(game, source).split("\n", 1)
        line = f"# {verdict.kind}: {' '.join(text.split())}"
        try:
            write_whole(file, f"{first}\n{line}\n{rest}".encode())
        except OSError as error:
            why = error.strerror or str(error)
            return file, phrase("its game could not be written into {file}: {error}", file=file, error=why)
        return file, ""


def _source(result: Checked) -> str:
    """The folder of a scenario that is not a shipped one, for a record to find it again."""
    path = Path(result.name).resolve()
    folder = path if path.is_dir() else path.parent
    return "" if folder in {(resources("scenarios") / id).resolve() for id in shipped()} else str(folder)


def _with_values(told: str, game: Game, text: str) -> str:
    """What is told, with the values that a condition speaks of, where the game stands."""
    try:
        values = values_of(game, parse_expression(text.split(" when played by ")[0]))
    except SyntaxProblem:
        return told  # nothing but something named
    told_values = ", ".join(f"{name} = {value}" for name, value in values.items())
    return joined((told, told_values), ": ") if values else told


def _tried(verdict: Verdict) -> str:
    values = {"bot": verdict.bot or phrase("bots"), "count": f"{verdict.played:,}", "made": f"{verdict.made:,}"}
    return phrase("tried games by {bot}: {count}, made up of any legal moves: {made}", **values)


def _counted(verdict: Verdict) -> dict[str, object]:
    """The words of a likelihood: how often it was seen, and how often it is claimed to be."""
    share = verdict.share if verdict.share is not None else Share(0, 0)
    low, high = share.interval()
    told = phrase(
        "{exact} % of the games by {bot} ({least}..{most} % with 95 % confidence, games: {count})",
        exact=f"{100 * share.hits / max(1, share.games):.1f}",
        bot=verdict.bot,
        least=f"{low:.1f}",
        most=f"{high:.1f}",
        count=f"{share.games:,}",
    )
    return {"share": told, "low": verdict.low, "high": verdict.high}


def _summary(verdicts: list[Verdict]) -> str:
    words = Counter(verdict.word for verdict in verdicts)
    games = max((v.played for v in verdicts), default=0) + sum(v.share.games for v in verdicts if v.share is not None)
    told = {
        "held": say("held: {count}", count=words["held"]),
        "shown": say("shown: {count}", count=words["shown"]),
        "undecided": say("undecided: {count}", count=words["undecided"]),
        "refuted": say("refuted: {count}", count=words["refuted"]),
        "unseen": say("not found: {count}", count=words["unseen"]),
    }
    parts = [
        say("claims: {count}", count=len(verdicts)),
        *(text for word, text in told.items() if words[word]),
        say("games by bots: {count}", count=f"{games:,}"),
        say("games made up: {count}", count=f"{sum(v.made for v in verdicts):,}"),
    ]
    return ", ".join(parts)


def _cut_short(search: Search) -> str:
    if search.stopped:
        return say(" (stopped)")
    return say(" (the time was up: `--seconds` gives more)") if search.timed_out else ""
