"""Addresses of the whole portal; each app keeps its own list."""

from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path

from config import views
from core import views_gallery, views_jobs
from units import views_notices
from units.access import public, roles

urlpatterns = [
    path("", views.home, name="home"),
    path("gioi-thieu/", views.public_home, name="public-home"),
    path("nhat-ky/", views.audit_log, name="audit-log"),
    path("nhat-ky/kiem-tra/", views.audit_verify, name="audit-verify"),
    path("viec-nen/", views.job_list, name="job-list"),
    path("viec-nen/<uuid:pk>/lam-lai/", views.job_retry, name="job-retry"),
    path("thong-bao/", views_notices.notice_list, name="notices"),
    path("thong-bao/da-xem/", views_notices.notices_read, name="notices-read"),
    path("thong-bao/<int:pk>/", views_notices.notice_open, name="notice-open"),
    path("", include("reports.urls")),
    path("don-vi/", include("units.urls")),
    path("phong-trao/", include("campaign.urls")),
    path("ke-hoach/", include("criteria.urls")),
    path("khen-thuong/", include("awards.urls")),
    path("", include("awards.urls_public")),
    path("", include("core.urls")),
    path("thu-vien-giao-dien/", roles()(views_gallery.gallery), name="gallery"),
    path("viec/<uuid:pk>/", roles()(views_jobs.job_progress), name="job-progress"),
    path("dang-nhap/", public(views.SignIn.as_view()), name="login"),
    path("dang-xuat/", roles()(views.SignOut.as_view()), name="logout"),
    path("doi-mat-khau/", roles()(views.OwnPassword.as_view()), name="password_change"),
    path("doi-mat-khau/xong/", roles()(auth.PasswordChangeDoneView.as_view()), name="password_change_done"),
    path("admin/", admin.site.urls),
]
