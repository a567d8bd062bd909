"""What another level decided on a nominee (IV.2.2): recorded with number, day and scan; withdrawn only with a reason."""

import re
from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from awards.enums import BY_UNITS, Appraisal, AwardKind, DossierState, RoundState
from awards.models import Dossier, Nominee, OutsideAward
from awards.once import Standing
from awards.selectors.once import elsewhere
from awards.selectors.outside import by_office
from awards.services.rounds import lock_year
from core import audit, files
from core.text import REASON_LIMIT, clean, clean_lines, date_short, fold, too_long
from core.workflow import TransitionDenied
from units.enums import Role

SCANS = ("pdf", "png", "jpg")
# what stands before a level: "TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch UBND"
OFFICE_WORDS = frozenset(
    ["tm", "kt", "q", "tuq", "quyen", "pho", "chu", "tich", "ct", "pct", "uy", "ban", "nhan", "dan", "ubnd"]
)
PROVINCE = "tinh"
SHORT_LEVELS = {"h": "huyen", "t": PROVINCE}


def recording_refusal(nominee: Nominee, by) -> str:
    """Why this person may not record a decision on this nominee now; "" when it may be done."""
    if not may_record(nominee.round.kind, nominee.unit_id, by):
        if nominee.round.kind in BY_UNITS:
            return "Chỉ cán bộ của đơn vị hoặc Phòng Nội vụ ghi được quyết định này."
        return "Chỉ Phòng Nội vụ ghi quyết định của cấp tỉnh."
    return _not_yet(nominee) or _second(nominee, by)


def may_record(kind: str, unit_id: int, by) -> bool:
    """Phòng Nội vụ always; for what communes and heads of units decide, the unit's own officer too."""
    own = Role.OFFICER in by.roles and unit_id in by.units
    return _office(by) or (kind in BY_UNITS and own)


def _office(by) -> bool:
    return Role.APPRAISER in by.roles


def _not_yet(nominee: Nominee) -> str:
    kind = nominee.round.kind
    if kind == AwardKind.GIAY_KHEN_HUYEN:
        return "Giấy khen của Chủ tịch UBND huyện được quyết định trên cổng, không ghi từ cấp khác."
    if kind == AwardKind.BANG_KHEN_TINH:
        if nominee.round.state != RoundState.FORWARDED:
            return "Danh sách chưa được chuyển lên cấp tỉnh. Ghi kết quả sau khi Chủ tịch chuyển."
        return "" if nominee.listed else f"“{nominee}” không có trong danh sách đã chuyển lên cấp tỉnh."
    if nominee.dossier.state != DossierState.APPRAISED or nominee.appraisal != Appraisal.ELIGIBLE:
        return f"“{nominee}” chưa được thẩm định đủ điều kiện. Ghi kết quả sau khi thẩm định xong hồ sơ."
    return ""


def _lock(nominee: Nominee) -> Nominee:
    """The nominee under lock, and its year: one achievement – one award is judged by one decision at a time."""
    lock_year(nominee.round)  # first: a list is saved under the lock of its round too
    Dossier.objects.select_for_update().get(pk=nominee.dossier_id)  # it may not be on its way back to the unit
    rows = Nominee.objects.select_for_update(of=("self",)).select_related("round__period__campaign", "dossier", "unit")
    return rows.get(pk=nominee.pk)


@transaction.atomic
def record_outside_award(
    nominee: Nominee, *, by, authority: str, number_text: str, signed_on: date, file=None
) -> OutsideAward:
    """Keeps the decision of the province, a commune or a head of unit; `file` is its scan. One in force a nominee.

    The officer of a unit shows the scan, and records no decision of the district or the province.
    Raises TransitionDenied when it is not the time or not this person's to do, ValidationError at a field.
    """
    nominee = _lock(nominee)
    if refused := recording_refusal(nominee, by):
        raise TransitionDenied(refused)
    authority, number_text = clean(authority), clean(number_text)
    wrong = _faults(nominee, authority, number_text, signed_on, today=timezone.localdate())
    if not _office(by):
        wrong |= _faults_of_unit(nominee, authority, file)
    if wrong:
        raise ValidationError(wrong)
    award = OutsideAward(
        nominee=nominee,
        authority=authority,
        number_text=number_text,
        signed_on=signed_on,
        file=files.save_upload(file, by=by, kinds=SCANS) if file else None,
        recorded_by=by.get_username(),
        recorded_at=timezone.now(),
    )
    award.full_clean(exclude=["file"], validate_constraints=False)
    try:
        with transaction.atomic():
            award.save()
    except IntegrityError as race:  # the triggers decide; the sentence is the same
        raise TransitionDenied(f"“{nominee}” vừa được ghi khen thưởng. Tải lại trang để xem.") from race
    data = {"authority": authority, "number": number_text, "signed_on": signed_on.isoformat()}
    audit.append("outside_award.record", award, by=by, data=data)
    return award


def _faults(nominee: Nominee, authority: str, number_text: str, signed_on: date, *, today: date) -> dict[str, str]:
    found = {}
    if not authority:
        found["authority"] = "Ghi cơ quan hoặc người ký quyết định, ví dụ Chủ tịch UBND tỉnh Đắk Nông."
    if not any(char.isdigit() for char in number_text):
        found["number_text"] = "Ghi số quyết định như trên văn bản, ví dụ 1520/QĐ-UBND."
    first, word = _earliest(nominee)
    if signed_on > today:
        found["signed_on"] = "Ngày quyết định không được ở tương lai. Kiểm tra lại trên văn bản."
    elif first and signed_on < first:
        found["signed_on"] = f"Ngày quyết định phải từ {word} ({date_short(first)}) trở đi."
    return found


def _faults_of_unit(nominee: Nominee, authority: str, file) -> dict[str, str]:
    """Giả định: what a unit says of itself is shown to the public, so it is proved, and in its own name only."""
    found = {}
    if not file:
        found["file"] = "Chọn tệp bản quét quyết định đã ký; cán bộ đơn vị ghi quyết định phải kèm bản quét."
    campaign = nominee.round.period.campaign
    if _names_one_of(authority, (campaign.authority, campaign.organ, campaign.parent_organ)):
        found["authority"] = (
            "Quyết định của cấp huyện, cấp tỉnh không ghi ở đây. Ghi người có thẩm quyền của đơn vị; "
            "nếu đúng là quyết định của cấp trên, gửi Phòng Nội vụ."
        )
    return found


def _names_one_of(authority: str, higher: Iterable[str]) -> bool:
    """ "Chủ tịch UBND huyện Đắk Song", "UBND H. Đắk Song" and "huyện Đắk Song" are one; a commune of it is another."""
    said = _place(authority)
    places = {_place(name) for name in higher} - {""} | {PROVINCE}  # cơ quan chủ quản may be left empty
    return any(said == place.split()[0] or f"{said} ".startswith(f"{place} ") for place in places)


def _place(authority: str) -> str:
    """The folded name without offices before it: "huyen dak song"."""
    words = re.findall(r"\w+", fold(authority))
    while words and words[0] in OFFICE_WORDS:
        words.pop(0)
    if words and words[0] in SHORT_LEVELS:
        words[0] = SHORT_LEVELS[words[0]]
    return " ".join(words)


def _earliest(nominee: Nominee) -> tuple[date | None, str]:
    if nominee.round.kind == AwardKind.BANG_KHEN_TINH:
        return nominee.round.forwarded_on, "ngày chuyển danh sách lên cấp tỉnh"
    return nominee.dossier.to_trinh_date, "ngày tờ trình của đơn vị"


def _second(nominee: Nominee, by) -> str:
    """One decision in force a nominee; and one award for the achievement, whatever the round and level.

    What a unit records may not stop a list that lies before the Chairman: that is for Phòng Nội vụ to weigh.
    """
    if nominee.outside_awards.filter(withdrawn_at__isnull=True).exists():
        return f"“{nominee}” đã có quyết định được ghi. Bỏ quyết định đó kèm lý do rồi ghi lại."
    for other in elsewhere(nominee.round, [nominee]).get(nominee.pk, []):
        if other.standing == Standing.AWARDED and not other.declared_distinct:
            return f"{other.sentence} Một thành tích chỉ khen một lần trong năm."
        if other.standing == Standing.LISTED and not other.declared_distinct and not _office(by):
            return f"{other.sentence} Báo Phòng Nội vụ; đơn vị không ghi quyết định khác khi danh sách đó đã trình."
    return ""


@transaction.atomic
def withdraw_outside_award(award: OutsideAward, *, by, reason: str) -> OutsideAward:
    """Takes back what was recorded, with a reason; the row stays, and the place of the year is free again."""
    nominee = _lock(award.nominee)
    award = OutsideAward.objects.select_for_update(of=("self",)).get(pk=award.pk)
    if not may_record(nominee.round.kind, nominee.unit_id, by):
        raise TransitionDenied("Anh/chị không có quyền bỏ quyết định đã ghi này.")
    if not _office(by) and OutsideAward.objects.filter(by_office(), pk=award.pk).exists():
        raise TransitionDenied("Quyết định này do Phòng Nội vụ ghi. Nếu ghi sai, đề nghị Phòng Nội vụ bỏ kèm lý do.")
    if award.withdrawn_at is not None:
        raise TransitionDenied("Quyết định này đã được bỏ trước đó.")
    reason = clean_lines(reason)
    if not reason:
        raise ValidationError({"reason": "Ghi lý do bỏ để sau này tra cứu được."})
    if len(reason) > REASON_LIMIT:
        raise ValidationError({"reason": too_long("Lý do")})
    award.withdrawn_at, award.withdrawn_reason = timezone.now(), reason
    award.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    audit.append("outside_award.withdraw", award, by=by, data={"reason": reason})
    return award
