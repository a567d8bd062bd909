"""core.files: what a file is decides, not its name; what was kept comes back byte for byte."""

import io
import random
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from PIL import Image, ImageFile

from core import files
from core.models import StoredFile

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def picture(kind="PNG", tail=b"") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, kind)
    return out.getvalue() + tail


def package(main="word/document.xml", extra=(), body=b"<w/>") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(main, body)
        for name in extra:
            archive.writestr(name, b"x")
    return out.getvalue()


def upload(name: str, data: bytes):
    return files.save_upload(SimpleUploadedFile(name, data), by=None)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("báo cáo.pdf", PDF),
        ("kế hoạch.docx", package()),
        ("số liệu.xlsx", package("xl/workbook.xml")),
        ("máy in.xlsx", package("xl/workbook.xml", extra=["xl/printerSettings/printerSettings1.bin"])),
    ],
)
def test_an_honest_file_comes_back_byte_for_byte(name, data):
    stored = upload(name, data)
    assert (stored.name, files.read(stored), stored.size) == (name, data, len(data))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", b"<html>%PDF-1.7 %%EOF"),
        ("a.pdf", b"%PDF-1.7 cut off"),
        ("a.pdf", PDF.replace(b"<<>>", b"<</JavaScript 1>>", 1)),
        ("a.png", b"<script>alert(1)</script>"),
        ("a.png", picture("JPEG")),
        ("a.jpg", picture("PNG")),
        ("a.jpg", picture("JPEG")[:40]),
        ("a.docx", package("xl/workbook.xml")),
        ("a.docx", b"PK\x03\x04 not a zip"),
        ("a.docx", package(extra=["word/vbaProject.bin"])),
        ("a.docx", package(extra=["word/embeddings/oleObject1.bin"])),
        ("a.xlsx", package("xl/workbook.xml", extra=["xl/externalLinks/externalLink1.xml"])),
        ("a.xlsx", package("xl/workbook.xml", body=b'<!DOCTYPE x [<!ENTITY a "b">]><x/>')),
        ("a.xlsx", package("xl/workbook.xml", body="<!DOCTYPE x []><x/>".encode("utf-16"))),
        ("a.xlsx", package("xl/workbook.xml", body=b"0" * 30_000_000)),
        ("a.xlsx", package("xl/workbook.xml", body=random.Random(1).randbytes(700_000).hex().encode() + b"<!ENTITY>")),
        ("a.xlsx", package("xl/workbook.xml", extra=["xl/connections.xml"])),
        ("a.docx", package(extra=["../../x.xml"])),
        ("a.svg", b"<svg/>"),
        ("a.html", b"<p>"),
        ("a.exe", b"MZ"),
        ("a.pdf.exe", PDF),
        ("khong-duoi", PDF),
        ("a.pdf", b""),
    ],
)
def test_a_lying_or_unsafe_file_is_refused_with_a_sentence(name, data):
    with pytest.raises(ValidationError) as refusal:
        upload(name, data)
    assert refusal.value.messages[0].endswith((".", ").")) and name.split("/")[-1] in str(refusal.value.messages[0])


def test_too_large_is_refused_before_reading(settings):
    settings.MAX_UPLOAD_BYTES = 1024
    with pytest.raises(ValidationError, match="lớn hơn"):
        upload("a.pdf", PDF + b" " * 1024)
    assert upload("a.pdf", PDF).size == len(PDF)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_above_40_megapixels_is_refused_before_it_is_decoded(kind, monkeypatch):
    out = io.BytesIO()
    Image.new("L", (8000, 5001)).save(out, kind)
    decoded = []
    monkeypatch.setattr(ImageFile.ImageFile, "load", decoded.append)
    with pytest.raises(ValidationError, match="Ảnh quá lớn"):
        upload(f"a.{kind.lower()}", out.getvalue())
    assert decoded == []


def test_a_picture_loses_what_hides_behind_it():
    stored = upload("ảnh.png", picture(tail=b"<script>alert(1)</script>"))
    assert b"<script>" not in files.read(stored)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\tài liệu\\báo cáo.pdf", "báo cáo.pdf"),
        ("ba\u0301o ca\u0301o.pdf", "báo cáo.pdf"),
        ("a\u202egpj.pdf", "agpj.pdf"),
        ("x\r\nSet-Cookie: a.pdf", "x Set-Cookie: a.pdf"),
        ("b" * 300 + ".pdf", "b" * 146 + ".pdf"),
    ],
)
def test_names_are_made_harmless(given, kept):
    assert files.safe_name(given) == kept


def test_download_is_an_attachment_the_browser_may_not_guess_about():
    answer = files.response(upload("báo cáo.pdf", PDF))
    assert b"".join(answer.streaming_content) == PDF
    answer.close()
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''b%C3%A1o%20c%C3%A1o.pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


def test_the_same_bytes_are_kept_once():
    first, second = upload("a.pdf", PDF), upload("b.pdf", PDF)
    assert (first.sha256, first.pk == second.pk) == (second.sha256, False)
    assert len(list(files.path_of(first.sha256).parent.iterdir())) == 1


@pytest.mark.parametrize("change", [{"sha256": "0" * 64}, {"size": 1}, {"content_type": "text/html"}])
def test_the_database_refuses_to_point_a_row_at_other_bytes(change):
    stored = upload("a.pdf", PDF)
    with pytest.raises(IntegrityError), transaction.atomic():
        StoredFile.objects.filter(pk=stored.pk).update(**change)
    StoredFile.objects.filter(pk=stored.pk).update(name="b.pdf")
    stored.refresh_from_db()
    assert (stored.name, files.read(stored)) == ("b.pdf", PDF)
