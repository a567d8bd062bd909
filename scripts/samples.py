"""Writes every PDF and Excel the portal makes into out/, from a demo of its own, by asking its pages as each role would."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator

from machine import ROOT, say, stop

OUT = ROOT / "out"
YEAR = 2023
UNIT = "24721"
KINDS = {"application/pdf": ".pdf", "application/zip": ".zip"}
KINDS |= {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx"}
KINDS |= {"application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx"}

Page = tuple  # file name without ending, user name, page, its arguments, and what is posted, if anything


def pages_of_reports() -> Iterator[Page]:
    from reports.models import Submission, SummaryPaper

    report = {"year": YEAR, "code": UNIT}
    number = Submission.objects.filter(report__period__year=YEAR, report__unit__code=UNIT).latest("number").number
    yield "bao-cao-don-vi", "nambinh", "reports:submission-pdf", {**report, "number": number}
    yield "phieu-diem", "vhtt", "reports:score-sheet-pdf", report
    summary = SummaryPaper.objects.filter(summary__period__year=YEAR).latest("pk")
    yield "bao-cao-tong-hop", "vhtt", "reports:summary-file", {"year": YEAR, "pk": summary.pk}


def pages_of_dossiers() -> Iterator[Page]:
    """One paper of each kind; the report on achievements for a collective and for a person."""
    from awards.models import DossierPaper

    papers = DossierPaper.objects.filter(dossier__round__period__year=YEAR).select_related("nominee").order_by("pk")
    kinds = {(paper.kind, paper.nominee and paper.nominee.kind): paper for paper in reversed(papers)}
    for names, paper in sorted(kinds.items(), key=str):
        slug = "-".join(name.lower().replace("_", "-") for name in names if name)
        yield f"ho-so-{slug}", "noivu", "awards:paper-pdf", {"pk": paper.pk}


def pages_of_decisions() -> Iterator[Page]:
    from awards.models import Certificate, CouncilSession, Decision

    session = CouncilSession.objects.filter(round__period__year=YEAR).latest("pk")
    yield "bien-ban-hoi-dong", "noivu", "awards:session-minutes", {"pk": session.pk}
    decision = Decision.objects.get(round__period__year=YEAR)
    for name in ("decision-pdf", "certificates-pdf", "certificates-zip"):
        title = {"decision-pdf": "quyet-dinh", "certificates-pdf": "giay-khen-tat-ca", "certificates-zip": "giay-khen"}
        yield title[name], "noivu", f"awards:{name}", {"pk": decision.pk}
    one = Certificate.objects.filter(award__decision=decision).earliest("pk")
    yield "giay-khen-mot-nguoi", "noivu", "awards:certificate-file", {"pk": one.pk}


def pages_of_lists() -> Iterator[Page]:
    from core.models import Job
    from reports.exports import EXPORTS
    from units.models import ImportKind

    for kind in ImportKind.values:
        slug = kind.lower().replace("_", "-")
        yield f"danh-sach-{slug}", "quantri", "units:export", {"kind": kind}, {}
        yield f"mau-nhap-{slug}", "quantri", "units:import-template", {"kind": kind}
    for export in EXPORTS.values():
        if not export.big:
            yield f"xuat-{export.kind}", "quantri", "reports:export-make", {"year": YEAR, "kind": export.kind}, {}
    for job in Job.objects.filter(kind="reports.export"):
        yield f"xuat-{job.args['kind']}", "quantri", "reports:export-file", {"pk": job.pk}


class Visitor:
    """Asks pages as one of the demo people."""

    def __init__(self):
        from django.test import Client

        self.client = Client(SERVER_NAME="localhost")

    def ask(self, username: str, name: str, arguments: dict, *, post: dict | None = None):
        from django.urls import reverse

        from units.models import User

        self.client.force_login(User.objects.get(username=username), "django.contrib.auth.backends.ModelBackend")
        address = reverse(name, kwargs=arguments)
        response = self.client.get(address) if post is None else self.client.post(address, post)
        if response.status_code not in {200, 302}:
            stop(f"{name} {arguments} trả lời {response.status_code}.")
        return response

    def keep(self, title: str, username: str, name: str, arguments: dict, post: dict | None = None) -> None:
        """Write what the page answers under the ending of its kind."""
        response = self.ask(username, name, arguments, post=post)
        ending = KINDS.get(response.headers["Content-Type"].partition(";")[0])
        if response.status_code != 200 or ending is None:
            stop(f"{name} {arguments} không trả về tệp mà {response.headers['Content-Type']}.")
        path = OUT / f"{title}{ending}"
        path.write_bytes(response.getvalue())
        say(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1024 + 1} KB")


def order_the_big_ones(visitor: Visitor) -> None:
    """Ask for what a worker makes, and do the waiting jobs here."""
    from config.demo.stages import finish_jobs
    from reports.exports import EXPORTS

    words = {"signer_title": "Trưởng phòng", "signer_name": "Đỗ Văn Thử Ba", "signed_on": f"{YEAR}-12-28"}
    visitor.ask("vhtt", "reports:summary-year", {"year": YEAR}, post=words)
    visitor.ask("vhtt", "reports:summary-print", {"year": YEAR}, post={})
    for export in EXPORTS.values():
        if export.big:
            visitor.ask("quantri", "reports:export-make", {"year": YEAR, "kind": export.kind}, post={})
    finish_jobs()


def main() -> int:
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir()
    with tempfile.TemporaryDirectory(prefix="thi-dua-mau-") as folder:
        os.environ |= {"DATA_DIR": folder, "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3", "DEMO": "true"}
        os.environ |= {"CELERY_BROKER_URL": "filesystem://", "REDIS_URL": "", "HTTPS": "false", "LOG_LEVEL": "ERROR"}
        from prepare import prepare, set_up

        prepare(set_up(8000))
        visitor = Visitor()
        order_the_big_ones(visitor)
        for pages in (pages_of_reports, pages_of_dossiers, pages_of_decisions, pages_of_lists):
            for page in pages():
                visitor.keep(*page)
    return 0


if __name__ == "__main__":
    sys.exit(main())
