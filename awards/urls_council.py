"""Addresses of the council, the decision and the Giấy khen; awards/urls.py includes them."""

from django.urls import path

from awards.views import certificates, council, decisions, styles

urlpatterns = [
    path("hoi-dong/", council.session_list, name="session-list"),
    path("hoi-dong/lap/<int:round_pk>/", council.session_create, name="session-create"),
    path("hoi-dong/<int:pk>/", council.session_detail, name="session-detail"),
    path("hoi-dong/<int:pk>/thanh-phan/", council.session_roster, name="session-roster"),
    path("hoi-dong/<int:pk>/thanh-phan/<int:seat_pk>/bo/", council.seat_remove, name="seat-remove"),
    path("hoi-dong/<int:pk>/sua/", council.session_edit, name="session-edit"),
    path("hoi-dong/<int:pk>/huy/", council.session_cancel, name="session-cancel"),
    path("hoi-dong/<int:pk>/khai-mac/", council.session_open, name="session-open"),
    path("hoi-dong/<int:pk>/ket-thuc/", council.session_close, name="session-close"),
    path("hoi-dong/<int:pk>/bien-ban/", council.session_minutes, name="session-minutes"),
    path("hoi-dong/<int:pk>/bieu-quyet/", council.ballot, name="ballot"),
    path("hoi-dong/<int:pk>/bieu-quyet/<int:nominee_pk>/", council.ballot_item, name="ballot-item"),
    path("trinh/<int:round_pk>/", decisions.decision_review, name="decision-review"),
    path("trinh/<int:round_pk>/du-thao/", decisions.decision_draft, name="decision-draft"),
    path("trinh/<int:round_pk>/quyet-dinh/", decisions.decision_sign, name="decision-sign"),
    path("trinh/<int:round_pk>/tra-lai/", decisions.decision_send_back, name="decision-send-back"),
    path("quyet-dinh/", decisions.decision_list, name="decision-list"),
    path("quyet-dinh/<int:pk>/", decisions.decision_detail, name="decision-detail"),
    path("quyet-dinh/<int:pk>/ban-in/", decisions.decision_pdf, name="decision-pdf"),
    path("quyet-dinh/<int:pk>/giay-khen.pdf", certificates.certificates_pdf, name="certificates-pdf"),
    path("quyet-dinh/<int:pk>/giay-khen.zip", certificates.certificates_zip, name="certificates-zip"),
    path("quyet-dinh/<int:pk>/in-tiep/", certificates.certificates_print, name="certificates-print"),
    path("giay-khen/", certificates.own_certificates, name="own-certificates"),
    path("giay-khen/<int:pk>/", certificates.certificate_file, name="certificate-file"),
    path("giay-khen/<int:pk>/thu-hoi/", certificates.certificate_revoke, name="certificate-revoke"),
    path("giay-khen/<int:pk>/thay-the/", certificates.certificate_replace, name="certificate-replace"),
    path("mau-in/", styles.style_list, name="style-list"),
    path("mau-in/lap/", styles.style_add, name="style-add"),
    path("mau-in/<int:pk>/", styles.style_edit, name="style-edit"),
    path("mau-in/<int:pk>/can-chinh.pdf", styles.style_trial, name="style-trial"),
    path("mau-in/<int:pk>/in-thu.pdf", styles.style_sample, name="style-sample"),
    path("mau-in/<int:pk>/quoc-huy/", styles.style_emblem, name="style-emblem"),
    path("dot/<int:pk>/mau-in/", styles.round_style, name="round-style"),
]
