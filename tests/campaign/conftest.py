"""The years of a small campaign of its own, so that these tests do not lean on the real plan file."""

from datetime import date, datetime

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from campaign.enums import PeriodKind
from campaign.models import Campaign, Period, PlanVersion, Registration
from campaign.services import registrations as service
from tests.factories import make_unit, make_user
from units.enums import Role, UnitKind

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
CONTENT = {
    "plan_number": "12/KH-UBND",
    "plan_date": date(2023, 5, 20),
    "commitment": "Đưa 80% hồ sơ công việc lên môi trường mạng.",
    "contact_name": "Lê Thị Lan",
    "contact_phone": "0905 123 456",
}


POSTED = {**CONTENT, "plan_date": "20/05/2023"}


def at(*when: int) -> datetime:
    """An instant in Vietnam's time."""
    return timezone.make_aware(datetime(*when))


def pdf(name: str = "ke-hoach.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, "application/pdf")


@pytest.fixture
def today():
    """A working day in June 2023, before the end of Quý 2."""
    with time_machine.travel(at(2023, 6, 15, 9), tick=False):
        yield at(2023, 6, 15, 9)


@pytest.fixture
def campaign(db):
    return Campaign.objects.create(
        code="thu", title="Phong trào thử", short_title="Phong trào thử", starts_on=date(2023, 1, 1),
        ends_on=date(2025, 12, 31), place="Đắk Song", organ="Ủy ban nhân dân huyện Đắk Song",
        authority="Chủ tịch Ủy ban nhân dân huyện Đắk Song", signer_title="Chủ tịch",
        lead_office="Phòng Văn hóa và Thông tin", appraising_office="Phòng Nội vụ", council_name="Hội đồng",
    )  # fmt: skip


@pytest.fixture
def period(campaign):
    version = PlanVersion.objects.create(
        campaign=campaign, number=1, digest="a" * 64, source_name="thu.toml",
        data={
            "deadlines": [{"code": "TH-03", "years": [2023], "rule": "trong Quý 2/2023"}],
            "tasks": [
                {"code": "VI.5", "clause": "VI.5", "name": "Gửi kế hoạch phát động", "kinds": ["CAP_XA"],
                 "deadline": "TH-03"},
                {"code": "VI.2", "clause": "VI.2", "name": "Thẩm định hồ sơ", "lead": ["phong-noi-vu"],
                 "partners": ["phong-vhtt"]},
            ],
        },
    )  # fmt: skip
    for year, kind in ((2024, PeriodKind.HANG_NAM), (2023, PeriodKind.SO_KET)):
        row = Period.objects.create(
            campaign=campaign, plan_version=version, year=year, kind=kind,
            launch_plan_due=date(2023, 6, 30) if year == 2023 else None,
            report_due=at(year, 12, 20), closes_at=at(year + 1, 1, 1), summary_due=date(year, 12, 30),
        )  # fmt: skip
    return row


def url(name: str, code: str = "24721", year: int = 2023) -> str:
    return reverse(f"campaign:registration-{name}", args=[year, code])


def sent(period, unit, officer, now=None, **content) -> Registration:
    now = now or at(2023, 6, 15, 9)
    row = service.open_registration(period, unit, by=officer)
    row = service.save_registration(row, by=officer, now=now, upload=pdf(), **CONTENT | content)
    return service.submit_registration(row, by=officer, now=now)


@pytest.fixture
def officer(people):
    return people[Role.OFFICER]


@pytest.fixture
def neighbour(period):
    """Another commune whose registration is a secret to ours until it is sent, and to its neighbours always."""
    unit = make_unit(UnitKind.CAP_XA, code="24718", name="Ủy ban nhân dân xã Đắk Môl", short_name="Xã Đắk Môl")
    user = make_user(Role.OFFICER, unit, full_name="Trần Văn Kín")
    row = service.open_registration(period, unit, by=user)
    return service.save_registration(
        row,
        by=user,
        now=at(2023, 6, 1),
        upload=pdf("ke-hoach-dak-mol.pdf"),
        **CONTENT | {"commitment": "Bí mật Đắk Môl"},
    )
