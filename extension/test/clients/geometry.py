"""Positions in shapes of every type, in all spellings of the question, against references
in extended precision that share no code and no method with the extension: distances by
Vincenty's formula (astropy), polygons that are star-shaped by sector and side, boxes in the
tangent plane, formulas by set logic.  Pairs nearer to a border than BAND are left out,
except those that lie on it by construction, whose answer is known.

    geometry.py DATABASE [SEED]
"""
import subprocess
import sys

import mpmath
import numpy as np
from astropy.coordinates import angular_separation

BAND = 1e-12  # radians: far above double precision, far below anything in the sky
L = np.longdouble
PI = L("3.14159265358979323846264338327950288")
DEG = PI / 180


def psql(database, script):
    run = subprocess.run(["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", database], input=script,
                         capture_output=True, text=True, check=False)
    if run.returncode != 0:
        raise SystemExit("not ok " + run.stderr)
    return run.stdout.splitlines()


def vectors(lon, lat):
    lon, lat = np.asarray(lon, L) * DEG, np.asarray(lat, L) * DEG
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=-1)


def degrees(v):
    lon = np.arctan2(v[..., 1], v[..., 0]) / DEG % 360
    return (np.asarray(lon, float) % 360.0,
            np.asarray(np.arctan2(v[..., 2], np.hypot(v[..., 0], v[..., 1])) / DEG, float))


def axes(centre):
    """Two directions at right angles to one and to each other."""
    helper = np.eye(3, dtype=L)[np.argmin(np.abs(centre))]
    x = np.cross(centre, helper)
    x /= np.sqrt(x @ x)
    return x, np.cross(centre, x)


def step(centre, distance, angle):
    x, y = axes(centre)
    distance, angle = np.asarray(distance, L)[..., None], np.asarray(angle, L)[..., None]
    return (np.cos(distance) * centre
            + np.sin(distance) * (np.cos(angle) * x + np.sin(angle) * y))


def draw_centre(rng):
    places = [(0, 90), (77, -90), (0, 0), (359.9999999, 0), (180, 89.9999), (90, 41.8103148958)]
    if rng.random() < 0.4:
        return places[rng.integers(len(places))]
    return rng.uniform(-400, 800), float(np.degrees(np.arcsin(rng.uniform(-1, 1))))


def draw_size(rng, largest):
    return largest if rng.random() < 0.05 else float(10 ** rng.uniform(-7, np.log10(largest)))


# Each shape: its text, and a reference that gives the depth of directions in it [rad or a
# sine of it]: above 0 inside, below 0 outside, near 0 on the border.

def draw_circle(rng):
    lon, lat = draw_centre(rng)
    radius = 0.0 if rng.random() < 0.03 else draw_size(rng, 180.0)

    def depth(lons, lats, _):
        separation = angular_separation(np.asarray(lons, L) * DEG, np.asarray(lats, L) * DEG,
                                        L(lon) * DEG, L(lat) * DEG)
        return np.full(len(lons), L(1)) if radius == 180 else L(radius) * DEG - separation
    return f"Circle {lon!r} {lat!r} {radius!r}", depth


def draw_box(rng):
    lon, lat = draw_centre(rng)
    width, height = draw_size(rng, 180.0), draw_size(rng, 180.0)

    def depth(_lons, _lats, v):
        a, d = L(lon) * DEG, L(lat) * DEG
        forward = np.array([np.cos(d) * np.cos(a), np.cos(d) * np.sin(a), np.sin(d)])
        east = np.array([-np.sin(a), np.cos(a), L(0)])
        north = np.array([-np.sin(d) * np.cos(a), -np.sin(d) * np.sin(a), np.cos(d)])
        x, y, z = v @ forward, v @ east, v @ north
        sides = [np.sin(size * DEG / 2) * x - np.cos(size * DEG / 2) * np.abs(off)
                 for size, off in ((L(width), y), (L(height), z))]
        return np.minimum(np.minimum(*sides), x + 4 * BAND)
    return f"Box {lon!r} {lat!r} {width!r} {height!r}", depth


def star(centre, distances, turn):
    """Vertices round a centre, as the doubles they are stored as."""
    count = len(distances)
    angles = (np.arange(count) + turn) * 2 * PI / count
    return degrees(step(centre, distances, angles))


def depth_in_star(centre, lons, lats, v):
    """By the sector between two vertices in which a direction lies."""
    vertices = vectors(lons, lats)
    following = np.roll(vertices, -1, axis=0)
    result = np.full(len(v), L(-1))
    clear = np.full(len(v), L(1))
    for a, b in zip(vertices, following):
        turn = np.sign(np.dot(np.cross(a, b), centre))
        side = turn * (v @ np.cross(a, b)) / np.linalg.norm(np.asarray(np.cross(a, b), float))
        first, second = turn * (v @ np.cross(centre, a)), turn * (v @ np.cross(b, centre))
        within = (first >= 0) & (second >= 0)
        result = np.where(within, side, result)
        clear = np.minimum(clear, np.where(within, np.abs(side), L(1)))
    return np.sign(result) * clear


def triangle_area(a, b, c):
    """L'Huilier's theorem."""
    sides = [2 * np.arcsin(np.sqrt(((p - q) ** 2).sum()) / 2) for p, q in ((a, b), (b, c), (c, a))]
    s = sum(sides) / 2
    product = np.tan(s / 2)
    for side in sides:
        product *= np.tan(max(s - side, L(0)) / 2)
    return 4 * np.arctan(np.sqrt(max(product, L(0))))


def star_area(centre, lons, lats):
    v = vectors(lons, lats)
    return sum(triangle_area(centre, a, b) for a, b in zip(v, np.roll(v, -1, axis=0)))


def draw_polygon(rng):
    lon, lat = draw_centre(rng)
    centre = vectors(lon, lat)
    count = int(rng.integers(3, 30))
    size = draw_size(rng, 150.0)
    if size > 60:
        count += 5
    low = 0.4 if size < 100 else 0.8
    lons, lats = star(centre, rng.uniform(low, 1, count) * size * DEG, rng.random())
    if rng.random() < 0.5:
        lons, lats = lons[::-1], lats[::-1]
    # A polygon is the smaller part of the sky.
    beyond = star_area(centre, lons, lats) > 2 * PI
    numbers = " ".join(f"{float(x)!r} {float(y)!r}" for x, y in zip(lons, lats))

    def depth(_lons, _lats, v):
        result = depth_in_star(centre, lons, lats, v)
        return -result if beyond else result
    return "Polygon " + numbers, depth


def draw_bow_tie(rng):
    """Two triangles that touch in a corner, as one boundary that crosses itself there."""
    centre = vectors(*draw_centre(rng))
    size = draw_size(rng, 40.0) * DEG
    ends = step(centre, np.full(4, size), np.array([0, 1, PI, PI + 1], L))
    lons, lats = degrees(ends)
    # a, b, c, d: the sides b-c and d-a cross; c opposite a and d opposite b.
    numbers = " ".join(f"{lons[i]!r} {lats[i]!r}" for i in (0, 1, 3, 2))
    v4 = vectors(lons, lats)
    crossing = np.cross(np.cross(v4[1], v4[3]), np.cross(v4[2], v4[0]))
    crossing /= np.sqrt(crossing @ crossing) * np.sign(crossing @ centre)

    def depth(_lons, _lats, v):
        best = np.full(len(v), L(-1))
        near = np.full(len(v), L(1))
        for a, b in ((0, 1), (2, 3)):
            corners = [crossing, v4[a], v4[b]]
            sides = []
            for p, q, r in ((0, 1, 2), (1, 2, 0), (2, 0, 1)):
                normal = np.cross(corners[p], corners[q])
                normal /= np.linalg.norm(np.asarray(normal, float))
                sides.append(v @ normal * np.sign(normal @ corners[r]))
            inside = np.minimum.reduce(sides)
            best = np.maximum(best, inside)
            near = np.minimum(near, np.abs(inside))
        return np.sign(best) * near
    return "Polygon " + numbers, depth


def draw_formula(rng, depth_left=2):
    if depth_left == 0 or rng.random() < 0.2:
        return [draw_circle, draw_box, draw_polygon][rng.integers(3)](rng)
    kind = ["Union", "Intersection", "Difference", "Not"][rng.integers(4)]
    members = [draw_formula(rng, depth_left - 1) for _ in range(1 if kind == "Not" else 2)]

    def depth(*where):
        depths = [member[1](*where) for member in members]
        if kind == "Not":
            return -depths[0]
        if kind == "Union":
            return np.maximum(*depths)
        return np.minimum(depths[0], depths[1] if kind == "Intersection" else -depths[1])
    return f"{kind} ({' '.join(member[0] for member in members)})", depth


def draw_positions(rng, count):
    lon = rng.uniform(-400, 800, count)
    lat = np.degrees(np.arcsin(rng.uniform(-1, 1, count)))
    special = [(0, 90), (123, 90), (0, -90), (0, 0), (360, 0), (-0.0, 0), (180, 0), (359.9999999, 0),
               (1e-12, 1e-12), (720, 45), (90, 41.8103148958), (45, 0)]
    near = []
    for a, b in [(0, 90), (77, -90), (0, 0), (359.9999999, 0), (180, 89.9999), (90, 41.8103148958)]:
        near.append(degrees(step(vectors(a, b), 10 ** rng.uniform(-9, 0, 25), rng.uniform(0, 7, 25))))
    lon = np.concatenate([lon, [p[0] for p in special]] + [n[0] for n in near])
    lat = np.concatenate([lat, [p[1] for p in special]] + [n[1] for n in near])
    return lon, lat


NOWHERE = [("NaN", "0"), ("0", "NaN"), ("Infinity", "0"), ("0", "-Infinity"), ("0", "90.0000001"),
           ("0", "-91"), ("NULL", "0"), ("0", "NULL"), ("1e308", "91")]

SETUP = """
CREATE EXTENSION pgsky;
CREATE TABLE place (id int, lon float8, lat float8, p sky.point);
CREATE TABLE shape (id int, kind text, r sky.region);
"""

# Which places are inside, and how often do spellings of the question disagree?
QUESTION = """
SELECT s.id, a.* FROM shape s, LATERAL (
    SELECT coalesce(array_to_string(array_agg(p.id) FILTER (WHERE sky.inside(p.lon, p.lat, {shape})), ' '), ''),
        count(*) FILTER (WHERE sky.inside(p.lon, p.lat, {shape}) IS DISTINCT FROM sky.inside(p.lon, p.lat, s.r)
            AND p.lon IS NOT NULL AND p.lat IS NOT NULL),
        count(*) FILTER (WHERE p.p IS NOT NULL AND (sky.inside(p.lon, p.lat, {shape}) <> sky.contains(p.p, {shape})
            OR sky.inside(p.lon, p.lat, {shape}) <> ({shape} OPERATOR(sky.@>) p.p)
            OR sky.inside(p.lon, p.lat, {shape}) <> sky.intersects({shape}, p.p)))
    FROM place p) a
WHERE s.kind = '{kind}' ORDER BY s.id;
"""


def compare(database, kind, shapes, lon, lat):
    """All pairs of positions and shapes of one kind."""
    cast = {"circle": "s.r::sky.circle", "box": "s.r::sky.box", "polygon": "s.r::sky.polygon",
            "bow tie": "s.r::sky.polygon", "region": "s.r"}[kind]
    rows = "".join(f"{i}\t{kind}\t{text}\n" for i, (text, _) in enumerate(shapes))
    answers = psql(database, f"DELETE FROM shape;\nCOPY shape FROM STDIN;\n{rows}\\.\n"
                   + QUESTION.format(shape=cast, kind=kind))
    v = vectors(lon, lat)
    wrong, pairs, near, inside_count, disagree = 0, 0, 0, 0, 0
    for line, (text, depth) in zip(answers, shapes, strict=True):
        _, inside, other_type, other_form = line.split("|")
        got = np.zeros(len(lon) + len(NOWHERE), bool)
        got[[int(i) for i in inside.split()]] = True
        expected = depth(lon, lat, v)
        clear = np.abs(expected) > BAND
        bad = clear & (got[:len(lon)] != (expected > 0))
        if bad.any():
            k = int(np.argmax(bad))
            print(f"# {text} and {lon[k]!r} {lat[k]!r}: {got[k]}, depth {expected[k]}")
        wrong += int(bad.sum()) + int(got[len(lon):].sum())
        disagree += int(other_type) + int(other_form)
        pairs += int(clear.sum()) + len(NOWHERE)
        near += int((~clear).sum())
        inside_count += int(got.sum())
    print(f"{'ok' if wrong == 0 and disagree == 0 and inside_count > 0 else 'not ok'} {kind}: "
          f"{pairs} pairs, {inside_count} inside, {near} too near to a border to call; "
          f"{wrong} wrong, {disagree} told otherwise by another form")
    return pairs


def compare_rims(database):
    """Positions on the rim of a cone: exact along a meridian and along the equator."""
    rows = psql(database, """
        SELECT count(*),
            count(*) FILTER (WHERE sky.cone(lon, lat + r, lon, lat, r)
                AND sky.inside(lon, lat + r, sky.circle(lon, lat, r))
                AND sky.contains(sky.point(lon, lat + r), sky.region(sky.circle(lon, lat, r)))
                AND sky.distance(lon, lat + r, lon, lat) <= r
                AND NOT sky.distance(lon, lat + r, lon, lat) < r),
            count(*) FILTER (WHERE sky.cone(lon + r, 0, lon, 0, r) AND NOT sky.distance(lon + r, 0, lon, 0) < r
                AND NOT sky.cone(lon + r * 1.0000001, 0, lon, 0, r))
        FROM generate_series(0, 359) AS lon, unnest(ARRAY[-60, -1, 0, 0.25, 45]::float8[]) AS lat,
            unnest(ARRAY[1 / 1048576.0, 0.5, 1, 2.25, 17, 44]::float8[]) AS r;""")
    total, meridian, equator = map(int, rows[0].split("|"))
    print(f"{'ok' if total == meridian == equator else 'not ok'} rims belong to cones, not to what "
          f"is nearer: {meridian} and {equator} of {total}")


def compare_distances(database, rng):
    """Distances of all sizes against 60 digits."""
    mpmath.mp.dps = 60
    pairs = []
    for i in range(3000):
        lon, lat = draw_centre(rng)
        size = float(10 ** rng.uniform(-14, 0.49))
        other = degrees(step(vectors(lon, lat), L(size), L(rng.uniform(0, 7))))
        if i % 10 == 0:
            other = degrees(-vectors(lon + size / 1e3, lat))
        pairs.append((float(lon), float(lat), float(other[0]), float(other[1])))
    values = ", ".join(f"({i}, {', '.join(f'{x!r}::float8' for x in p)})" for i, p in enumerate(pairs))
    rows = psql(database, f"SELECT sky.distance(a, b, c, d) FROM (VALUES {values}) v (i, a, b, c, d) ORDER BY i;")
    worst = 0
    for row, p in zip(rows, pairs, strict=True):
        a, d, b, e = (mpmath.radians(mpmath.mpf(x)) for x in p)
        x = [mpmath.cos(d) * mpmath.cos(a), mpmath.cos(d) * mpmath.sin(a), mpmath.sin(d)]
        y = [mpmath.cos(e) * mpmath.cos(b), mpmath.cos(e) * mpmath.sin(b), mpmath.sin(e)]
        apart = mpmath.sqrt(sum((m - n) ** 2 for m, n in zip(x, y)))
        exact = mpmath.degrees(2 * mpmath.asin(apart / 2))
        if exact > 0:
            worst = max(worst, abs(mpmath.mpf(float(row)) - exact) / exact)
    print(f"{'ok' if worst < 2e-15 else 'not ok'} {len(pairs)} distances from 1e-12 to 180 degrees: "
          f"worst relative error {float(worst):.1e}")


def compare_areas(database, rng):
    """Areas of stars against sums of triangles; of unions of parts against the whole."""
    worst = worst_union = 0
    stars = []
    for _ in range(300):
        centre = vectors(*draw_centre(rng))
        count = int(rng.integers(3, 20))
        size = float(10 ** rng.uniform(-4, 1.9))
        lons, lats = star(centre, rng.uniform(0.5, 1, count) * size * DEG, rng.random())
        middle = degrees(centre)
        triangles = " ".join(
            f"Polygon {float(middle[0])!r} {float(middle[1])!r} {lons[i]!r} {lats[i]!r} "
            f"{lons[(i + 1) % count]!r} {lats[(i + 1) % count]!r}" for i in range(count))
        centre = vectors(*middle)
        stars.append((star_area(centre, lons, lats) / DEG / DEG, size,
                      " ".join(f"{x!r} {y!r}" for x, y in zip(lons, lats)), f"Union ({triangles})"))
    values = ", ".join(f"({i}, '{s[2]}'::sky.polygon, '{s[3]}'::sky.region)" for i, s in enumerate(stars))
    rows = psql(database, f"SELECT sky.area(g), sky.area(r) FROM (VALUES {values}) v (i, g, r) ORDER BY i;")
    for row, (area, size, _, _) in zip(rows, stars, strict=True):
        polygon, union = map(float, row.split("|"))
        # A unit vector holds 1e-16: what that is to the size.
        scale = 1 + 1e-3 / size
        worst = max(worst, abs(polygon / area - 1) / scale)
        worst_union = max(worst_union, abs(union / area - 1) / scale)
    print(f"{'ok' if worst < 1e-11 else 'not ok'} areas of polygons: worst relative error {float(worst):.1e}")
    print(f"{'ok' if worst_union < 1e-11 else 'not ok'} areas of unions of their parts: {float(worst_union):.1e}")


def main():
    database = sys.argv[1]
    rng = np.random.default_rng(int(sys.argv[2]) if len(sys.argv) > 2 else 20240229)
    lon, lat = draw_positions(rng, 400)
    rows = "".join(f"{i}\t{float(a)!r}\t{float(b)!r}\n" for i, (a, b) in enumerate(zip(lon, lat)))
    for i, (a, b) in enumerate(NOWHERE):
        rows += f"{len(lon) + i}\t{a}\t{b}\n".replace("NULL", "\\N")
    psql(database, f"{SETUP}COPY place (id, lon, lat) FROM STDIN;\n{rows}\\.\n"
         "UPDATE place SET p = sky.point(lon, lat) WHERE abs(lat) <= 90 AND abs(lon) < 1e307;")
    pairs = 0
    for kind, draw, count in (("circle", draw_circle, 200), ("box", draw_box, 100), ("polygon", draw_polygon, 150),
                              ("bow tie", draw_bow_tie, 40), ("region", draw_formula, 120)):
        pairs += compare(database, kind, [draw(rng) for _ in range(count)], lon, lat)
    print(f"{'ok' if pairs > 100000 else 'not ok'} {pairs} pairs in all")
    compare_rims(database)
    compare_distances(database, rng)
    compare_areas(database, rng)


main()
