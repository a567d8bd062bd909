"""Addresses of units and people."""

from django.urls import path

from units import views, views_import, views_people

app_name = "units"
urlpatterns = [
    path("", views.unit_list, name="unit-list"),
    path("them/", views.unit_add, name="unit-add"),
    path("danh-muc/<slug:code>/", views.unit_edit, name="unit-edit"),
    path("nhap/<str:kind>/", views_import.upload, name="import-upload"),
    path("nhap/<str:kind>/mau/", views_import.template, name="import-template"),
    path("xuat/<str:kind>/", views_import.export, name="export"),
    path("luot-nhap/<uuid:pk>/", views_import.preview, name="import-preview"),
    path("luot-nhap/<uuid:pk>/xac-nhan/", views_import.confirm, name="import-confirm"),
    path("toi/", views.profile, name="profile"),
    path("nguoi-dung/", views_people.person_list, name="person-list"),
    path("nguoi-dung/them/", views_people.person_add, name="person-add"),
    path("nguoi-dung/<int:pk>/", views_people.person_edit, name="person-edit"),
    path("nguoi-dung/<int:pk>/mat-khau/", views_people.person_password, name="person-password"),
    path("nguoi-dung/<int:pk>/hoat-dong/", views_people.person_active, name="person-active"),
    path("nguoi-dung/<int:pk>/phan-cong/", views_people.appointment_add, name="appointment-add"),
    path(
        "nguoi-dung/<int:pk>/phan-cong/<int:appointment>/ket-thuc/",
        views_people.appointment_end,
        name="appointment-end",
    ),
]
