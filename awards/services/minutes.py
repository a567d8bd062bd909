"""Biên bản họp Hội đồng, generated from the seats and the stored results of a closed session (domain §2.2)."""

from datetime import datetime

from django.utils import timezone

from awards import documents, tally
from awards.enums import NomineeKind
from awards.models import CouncilSeat, CouncilSession, VoteResult
from awards.services.council import place_of, rule_of
from core.letterhead import DocumentNumber, Issuer, Letterhead, Signer
from core.text import date_long, two_digits


def render_minutes(session: CouncilSession) -> bytes:
    return documents.render_bien_ban(minutes_of(session))


def minutes_of(session: CouncilSession) -> documents.BienBan:
    """The paper as values; a session that is not closed yet gives a draft without results."""
    seats = list(session.seats.all())
    results = list(session.results.select_related("nominee__unit").order_by("nominee__kind", "nominee__sort_key"))
    lines = {kind: tuple(_line(row) for row in results if row.nominee.kind == kind) for kind in NomineeKind}
    campaign = session.round.period.campaign
    number, _, symbol = session.minutes_number.partition("/")
    return documents.BienBan(
        head=Letterhead(
            Issuer(_without_place(campaign.council_name, campaign.organ), campaign.organ),
            DocumentNumber(symbol or "BB-HĐTĐKT", int(number) if number.isdigit() else None),
        ),
        about=f"Họp xét, đề nghị khen thưởng phong trào thi đua “{campaign.title}” – {session.round.name}",
        opened=_moment(_on_the_day(session, session.opened_at) or session.held_at),
        place=session.place,
        attendees=tuple(_attendee(seat) for seat in seats),
        chair=_with_role(session.chair_name, seats),
        secretary=_with_role(session.secretary_name, seats),
        proceedings=_proceedings(session),
        ballot=_ballot(session),
        collectives=lines[NomineeKind.COLLECTIVE],
        individuals=lines[NomineeKind.INDIVIDUAL],
        conclusion=_conclusion(results, campaign.authority),
        closed=_closing(session),
        recipients=("Thành viên Hội đồng", campaign.appraising_office, "Lưu: VT, Hồ sơ"),
        signers=(Signer("THƯ KÝ", session.secretary_name), Signer("CHỦ TỌA", session.chair_name)),
        draft=session.closed_at is None,
    )


def _without_place(council_name: str, organ: str) -> str:
    """The organ above says the place already; the name is too long for one line of the head."""
    words, above = council_name.split(), organ.split()
    while words and above and words[-1] == above[-1]:
        words, above = words[:-1], above[:-1]
    return " ".join(words).replace(" - ", " -\n") or council_name


def _on_the_day(session: CouncilSession, moment: datetime | None) -> datetime | None:
    """A time taken by the portal, unless the meeting was entered on another day than it was held."""
    same = moment and timezone.localdate(moment) == timezone.localdate(session.held_at)
    return moment if same else None


def _closing(session: CouncilSession) -> str:
    if session.closed_at is None:
        return "Cuộc họp chưa kết thúc"
    if known := _on_the_day(session, session.closed_at):
        return f"Cuộc họp kết thúc vào {_moment(known)}"
    return f"Cuộc họp kết thúc vào … giờ …, {date_long(timezone.localdate(session.held_at))}"


def _moment(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{two_digits(local.hour)} giờ {two_digits(local.minute)}, {date_long(local.date())}"


def _with_role(name: str, seats: list[CouncilSeat]) -> str:
    role = next((seat.get_position_display() for seat in seats if seat.name == name), "")
    return f"{name}, {role}" if role else name


def _attendee(seat: CouncilSeat) -> documents.Attendee:
    return documents.Attendee(seat.name, seat.title, seat.get_position_display(), seat.present, seat.absence_reason)


def _line(result: VoteResult) -> documents.VoteLine:
    nominee = result.nominee
    return documents.VoteLine(
        name=str(nominee),
        position=place_of(nominee),
        award_form="Giấy khen",
        agree=result.yes,
        disagree=result.no,
        abstain=result.abstain,
        excluded=result.base - result.yes - result.no - result.abstain,
        share=tally.share(result.yes, result.base),
        passed=result.passed,
    )


def _proceedings(session: CouncilSession) -> tuple[str, ...]:
    office = session.round.period.campaign.appraising_office
    return (
        "Chủ tịch Hội đồng quán triệt tiêu chuẩn thi đua và hình thức khen thưởng theo mục IV của Kế hoạch.",
        f"{office} báo cáo kết quả thẩm định hồ sơ và tóm tắt thành tích của từng tập thể, cá nhân.",
        *(line.strip() for line in session.notes.splitlines() if line.strip()),
    )


def _ballot(session: CouncilSession) -> str:
    return (
        f"Hội đồng biểu quyết công khai. Tập thể, cá nhân được {rule_of(session)} tổng số thành viên Hội đồng đồng ý "
        "thì được thông qua; thành viên vắng mặt và thành viên không biểu quyết về đơn vị mình vẫn tính trong tổng số. "
        "Kết quả:"
    )


def _conclusion(results: list[VoteResult], authority: str) -> str:
    passed = [row.nominee.kind for row in results if row.passed]
    collectives, people = passed.count(NomineeKind.COLLECTIVE), passed.count(NomineeKind.INDIVIDUAL)
    if not passed:
        return "Không có tập thể, cá nhân nào được Hội đồng thông qua."
    return (
        f"Hội đồng thông qua {two_digits(collectives)} tập thể và {two_digits(people)} cá nhân đủ điều kiện để lập "
        f"danh sách đề nghị {authority} tặng Giấy khen."
    )
