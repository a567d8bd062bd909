"""Public addresses of awards, at the root of the portal: they are printed on paper and must stay short."""

from django.urls import path

from awards.views import verify

app_name = "public"
urlpatterns = [
    path("kiem-tra/", verify.certificate_check, name="certificate-check"),
    path("kiem-tra/<str:token>/", verify.certificate, name="certificate"),
    path("ket-qua/", verify.results, name="results"),
]
