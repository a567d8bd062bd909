"""Addresses of the whole portal; each app keeps its own list."""

from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path

from core import views_gallery, views_jobs
from units.access import public, roles

urlpatterns = [
    path("", include("reports.urls")),
    path("don-vi/", include("units.urls")),
    path("phong-trao/", include("campaign.urls")),
    path("ke-hoach/", include("criteria.urls")),
    path("khen-thuong/", include("awards.urls")),
    path("", include("core.urls")),
    path("thu-vien-giao-dien/", roles()(views_gallery.gallery), name="gallery"),
    path("viec/<uuid:pk>/", roles()(views_jobs.job_progress), name="job-progress"),
    path("dang-nhap/", public(auth.LoginView.as_view(redirect_authenticated_user=True)), name="login"),
    path("dang-xuat/", roles()(auth.LogoutView.as_view()), name="logout"),
    path("doi-mat-khau/", roles()(auth.PasswordChangeView.as_view()), name="password_change"),
    path("doi-mat-khau/xong/", roles()(auth.PasswordChangeDoneView.as_view()), name="password_change_done"),
    path("admin/", admin.site.urls),
]
