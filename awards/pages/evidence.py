"""The evidence under the Chairman's list: each step of the round and of each nominee, with who, when and where to look."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from awards.enums import Appraisal, AwardKind, ObjectionState, OfficePaperKind, SessionState
from awards.models import AwardRound, CouncilSession, Nominee, Objection, Recusal, VoteResult
from awards.selectors import comments
from awards.selectors.clock import with_clocks
from awards.selectors.room import base_words, rule_of
from campaign.enums import RegistrationState
from core.models import AuditEvent
from core.text import date_short, format_decimal
from units.enums import Role
from units.models import User
from units.selectors import names_of

MAY_OPEN_REGISTRATIONS = {Role.REVIEWER, Role.APPRAISER, Role.INSPECTOR}


@dataclass(frozen=True)
class Fact:
    """One step: what was found, and a page or paper to look at."""

    label: str
    text: str
    ok: bool = True
    url: str = ""
    link: str = ""


def address(name: str, *arguments: object) -> str:
    return reverse(name, args=arguments)


def at(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%H:%M ngày %d/%m/%Y}" if moment else ""


class Log:
    """Who did what, out of the log: the last time of each step, read in one query, names in a second."""

    def __init__(self, award_round: AwardRound, nominees: list[Nominee]) -> None:
        year = award_round.period.year
        dossiers = {str(nominee.dossier_id) for nominee in nominees}
        reports = {f"Báo cáo năm {year} – {nominee.unit.short_name}" for nominee in nominees}
        rows = AuditEvent.objects.filter(
            Q(action__startswith="award_round.", subject_id=str(award_round.pk))
            | Q(action__in=["award_dossier.submit", "award_dossier.finish"], subject_id__in=dossiers)
            | Q(action="award_dossier.appraise", subject_id__in=[str(nominee.pk) for nominee in nominees])
            | Q(action="self_report.accept", subject_label__in=reports)
        )
        found = list(rows.order_by("id").values_list("action", "subject_id", "subject_label", "at", "actor"))
        self.last = {(action, pk): (when, who) for action, pk, _, when, who in found}
        self.accepted = {label: (when, who) for action, _, label, when, who in found if action == "self_report.accept"}
        self.names = names_of(who for *_, who in found)

    def of(self, action: str, pk: int) -> str:
        """ "08:30 ngày 25/12/2023, Trần Văn Mẫu", or "" for what the log does not know."""
        return self._words(self.last.get((action, str(pk))))

    def accepted_report(self, nominee: Nominee, year: int) -> str:
        return self._words(self.accepted.get(f"Báo cáo năm {year} – {nominee.unit.short_name}"))

    def _words(self, step: tuple[datetime, str] | None) -> str:
        return f"{at(step[0])}, {self.names[step[1]]}" if step else ""


class Evidence:
    """Everything read once: a fixed number of queries for any length of the list."""

    def __init__(self, award_round: AwardRound, lines: Iterable, user: User) -> None:
        self.round, self.lines, self.user = award_round, list(lines), user
        nominees = [line.nominee for line in self.lines]
        self.log = Log(award_round, nominees)
        ids, units = [nominee.pk for nominee in nominees], {nominee.unit_id for nominee in nominees}
        accepted = award_round.period.registrations.filter(unit__in=units, state=RegistrationState.ACCEPTED)
        self.registrations = {one.unit_id: one for one in accepted.select_related("accepted_by")}
        dossiers = award_round.dossiers.select_related("round").prefetch_related("papers")
        self.dossiers = {one.pk: one for one in with_clocks(dossiers, timezone.now())}
        self.sessions = _sessions(award_round)
        results = VoteResult.objects.filter(session__in=self.sessions, nominee__in=ids)
        self.results = {one.nominee_id: one for one in results.order_by("session__closed_at", "session_id")}
        self.recusals: dict[tuple[int, int], list[Recusal]] = defaultdict(list)
        for one in Recusal.objects.filter(session__in=self.sessions, nominee__in=ids).select_related("seat"):
            self.recusals[one.session_id, one.nominee_id].append(one)
        self.listing = comments.listing_in_force(award_round)
        self.objections = comments.objections_of(award_round)

    # --- of the round --------------------------------------------------------------------------

    def steps(self) -> list[Fact]:
        """From the dossiers to the draft, in the order in which they happen."""
        return [self._dossiers(), *self._meetings(), self._comment(), self._list(), self._proposal(), self._draft()]

    def _dossiers(self) -> Fact:
        sent = [one for one in self.dossiers.values() if one.submitted_at]
        done = sum(one.appraised_at is not None and one.state == "appraised" for one in sent)
        text = f"{len(sent)} đơn vị đã nộp, {done} hồ sơ thẩm định xong"
        return Fact("Hồ sơ", text, done == len(sent), address("awards:dossier-list", self.round.pk), "Hồ sơ các đơn vị")

    def _meetings(self) -> list[Fact]:
        if not self.sessions:
            return [Fact("Hội đồng", "Chưa có phiên họp đã kết thúc", ok=False)]
        return [self._meeting(session) for session in self.sessions.values()]

    def _meeting(self, session: CouncilSession) -> Fact:
        number = f"Biên bản số {session.minutes_number}: " if session.minutes_number else ""
        text = (
            f"{number}họp {at(session.held_at)}, có mặt {session.there}/{session.members} thành viên, "
            f"{session.get_method_display().lower()}, thông qua khi đạt {rule_of(session)} {base_words(session)}"
        )
        return Fact("Hội đồng", text, True, address("awards:session-minutes", session.pk), "Biên bản (PDF)")

    def _comment(self) -> Fact:
        if self.round.comment_days is None and not self.listing:
            return Fact("Lấy ý kiến", "Đợt này không lấy ý kiến công khai")
        url = address("awards:comments", self.round.pk)
        if not self.listing:
            return Fact("Lấy ý kiến", "Chưa công khai danh sách", False, url, "Lấy ý kiến")
        state = {one: sum(row.state == one for row in self.objections) for one in ObjectionState}
        text = (
            f"Công khai {at(self.listing.published_at)}, nhận đến hết ngày {date_short(self.listing.until)}; "
            f"{len(self.objections)} ý kiến: {state[ObjectionState.DISMISSED]} không có cơ sở, "
            f"{state[ObjectionState.UPHELD]} có cơ sở, {state[ObjectionState.OPEN]} chờ trả lời"
        )
        return Fact("Lấy ý kiến", text, not state[ObjectionState.OPEN], url, "Ý kiến và trả lời")

    def _list(self) -> Fact:
        changed = self.log.of("award_round.list", self.round.pk)
        text = f"{len(self.lines)} tập thể, cá nhân" + (f"; sửa lần cuối {changed}" if changed else "")
        return Fact("Danh sách", text, bool(self.lines), address("awards:list", self.round.pk), "Danh sách trình")

    def _proposal(self) -> Fact:
        if not self.round.proposal_date:
            return Fact("Tờ trình", "Chưa trình", ok=False)
        text = f"Số {self.round.proposal_number} ngày {date_short(self.round.proposal_date)}"
        if proposed := self.log.of("award_round.propose", self.round.pk):
            text += f"; trình {proposed}"
        paper = self.round.office_papers.filter(kind=OfficePaperKind.TO_TRINH).first()
        url = address("awards:office-paper-pdf", paper.pk) if paper else ""
        return Fact("Tờ trình", text, True, url, "Tờ trình (PDF)")

    def _draft(self) -> Fact:
        if self.round.kind != AwardKind.GIAY_KHEN_HUYEN:
            return Fact("Quyết định", "Do cấp có thẩm quyền ban hành sau khi chuyển danh sách")
        url = address("awards:decision-draft", self.round.pk)
        return Fact("Quyết định", "Dự thảo lập từ đúng danh sách này", True, url, "Dự thảo (PDF)")

    # --- of a nominee --------------------------------------------------------------------------

    def of(self, line) -> list[Fact]:
        nominee = line.nominee
        found = [self._registration(nominee), self._score(line), self._dossier(nominee), self._appraisal(nominee)]
        found.append(self._vote(nominee))
        return [*found, self._objections(nominee)] if self.listing or self.round.comment_days else found

    def _registration(self, nominee: Nominee) -> Fact:
        one = self.registrations.get(nominee.unit_id)
        if one is None:
            return Fact("Đăng ký thi đua", f"{nominee.unit.short_name} chưa có đăng ký được tiếp nhận", ok=False)
        who = f", {one.accepted_by.full_name}" if one.accepted_by else ""
        opens = MAY_OPEN_REGISTRATIONS & self.user.roles
        url = address("campaign:registration-detail", self.round.period.year, nominee.unit.code) if opens else ""
        return Fact("Đăng ký thi đua", f"Tiếp nhận {at(one.accepted_at)}{who}", True, url, "Đăng ký")

    def _score(self, line) -> Fact:
        """IV.1.1 asks it of collectives; for a person it is what the unit achieved."""
        nominee, year = line.nominee, self.round.period.year
        if line.score is None:
            return Fact("Báo cáo, phiếu điểm", "Đơn vị chưa có phiếu điểm thẩm định", nominee.is_individual)
        sheet = line.score.sheet
        verdict = "đủ tiêu chuẩn" if sheet.eligible else "chưa đủ tiêu chuẩn bắt buộc"
        accepted = self.log.accepted_report(nominee, year)
        text = f"{format_decimal(sheet.percent, 2)}/100 điểm, {verdict}; chấm {at(sheet.created_at)}"
        if accepted:
            text = f"Báo cáo được chấp nhận {accepted}; {text}"
        url = address("reports:score-sheet", year, nominee.unit.code)
        return Fact("Báo cáo, phiếu điểm", text, nominee.is_individual or sheet.eligible, url, "Phiếu điểm")

    def _dossier(self, nominee: Nominee) -> Fact:
        dossier = self.dossiers[nominee.dossier_id]
        papers = [one for one in dossier.papers.all() if one.kind in self.round.papers_required]
        confirmed, scans = sum(one.confirmed_at is not None for one in papers), sum(bool(one.file_id) for one in papers)
        sent = self.log.of("award_dossier.submit", dossier.pk) or at(dossier.submitted_at)
        text = f"Nộp {sent}; {confirmed}/{len(papers)} giấy tờ đã xác nhận, {scans} bản đã ký (quét)"
        url = address("awards:dossier-detail", dossier.pk)
        return Fact("Hồ sơ", text, bool(papers) and confirmed == len(papers), url, "Hồ sơ và giấy tờ")

    def _appraisal(self, nominee: Nominee) -> Fact:
        text = nominee.get_appraisal_display()
        if judged := self.log.of("award_dossier.appraise", nominee.pk):
            text += f", {judged}"
        if clock := self.dossiers[nominee.dossier_id].clock:
            text += f"; {clock.used}/{clock.allowed} ngày làm việc"
        text += f". {nominee.appraisal_reason}" if nominee.appraisal_reason else ""
        url = address("awards:nominee-appraise", nominee.pk)
        return Fact("Thẩm định", text, nominee.appraisal == Appraisal.ELIGIBLE, url, "Kết luận")

    def _vote(self, nominee: Nominee) -> Fact:
        result = self.results.get(nominee.pk)
        if result is None:
            return Fact("Hội đồng", "Chưa biểu quyết", ok=False)
        session = self.sessions[result.session_id]
        least = rule_of(session).least(result.base)
        text = f"{result.yes}/{result.base} đồng ý (cần {least}), {result.no} không đồng ý, {result.abstain} không có ý kiến"
        text += f", {result.invalid} phiếu không hợp lệ" if result.invalid else ""
        stood_back = [f"{one.seat.name} ({one.reason})" for one in self.recusals[session.pk, nominee.pk]]
        text += f"; không tham gia biểu quyết: {', '.join(stood_back)}" if stood_back else ""
        url = address("awards:session-minutes", session.pk)
        return Fact("Hội đồng", text, result.passed, url, f"Biên bản {session.minutes_number}".strip())

    def _objections(self, nominee: Nominee) -> Fact:
        about = [one for one in self.objections if one.nominee_id == nominee.pk]
        url = address("awards:comments", self.round.pk)
        if not about:
            return Fact("Lấy ý kiến", "Không có ý kiến", True, "", "")
        ok = all(one.state == ObjectionState.DISMISSED for one in about)
        return Fact(
            "Lấy ý kiến", "; ".join(map(_answered, about)), ok, f"{url}#y-kien-{about[0].pk}", "Ý kiến và trả lời"
        )


def _answered(objection: Objection) -> str:
    words = objection.get_state_display()
    return f"{words}, trả lời {at(objection.answered_at)}" if objection.answered_at else words


def _sessions(award_round: AwardRound) -> dict[int, CouncilSession]:
    rows = award_round.sessions.filter(state=SessionState.CLOSED).annotate(
        members=Count("seats"), there=Count("seats", filter=Q(seats__present=True))
    )
    return {one.pk: one for one in rows.order_by("closed_at", "pk")}
