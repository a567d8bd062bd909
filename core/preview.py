"""Pages of kept PDFs and pictures as pictures for the screen: drawn in a confined process, one at a time, kept by hash."""

import fcntl
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse
from django.utils.cache import get_conditional_response

from core import files
from core.models import StoredFile

CHILD = Path(__file__).with_name("preview_child.py")
SHOWN = ("application/pdf", "image/png", "image/jpeg")
DRAW_SECONDS, WAIT_SECONDS, RETRY_SECONDS, BUSY_SECONDS = 15, 2, 600, 5
PAGES_AT_MOST = 300
PRUNE_EVERY = 50
_FAILED = "Tệp hỏng, có mật khẩu hoặc quá nặng nên không xem trước được. Anh/chị tải tệp về để xem."


class CannotShow(Exception):  # noqa: N818 - the name says what happened
    """The page cannot be drawn now; the text is the sentence for the reader."""


class Busy(CannotShow):
    """Others are drawing; worth asking again in BUSY_SECONDS."""


class _TooHeavy(Exception):  # noqa: N818
    """Drawing ran out of its time or was killed: no other page of the file is tried for a while."""


@dataclass(frozen=True)
class Page:
    """One drawn page, and how many the file has."""

    path: Path
    pages: int

    @property
    def content_type(self) -> str:
        with self.path.open("rb") as opened:
            return "image/png" if opened.read(1) == b"\x89" else "image/jpeg"


def draw(stored: StoredFile, number: int) -> Page:
    """The picture of a page, from the cache or drawn now. Raises CannotShow with a sentence, never anything else."""
    if stored.content_type not in SHOWN or not 1 <= number <= PAGES_AT_MOST:
        raise CannotShow("Trang này không xem trước được. Anh/chị tải tệp về để xem.")
    kept, count, failed = _places(stored.sha256, number)
    if found := _kept(kept, count):
        return found
    _refuse_failed(failed, _whole(count))
    with _alone():
        if found := _kept(kept, count):  # the one before us in the queue drew it
            return found
        _refuse_failed(failed, _whole(count))
        _prune_sometimes()
        return _drawn(stored, number, kept, count, failed)


def pages_of(stored: StoredFile) -> int:
    """How many pages a file has: told by its first drawing. Raises CannotShow like above."""
    if stored.content_type in SHOWN and stored.content_type != "application/pdf":
        return 1
    with suppress(OSError, ValueError):
        return int(_places(stored.sha256, 1)[1].read_text())
    return draw(stored, 1).pages


def response(request, stored: StoredFile, number: int) -> HttpResponse:
    """The picture of a page as an answer; the caller has checked who asks. A refusal is a sentence, never a fault."""
    try:
        page = draw(stored, number)
        body, kind = page.path.read_bytes(), page.content_type
    except CannotShow as refused:
        busy = isinstance(refused, Busy)
        answer = HttpResponse(str(refused), status=503 if busy else 422, content_type="text/plain; charset=utf-8")
        answer["Cache-Control"] = "private, no-store"
        if busy:
            answer["Retry-After"] = str(BUSY_SECONDS)
        return answer
    answer = HttpResponse(body, content_type=kind)
    answer["Cache-Control"] = "private, no-cache"  # asked anew each time, so that who may read is checked each time
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    etag = f'"{stored.sha256[:32]}-{number}"'
    answer["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=answer)


def _room() -> Path:
    return Path(settings.PREVIEW_ROOT)


def _places(digest: str, number: int) -> tuple[Path, Path, Path]:
    folder = _room() / digest[:2]
    return folder / f"{digest}-{number}.page", folder / f"{digest}.pages", folder / f"{digest}-{number}.failed"


def _whole(count: Path) -> Path:
    """The mark of a file of which no page is tried."""
    return count.with_suffix(".failed")


def _refuse_failed(*marks: Path) -> None:
    for mark in marks:
        with suppress(OSError):
            if time.time() - mark.stat().st_mtime < RETRY_SECONDS:
                raise CannotShow(_FAILED)


def _kept(page: Path, count: Path) -> Page | None:
    try:
        pages = int(count.read_text())
        os.utime(page)  # what is looked at stays longest
    except (OSError, ValueError):
        return None
    return Page(page, pages)


@contextmanager
def _alone() -> Iterator[None]:
    """One drawing at a time on this machine, whatever thread or process asks; nobody waits for ever."""
    _room().mkdir(parents=True, exist_ok=True)
    with (_room() / "lock").open("w") as lock:
        until = time.monotonic() + WAIT_SECONDS
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    raise Busy("Máy chủ đang bận dựng trang. Anh/chị thử lại sau ít phút.") from None
                time.sleep(0.05)
        yield


def _drawn(stored: StoredFile, number: int, kept: Path, count: Path, failed: Path) -> Page:
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=_room()) as room:
        out = Path(room) / "page"
        try:
            told = _child(files.path_of(stored.sha256), number, out)
        except _TooHeavy:
            _whole(count).touch()
            raise CannotShow(_FAILED) from None
        if not told.isdigit() or int(told) < 1:
            failed.touch()
            raise CannotShow(_FAILED)
        count.write_text(told)
        if not out.exists():
            raise CannotShow(f"Tệp chỉ có {told} trang.")
        out.replace(kept)
    return Page(kept, int(told))


def _child(path: Path, number: int, out: Path) -> str:
    command = [sys.executable, "-I", str(CHILD), str(path), str(number), str(out)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=DRAW_SECONDS, check=True)  # noqa: S603
    except subprocess.TimeoutExpired as late:
        raise _TooHeavy from late
    except subprocess.CalledProcessError as fault:
        if fault.returncode < 0:  # killed at its limit of processor time, or for its memory
            raise _TooHeavy from fault
        return ""
    except OSError:
        return ""
    return done.stdout.decode("ascii", "replace").strip()


_drawings = 0


def _prune_sometimes() -> None:
    global _drawings  # noqa: PLW0603 - counts the drawings of this process
    if _drawings % PRUNE_EVERY == 0:
        prune()
    _drawings += 1


def prune() -> None:
    """Takes away the pages that were looked at longest ago, until the cache is within its limit."""
    kept = []
    for path in _room().glob("*/*"):
        with suppress(OSError):
            stat = path.stat()
            kept.append((stat.st_mtime, stat.st_size, path))
    total = sum(size for _, size, _ in kept)
    for _, size, path in sorted(kept):
        if total <= settings.PREVIEW_CACHE_BYTES:
            return
        path.unlink(missing_ok=True)
        total -= size
