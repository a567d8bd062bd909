"""HTML template to PDF bytes: the only import of WeasyPrint, a fetcher that refuses everything, our own fonts."""

import os
import warnings
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import Lock

from django.template.loader import render_to_string

from core.text import bind

with warnings.catch_warnings():
    # Without the system's HarfBuzz-Subset it warns and lets fontTools cut the fonts; both are right.
    warnings.simplefilter("ignore", DeprecationWarning)
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

ASSETS = Path(__file__).parent / "assets"
FONTS = {
    "Tinos-Regular.ttf": ("normal", "normal"),
    "Tinos-Bold.ttf": ("bold", "normal"),
    "Tinos-Italic.ttf": ("normal", "italic"),
    "Tinos-BoldItalic.ttf": ("bold", "italic"),
}

_MEDIA_TYPES = {".ttf": "font/ttf", ".svg": "image/svg+xml", ".css": "text/css"}
# fontTools stamps every font subset with the time of day; the same paper must give the same bytes.
os.environ["SOURCE_DATE_EPOCH"] = "1672506000"
_lock = Lock()  # Pango's font map is not made for two threads


class ForbiddenResource(Exception):  # noqa: N818 - the name says what was met
    """A paper asked for something outside the package; nothing was read and no PDF made."""


class PackageFetcher(URLFetcher):
    """Serves `asset:` names found in the package at start; any other address stops the rendering."""

    def fetch(self, url, headers=None):
        path = _package_files().get(url.removeprefix("asset:")) if url.startswith("asset:") else None
        if path is None:
            raise FatalURLFetchingError(f"Không được lấy tài nguyên ngoài: {url[:80]}")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": _MEDIA_TYPES[path.suffix]})


@cache
def _package_files() -> dict[str, Path]:
    files = (path for path in ASSETS.rglob("*") if path.suffix in _MEDIA_TYPES)
    return {path.relative_to(ASSETS).as_posix(): path for path in files}


@cache
def _style() -> tuple[CSS, FontConfiguration]:
    fonts = FontConfiguration()
    faces = "".join(
        f"@font-face {{ font-family: Tinos; font-weight: {weight}; font-style: {style};"
        f" src: url(asset:fonts/{name}) }}\n"
        for name, (weight, style) in FONTS.items()
    )
    paper = (ASSETS / "paper.css").read_text("utf-8")
    return CSS(string=faces + paper, url_fetcher=PackageFetcher(), font_config=fonts), fonts


def render(template_name: str, context: dict) -> bytes:
    """The paper `templates/pdf/<template_name>`; the same template and context give the same bytes on any day."""
    return render_html(bind(render_to_string(f"pdf/{template_name}", context)))


def render_html(html: str) -> bytes:
    """Raises ForbiddenResource when the HTML points outside the package."""
    identifier = sha256(html.encode()).digest()[:16]
    with _lock:
        style, fonts = _style()
        try:
            paper = HTML(string=html, base_url="asset:", url_fetcher=PackageFetcher())
            options = {"pdf_variant": "pdf/ua-1", "pdf_identifier": identifier.hex().encode()}  # read aloud in order
            return paper.write_pdf(font_config=fonts, stylesheets=[style], **options)
        except FatalURLFetchingError as refusal:  # a BaseException: it would take the worker down with it
            raise ForbiddenResource(str(refusal)) from refusal
