"""Biên bản họp and biên bản kiểm phiếu, from the seats and the stored results of a closed session (domain §2.2)."""

from datetime import datetime

from django.utils import timezone

from awards import documents, tally
from awards.enums import NomineeKind, VotingMethod
from awards.models import CouncilSeat, CouncilSession, VoteResult
from awards.papers import word
from awards.selectors.room import Room, base_words, place_of, room_of, rule_of
from core.letterhead import DocumentNumber, Issuer, Letterhead, Signer
from core.text import date_long, two_digits
from units.models import User

HOW = {
    VotingMethod.OPEN: "Hội đồng biểu quyết công khai.",
    VotingMethod.SECRET: "Hội đồng bỏ phiếu kín trên cổng thông tin; mỗi thành viên bỏ một phiếu về mỗi mục, không đổi.",
    VotingMethod.PAPER: "Hội đồng bỏ phiếu kín bằng giấy; hai người kiểm phiếu độc lập, kết quả khớp nhau.",
}


def render_minutes(session: CouncilSession) -> bytes:
    return documents.render_bien_ban(minutes_of(session))


def render_count_minutes(session: CouncilSession) -> bytes:
    return documents.render_bien_ban_kiem_phieu(count_minutes_of(session))


def word_minutes(session: CouncilSession) -> bytes:
    return word.render(minutes_of(session))


def word_count_minutes(session: CouncilSession) -> bytes:
    return word.render(count_minutes_of(session))


def minutes_of(session: CouncilSession) -> documents.BienBan:
    """The paper as values; a session that is not closed yet gives a draft without results."""
    seats = list(session.seats.all())
    results = list(session.results.select_related("nominee__unit").order_by("nominee__kind", "nominee__sort_key"))
    lines, room = _lines(results), room_of(session)
    campaign = session.round.period.campaign
    number, _, symbol = session.minutes_number.partition("/")
    return documents.BienBan(
        head=_head(campaign, DocumentNumber(symbol or "BB-HĐTĐKT", int(number) if number.isdigit() else None)),
        about=f"Họp xét, đề nghị khen thưởng phong trào thi đua “{campaign.title}” – {session.round.name}",
        opened=_moment(_on_the_day(session, session.opened_at) or session.held_at),
        place=session.place,
        attendees=tuple(_attendee(seat) for seat in seats),
        chair=_with_role(session.chair_name, seats),
        secretary=_with_role(session.secretary_name, seats),
        proceedings=_proceedings(session, room),
        ballot=_ballot(session),
        collectives=lines[NomineeKind.COLLECTIVE],
        individuals=lines[NomineeKind.INDIVIDUAL],
        conclusion=_conclusion(results, campaign.authority),
        closed=_closing(session),
        recipients=("Thành viên Hội đồng", campaign.appraising_office, "Lưu: VT, Hồ sơ"),
        signers=(Signer("THƯ KÝ", session.secretary_name), Signer("CHỦ TỌA", session.chair_name)),
        draft=session.closed_at is None,
    )


def count_minutes_of(session: CouncilSession) -> documents.BienBanKiemPhieu:
    """The sheets counted: one a member and nominee, so that the sums run over all nominees."""
    room, campaign = room_of(session), session.round.period.campaign
    results = list(session.results.select_related("nominee__unit").order_by("nominee__kind", "nominee__sort_key"))
    lines = _lines(results)
    issued = sum(len(room.voters(row.nominee)) for row in results)
    written = sum(len(room.written(row.nominee)) for row in results)
    returned = sum(row.yes + row.no + row.abstain + row.invalid for row in results) - written
    invalid = sum(row.invalid for row in results)
    committee = _committee(session)
    return documents.BienBanKiemPhieu(
        head=_head(campaign, DocumentNumber("BBKP-HĐTĐKT")),
        about=f"Bỏ phiếu xét khen thưởng – {session.round.name}",
        opened=_moment(_on_the_day(session, session.opened_at) or session.held_at),
        place=session.place,
        committee=committee,
        members=len(room.seats),
        issued=issued,
        returned=returned,
        valid=returned - invalid,
        invalid=invalid,
        collectives=lines[NomineeKind.COLLECTIVE],
        individuals=lines[NomineeKind.INDIVIDUAL],
        closed=_closing(session).replace("Cuộc họp", "Việc kiểm phiếu"),
        signers=(Signer("THƯ KÝ", session.secretary_name), Signer("CHỦ TỌA", session.chair_name)),
        draft=session.closed_at is None,
        base=base_words(session),
        notes=_count_notes(session, room, written),
    )


def _committee(session: CouncilSession) -> tuple[str, ...]:
    """Who counted the paper; the portal counts a ballot that was cast on it, before the chair and the secretary."""
    if session.method == VotingMethod.PAPER:
        names = set(session.paper_counts.order_by().values_list("counted_by", flat=True))
        return tuple(User.objects.filter(username__in=names).order_by("full_name").values_list("full_name", flat=True))
    return (f"{session.chair_name}, chủ tọa", f"{session.secretary_name}, thư ký")


def _count_notes(session: CouncilSession, room: Room, written: int) -> tuple[str, ...]:
    how = "Phiếu bỏ trên cổng thông tin do phần mềm đếm khi kết thúc phiên họp, không gắn với người bỏ phiếu."
    notes = ["Mỗi thành viên có một phiếu về mỗi tập thể, cá nhân được biểu quyết."]
    notes += [how] if session.method == VotingMethod.SECRET else []
    if written:
        notes.append(f"Kết quả dưới đây gồm cả {two_digits(written)} ý kiến bằng văn bản của thành viên vắng mặt.")
    return (*notes, *_stood_back(room))


def _head(campaign, number: DocumentNumber) -> Letterhead:
    return Letterhead(Issuer(_without_place(campaign.council_name, campaign.organ), campaign.organ), number)


def _lines(results: list[VoteResult]) -> dict[str, tuple[documents.VoteLine, ...]]:
    return {kind: tuple(_line(row) for row in results if row.nominee.kind == kind) for kind in NomineeKind}


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
        excluded=result.base - result.yes - result.no - result.abstain - result.invalid,
        share=tally.share(result.yes, result.base),
        passed=result.passed,
        invalid=result.invalid,
    )


def _proceedings(session: CouncilSession, room: Room) -> tuple[str, ...]:
    office = session.round.period.campaign.appraising_office
    return (
        "Chủ tịch Hội đồng quán triệt tiêu chuẩn thi đua và hình thức khen thưởng theo mục IV của Kế hoạch.",
        f"{office} báo cáo kết quả thẩm định hồ sơ và tóm tắt thành tích của từng tập thể, cá nhân.",
        *(line.strip() for line in session.notes.splitlines() if line.strip()),
        *_stood_back(room),
        *_heard_in_writing(room),
    )


def _stood_back(room: Room) -> tuple[str, ...]:
    """Members who declared it; those of the nominee's own unit are told with the rule."""
    names = {seat.pk: seat.name for seat in room.seats}
    nominees = {row.nominee_id: row.nominee for row in room.session.recusals.select_related("nominee")}
    return tuple(
        f"Đồng chí {names[seat]} không tham gia biểu quyết về {nominees[about]} ({row.reason.rstrip('. ')})."
        for (seat, about), row in sorted(room.recusals.items())
    )


def _heard_in_writing(room: Room) -> tuple[str, ...]:
    heard = {seat for rows in room.opinions.values() for seat, row in rows.items() if row.confirmed_by}
    names = [seat.name for seat in room.seats if seat.pk in heard]
    if not names:
        return ()
    return (
        f"Có {two_digits(len(names))} thành viên vắng mặt gửi ý kiến bằng văn bản, được tính vào kết quả: "
        f"{', '.join(names)}.",
    )


def _ballot(session: CouncilSession) -> str:
    rule, whole = rule_of(session), base_words(session)
    stay = (
        "thành viên không biểu quyết về đơn vị mình vẫn tính trong số đó"
        if session.count_present_only
        else "thành viên vắng mặt và thành viên không biểu quyết về đơn vị mình vẫn tính trong tổng số"
    )
    return f"{HOW[VotingMethod(session.method)]} Tập thể, cá nhân được {rule} {whole} đồng ý thì được thông qua; {stay}. Kết quả:"


def _conclusion(results: list[VoteResult], authority: str) -> str:
    passed = [row.nominee.kind for row in results if row.passed]
    collectives, people = passed.count(NomineeKind.COLLECTIVE), passed.count(NomineeKind.INDIVIDUAL)
    if not passed:
        return "Không có tập thể, cá nhân nào được Hội đồng thông qua."
    return (
        f"Hội đồng thông qua {two_digits(collectives)} tập thể và {two_digits(people)} cá nhân đủ điều kiện để lập "
        f"danh sách đề nghị {authority} tặng Giấy khen."
    )
