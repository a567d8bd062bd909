"""Addresses of the export centre; they belong to the namespace of reports."""

from django.urls import path

from reports.views import exports

urlpatterns = [
    path("", exports.exports, name="exports"),
    path("<int:year>/<slug:kind>/", exports.export_make, name="export-make"),
    path("tep/<uuid:pk>/", exports.export_file, name="export-file"),
]
