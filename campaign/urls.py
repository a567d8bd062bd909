"""Addresses of campaign."""

from django.urls import path

from campaign import views, views_holidays, views_settings

app_name = "campaign"
urlpatterns = [
    path("dang-ky/", views.registration_list, name="registration-list"),
    path("dang-ky/<int:year>/<slug:code>/", views.registration_edit, name="registration-edit"),
    path("dang-ky/<int:year>/<slug:code>/xem/", views.registration_detail, name="registration-detail"),
    path("dang-ky/<int:year>/<slug:code>/ke-hoach/", views.registration_file, name="registration-file"),
    path("dang-ky/<int:year>/<slug:code>/tiep-nhan/", views.registration_accept, name="registration-accept"),
    path("dang-ky/<int:year>/<slug:code>/tra-lai/", views.registration_return, name="registration-return"),
    path("viec-theo-ke-hoach/", views.task_list, name="task-list"),
    path("cau-hinh/", views_settings.settings_page, name="settings"),
    path("cau-hinh/ngay-nghi/", views_holidays.holiday_list, name="holiday-list"),
    path("cau-hinh/ngay-nghi/<int:pk>/bo/", views_holidays.holiday_remove, name="holiday-remove"),
    path("cau-hinh/<int:year>/", views_settings.deadlines_edit, name="deadlines-edit"),
]
