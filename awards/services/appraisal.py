"""Appraisal by Phòng Nội vụ (VI.2): a verdict on each nominee, the return of a dossier, the end of the appraisal."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from awards.enums import Appraisal, DossierState, RoundState
from awards.models import Dossier, Nominee
from awards.selectors.dossiers import nominee_violations
from awards.selectors.scores import unit_scores
from awards.services.dossiers import reset_appraisal, stop_clock
from awards.workflow import DOSSIER
from core import audit, transitions
from core.text import clean_lines
from core.workflow import TransitionDenied
from units.enums import Role


@transaction.atomic
def appraise_nominee(nominee: Nominee, verdict: str, *, by, reason: str = "") -> Nominee:
    """Eligible or ineligible, the latter with a reason; the rules of IV.1 cannot be overruled here."""
    if Role.APPRAISER not in by.roles:
        raise TransitionDenied("Anh/chị không có quyền thẩm định. Việc này của Phòng Nội vụ.")
    dossier = Dossier.objects.select_for_update(of=("self",)).select_related("round__period").get(pk=nominee.dossier_id)
    nominee = Nominee.objects.select_for_update(of=("self",)).get(pk=nominee.pk)
    _refuse_out_of_time(dossier)
    reason = clean_lines(reason)
    if verdict not in (Appraisal.ELIGIBLE, Appraisal.INELIGIBLE):
        raise ValidationError({"verdict": "Chọn “Đủ điều kiện” hoặc “Không đủ điều kiện”."})
    if verdict == Appraisal.INELIGIBLE and not reason:
        raise ValidationError({"reason": "Ghi lý do không đủ điều kiện để đơn vị biết."})
    if verdict == Appraisal.ELIGIBLE:
        _refuse_against_rules(nominee, dossier)
    nominee.appraisal, nominee.appraisal_reason = verdict, reason
    if verdict == Appraisal.INELIGIBLE:
        nominee.listed, nominee.list_order = False, 0
    nominee.save(update_fields=["appraisal", "appraisal_reason", "listed", "list_order"])
    audit.append("award_dossier.appraise", nominee, by=by, data={"verdict": verdict, "reason": reason})
    return nominee


def _refuse_out_of_time(dossier: Dossier) -> None:
    if dossier.round.state != RoundState.OPEN:
        raise TransitionDenied("Đợt khen thưởng đã trình Chủ tịch nên không thẩm định lại được.")
    if dossier.state != DossierState.SUBMITTED:
        raise TransitionDenied("Chỉ thẩm định được hồ sơ đã nộp và chưa hoàn tất thẩm định.")


def _refuse_against_rules(nominee: Nominee, dossier: Dossier) -> None:
    scores = {} if nominee.is_individual else unit_scores(dossier.round.period)
    wrong = nominee_violations(nominee, scores.get(nominee.unit_id))
    if wrong:
        raise ValidationError({"verdict": f"{wrong[0].message} Vì vậy không kết luận “Đủ điều kiện” được."})


@transaction.atomic
def return_dossier(dossier: Dossier, *, by, reason: str) -> Dossier:
    """Back to the unit with a reason; its verdicts are dropped, so nothing of it stays on the list."""
    dossier = transitions.apply(DOSSIER, dossier, "return", by=by, reason=reason, return_reason=clean_lines(reason))
    reset_appraisal(dossier)
    stop_clock(dossier)
    return dossier


@transaction.atomic
def finish_appraisal(dossier: Dossier, *, by) -> Dossier:
    """Everyone in the dossier has a verdict; the eligible ones may go to the council."""
    dossier = transitions.apply(DOSSIER, dossier, "finish", by=by, appraised_at=timezone.now())
    stop_clock(dossier)
    return dossier
