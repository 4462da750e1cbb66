"""Scenes: everything a screen shows, as texts, numbers and ids. Pure values: no pygame, no game, no drawing.

`view.view(session)` builds one; a front end only lays it out. Ids are what intents want back: `MoveView.id` goes into
`Play` and `Focus`, a track's id into `Why`, any other id into `Detail`.
"""

from __future__ import annotations

from game.scenes.diagnosis import DiagnosticsScene
from game.scenes.scene_board import (
    BoardScene,
    BranchView,
    CalendarEntry,
    CalendarTurn,
    Decision,
    Deck,
    EnvoyView,
    GroupView,
    Header,
    HistoryStep,
    LegacyView,
    LinkMark,
    MapView,
    MemberView,
    MoveGroup,
    MoveView,
    PairMark,
    PlaceView,
    PreviewView,
    Reckoning,
    RouteView,
    TableCard,
    TurnDot,
)
from game.scenes.scene_forecasts import (
    AdvisersScene,
    ChoiceFigure,
    EndingBar,
    FanView,
    ForecastScene,
    ForecastView,
    VoiceView,
)
from game.scenes.scene_menus import (
    BriefingScene,
    ElsewhereScene,
    HelpLine,
    HelpScene,
    PickerScene,
    RuleEntry,
    RulePage,
    RuleSection,
    RulesScene,
    SettingRow,
    SettingsScene,
    TitleScene,
)
from game.scenes.scene_parts import (
    CauseGroup,
    CauseLine,
    Change,
    Chart,
    Choice,
    EffectLine,
    Pointer,
    Section,
    Series,
    SourceLine,
    TrackMark,
    badge_name,
)
from game.scenes.scene_stories import (
    ChartsScene,
    DetailScene,
    EndingScene,
    HistoryEntry,
    HistoryNote,
    HistoryScene,
    PivotView,
    ReportScene,
    WhyRow,
    WhyScene,
)

__all__ = [
    "AdvisersScene",
    "BoardScene",
    "BranchView",
    "BriefingScene",
    "CalendarEntry",
    "CalendarTurn",
    "CauseGroup",
    "CauseLine",
    "Change",
    "Chart",
    "ChartsScene",
    "Choice",
    "ChoiceFigure",
    "Decision",
    "Deck",
    "DetailScene",
    "EffectLine",
    "ElsewhereScene",
    "EndingBar",
    "EndingScene",
    "EnvoyView",
    "FanView",
    "ForecastScene",
    "ForecastView",
    "GroupView",
    "Header",
    "HelpLine",
    "HelpScene",
    "HistoryEntry",
    "HistoryNote",
    "HistoryScene",
    "HistoryStep",
    "LegacyView",
    "LinkMark",
    "MapView",
    "MemberView",
    "MoveGroup",
    "MoveView",
    "PairMark",
    "PickerScene",
    "PivotView",
    "PlaceView",
    "Pointer",
    "PreviewView",
    "Reckoning",
    "ReportScene",
    "RouteView",
    "RuleEntry",
    "RulePage",
    "RuleSection",
    "RulesScene",
    "Scene",
    "Section",
    "Series",
    "SettingRow",
    "SettingsScene",
    "SourceLine",
    "TableCard",
    "TitleScene",
    "TrackMark",
    "TurnDot",
    "VoiceView",
    "WhyRow",
    "WhyScene",
    "badge_name",
]

Scene = (
    TitleScene
    | PickerScene
    | BriefingScene
    | BoardScene
    | ReportScene
    | WhyScene
    | DetailScene
    | EndingScene
    | ChartsScene
    | HistoryScene
    | HelpScene
    | ElsewhereScene
    | RulesScene
    | SettingsScene
    | DiagnosticsScene
    | ForecastScene
    | AdvisersScene
)
