"""An Office file (a zip) before anyone opens it: bombs, macros, links to other files, entities; for every upload."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from defusedxml import ElementTree

from core.word_fields import FetchingField, refuse_fetching

_SMALL = 100 * 1024  # a small member may be very repetitive
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([^"']+)["']""")
_MACROS = re.compile(
    r"vbaproject|/activex/|/macrosheets/|/dialogsheets/|/embeddings/|/ctrlprops/|oleobject|\.bin$", re.IGNORECASE
)
_PRINTER = re.compile(r"/printersettings/printersettings[0-9]+\.bin$", re.IGNORECASE)
_LINKS = re.compile(r"/externallinks/|/connections\.xml$|/querytables/|/customdata/", re.IGNORECASE)


class NotAPackage(ValueError):  # noqa: N818 - the name says what was met
    """Damaged, cut short, or no zip at all."""


class UnsafePackage(ValueError):  # noqa: N818
    """The sentence for the person who uploaded it."""


@dataclass(frozen=True)
class Limits:
    """At most so many members, bytes once unpacked, and times the packed size."""

    members: int
    unpacked: int
    ratio: int


def parts(data: bytes, limits: Limits) -> Iterator[tuple[str, bytes]]:
    """Every member with its content, one at a time. Raises NotAPackage or UnsafePackage, at the latest at the end."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            _refuse_bombs(members, len(data), limits)
            _refuse_active_parts([member.filename for member in members])
            for member in members:
                if not member.is_dir():
                    yield member.filename, _content(archive, member)
    except UnsafePackage:
        raise
    except Exception as error:  # a damaged archive raises half a dozen kinds, none of them ours
        raise NotAPackage(str(error)) from error


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Never inflates more than the header promised; a longer member fails its check sum."""
    with archive.open(member) as file:
        content = file.read(member.file_size + 1)
    if member.filename.lower().endswith((".xml", ".rels", ".vml")):
        _refuse_entities(content)
    if member.filename.lower().endswith(".rels"):
        _refuse_remote(content)
    _refuse_fields(content)
    if member.filename.lower() == "[content_types].xml" and b"macroenabled" in content.replace(b"\0", b"").lower():
        raise UnsafePackage("Tệp có macro hoặc đối tượng nhúng. Lưu lại dạng không macro rồi tải lại.")
    return content


def _refuse_remote(content: bytes) -> None:
    """A template, picture or frame that Office fetches from elsewhere on opening; a link that a person clicks may stay."""
    for part in ElementTree.fromstring(content).iter():
        remote = part.get("TargetMode", "").strip().lower() == "external"
        if remote and not part.get("Type", "").lower().endswith("/hyperlink"):
            raise UnsafePackage("Tệp có liên kết tới tệp khác. Dán dữ liệu dạng giá trị sang tệp mới rồi tải lại.")


def _refuse_fields(content: bytes) -> None:
    """In any member that may be XML: what a part is called says nothing of how Word reads it."""
    if not content.replace(b"\0", b"")[:100].lstrip(b"\xef\xbb\xbf\xfe\xff \t\r\n").startswith(b"<"):
        return
    try:
        refuse_fetching(content)
    except FetchingField as field:
        raise UnsafePackage(
            "Tệp có trường tự lấy dữ liệu từ nơi khác. Trong Word, chọn toàn bộ, bấm Ctrl+Shift+F9 để đổi trường "
            "thành chữ thường rồi tải lại."
        ) from field


def _refuse_bombs(members: list[zipfile.ZipInfo], packed: int, limits: Limits) -> None:
    names = [member.filename.lower() for member in members]
    unpacked = sum(member.file_size for member in members)
    if len(members) > limits.members or len(set(names)) != len(names):
        raise UnsafePackage("Tệp có cấu trúc bất thường. Chép nội dung sang một tệp mới rồi tải lại.")
    ratio = any(m.file_size > _SMALL and m.file_size > limits.ratio * max(m.compress_size, 1) for m in members)
    if unpacked > limits.unpacked or ratio or (unpacked > _SMALL and unpacked > limits.ratio * packed):
        raise UnsafePackage("Dữ liệu trong tệp nén quá lớn. Chép phần cần dùng sang một tệp mới rồi tải lại.")
    if any(m.flag_bits & 1 or m.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for m in members):
        raise UnsafePackage("Tệp có mật khẩu hoặc kiểu nén lạ. Bỏ mật khẩu, lưu lại tệp rồi tải lại.")


def _refuse_active_parts(names: list[str]) -> None:
    paths = ["/" + name.replace("\\", "/") for name in names]
    if any(_MACROS.search(path) and not _PRINTER.search(path) for path in paths):
        raise UnsafePackage("Tệp có macro hoặc đối tượng nhúng. Lưu lại dạng không macro rồi tải lại.")
    if any(_LINKS.search(path) for path in paths):
        raise UnsafePackage("Tệp có liên kết tới tệp khác. Dán dữ liệu dạng giá trị sang tệp mới rồi tải lại.")
    if any(".." in path.split("/") or path.startswith("//") for path in paths):
        raise UnsafePackage("Tệp có cấu trúc bất thường. Chép nội dung sang một tệp mới rồi tải lại.")


def _refuse_entities(content: bytes) -> None:
    """No XML of an Office file needs a DOCTYPE; UTF-16 is seen through by dropping the zero bytes."""
    plain = (
        content.replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    )
    declared = _ENCODING.match(plain[:200])
    unusual = declared and declared[1].lower() not in {b"utf-8", b"utf-16", b"utf8", b"us-ascii"}
    lowered = plain.lower()
    if unusual or b"<!doctype" in lowered or b"<!entity" in lowered:
        raise UnsafePackage("Tệp chứa khai báo XML không được phép. Chép nội dung sang một tệp mới rồi tải lại.")
