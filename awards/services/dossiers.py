"""The dossier of a unit: create it, put nominees in, edit, remove, submit. Refusals are sentences for the officer."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from awards.enums import Appraisal, NomineeKind, PaperKind, RoundState
from awards.models import AwardRound, ClockRun, Dossier, Nominee
from awards.namesakes import note_fault
from awards.selectors.declarations import DECLARED
from awards.workflow import DOSSIER
from core import audit, transitions
from core.names import name_fault
from core.text import clean, name_key
from core.workflow import TransitionDenied
from units.enums import Role
from units.models import Unit

# no number of the plan: quotas are a few to a unit, and every page of a dossier reads each nominee against each paper
MOST_NOMINEES = 100


def _own_unit_only(unit_id: int, by) -> None:
    if Role.OFFICER not in by.roles or unit_id not in by.units:
        raise TransitionDenied("Chỉ cán bộ của đơn vị được lập và sửa hồ sơ của đơn vị đó.")


def lock_editable(dossier: Dossier, by) -> Dossier:
    """The dossier under a row lock, if this officer may change it now; else TransitionDenied."""
    _own_unit_only(dossier.unit_id, by)
    locked = Dossier.objects.select_for_update(of=("self",)).select_related("round__period", "unit").get(pk=dossier.pk)
    if locked.round.state != RoundState.OPEN:
        raise TransitionDenied("Đợt khen thưởng đã trình Chủ tịch nên hồ sơ không sửa được nữa.")
    if not locked.editable:
        raise TransitionDenied("Hồ sơ đã nộp nên không sửa được. Nếu cần sửa, đề nghị Phòng Nội vụ trả lại hồ sơ.")
    return locked


@transaction.atomic
def create_dossier(award_round: AwardRound, unit: Unit, *, by) -> Dossier:
    """The unit's one dossier in this round; asking again gives the same one."""
    _own_unit_only(unit.pk, by)
    if award_round.state != RoundState.OPEN:
        raise TransitionDenied("Đợt khen thưởng này không nhận hồ sơ nữa.")
    dossier, created = Dossier.objects.get_or_create(round=award_round, unit=unit)
    if created:
        audit.append("award_dossier.create", dossier, by=by)
    return dossier


@transaction.atomic
def update_dossier(dossier: Dossier, *, by, **fields) -> Dossier:
    """Number, meeting and signer, as tờ trình and biên bản print them; both must be confirmed again."""
    dossier = lock_editable(dossier, by)
    for field, value in fields.items():
        setattr(dossier, field, value)
    dossier.full_clean()
    dossier.save(update_fields=list(fields))
    reopen_papers(dossier)
    audit.append("award_dossier.update", dossier, by=by, data={field: str(value) for field, value in fields.items()})
    return dossier


@transaction.atomic
def add_nominee(dossier: Dossier, *, by, kind: str, **fields) -> Nominee:
    """IV.1, IV.3: puts a collective or a person forward. ValidationError names the field that is wrong."""
    dossier = lock_editable(dossier, by)
    _refuse_too_many(dossier)
    nominee = Nominee(dossier=dossier, round=dossier.round, unit=dossier.unit, kind=kind, **fields)
    _save(nominee)
    reopen_papers(dossier)
    audit.append("award_dossier.add_nominee", nominee, by=by, data={"kind": nominee.kind, "unit": dossier.unit.code})
    _log_declaration(nominee, before=False, by=by)
    return nominee


def _refuse_too_many(dossier: Dossier) -> None:
    if dossier.nominees.count() >= MOST_NOMINEES:
        raise TransitionDenied(
            f"Hồ sơ đã có {MOST_NOMINEES} tập thể, cá nhân, không thêm được nữa. Nếu cần đề nghị người khác, "
            "bỏ bớt một dòng trong danh sách trước."
        )


@transaction.atomic
def update_nominee(nominee: Nominee, *, by, **fields) -> Nominee:
    """Changes the facts of a nominee; the papers that print them must be confirmed again."""
    dossier = lock_editable(nominee.dossier, by)
    nominee = Nominee.objects.select_for_update(of=("self",)).get(pk=nominee.pk)
    declared = nominee.not_under_discipline
    for field, value in fields.items():
        setattr(nominee, field, value)
    _save(nominee)
    reopen_papers(dossier, nominee)
    audit.append("award_dossier.update_nominee", nominee, by=by, data={"fields": sorted(fields)})
    _log_declaration(nominee, before=declared, by=by)
    return nominee


def _log_declaration(nominee: Nominee, *, before: bool, by) -> None:
    """IV.1.2 (giả định): who declared for the unit that the person is not under discipline, or took it back."""
    if nominee.is_individual and nominee.not_under_discipline != before:
        audit.append(DECLARED, nominee, by=by, data={"declared": nominee.not_under_discipline})


@transaction.atomic
def remove_nominee(nominee: Nominee, *, by) -> None:
    """Takes a nominee and its report out of the dossier; one that others have written about stays."""
    dossier = lock_editable(nominee.dossier, by)
    if refused := _removal_refusal(nominee):
        raise TransitionDenied(refused)
    audit.append("award_dossier.remove_nominee", nominee, by=by, data={"unit": dossier.unit.code})
    nominee.papers.all().delete()
    nominee.delete()
    reopen_papers(dossier)


def _removal_refusal(nominee: Nominee) -> str:
    """An objection, an award of another level even if withdrawn, a recusal: rows that are kept name this nominee."""
    kept = {
        "objections": "có ý kiến về danh sách công khai",
        "outside_awards": "đã được ghi quyết định khen thưởng của cấp khác",
        "recusals": "có thành viên Hội đồng được ghi là không tham gia biểu quyết",
    }
    why = next((words for rows, words in kept.items() if getattr(nominee, rows).exists()), "")
    if not why:
        return ""
    return (
        f"“{nominee}” {why} nên không bỏ khỏi hồ sơ được. Giữ trong hồ sơ và nộp lại; "
        "nếu không đề nghị nữa, báo Phòng Nội vụ kết luận không đủ điều kiện."
    )


@transaction.atomic
def submit_dossier(dossier: Dossier, *, by) -> Dossier:
    """IV.3: 01 bộ hồ sơ goes to Phòng Nội vụ. What was appraised before a return is appraised anew."""
    _own_unit_only(dossier.unit_id, by)
    now = timezone.now()
    dossier = transitions.apply(DOSSIER, dossier, "submit", by=by, submitted_at=now, return_reason="")
    ClockRun.objects.create(dossier=dossier, started_at=now)
    return dossier


def stop_clock(dossier: Dossier) -> None:
    """The time of Phòng Nội vụ stands still while the unit has the dossier, and ends with the appraisal."""
    dossier.clock_runs.filter(ended_at__isnull=True).update(ended_at=timezone.now())


def reopen_papers(dossier: Dossier, nominee: Nominee | None = None) -> None:
    """Confirmed papers whose facts changed wait for a new confirmation; a signed scan of the old text goes too."""
    papers = dossier.papers.filter(kind__in=[PaperKind.TO_TRINH, PaperKind.BIEN_BAN])
    if nominee is not None:
        papers = papers | dossier.papers.filter(nominee=nominee)
    papers.update(confirmed_at=None, confirmed_by=None, file=None)


def _save(nominee: Nominee) -> None:
    nominee.name, nominee.distinct_note = clean(nominee.name), clean(nominee.distinct_note)
    nominee.name_key = name_key(nominee.name)
    if fault := name_fault(nominee.name, collective=not nominee.is_individual):
        raise ValidationError({"name": fault})
    if fault := note_fault(nominee.distinct_note):
        raise ValidationError({"distinct_note": fault})
    _refuse_double(nominee)
    nominee.full_clean(exclude=["name_key", "search", "sort_key"], validate_constraints=False)
    nominee.fill_keys()
    nominee.validate_constraints()
    try:
        with transaction.atomic():
            nominee.save()
    except IntegrityError as race:  # two officers at once: the constraint decides, the sentence is the same
        raise ValidationError(
            {"name": "Người hoặc tập thể này vừa được đề nghị trong đợt. Tải lại trang để xem."}
        ) from race


def _refuse_double(nominee: Nominee) -> None:
    """One person, one collective, once in a round; the sentence says how to go on with two people of one name.

    In one dossier no declaration lifts this. Of another unit's dossier nothing is told but that the person is known.
    """
    others = Nominee.objects.filter(round_id=nominee.round_id, kind=nominee.kind, name_key=nominee.name_key)
    others = others.exclude(pk=nominee.pk)
    if nominee.kind == NomineeKind.COLLECTIVE:
        if others.filter(unit_id=nominee.unit_id).exists():
            raise ValidationError({"name": f"Tập thể “{nominee.name}” đã có trong hồ sơ này."})
        return
    twins = others.filter(birth_year=nominee.birth_year)
    if twins.filter(unit_id=nominee.unit_id).exists():
        sentence = (
            f"“{nominee}” sinh năm {nominee.birth_year} đã được đề nghị trong hồ sơ này. Trong một hồ sơ, hai người "
            "cùng tên phải khác năm sinh. Kiểm tra lại; nếu đúng là hai người, liên hệ Phòng Nội vụ."
        )
        raise ValidationError({"name": sentence})
    if not nominee.distinct_note and twins.filter(distinct_note="").exists():
        sentence = (
            "Người này đã được đề nghị trong đợt; liên hệ Phòng Nội vụ. Nếu là một người khác trùng tên, ghi rõ khác "
            "ở điểm nào ở ô “Xác nhận không phải người trùng tên”."
        )
        raise ValidationError({"name": sentence})


def reset_appraisal(dossier: Dossier) -> None:
    """A returned dossier is judged anew: no verdict, no place on the list."""
    dossier.nominees.update(listed=False, list_order=0)
    dossier.nominees.update(appraisal=Appraisal.PENDING, appraisal_reason="")
