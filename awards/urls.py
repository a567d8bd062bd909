"""Addresses of awards: rounds, dossiers, papers, appraisal, list; those of the council are in urls_council.py."""

from django.urls import include, path

from awards.views import appraisal, dossiers, lists, paper_exchange, papers, rounds, trich_ngang

app_name = "awards"
urlpatterns = [
    path("", rounds.round_list, name="round-list"),
    path("nam/<int:year>/lap-dot/", rounds.round_create, name="round-create"),
    path("dot/<int:pk>/", rounds.round_detail, name="round-detail"),
    path("dot/<int:pk>/sua/", rounds.round_edit, name="round-edit"),
    path("dot/<int:pk>/ho-so/", appraisal.dossier_list, name="dossier-list"),
    path("dot/<int:pk>/ho-so/lap/", dossiers.dossier_create, name="dossier-create"),
    path("dot/<int:pk>/danh-sach/", lists.award_list, name="list"),
    path("dot/<int:pk>/danh-sach/goi-y/", lists.list_suggest, name="list-suggest"),
    path("dot/<int:pk>/trinh/", lists.round_propose, name="round-propose"),
    path("ho-so/<int:pk>/", dossiers.dossier_detail, name="dossier-detail"),
    path("ho-so/<int:pk>/thong-tin/", dossiers.dossier_edit, name="dossier-edit"),
    path("ho-so/<int:pk>/nop/", dossiers.dossier_submit, name="dossier-submit"),
    path("ho-so/<int:pk>/tra-lai/", appraisal.dossier_return, name="dossier-return"),
    path("ho-so/<int:pk>/hoan-tat/", appraisal.dossier_finish, name="dossier-finish"),
    path("ho-so/<int:pk>/them/<slug:kind>/", dossiers.nominee_add, name="nominee-add"),
    path("ho-so/<int:pk>/soan-giay-to/", papers.papers_draft, name="papers-draft"),
    path("doi-tuong/<int:pk>/", dossiers.nominee_edit, name="nominee-edit"),
    path("doi-tuong/<int:pk>/bo/", dossiers.nominee_remove, name="nominee-remove"),
    path("doi-tuong/<int:pk>/tham-dinh/", appraisal.nominee_appraise, name="nominee-appraise"),
    path("giay-to/<int:pk>/", papers.paper_edit, name="paper-edit"),
    path("giay-to/<int:pk>/soan-lai/", papers.paper_redraft, name="paper-redraft"),
    path("giay-to/<int:pk>/xac-nhan/", papers.paper_confirm, name="paper-confirm"),
    path("giay-to/<int:pk>/ban-quet/", papers.paper_scan, name="paper-scan"),
    path("giay-to/<int:pk>/ban-in/", papers.paper_pdf, name="paper-pdf"),
    path("giay-to/<int:pk>/cap-nhat-so-lieu/", papers.paper_refresh, name="paper-refresh"),
    path("giay-to/<int:pk>/ban-word/", paper_exchange.paper_word, name="paper-word"),
    path("giay-to/<int:pk>/nhan-word/", paper_exchange.paper_receive, name="paper-receive"),
    path("giay-to/<int:pk>/nhan-word/dong-y/", paper_exchange.paper_accept, name="paper-accept"),
    path("ho-so/<int:pk>/trich-ngang/<slug:kind>/", trich_ngang.of_dossier, name="dossier-trich-ngang"),
    path("dot/<int:pk>/trich-ngang/<slug:kind>/", trich_ngang.of_round, name="round-trich-ngang"),
    path("tep/<uuid:file_id>/", dossiers.scan_file, name="file"),
    path("", include("awards.urls_council")),
    path("", include("awards.urls_office")),
]
