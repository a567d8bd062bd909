"""Public addresses of awards, at the root of the portal: they are printed on paper and must stay short."""

from django.urls import path

from awards.views import public, public_results, verify

app_name = "public"
urlpatterns = [
    path("kiem-tra/", verify.certificate_check, name="certificate-check"),
    path("kiem-tra/<str:token>/", verify.certificate, name="certificate"),
    path("lay-y-kien/", public.listings, name="comment-list"),
    path("lay-y-kien/<int:pk>/", public.listing, name="comment-listing"),
    path("lay-y-kien/da-gui/", public.comment_sent, name="comment-sent"),
    path("lay-y-kien/tra-cuu/", public.comment_look_up, name="comment-look-up"),
    path("ket-qua/", public_results.results, name="results"),
    path("ket-qua/<int:year>/danh-sach.xlsx", public_results.results_file, name="results-file"),
]
