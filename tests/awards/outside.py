"""Makers for awards that another level decides, and for the same person in a second round."""

from datetime import date

from django.utils import timezone

from awards.models import Nominee, OutsideAward
from awards.services import certificates
from tests.awards import making
from tests.awards.dossiers import scan
from tests.factories import make_unit
from tests.reports.factories import at
from units.enums import UnitKind

LETTER = {"number": "120/TTr-UBND", "day": date(2023, 12, 28)}
GIVEN = {"authority": "Chủ tịch UBND tỉnh Đắk Nông", "number_text": "1520/QĐ-UBND", "signed_on": date(2023, 12, 30)}
NOW = at(2024, 1, 5)


def of_unit(**changes) -> dict:
    """What the officer of a unit records: its own decision, with the scan."""
    return GIVEN | {"authority": "Chủ tịch UBND xã Nam Bình, huyện Đắk Song", "file": scan("quyet-dinh.pdf")} | changes


def the_same_in(award_round, nominee, **fields) -> Nominee:
    """The same person in another round, eligible, put forward by another unit."""
    facts = {"name": nominee.name, "birth_year": nominee.birth_year} | fields
    return making.make_nominee(award_round, make_unit(UnitKind.CAP_XA), **facts)


def outside_row(nominee, **fields) -> OutsideAward:
    """A bare row, past the service."""
    values = {
        "authority": "Chủ tịch UBND xã",
        "number_text": "7/QĐ-UBND",
        "signed_on": date(2023, 12, 29),
        "recorded_by": "x",
        "recorded_at": timezone.now(),
    } | fields
    return OutsideAward(nominee=nominee, **values)


def revoke(award, by) -> None:
    """The Giấy khen is printed, then revoked."""
    certificates.print_pending(award.decision_id, lambda done, total: None)
    certificates.revoke(award.certificates.get(), by=by, reason="Khai không đúng thành tích.")
