"""Guards of dossiers, rounds and council sessions: each reads the rows, asks the rules, and returns the refusal."""

from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils import timezone

from awards.enums import BY_UNITS, Appraisal, AwardKind, RoundState, SeatPosition, SessionState, VotingMethod
from awards.tally import Threshold, quorum_reached

# --- dossiers ------------------------------------------------------------------------------------


def round_open(dossier) -> str | None:
    if dossier.round.state == RoundState.OPEN:
        return None
    return "Đợt khen thưởng đã trình Chủ tịch nên hồ sơ không thay đổi được nữa."


def registration_accepted(dossier) -> str | None:
    """IV.1.1: "có đăng ký thi đua" – counted once Phòng VH-TT has accepted it."""
    year = dossier.round.period.year
    if dossier.round.period.registrations.filter(unit=dossier.unit_id, state="accepted").exists():
        return None
    return (
        f"Đơn vị chưa có đăng ký thi đua năm {year} được tiếp nhận (mục IV.1.1). "
        "Gửi đăng ký, hoặc chờ Phòng VH-TT tiếp nhận, rồi nộp hồ sơ."
    )


def complete(dossier) -> str | None:
    from awards.selectors.dossiers import dossier_violations

    wrong = [violation.message for violation in dossier_violations(dossier) if violation.blocking]
    more = f" (và {len(wrong) - 1} việc khác)" if len(wrong) > 1 else ""
    return f"{wrong[0]}{more}" if wrong else None


def papers_agree(dossier) -> str | None:
    """IV.3: papers, list and minutes say the same; only what is certain refuses, the rest is shown on the page."""
    from awards.selectors.consistency import certain

    found = certain(dossier)
    more = f" (và {len(found) - 1} chỗ khác ở phần “Rà soát hồ sơ”)" if len(found) > 1 else ""
    return f"{found[0].sentence}{more}" if found else None


def all_appraised(dossier) -> str | None:
    waiting = dossier.nominees.filter(appraisal=Appraisal.PENDING).count()
    return f"Còn {waiting} đối tượng chưa có kết luận thẩm định. Kết luận từng người rồi hoàn tất." if waiting else None


def not_voted(dossier) -> str | None:
    marks = ("votes", "receipts", "paper_counts", "written_opinions")
    voted = reduce(or_, (Q(**{f"{mark}__isnull": False}) for mark in marks))
    if dossier.nominees.filter(voted).exists() or dossier.nominees.filter(results__isnull=False).exists():
        return "Hội đồng đã biểu quyết về hồ sơ này nên không trả lại được nữa."
    return None


def not_awarded_elsewhere(dossier) -> str | None:
    """Who holds an award of another level stays as that decision names them (trigger)."""
    held = dossier.nominees.filter(outside_awards__isnull=False, outside_awards__withdrawn_at__isnull=True).first()
    if held is None:
        return None
    return f"“{held}” đã có quyết định khen thưởng được ghi. Bỏ quyết định đó kèm lý do rồi trả lại hồ sơ."


# --- rounds --------------------------------------------------------------------------------------


def council_closed(award_round) -> str | None:
    states = set(award_round.sessions.values_list("state", flat=True))
    if states & {SessionState.OPEN, SessionState.PREPARED}:
        return "Phiên họp Hội đồng chưa kết thúc. Kết thúc phiên họp rồi trình."
    if SessionState.CLOSED not in states:
        return "Chưa có phiên họp Hội đồng nào của đợt này. Họp và biểu quyết rồi trình."
    return None


def decided_here(award_round) -> str | None:
    """IV.2.2: Bằng khen is decided by the province, other Giấy khen by their own heads; here they are only proposed."""
    if award_round.kind == AwardKind.GIAY_KHEN_HUYEN:
        return None
    return (
        f"Hình thức “{award_round.get_kind_display()}” không do Chủ tịch UBND huyện quyết định. "
        "Trả lại danh sách, hoặc gửi hồ sơ lên cấp có thẩm quyền."
    )


def decided_elsewhere(award_round) -> str | None:
    """IV.2.2: only what the Chairman of the district does not decide goes on to another level."""
    if award_round.kind != AwardKind.GIAY_KHEN_HUYEN:
        return None
    return "Giấy khen của Chủ tịch UBND huyện được quyết định tại đây, không chuyển cấp khác."


def within_plan(award_round) -> str | None:
    """IV.2.1, IV.2 Lưu ý count for the year: neither a second round nor looser settings add a place."""
    from awards.selectors.lists import year_violations

    if wrong := year_violations(award_round):
        return f"Tính chung các đợt năm {award_round.period.year} theo kế hoạch: {wrong[0].message}"
    return None


def listed_here(award_round) -> str | None:
    """IV.2.2: communes and heads of units decide on their own; no list of theirs goes through the district."""
    if award_round.kind not in BY_UNITS:
        return None
    return (
        f"Đợt “{award_round.get_kind_display()}” không qua danh sách trình của huyện. "
        "Đơn vị tự quyết định; ghi kết quả ở trang “Kết quả của cấp có thẩm quyền”."
    )


def awarded_once(award_round) -> str | None:
    """One achievement – one award: nobody on this list is awarded, or on a closed list of another round of the year."""
    from awards.selectors.once import once_violations

    wrong = once_violations(award_round, list(award_round.nominees.filter(listed=True)))
    more = f" (và {len(wrong) - 1} trường hợp khác)" if len(wrong) > 1 else ""
    return f"{wrong[0].message}{more}" if wrong else None


def list_commented(award_round) -> str | None:
    """A round that asks the public first: the list has been out as it is, and every objection is answered."""
    from awards.selectors.comments import comment_refusal

    return comment_refusal(award_round, today=timezone.localdate())


def list_in_order(award_round) -> str | None:
    from awards.selectors.lists import proposal_violations

    wrong = [violation.message for violation in proposal_violations(award_round) if violation.blocking]
    return wrong[0] if wrong else None


# --- council sessions ----------------------------------------------------------------------------


def round_still_open(session) -> str | None:
    return None if session.round.state == RoundState.OPEN else "Đợt khen thưởng đã trình, không mở phiên họp được nữa."


def something_to_vote_on(session) -> str | None:
    if session.round.nominees.filter(appraisal=Appraisal.ELIGIBLE).exists():
        return None
    return "Chưa có đối tượng nào được thẩm định đủ điều kiện để đưa ra Hội đồng."


def chair_and_secretary(session) -> str | None:
    there = set(session.seats.filter(present=True).values_list("position", flat=True))
    if there & {SeatPosition.CHAIR, SeatPosition.VICE} and SeatPosition.SECRETARY in there:
        return None
    return "Cần có mặt Chủ tịch hoặc Phó Chủ tịch Hội đồng, và Ủy viên thư ký, rồi mới khai mạc."


def quorum_present(session) -> str | None:
    """IV.3.b is silent on the number: a share of the members, set per round (giả định)."""
    rule = Threshold(session.quorum_num, session.quorum_den, strict=False)
    members, present = session.seats.count(), session.seats.filter(present=True).count()
    if quorum_reached(present, members, rule):
        return None
    return (
        f"Có mặt {present}/{members} thành viên, chưa đủ {rule.least(members)} người ({rule}) để họp. "
        "Ghi nhận thêm người có mặt hoặc dời phiên họp."
    )


def paper_counts_agree(session) -> str | None:
    """Two people read the paper ballots; what they disagree on is not told, only where."""
    from awards.selectors.room import paper_gaps

    gaps = paper_gaps(session) if session.method == VotingMethod.PAPER else []
    more = f" (và {len(gaps) - 1} mục khác)" if len(gaps) > 1 else ""
    return f"Kiểm phiếu giấy chưa xong. {gaps[0]}{more}" if gaps else None


def opinions_confirmed(session) -> str | None:
    waiting = session.written_opinions.filter(confirmed_by="").values("seat").distinct().count()
    if not waiting:
        return None
    return (
        f"Còn ý kiến bằng văn bản của {waiting} thành viên chưa được người thứ hai xác nhận. "
        "Xác nhận hoặc bỏ rồi kết thúc phiên họp."
    )
