"""A board that follows a game played elsewhere."""

from __future__ import annotations

from attrs import evolve

import game
from game.desktop import screens
from game.desktop.following import Follow, Onlooker
from game.desktop.intents import Back, JumpTo, Play, Show, Undo
from game.desktop.session import Session


def test_it_shows_every_position_and_plays_none() -> None:
    scenario = game.load("ladder")
    played = game.start(scenario, seed=7)
    records = [played.record()]
    news: list[str | None] = []
    follow = Follow(lambda: news.pop(0))
    session = Session(game=game.start(scenario, 0), screen=screens.BOARD, keeper=Onlooker())
    for _ in range(3):
        played = played.play(played.moves[0])
        records.append(played.record())
    for record in records:
        news[:] = [record, None]
        follow.fetched()
        after = follow.poll(session, 0.0)
        assert after.game is not None and after.game.record() == record
        follow.fetched()
        session = follow.poll(after, 0.0)
        assert session is after  # nothing new: nothing is drawn again
    # What is looked up stays until there is news; what would change the game does not.
    assert session.game is not None
    moves = len(session.game.line)
    for intent in (Play(str(session.game.moves[0])), Undo(), JumpTo(0)):
        tried = session.do(intent)
        assert tried.game is session.game and "the class decides" in tried.notice
    looked = session.do(Show(screens.HISTORY))
    assert follow.poll(looked, 0.0) is looked and looked.screen == screens.HISTORY
    news[:] = [records[1]]  # rewound
    follow.fetched()
    after = follow.poll(looked, 0.0)
    assert after.screen == screens.BOARD and after.game is not None and len(after.game.line) < moves
    assert after.do(Back()).game is after.game


def test_it_tells_that_the_class_is_out_of_reach_and_shows_a_broken_record_as_such() -> None:
    def lost() -> str | None:
        raise ConnectionRefusedError("gone")

    follow = Follow(lost)
    session = Session(game=game.start(game.load("ladder"), 7), screen=screens.BOARD, keeper=Onlooker())
    follow.fetched()
    told = follow.poll(session, 0.0)
    assert "cannot be reached" in told.notice and told.game is session.game
    assert follow.poll(told, 0.0) is told
    follow.fetch = lambda: "no record at all"
    follow.fetched()
    again = follow.poll(told, 0.0)
    assert "cannot be shown" in again.notice and again.game is session.game
    follow.fetch = lambda: None
    assert follow.poll(evolve(again, notice=""), 0.0).notice == ""
