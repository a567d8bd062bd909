"""Draws one page of a PDF or picture, alone in a process of its own: what hangs, swells or crashes takes nobody along.

Run as `python -I preview_child.py FILE PAGE OUT`; prints the number of pages. Imports nothing of the portal.
"""

import io
import resource
import sys
from pathlib import Path

WIDTH, PIXELS, COLOURS = 1100, 4_000_000, 2048
SECONDS, MEMORY = 12, 1_500_000_000


def confine() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000_000, 20_000_000))


def scale_of(width: float, height: float) -> float:
    """Fits the width of a page on the screen; a very tall or wide one is drawn smaller."""
    fits = WIDTH / max(width, 1)
    return min(fits, (PIXELS / max(width * height, 1)) ** 0.5)


def page_of_pdf(path: Path, number: int):
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    pages = len(document)
    if not 1 <= number <= pages:
        return pages, None
    page = document[number - 1]
    return pages, page.render(scale=scale_of(*page.get_size())).to_pil().convert("RGB")


def page_of_picture(path: Path, number: int):
    from PIL import Image

    with Image.open(path, formats=["PNG", "JPEG"]) as opened:
        if number != 1 or opened.width * opened.height > 60_000_000:
            return 1, None
        scale = min(1.0, scale_of(opened.width, opened.height))
        opened.draft("RGB", (WIDTH, WIDTH))  # a JPEG is read at a fraction of its size
        size = max(1, round(opened.width * scale)), max(1, round(opened.height * scale))
        opened.thumbnail(size)
        return 1, on_white(opened)


def small(picture) -> bytes:
    """Letters and drawings have few colours: a PNG of a palette is sharp and light. A scan or photograph goes as JPEG."""
    out = io.BytesIO()
    if picture.getcolors(COLOURS):
        picture.quantize(32, dither=0).save(out, "PNG", optimize=True)
    else:
        picture.save(out, "JPEG", quality=78, optimize=True)
    return out.getvalue()


def on_white(picture):
    from PIL import Image

    if picture.mode not in ("RGBA", "LA", "PA"):
        return picture.convert("RGB")
    ground = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(ground, picture.convert("RGBA")).convert("RGB")


def main(path: Path, number: int, out: Path) -> None:
    confine()
    with path.open("rb") as opened:
        read = page_of_pdf if opened.read(5) == b"%PDF-" else page_of_picture
    pages, picture = read(path, number)
    if picture is not None:
        out.write_bytes(small(picture))
    sys.stdout.write(str(pages))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
