"""Tables: the slots of tracks and groups, and what every name stands for."""

from __future__ import annotations

from attrs import evolve

from game.rules import terms
from game.rules.build.draft import Draft
from game.rules.model import Path, Track
from game.rules.names import MEMBER, TRUTH, GroupTable, Value
from game.rules.plan import TURN
from game.rules.problems import did_you_mean
from game.rules.terms import Const, Slot
from game.rules.wording import phrase

MOST_TURNS = 200
WIDEST_TRACK = 1_000_000


def number_fixed(draft: Draft) -> None:
    """The slots every game has, and the names that every scenario knows."""
    last = draft.scenario.last_turn
    if not 1 <= last <= MOST_TURNS:
        draft.report("MV341", phrase("a game has 1 to {most} turns", most=MOST_TURNS), ("turns",))
        last = 1
    draft.slot("turn", 1, max(last, 1), 1)
    draft.slot("at", 0, 0)
    draft.slot("ending", 0, 10_000)
    draft.names.fixed.update(
        turn=Value(Slot(TURN, 1, last)),
        last_turn=Value(Const(last)),
        always=Value(terms.TRUE, TRUTH),
        never=Value(terms.FALSE, TRUTH),
        true=Value(terms.TRUE, TRUTH),
        false=Value(terms.FALSE, TRUTH),
        nobody=Value(terms.NOBODY, MEMBER),
    )


def name_parameters(draft: Draft) -> None:
    """The named constants, and which of them hang on the level of difficulty."""
    levels = draft.scenario.difficulty.values()
    draft.names.varying = frozenset(key for level in levels for key in level.set if key in draft.scenario.parameters)
    for key, value in draft.scenario.parameters.items():
        draft.claim(key, ("parameters", key))
        draft.names.parameters[key] = value


def number_tracks(draft: Draft) -> None:
    """The country's own tracks, and which of them takes what another cannot pay."""
    for key, track in draft.scenario.tracks.items():
        path: Path = ("tracks", key)
        draft.claim(key, path)
        draft.names.tracks[key] = _track_slot(draft, key, track, track.start, path, key=key)
    for key, track in draft.scenario.tracks.items():
        if track.below is None:
            continue
        if track.below not in draft.names.tracks or track.below == key:
            hint = did_you_mean(track.below, draft.names.tracks)
            draft.report(
                "MV312", phrase("there is no other track `{name}`", name=track.below), ("tracks", key, "below"), hint
            )
        else:
            _spill(draft, draft.names.tracks[key].index, draft.names.tracks[track.below].index)


def _spill(draft: Draft, index: int, into: int) -> None:
    draft.slots[index] = evolve(draft.slots[index], spill=into)


def _track_slot(draft: Draft, name: str, track: Track, start: int, path: Path, **more: str) -> Slot:
    if track.min > track.max or max(abs(track.min), abs(track.max)) > WIDEST_TRACK:
        draft.report(
            "MV343",
            phrase("`{name}` goes from {min} to {max}", name=name, min=track.min, max=track.max),
            path,
            phrase("min is at most max"),
        )
        return Slot(0, 0, 0)
    if not track.min <= start <= track.max:
        where: Path = path if "members" in path else (*path, "start")
        draft.report(
            "MV344",
            phrase(
                "`{name}` starts at {start}, outside its {min}..{max}",
                name=name,
                start=start,
                min=track.min,
                max=track.max,
            ),
            where,
        )
        start = track.min
    index = draft.slot(name, track.min, track.max, start, track=track, reset=track.reset, path=path, **more)
    return Slot(index, track.min, track.max)


def number_groups(draft: Draft) -> None:
    """The groups with the tracks and links of their members; summits and envoys are groups too."""
    for key, group in draft.scenario.groups.items():
        draft.claim(key, ("groups", key))
        for member in group.members:
            draft.claim(member, ("groups", key, "members", member))
        table = GroupTable(group.one or key, list(group.members))
        draft.names.groups[key] = table
        for track_key, track in group.tracks.items():
            table.slots[track_key] = [_member_slot(draft, key, member, track_key, track) for member in group.members]
        if not group.members:
            draft.report("MV345", phrase("the group `{name}` has no members", name=key), ("groups", key), key=True)
    for key in draft.scenario.groups:
        _links(draft, key)
    _summit_group(draft)
    envoys = draft.scenario.envoys
    ranks = {"rank": [envoy.rank for envoy in envoys.values()]}
    draft.names.groups["envoys"] = GroupTable("envoy", list(envoys), constants=ranks)


def _member_slot(draft: Draft, group: str, member: str, key: str, track: Track) -> Slot:
    given = draft.scenario.groups[group].members[member].values.get(key)
    path: Path = ("groups", group, "members", member, key)
    if given is None:
        start = track.start
        path = ("groups", group, "tracks", key)
    elif isinstance(given, int):
        start = given
    else:
        draft.report("MV203", phrase("`{name}` is a track: its start is a whole number", name=key), path)
        start = track.start
    return _track_slot(draft, f"{member}.{key}", track, start, path, group=group, member=member, key=key)


def _links(draft: Draft, key: str) -> None:
    group = draft.scenario.groups[key]
    table = draft.names.groups[key]
    for link_key, link in group.links.items():
        if link.to not in draft.scenario.groups:
            hint = did_you_mean(link.to, draft.scenario.groups)
            draft.report(
                "MV317",
                phrase("there is no group `{name}`", name=link.to),
                ("groups", key, "links", link_key, "to"),
                hint,
            )
            continue
        targets = list(draft.scenario.groups[link.to].members)
        linked = [_link(draft, key, member, link_key, link.optional, targets) for member in group.members]
        table.links[link_key] = (link.to, linked)
    known = {*group.tracks, *group.links}
    for member_key, member in group.members.items():
        for value_key in member.values:
            if value_key not in known:
                hint = did_you_mean(value_key, [*known, "name", "letter", "text", "place", "lands", "path", "source"])
                path: Path = ("groups", key, "members", member_key, value_key)
                draft.report(
                    "MV201",
                    phrase("`{name}` is no track or link of `{group}`", name=value_key, group=key),
                    path,
                    hint,
                    key=True,
                )


def _link(draft: Draft, group: str, member: str, key: str, optional: bool, targets: list[str]) -> int:
    given = draft.scenario.groups[group].members[member].values.get(key)
    if isinstance(given, str) and given in targets:
        return targets.index(given)
    if given is not None:
        path: Path = ("groups", group, "members", member, key)
        draft.report(
            "MV312", phrase("there is no `{given}` to link to", given=given), path, did_you_mean(str(given), targets)
        )
    elif not optional:
        draft.report(
            "MV202",
            phrase("`{member}` must say its `{key}`", member=member, key=key),
            ("groups", group, "members", member),
            key=True,
        )
    return -1


def _summit_group(draft: Draft) -> None:
    summits = draft.scenario.summits
    table = GroupTable("summit", list(summits))
    most = max((envoy.rank for envoy in draft.scenario.envoys.values()), default=1)
    table.slots["attended"] = [
        Slot(draft.slot(f"summits.{key}.attended", 0, max(1, most), reset=True), 0, max(1, most)) for key in summits
    ]
    table.constants["turn"] = [s.turn for s in summits.values()]
    hosts = {s.host for s in summits.values()} - {None}
    for key, group in draft.names.groups.items():
        if hosts and hosts <= set(group.members):
            indices = [group.members.index(s.host) if s.host is not None else -1 for s in summits.values()]
            table.links["host"] = (key, indices)
            break
    else:
        for key, summit in summits.items():
            if summit.host is not None and not draft.is_member(summit.host):
                hint = did_you_mean(summit.host, draft.names.known())
                draft.report(
                    "MV312", phrase("there is no `{name}` to be host", name=summit.host), ("summits", key, "host"), hint
                )
    for key, summit in summits.items():
        if not 1 <= summit.turn <= draft.scenario.last_turn:
            message = phrase(
                "turn {number} is not in the game's 1..{last}", number=summit.turn, last=draft.scenario.last_turn
            )
            draft.report("MV346", message, ("summits", key, "turn"))
    draft.names.groups["summits"] = table


def name_pairs(draft: Draft) -> None:
    """The pairs of members."""
    for key, pairs in draft.scenario.pairs.items():
        path: Path = ("pairs", key)
        if pairs.of not in draft.scenario.groups:
            hint = did_you_mean(pairs.of, draft.scenario.groups)
            draft.report("MV317", phrase("there is no group `{name}`", name=pairs.of), (*path, "of"), hint)
            continue
        members = draft.names.groups[pairs.of].members
        indices: list[tuple[int, int]] = []
        for number, pair in enumerate(pairs.members):
            for side, name in enumerate(pair):
                if name not in members:
                    message = phrase("`{name}` is not one of {group}", name=name, group=pairs.of)
                    draft.report("MV312", message, (*path, "members", number, side), did_you_mean(name, members))
            if all(name in members for name in pair):
                indices.append((members.index(pair[0]), members.index(pair[1])))
        draft.names.pairs[key] = (pairs.of, indices)


def apply_level(draft: Draft) -> None:
    """What the level of difficulty overrides: starts of tracks and parameters."""
    for level_key, level in draft.scenario.difficulty.items():
        for key, value in level.set.items():
            path: Path = ("difficulty", level_key, "set", key)
            found = [i for i, s in enumerate(draft.slots) if s.name == key and s.track is not None]
            if key in draft.names.parameters:
                if level_key == draft.level:
                    draft.names.parameters[key] = value
            elif not found:
                known = [*draft.names.parameters, *(s.name for s in draft.slots if s.track is not None)]
                message = phrase("there is no track or parameter `{name}`", name=key)
                draft.report("MV312", message, path, did_you_mean(key, known), key=True)
            elif not draft.slots[found[0]].low <= value <= draft.slots[found[0]].high:
                plan = draft.slots[found[0]]
                draft.report(
                    "MV344",
                    phrase(
                        "`{name}` starts at {start}, outside its {min}..{max}",
                        name=key,
                        start=value,
                        min=plan.low,
                        max=plan.high,
                    ),
                    path,
                )
            elif level_key == draft.level:
                draft.slots[found[0]] = evolve(draft.slots[found[0]], start=value)


def name_expressions(draft: Draft) -> None:
    """The names that stand for expressions."""
    for key, expression in draft.scenario.names.items():
        draft.claim(key, ("names", key))
        draft.names.aliases[key] = expression
