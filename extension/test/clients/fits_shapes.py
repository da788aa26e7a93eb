"""Circles, ranges and polygons on images: which pixels they have something of, by trying all of them."""
import io
import os

import numpy as np
from astropy.coordinates import FK4NoETerms, SkyCoord
from astropy.io import fits
from astropy.wcs import WCS
from astropy.wcs.utils import proj_plane_pixel_scales, wcs_to_celestial_frame

from fits_shared import FOLDER, RNG, block_of, compare, cutouts, keep, report

FINE = 3
BETWEEN = 0.3  # from any place to the next one of a grid of thirds [pixels], some distortion included


def to_icrs(wcs, places):
    frame = wcs_to_celestial_frame(wcs)
    if frame.name != "fk4":
        return places
    places = SkyCoord(places[:, 0], places[:, 1], unit="deg", frame=FK4NoETerms(equinox=frame.equinox)).icrs
    return np.stack([places.ra.deg, places.dec.deg], -1)


def distance(lon1, lat1, lon2, lat2):
    lon1, lat1, lon2, lat2 = (np.radians(v) for v in (lon1, lat1, lon2, lat2))
    up = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    return np.degrees(2 * np.arcsin(np.sqrt(np.minimum(up, 1))))


def vectors(places):
    lon, lat = np.radians(np.asarray(places, float)).T
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], -1)


def grid_of(wcs, shape):
    """Places of an image, FINE x FINE in each pixel."""
    x = (np.arange(shape[1] * FINE) + 0.5) / FINE - 0.5
    y = (np.arange(shape[0] * FINE) + 0.5) / FINE - 0.5
    return to_icrs(wcs, wcs.all_pix2world(np.stack(np.meshgrid(x, y), -1).reshape(-1, 2), 0))


class Circle:
    def __init__(self, lon, lat, scale):
        self.numbers = lon, lat, min(scale * float(10 ** RNG.uniform(-1.5, 1.6)), 90.0)
        self.sql = f"sky.circle{self.numbers!r}"

    def near(self, places, gap):
        lon, lat, radius = self.numbers
        return distance(places[:, 0], places[:, 1], lon, lat) <= radius + gap


class Range:
    """Thin ones and wide ones; over the pole where that is near."""
    def __init__(self, lon, lat, scale):
        wide, high = (float(v) for v in scale * 10 ** RNG.uniform(-1.5, 1.8, 2))
        self.south, self.north = max(lat - high, -90.0), min(lat + high, 90.0)
        wide = min(wide / np.cos(np.radians(lat)), float(RNG.choice([40.0, 110.0, 170.0])))
        self.west, self.east = (lon - wide) % 360, (lon + wide) % 360
        if abs(lat) > 89 and RNG.random() < 0.3:
            self.west, self.east = 0.0, 360.0
        self.sql = "'PositionInterval ICRS {!r} {!r} {!r} {!r}'::sky.region".format(
            *(float(v) for v in (self.west, self.south, self.east, self.north)))

    def near(self, places, gap):
        lon, lat = places.T
        with np.errstate(invalid="ignore"):
            more = np.degrees(np.arcsin(np.sin(np.radians(gap)) / np.cos(np.radians(lat))))
        more = np.where(np.isnan(more), 180.0, more)
        span = 360.0 if (self.west, self.east) == (0.0, 360.0) else (self.east - self.west) % 360
        within = ((lon - self.west + more) % 360 <= span + 2 * more) | (span + 2 * more >= 360)
        return within & (lat >= self.south - gap) & (lat <= self.north + gap)


class Polygon:
    """A star of sides round a place: a fan of triangles."""
    def __init__(self, lon, lat, scale):
        count = int(RNG.integers(3, 9))
        turns = np.radians((np.arange(count) + RNG.uniform(0.3, 0.7, count)) * 360 / count)
        reach = np.radians(np.minimum(scale * 10 ** RNG.uniform(-1, 1.6) * RNG.uniform(0.3, 1, count), 20))
        self.centre = vectors([[lon, lat]])[0]
        east = np.array([-np.sin(np.radians(lon)), np.cos(np.radians(lon)), 0.0])
        north = np.cross(self.centre, east)
        self.corners = np.array([np.cos(r) * self.centre + np.sin(r) * (np.cos(t) * east + np.sin(t) * north)
                                 for r, t in zip(reach, turns)])
        numbers = np.degrees(np.stack([np.arctan2(self.corners[:, 1], self.corners[:, 0]) % (2 * np.pi),
                                       np.arctan2(self.corners[:, 2], np.hypot(self.corners[:, 0], self.corners[:, 1]))], -1))
        self.sql = f"sky.polygon(VARIADIC ARRAY{[float(v) for v in numbers.ravel()]}::float8[])"

    def near(self, places, gap):
        here = vectors(places)
        found = np.zeros(len(here), bool)
        for a, b in zip(self.corners, np.roll(self.corners, -1, axis=0)):
            found |= np.all([here @ np.cross(u, v) >= 0 for u, v in ((self.centre, a), (a, b), (b, self.centre))], axis=0)
            if gap > 0:
                side = np.cross(a, b) / np.linalg.norm(np.cross(a, b))
                beside = (here @ np.cross(side, a) >= 0) & (here @ np.cross(b, side) >= 0)
                found |= np.where(beside, np.abs(here @ side) <= np.radians(gap),
                                  np.minimum(np.linalg.norm(here - a, axis=1), np.linalg.norm(here - b, axis=1)) <= np.radians(gap))
        return found


def block_round(inside, shape):
    """The first and last rows and columns that have a place inside; None: there is none."""
    inside = inside.reshape(shape[0] * FINE, shape[1] * FINE)
    if not inside.any():
        return None
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    return [(int(rows[0]) // FINE, int(rows[-1]) // FINE), (int(columns[0]) // FINE, int(columns[-1]) // FINE)]


def is_between(least, have, most):
    """All that surely belongs to it and nothing that surely does not."""
    if have is None:
        return least is None
    if most is None:
        return False
    return all(m[0] <= h[0] and h[1] <= m[1] for m, h in zip(most, have)) and \
        (least is None or all(h[0] <= l[0] and l[1] <= h[1] for l, h in zip(least, have)))


def shapes_near(wcs, shape, scale):
    """In the image, beside it, across its border."""
    made = []
    for kind, count in ((Circle, 3), (Range, 6), (Polygon, 4)):
        for x, y in RNG.uniform(-0.15, 1.15, (count, 2)) * shape[::-1]:
            lon, lat = (float(v) for v in to_icrs(wcs, wcs.all_pix2world([[x, y]], 0))[0])
            made.append(kind(lon, lat, scale))
    return made


def check_shapes(name):
    original = fits.open(os.path.join(FOLDER, name))
    first = next(h for h in original if h.data is not None)
    wcs, shape = WCS(first.header).celestial, np.array(first.data.shape[-2:])
    scale = float(np.max(proj_plane_pixel_scales(wcs)))
    places = grid_of(wcs, shape)
    shapes = shapes_near(wcs, shape, scale)
    bad = []
    for form, data in zip(shapes, cutouts(name, [{"shape": s.sql} for s in shapes])):
        have = None
        if data is not None:
            keep(data)
            bad += [f"{form.sql}: {differs}" for differs in [compare(name, data)] if differs]
            number, block = block_of(next(h for h in fits.open(io.BytesIO(data)) if h.data is not None).header)
            if original[number] is not first:
                continue
            have = [(part.start, part.stop - 1) for part in block[-2:]]
        least, most = (block_round(form.near(places, gap), shape) for gap in (0.0, BETWEEN * scale))
        if not is_between(least, have, most):
            bad.append(f"{form.sql}: rows and columns {have}, not from {least} to {most}")
    report(not bad, f"shapes cut out of {name}", *bad)
