"""A PNG made ready for a painted PDF: pixels and transparency apart, small enough, the same bytes each time."""

import io
import zlib
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from PIL import Image

MOST_PIXELS = 480  # a side; an emblem of 22 mm is then printed at more than 500 dots an inch


@dataclass(frozen=True)
class Raster:
    """`colours` and `cover` are packed rows of RGB and of opacity."""

    width: int
    height: int
    colours: bytes
    cover: bytes
    digest: str


@lru_cache(maxsize=8)
def raster(png: bytes) -> Raster:
    """The picture of these bytes, which core.files has already re-encoded."""
    with Image.open(io.BytesIO(png), formats=["PNG"]) as opened:
        picture = opened.convert("RGBA")
    picture.thumbnail((MOST_PIXELS, MOST_PIXELS), Image.Resampling.LANCZOS)
    cover = picture.getchannel("A").tobytes()
    colours = picture.convert("RGB").tobytes()
    digest = sha256(colours + cover).hexdigest()
    return Raster(picture.width, picture.height, zlib.compress(colours, 9), zlib.compress(cover, 9), digest)
