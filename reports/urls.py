"""Addresses of reports."""

from django.urls import include, path

from reports.views import own, plan_effect, review, scores, sending, summary

app_name = "reports"

REPORT = "bao-cao/<int:year>/<slug:code>/"

urlpatterns = [
    path("bao-cao/", own.self_report_list, name="self-report-list"),
    path("bao-cao/tep/<uuid:file_id>/", own.evidence_file, name="evidence-file"),
    path("bao-cao/<int:year>/<slug:code>/", own.self_report_detail, name="self-report-detail"),
    path(REPORT + "mo/", own.self_report_open, name="self-report-open"),
    path(REPORT + "muc/<slug:section>/", own.section_edit, name="section-edit"),
    path(REPORT + "trinh-ky/", sending.self_report_present, name="self-report-present"),
    path(REPORT + "lay-lai/", sending.self_report_recall, name="self-report-recall"),
    path(REPORT + "nop/", sending.self_report_submit, name="self-report-submit"),
    path(REPORT + "chuyen-lai/", sending.self_report_hand_back, name="self-report-hand-back"),
    path(REPORT + "rut/", sending.self_report_withdraw, name="self-report-withdraw"),
    path(REPORT + "ban-nop/<int:number>/", sending.submission_detail, name="submission-detail"),
    path(REPORT + "ban-nop/<int:number>/pdf/", sending.submission_pdf, name="submission-pdf"),
    path(REPORT + "phieu-diem/", scores.score_sheet, name="score-sheet"),
    path(REPORT + "phieu-diem/pdf/", scores.score_sheet_pdf, name="score-sheet-pdf"),
    path("tham-dinh/", review.review_queue, name="review-queue"),
    path("tham-dinh/<int:year>/", review.review_queue, name="review-queue"),
    path("tham-dinh/<int:year>/<slug:code>/", review.report_review, name="report-review"),
    path("tham-dinh/<int:year>/<slug:code>/dong/<str:indicator>/", review.entry_decide, name="entry-decide"),
    path("tham-dinh/<int:year>/<slug:code>/con-lai/", review.accept_remaining, name="accept-remaining"),
    path("tham-dinh/<int:year>/<slug:code>/tra-lai/", review.report_return, name="report-return"),
    path("tham-dinh/<int:year>/<slug:code>/chap-nhan/", review.report_accept, name="report-accept"),
    path("tham-dinh/<int:year>/<slug:code>/diem/", review.report_points, name="report-points"),
    path("xep-hang/", scores.ranking, name="ranking"),
    path("xep-hang/<int:year>/", scores.ranking, name="ranking"),
    path("tong-hop/", summary.summary, name="summary"),
    path("tong-hop/<int:year>/", summary.summary, name="summary-year"),
    path("tong-hop/<int:year>/lap/", summary.summary_print, name="summary-print"),
    path("tong-hop/<int:year>/tep/<int:pk>/", summary.summary_file, name="summary-file"),
    path("ke-hoach/du-thao/<int:pk>/ban-hanh/", plan_effect.plan_publish, name="plan-publish"),
    path("ke-hoach/du-thao/<int:pk>/cham-thu/<int:year>/", plan_effect.plan_trial, name="plan-trial"),
    path("xuat-du-lieu/", include("reports.urls_export")),
]
