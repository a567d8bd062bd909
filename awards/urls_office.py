"""Addresses of Phòng Nội vụ's own papers, and of the council's and the Chairman's as Word; awards/urls.py includes them."""

from django.urls import path

from awards.views import office_exchange, office_notices, office_papers, word_papers

urlpatterns = [
    path("dot/<int:pk>/to-trinh/", office_papers.proposal, name="office-proposal"),
    path("dot/<int:pk>/to-trinh/soan/", office_papers.proposal_draft, name="office-proposal-draft"),
    path("dot/<int:pk>/thong-bao/", office_notices.notice_list, name="office-notices"),
    path("dot/<int:pk>/thong-bao/soan/", office_notices.notices_draft, name="office-notices-draft"),
    path("dot/<int:pk>/thong-bao/danh-so/", office_notices.notices_number, name="office-notices-number"),
    path("dot/<int:pk>/thong-bao/gui/", office_notices.notices_send, name="office-notices-send"),
    path("van-ban/<int:pk>/", office_papers.paper, name="office-paper"),
    path("van-ban/<int:pk>/soan-lai/", office_papers.paper_redraft, name="office-paper-redraft"),
    path("van-ban/<int:pk>/mo-lai/", office_papers.paper_reopen, name="office-paper-reopen"),
    path("van-ban/<int:pk>/ban-quet/", office_papers.paper_scan, name="office-paper-scan"),
    path("van-ban/<int:pk>/ban-da-ky/", office_papers.paper_signed, name="office-paper-signed"),
    path("van-ban/<int:pk>/ban-in/", office_papers.paper_pdf, name="office-paper-pdf"),
    path("van-ban/<int:pk>/tu-word/", office_exchange.paper_receive, name="office-paper-receive"),
    path("van-ban/<int:pk>/ban-word/", word_papers.office_paper, name="office-paper-word"),
    path("hoi-dong/<int:pk>/bien-ban-word/", word_papers.session_minutes, name="session-minutes-word"),
    path("hoi-dong/<int:pk>/bien-ban-kiem-phieu-word/", word_papers.count_minutes, name="session-count-minutes-word"),
    path("trinh/<int:round_pk>/du-thao-word/", word_papers.decision_draft, name="decision-draft-word"),
    path("quyet-dinh/<int:pk>/ban-word/", word_papers.decision, name="decision-word"),
]
