"""The figures: each does our work and a peer's in turn, in one run, and returns times and their ratio."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import segno
from weasyprint import HTML

from awards.certificates.content import CertificateContent
from awards.certificates.drawing import draw_certificates
from core.letterhead import Signer

CERTIFICATE = CertificateContent(
    name="Nguyễn Thị Ẩn",
    salutation="Bà",
    position="Công chức Văn hóa - Xã hội",
    achievement="Đã có thành tích xuất sắc trong phong trào thi đua chuyển đổi số năm 2023",
    authority="Chủ tịch Ủy ban nhân dân huyện Đắk Song",
    decision_number="08/QĐ-UBND",
    decided_on=date(2024, 1, 5),
    register_number="0012/2024",
    place="Đắk Song",
    signed_on=date(2024, 1, 5),
    signer=Signer("CHỦ TỊCH", "Nguyễn Văn Mẫu"),
    verify_url="https://thidua.example/kiem-tra/4f1c9a7be2d04c55a1b2c3d4e5f60718/",
    verify_words="thidua.example/kiem-tra",
)


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def naive_page(item: CertificateContent) -> bytes:
    """The usual way: an HTML page for one person, without our ornament, so it does less than ours."""
    qr = segno.make(item.verify_url).svg_inline(scale=2)
    lines = (item.nation, item.motto, item.authority, item.award_form, item.name, item.position, item.achievement)
    text = "".join(f"<p>{line}</p>" for line in (*lines, item.signer.name, item.register_number))
    style = "@page{size:A4 landscape;margin:15mm} body{border:3pt double #a00;text-align:center}"
    return HTML(string=f"<style>{style}</style><body>{text}{qr}").write_pdf()


def certificates() -> dict:
    """F1: a file for each of many people, against one WeasyPrint call each."""
    many, few = 500, 20
    people = [replace(CERTIFICATE, name=f"Nguyễn Thị Ẩn {n}", register_number=f"{n:04d}/2024") for n in range(many)]
    draw_certificates(people[:1])
    naive_page(people[0])
    ours = seconds(lambda: draw_certificates(people)) / many
    peer = seconds(lambda: [naive_page(person) for person in people[:few]]) / few
    return {"work": "Giấy khen, mỗi người một tệp", **ratio(ours, peer, peer_name="WeasyPrint từng người")}


def ratio(ours: float, peer: float, *, peer_name: str) -> dict:
    return {
        "ours_ms": round(ours * 1000, 3),
        "peer": peer_name,
        "peer_ms": round(peer * 1000, 3),
        "peer_over_ours": round(peer / ours, 3),
    }


FIGURES = {"F1": certificates}
