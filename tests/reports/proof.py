"""What the tests of evidence share: addresses, uploads, and a PDF with real pages."""

import io

import pypdfium2
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from reports.models import Evidence


def line_url(desk, code="X-02"):
    return reverse("reports:evidence-line", args=[2023, desk.unit.code, code])


def reuse_url(desk, code="X-02"):
    return reverse("reports:evidence-reuse", args=[2023, desk.unit.code, code])


def item_url(name, desk, item):
    return reverse(f"reports:evidence-{name}", args=[2023, desk.unit.code, item.pk])


def page_url(stored, number=1):
    return reverse("reports:evidence-page", args=[stored.pk, number])


def asked(client, url, **data):
    return client.post(url, data, headers={"Accept": "application/json"})


def pages(count: int, width: int = 595) -> bytes:
    document, out = pypdfium2.PdfDocument.new(), io.BytesIO()
    for _ in range(count):
        document.new_page(width, 842)
    document.save(out)
    return out.getvalue()


def upload(name: str, body: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, body)


def picture(source) -> Image.Image:
    with Image.open(io.BytesIO(source) if isinstance(source, bytes) else source) as opened:
        opened.load()
        return opened


def names(desk, code="X-02") -> list[tuple[str, str]]:
    rows = Evidence.objects.filter(entry__report=desk.report, entry__indicator__code=code)
    return [(row.file.name, row.reference) for row in rows.select_related("file")]
