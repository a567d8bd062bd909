"""The only door for uploads and downloads: what a file is, not what it says it is; kept by hash, never served by path."""

import hashlib
import io
import os
import re
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.http import FileResponse
from django.utils.http import content_disposition_header
from PIL import Image, ImageOps

from core import package
from core.models import StoredFile
from core.text import clean

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "png": "image/png",
    "jpg": "image/jpeg",
}
DOCUMENTS = ("pdf", "docx", "xlsx", "png", "jpg")
_OFFICE_MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_PDF_FORBIDDEN = (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/SubmitForm", b"/ImportData", b"/RichMedia")
_PDF_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_PDF_OBJECTS = re.compile(rb"/ObjStm\b.{0,400}?stream\r?\n", re.DOTALL)
MAX_PIXELS = 40_000_000
OFFICE_LIMITS = package.Limits(members=400, unpacked=100 * 1024 * 1024, ratio=150)


@dataclass(frozen=True)
class CheckedFile:
    """An uploaded file that is what it says it is, not kept yet."""

    name: str
    content_type: str
    data: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    def keep(self, *, by) -> StoredFile:
        return store_bytes(self.data, name=self.name, content_type=self.content_type, by=by)


def save_upload(upload, *, by, kinds: tuple[str, ...] = DOCUMENTS) -> StoredFile:
    """Checks and keeps an uploaded file. Raises ValidationError with a sentence that says what to send instead."""
    return check_upload(upload, kinds=kinds).keep(by=by)


def check_upload(upload, *, kinds: tuple[str, ...] = DOCUMENTS) -> CheckedFile:
    """The file to keep; a large picture takes seconds, so better before a transaction. Raises ValidationError like above."""
    name = safe_name(upload.name or "")
    extension = Path(name).suffix.lower().lstrip(".").replace("jpeg", "jpg")
    wanted = ", ".join(f".{kind}" for kind in kinds)
    if extension not in kinds:
        raise ValidationError(f"Tệp “{name}” không thuộc loại được nhận. Hãy gửi tệp {wanted}.")
    if upload.size > settings.MAX_UPLOAD_BYTES:
        limit = settings.MAX_UPLOAD_BYTES // (1024 * 1024)
        raise ValidationError(f"Tệp “{name}” lớn hơn {limit} MB. Hãy nén hoặc chia nhỏ tệp rồi gửi lại.")
    if not upload.size:
        raise ValidationError(f"Tệp “{name}” trống. Hãy chọn lại tệp.")
    return CheckedFile(name, CONTENT_TYPES[extension], check_content(upload.read(), extension, name))


def check_content(data: bytes, extension: str, name: str) -> bytes:
    """The bytes to keep, if they truly are what the extension says; pictures come back re-encoded, without hidden data."""
    lies = ValidationError(
        f"Nội dung tệp “{name}” không đúng với đuôi .{extension}. Hãy mở lại tệp và lưu đúng định dạng."
    )
    if extension == "pdf":
        if not data.startswith(b"%PDF-") or b"%%EOF" not in data[-2048:]:
            raise lies
        if any(mark in text for text in _pdf_texts(data) for mark in _PDF_FORBIDDEN):
            raise ValidationError(f"Tệp “{name}” có mã lệnh hoặc tệp nhúng. Hãy in lại thành PDF thường rồi gửi.")
        return data
    if extension in ("png", "jpg"):
        return _clean_picture(data, extension, lies)
    _check_office(data, extension, name, lies)
    return data


def _pdf_texts(data: bytes) -> Iterator[bytes]:
    """Where a PDF may name an action: in the open (a name may be written /J#61vaScript), or in packed object streams."""
    yield _PDF_ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), data)
    for found in _PDF_OBJECTS.finditer(data):
        try:
            packed = zlib.decompressobj().decompress(data[found.end() : found.end() + 1_000_000], 4_000_000)
        except zlib.error:  # not packed, or in a way of its own
            continue
        yield _PDF_ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), packed)


def _clean_picture(data: bytes, extension: str, lies: ValidationError) -> bytes:
    wanted = "PNG" if extension == "png" else "JPEG"
    try:
        with Image.open(io.BytesIO(data), formats=[wanted]) as picture:
            if picture.width * picture.height > MAX_PIXELS:  # said in its first bytes: nothing is decoded yet
                raise ValidationError("Ảnh quá lớn (trên 40 triệu điểm ảnh). Hãy thu nhỏ ảnh rồi gửi lại.")
            upright = ImageOps.exif_transpose(picture)  # a telephone says in hidden data which side is up
            out = io.BytesIO()
            upright.convert("RGB" if wanted == "JPEG" else "RGBA").save(out, wanted, quality=88)
    except ValidationError:
        raise
    except Exception as fault:  # Pillow raises many kinds on hostile pictures; all mean the same here
        raise lies from fault
    return out.getvalue()


def _check_office(data: bytes, extension: str, name: str, lies: ValidationError) -> None:
    try:
        names = {part.lower() for part, _ in package.parts(data, OFFICE_LIMITS)}
    except package.UnsafePackage as fault:
        raise ValidationError(
            f"Tệp “{name}” có nội dung không an toàn (macro, liên kết ngoài, trường tự lấy dữ liệu hoặc tệp nén bất thường)."
        ) from fault
    except package.NotAPackage as fault:
        raise lies from fault
    if not {_OFFICE_MAIN[extension], "[content_types].xml"} <= names:
        raise lies


def safe_name(name: str) -> str:
    """The name as people may see it: NFC, no path, no control or direction marks, at most 150 characters."""
    name = clean(name.replace("\\", "/").rsplit("/", 1)[-1]).strip(". ") or "tep"
    stem, dot, extension = name.rpartition(".")
    return f"{stem[: 149 - len(extension)]}{dot}{extension}" if dot else name[:150]


@transaction.atomic
def store_bytes(data: bytes, *, name: str, content_type: str, by=None) -> StoredFile:
    """Keeps bytes under their hash (write, flush, rename: never half a file) and returns a new row that names them."""
    digest = hashlib.sha256(data).hexdigest()
    _hold(digest, "SELECT pg_advisory_xact_lock_shared(%s)")
    path = path_of(digest)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as temporary:
            temporary.write(data)
            temporary.flush()
            os.fsync(temporary.fileno())
        Path(temporary.name).replace(path)
    return StoredFile.objects.create(
        name=safe_name(name),
        content_type=content_type,
        size=len(data),
        sha256=digest,
        uploaded_by=by.get_username() if by else "",
    )


def forget(stored: StoredFile) -> None:
    """Deletes a row that nothing points to, in the caller's transaction; then its bytes, if no other row names them."""
    stored.delete()
    transaction.on_commit(partial(_sweep, stored.sha256))


@transaction.atomic
def _sweep(digest: str) -> None:
    _hold(digest, "SELECT pg_advisory_xact_lock(%s)")
    if not StoredFile.objects.filter(sha256=digest).exists():
        path_of(digest).unlink(missing_ok=True)


def _hold(digest: str, lock: str) -> None:
    """Until the transaction ends, bytes that are being named are not taken away; on SQLite one transaction writes at a time."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(lock, [int(digest[:15], 16)])


def path_of(digest: str) -> Path:
    return Path(settings.MEDIA_ROOT) / digest[:2] / digest[2:4] / digest


def read(stored: StoredFile) -> bytes:
    return path_of(stored.sha256).read_bytes()


def response(stored: StoredFile, *, inline: bool = False) -> FileResponse:
    """The file as a download, or on the page for PDF and pictures. The caller has checked who asks."""
    shown = inline and stored.content_type in ("application/pdf", "image/png", "image/jpeg")
    answer = FileResponse(path_of(stored.sha256).open("rb"), content_type=stored.content_type)
    answer["Content-Length"] = stored.size
    answer["Content-Disposition"] = content_disposition_header(not shown, stored.name)
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
    return answer
