"""Public comment on a list (optional, per round): publish, withdraw, take an objection, answer it once."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from awards.enums import ObjectionState, RoundState
from awards.models import AwardRound, Nominee, Objection, PublicListing
from awards.selectors.comments import listing_in_force, public_rows
from awards.services.decisions import new_token
from campaign.selectors import holidays
from core import audit
from core.text import REASON_LIMIT, clean, clean_lines, date_short, too_long
from core.workflow import TransitionDenied
from core.working_days import add_working_days
from units.enums import Role
from units.selectors import holders
from units.services.notices import settle, tell

LINE_LIMIT, TEXT_LIMIT = 120, 6000


def _office_only(by) -> None:
    if Role.APPRAISER not in by.roles:
        raise TransitionDenied("Anh/chị không có quyền lấy ý kiến công khai. Việc này của Phòng Nội vụ.")


def _locked(round_id: int) -> AwardRound:
    """Publishing, withdrawing, objecting and proposing wait for each other at the row of the round."""
    rows = AwardRound.objects.select_for_update(of=("self",)).select_related("period__campaign")
    return rows.get(pk=round_id)


def _open_round(round_id: int) -> AwardRound:
    award_round = _locked(round_id)
    if award_round.state != RoundState.OPEN:
        raise TransitionDenied(
            "Danh sách đã trình Chủ tịch nên việc lấy ý kiến đã khép lại. "
            "Nếu cần sửa, đề nghị Chủ tịch trả lại danh sách."
        )
    return award_round


# --- the list ------------------------------------------------------------------------------------


@transaction.atomic
def publish_listing(award_round: AwardRound, *, by, now: datetime | None = None) -> PublicListing:
    """Freezes today's list for `comment_days` working days after today; one list of a round is in force at a time."""
    _office_only(by)
    award_round, now = _open_round(award_round.pk), now or timezone.now()
    if award_round.comment_days is None:
        raise TransitionDenied(
            "Đợt này không đặt thời gian lấy ý kiến. Nhập số ngày làm việc ở phần thiết lập của đợt rồi công khai."
        )
    if standing := listing_in_force(award_round):
        raise TransitionDenied(
            f"Danh sách đã công khai đến hết ngày {date_short(standing.until)}. Muốn công khai lại thì rút bản đó trước."
        )
    rows = public_rows(award_round)
    if not rows:
        raise TransitionDenied("Danh sách chưa có ai. Lập danh sách trình rồi công khai.")
    until = add_working_days(timezone.localdate(now), award_round.comment_days, holidays())
    listing = PublicListing.objects.create(
        round=award_round,
        content=_content(award_round, rows),
        published_at=now,
        published_by=by.get_username(),
        until=until,
    )
    audit.append("public_listing.publish", listing, by=by, data={"until": until.isoformat(), "names": len(rows)})
    return listing


def _content(award_round: AwardRound, rows: list[dict]) -> dict:
    campaign = award_round.period.campaign
    return {
        "round": award_round.name,
        "year": award_round.period.year,
        "campaign": campaign.title,
        "office": campaign.appraising_office,
        "days": award_round.comment_days,
        "rows": rows,
    }


@transaction.atomic
def withdraw_listing(listing: PublicListing, *, by, reason: str, now: datetime | None = None) -> PublicListing:
    """The list is taken back with a reason; what came in about it still gets its answer."""
    _office_only(by)
    _open_round(listing.round_id)
    listing = PublicListing.objects.select_for_update(of=("self",)).get(pk=listing.pk)
    reason = clean_lines(reason)
    if listing.withdrawn_at:
        raise TransitionDenied("Bản công khai này đã được rút. Tải lại trang để xem bản hiện tại.")
    if not reason:
        raise TransitionDenied("Cần ghi lý do rút danh sách; lý do hiện trên trang công khai.")
    if len(reason) > REASON_LIMIT:
        raise TransitionDenied(too_long("Lý do"))
    listing.withdrawn_at, listing.withdrawn_reason = now or timezone.now(), reason
    listing.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    audit.append("public_listing.withdraw", listing, by=by, data={"reason": reason})
    return listing


# --- objections ----------------------------------------------------------------------------------


@transaction.atomic
def send_objection(
    listing: PublicListing,
    nominee: Nominee | None,
    *,
    sender: str,
    contact: str,
    text: str,
    now: datetime | None = None,
) -> str:
    """Anyone may write while the list is out; answers the code under which the answer can be read."""
    now = now or timezone.now()
    words = _words(sender, contact, text)
    return _take(listing, nominee, words, day=timezone.localdate(now), now=now).code


@transaction.atomic
def enter_objection(
    listing: PublicListing,
    nominee: Nominee | None,
    *,
    by,
    sender: str,
    contact: str,
    text: str,
    received_on: date,
    now: datetime | None = None,
) -> Objection:
    """One that came on paper, entered by Phòng Nội vụ under the day on which it came; also after the time is over."""
    _office_only(by)
    now = now or timezone.now()
    _open_round(listing.round_id)
    if received_on > timezone.localdate(now):
        raise ValidationError({"received_on": "Ngày nhận không được ở tương lai. Kiểm tra lại ngày."})
    if received_on < timezone.localdate(listing.published_at):
        raise ValidationError({"received_on": "Ngày nhận phải từ ngày công khai trở đi. Kiểm tra lại ngày."})
    return _take(listing, nominee, _words(sender, contact, text), day=received_on, now=now, by=by)


def _words(sender: str, contact: str, text: str) -> dict[str, str]:
    words = {"sender": clean(sender), "contact": clean(contact), "text": clean_lines(text)}
    limits = {"sender": LINE_LIMIT, "contact": LINE_LIMIT, "text": TEXT_LIMIT}
    missing = {
        "sender": "Cần ghi họ tên người gửi.",
        "contact": "Cần ghi điện thoại hoặc thư điện tử để Phòng Nội vụ hỏi lại khi cần.",
        "text": "Cần ghi nội dung ý kiến.",
    }
    faults = {name: missing[name] for name, value in words.items() if not value}
    faults |= {
        name: f"Dài quá {limit} ký tự. Viết gọn lại." for name, limit in limits.items() if len(words[name]) > limit
    }
    if faults:
        raise ValidationError(faults)
    return words


def _take(listing: PublicListing, nominee: Nominee | None, words: dict, *, day: date, now: datetime, by=None):
    award_round = _locked(listing.round_id)
    listing = PublicListing.objects.get(pk=listing.pk)
    if listing.withdrawn_at:
        raise TransitionDenied("Danh sách này đã được rút nên không nhận ý kiến nữa. Xem danh sách mới nếu có.")
    if day > listing.until:
        raise TransitionDenied(
            f"Đã hết thời gian nhận ý kiến (đến hết ngày {date_short(listing.until)}). "
            f"Có thể gửi đơn trực tiếp đến {listing.content['office']}."
        )
    if award_round.state != RoundState.OPEN:
        raise TransitionDenied("Danh sách đã trình Chủ tịch nên không nhận ý kiến nữa.")
    if nominee and nominee.pk not in {row["nominee"] for row in listing.content["rows"]}:
        raise ValidationError({"nominee": "Chọn tập thể, cá nhân có trong danh sách."})
    objection = Objection.objects.create(
        listing=listing,
        nominee=nominee,
        code=new_token(),
        received_on=day,
        received_at=now,
        entered_by=by.get_username() if by else "",
        **words,
    )
    audit.append("objection.receive", objection, by=by, data={"listing": listing.pk, "on_paper": bool(by)})
    _tell(award_round, objection)
    return objection


def _tell(award_round: AwardRound, objection: Objection) -> None:
    text = f"Có ý kiến về danh sách lấy ý kiến công khai – {award_round.name}."
    tell(holders(Role.APPRAISER), text, reverse("awards:comments", args=[award_round.pk]), _key(objection))


def _key(objection: Objection) -> str:
    return f"objection:{objection.pk}"


@transaction.atomic
def answer_objection(objection: Objection, state: str, answer: str, *, by, now: datetime | None = None) -> Objection:
    """Upheld or dismissed with an answer that the sender reads by the code; once, and never changed (trigger)."""
    _office_only(by)
    _locked(objection.listing.round_id)
    objection = Objection.objects.select_for_update(of=("self",)).get(pk=objection.pk)
    if objection.state != ObjectionState.OPEN:
        raise TransitionDenied("Ý kiến này đã được trả lời; câu trả lời không sửa được.")
    answer = clean_lines(answer)
    if state not in (ObjectionState.UPHELD, ObjectionState.DISMISSED):
        raise ValidationError({"state": "Chọn “Có cơ sở” hoặc “Không có cơ sở”."})
    if not answer:
        raise ValidationError({"answer": "Cần ghi câu trả lời để người gửi đọc được."})
    if len(answer) > TEXT_LIMIT:
        raise ValidationError({"answer": f"Dài quá {TEXT_LIMIT} ký tự. Viết gọn lại."})
    now = now or timezone.now()
    objection.state, objection.answer = state, answer
    objection.answered_at, objection.answered_by = now, by.get_username()
    objection.save(update_fields=["state", "answer", "answered_at", "answered_by"])
    audit.append("objection.answer", objection, by=by, data={"state": state})
    settle(_key(objection), now=now)
    return objection
