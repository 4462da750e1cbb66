"""The map: projection, shapes, views, curves, names, and the baked picture."""

from __future__ import annotations

import json
import math
import os
from itertools import combinations, pairwise
from pathlib import Path

import pytest

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")

pygame = pytest.importorskip("pygame")

from game.desktop.board.fonts import Fonts  # noqa: E402
from game.desktop.map.bake import ATLAS, NIGHT, bake, cached_bake  # noqa: E402
from game.desktop.map.cartography import grain  # noqa: E402
from game.desktop.map.names import Letter, Region, Taken, place_region  # noqa: E402
from game.desktop.map.routes import ATLAS_ROUTES, distance_to_route, draw_places, draw_route, route_width  # noqa: E402
from game.desktop.map.shapes import clip, hull, moments  # noqa: E402
from game.scenes.atlas import Atlas, along, fit, length_of, load_map, route_curve  # noqa: E402

ASSETS = Path(__file__).parents[2] / "assets"
MAP = ASSETS / "map" / "eurasia.json"
WASHES = {
    "RUS": (200, 90, 80),
    "CHN": (220, 150, 40),
    "TUR": (120, 150, 60),
    "DEU": (80, 120, 190),
    "IRN": (9, 9, 9),
}


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return load_map(MAP)


@pytest.fixture(scope="module")
def fonts() -> Fonts:
    return Fonts(ASSETS)


def test_files_stay_small() -> None:
    assert MAP.stat().st_size <= 300_000
    assert sum(path.stat().st_size for path in ASSETS.rglob("*") if path.is_file()) <= 2_000_000


def test_centre_of_projection_is_the_origin(atlas: Atlas) -> None:
    x, y = atlas.project(46.0, 64.0)
    assert abs(x) < 1e-6 and abs(y) < 1e-6


@pytest.mark.parametrize("lat", [33.0, 57.0])
def test_scale_is_true_on_the_standard_parallels(atlas: Atlas, lat: float) -> None:
    a, b = atlas.project(lat, 64.0), atlas.project(lat, 64.01)
    assert math.dist(a, b) == pytest.approx(6371.0 * math.cos(math.radians(lat)) * math.radians(0.01), rel=1e-4)


@pytest.mark.parametrize("lat,lon", [(51.2, 71.4), (50.85, 4.35), (39.9, 116.4), (10.0, 100.0), (70.0, 20.0)])
def test_projection_inverts(atlas: Atlas, lat: float, lon: float) -> None:
    back = atlas.projection.inverse(*atlas.project(lat, lon))
    assert back == pytest.approx((lat, lon), abs=1e-9)


@pytest.mark.parametrize(
    "lat,lon,code",
    [
        (51.17, 71.43, "KAZ"),  # Astana
        (43.24, 76.89, "KAZ"),  # Almaty
        (43.65, 51.2, "KAZ"),  # Aktau
        (55.75, 37.62, "RUS"),  # Moscow
        (34.27, 108.95, "CHN"),  # Xi'an
        (39.9, 116.4, "CHN"),  # Beijing
        (44.95, 34.1, "UKR"),  # Simferopol
        (39.93, 32.86, "TUR"),  # Ankara
        (50.85, 4.35, "BEL"),  # Brussels
        (41.3, 69.24, "UZB"),  # Tashkent
        (42.0, 51.0, None),  # in the Caspian
        (43.5, 35.0, None),  # in the Black Sea
    ],
)
def test_places_lie_in_their_countries(atlas: Atlas, lat: float, lon: float, code: str | None) -> None:
    assert atlas.country_at(lat, lon) == code


def test_anchors_lie_in_their_countries(atlas: Atlas) -> None:
    astray = [code for code, country in atlas.countries.items() if not country.contains(*country.anchor)]
    assert astray == []


def test_every_country_has_a_name_in_every_language(atlas: Atlas) -> None:
    raw = json.loads(MAP.read_text(encoding="utf-8"))
    for part in [*raw["countries"].values(), *raw["seas"]]:
        assert set(part["name"]) == {"en", "ru", "kk"}
    assert atlas.countries["KAZ"].names["kk"] == "Қазақстан"


def test_arcs_are_shared_by_at_most_two_countries(atlas: Atlas) -> None:
    raw = json.loads(MAP.read_text(encoding="utf-8"))
    assert len(atlas.coasts) + len(atlas.borders) == sum(len(arc) > 2 for arc in raw["arcs"])
    assert any({a, b} == {"KAZ", "RUS"} for a, b, _ in atlas.borders)


def test_unknown_projection_is_refused(tmp_path: Path) -> None:
    raw = json.loads(MAP.read_text(encoding="utf-8"))
    raw["projection"]["kind"] = "mercator"
    path = tmp_path / "map.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    with pytest.raises(ValueError, match="mercator"):
        load_map(path)


def test_fit_shows_all_bounds_and_inverts(atlas: Atlas) -> None:
    view = fit(atlas.frame, (900.0, 700.0), at=(100.0, 50.0))
    corners = view.pixels([atlas.frame[:2], atlas.frame[2:]])
    assert all(100 - 1e-6 <= x <= 1000 + 1e-6 and 50 - 1e-6 <= y <= 750 + 1e-6 for x, y in corners)
    assert view.unpixel(view.pixel((12.0, 34.0))) == pytest.approx((12.0, 34.0))
    assert view.times(4, 8, 12).pixel((5.0, 6.0)) == pytest.approx(
        (view.pixel((5.0, 6.0))[0] * 4 - 8, view.pixel((5.0, 6.0))[1] * 4 - 12)
    )


def test_route_curve_passes_through_its_places() -> None:
    places = [(0.0, 0.0), (100.0, 10.0), (110.0, 90.0), (112.0, 95.0), (300.0, 80.0)]
    curve = route_curve(places)
    for place in places:
        assert min(math.dist(place, point) for point in curve) < 1e-6
    assert max(math.dist(a, b) for a, b in pairwise(curve)) < 9
    assert route_curve(places[:1]) == (places[0],)
    assert route_curve(places[:2])[-1] == places[1]


def test_along_measures_a_line() -> None:
    line = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)]
    assert length_of(line) == 20
    assert along(line, 15.0) == ((10.0, 5.0), pytest.approx(math.pi / 2))
    assert along(line, 99.0)[0] == (10.0, 10.0)


def test_clip_and_moments() -> None:
    square = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]
    area, centre, _, longer = moments(clip(square, (0.0, 0.0, 10.0, 5.0)))
    assert (area, centre) == (pytest.approx(50), pytest.approx((5.0, 2.5)))
    assert longer == pytest.approx(2.0)
    assert clip(square, (20.0, 20.0, 30.0, 30.0)) == []
    assert set(hull([*square, (5.0, 5.0), (3.0, 9.0)])) == set(square)


def test_names_keep_clear_and_stay_inside() -> None:
    ring = ((0.0, 0.0), (400.0, 0.0), (400.0, 200.0), (0.0, 200.0))
    measure = lambda char, px: 0.6 * px  # noqa: E731
    blocked = (0.0, 60.0, 400.0, 80.0)
    placed = place_region(Region("Land", (ring,)), (0, 0, 400, 200), Taken([blocked]), measure, 1.0)
    assert placed is not None and placed.text == "LAND"
    for at in placed.letters:
        assert 0 < at.x < 400 and 0 < at.y < 200
        assert not 60 <= at.y <= 140
    assert place_region(Region("Land", (ring,)), (0, 0, 9, 9), Taken(), measure, 1.0) is None


def test_taken_counts_letters() -> None:
    taken = Taken()
    letters = [Letter("A", 20, 20, 0), Letter("B", 80, 20, 0)]
    assert taken.hits(letters, 10) == 0
    taken.take(letters[:1], 10)
    assert taken.hits(letters, 10) == 1


@pytest.mark.parametrize("size", [(1, 1), (64, 64), (701, 503), (320, 900), (1200, 800)])
@pytest.mark.parametrize("style", [ATLAS, NIGHT], ids=["atlas", "night"])
def test_bake_works_at_several_sizes(atlas: Atlas, fonts: Fonts, size: tuple[int, int], style) -> None:
    surface = bake(
        atlas,
        size,
        style,
        home={"KAZ"},
        washes=WASHES,
        fonts=fonts,
        language="kk",
        groups={"ЕО": ["DEU", "FRA"]},
    )
    assert surface.get_size() == size


def test_bake_paints_land_sea_home_and_wash(atlas: Atlas) -> None:
    size = (900, 600)
    view = fit(atlas.frame, size)
    surface = bake(atlas, size, ATLAS, home={"KAZ"}, washes=WASHES)

    def near(lat: float, lon: float, colour: tuple[int, int, int], within: int) -> bool:
        x, y = view.pixel(atlas.project(lat, lon))
        seen = pygame.transform.average_color(surface, pygame.Rect(x - 3, y - 3, 7, 7))
        return max(abs(a - b) for a, b in zip(seen, colour, strict=False)) <= within

    assert near(49.0, 66.0, ATLAS.home, 25)
    assert near(32.0, 42.5, ATLAS.land, 30)  # Iraq
    assert near(18.5, 63.5, ATLAS.sea, 35)  # Arabian Sea
    assert not near(60.0, 75.0, ATLAS.land, 14)  # Russia is tinted


def test_bake_is_deterministic(atlas: Atlas, fonts: Fonts) -> None:
    pictures = [
        bake(atlas, (500, 350), NIGHT, home={"KAZ"}, washes=WASHES, fonts=fonts).get_buffer().raw for _ in range(2)
    ]
    assert pictures[0] == pictures[1]


def test_strips_join_without_a_seam(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = bake(atlas, (400, 300), ATLAS, home={"KAZ"}, washes=WASHES)
    monkeypatch.setattr("game.desktop.map.cartography.STRIP_BYTES", 400 * 4 * 4 * 4 * 37)
    strips = bake(atlas, (400, 300), ATLAS, home={"KAZ"}, washes=WASHES)
    raw_a, raw_b = whole.get_buffer().raw, strips.get_buffer().raw
    differing = sum(abs(a - b) > 40 for a, b in zip(raw_a, raw_b, strict=True))
    assert differing < len(raw_a) * 0.001


def test_grain_is_seamless_and_light() -> None:
    tile = grain(28)
    assert pygame.transform.average_color(tile)[0] > 225
    rows = [tile.subsurface((0, y, 512, 1)) for y in (0, 1, 510, 511)]
    means = [pygame.transform.average_color(row)[0] for row in rows]
    assert max(abs(a - b) for a, b in combinations(means, 2)) < 6


def test_cache_is_used_keyed_and_recovers(
    atlas: Atlas, fonts: Fonts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "maps"
    options = {"home": {"KAZ"}, "washes": WASHES, "fonts": fonts, "keep_clear": [(10, 10), (0, 0, 20, 20)]}
    first = cached_bake(folder, atlas, (300, 200), ATLAS, **options).get_buffer().raw
    (file,) = folder.iterdir()
    file.write_bytes(b"broken")
    assert cached_bake(folder, atlas, (300, 200), ATLAS, **options).get_buffer().raw == first
    assert file.stat().st_size == 300 * 200 * 4 + 4
    raw = bytearray(file.read_bytes())
    raw[1000] ^= 255
    file.write_bytes(raw)
    assert cached_bake(folder, atlas, (300, 200), ATLAS, **options).get_buffer().raw == first
    for other in (NIGHT,):
        cached_bake(folder, atlas, (300, 200), other, **options)
    cached_bake(folder, atlas, (300, 200), ATLAS, **{**options, "home": {"UZB"}})
    assert len(list(folder.iterdir())) == 3
    monkeypatch.setattr("game.desktop.map.bake.bake", lambda *a, **k: pytest.fail("baked again"))
    assert cached_bake(folder, atlas, (300, 200), ATLAS, **options).get_buffer().raw == first


def test_cache_folder_that_cannot_be_made_is_no_error(atlas: Atlas, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert cached_bake(tmp_path / "file" / "maps", atlas, (64, 48), ATLAS).get_size() == (64, 48)
    assert cached_bake(None, atlas, (64, 48), ATLAS).get_size() == (64, 48)


@pytest.mark.parametrize("closed", [False, True])
def test_routes_are_painted_where_they_run(closed: bool) -> None:
    surface = pygame.Surface((400, 300))
    surface.fill((240, 240, 240))
    line = route_curve([(-50.0, 20.0), (150.0, 150.0), (390.0, 250.0), (600.0, 260.0)])
    draw_route(surface, line, (200, 40, 40), capacity=3, maximum=8, closed=closed, unit=1.5)
    draw_places(surface, [(150.0, 150.0)], radius=6)
    changed = [(x, y) for x in range(0, 400, 3) for y in range(0, 300, 3) if surface.get_at((x, y))[:3] != (240,) * 3]
    assert len(changed) > 100
    assert all(distance_to_route(line, point) < 14 for point in changed)


def test_route_width_grows_with_capacity() -> None:
    widths = [route_width(n, 8, ATLAS_ROUTES) for n in range(9)]
    assert widths == sorted(set(widths))
    assert route_width(0, 0, ATLAS_ROUTES) == ATLAS_ROUTES.thin


def test_route_draws_nothing_for_a_single_point() -> None:
    surface = pygame.Surface((20, 20))
    draw_route(surface, [(5.0, 5.0)], (255, 0, 0))
    assert pygame.transform.average_color(surface)[:3] == (0, 0, 0)
