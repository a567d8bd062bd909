"""Pages of the whole portal: the start page of each, the public front, the log, and the long work."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaign.models import Campaign, Period
from config import log_words
from config.demo.people import demo_logins
from core import audit, jobs
from core.models import AuditEvent, Job
from core.text import clean
from reports.home import tasks_for
from units.access import public, roles
from units.enums import Role


class SignIn(LoginView):
    """Django's own sign-in; a trial also shows who can be tried."""

    redirect_authenticated_user = True

    def get_context_data(self, **kwargs):
        logins = demo_logins() if settings.DEMO else []
        rows = [{"role": role, "username": username, "password": password} for role, username, password in logins]
        return super().get_context_data(demo_logins=rows, **kwargs)

    def form_valid(self, form):
        answer = super().form_valid(form)
        audit.append("user.signed_in", form.get_user(), by=form.get_user())
        return answer


class SignOut(LogoutView):
    def post(self, request, *args, **kwargs):
        audit.append("user.signed_out", request.user, by=request.user)
        return super().post(request, *args, **kwargs)


class OwnPassword(PasswordChangeView):
    def form_valid(self, form):
        answer = super().form_valid(form)
        audit.append("user.password_changed", self.request.user, by=self.request.user)
        return answer


@public
def home(request):
    if not request.user.is_authenticated:
        return redirect("public-home")
    tasks = tasks_for(request.user, now=timezone.now())
    todo = sum(task.tone != "success" for task in tasks)  # the others are only to look at
    return render(request, "reports/home.html", {"tasks": tasks, "todo": todo})


@public
def public_home(request):
    campaign = Campaign.objects.order_by("-starts_on").first()
    periods = Period.objects.filter(campaign=campaign).order_by("year")
    return render(request, "reports/public_home.html", {"campaign": campaign, "periods": periods})


@roles(Role.ADMIN, Role.INSPECTOR)
def audit_log(request):
    words = clean(request.GET.get("q", ""))[:100]
    events = AuditEvent.objects.order_by("-id")
    if words:
        events = events.filter(
            Q(actor__icontains=words) | Q(action__icontains=words) | Q(subject_label__icontains=words)
        )
    page = Paginator(events, 50).get_page(request.GET.get("page"))
    for event in page:
        event.words = log_words.action_words(event.action)
        event.states = log_words.state_words(event.action, event.data)
    return render(
        request, "core/audit_log.html", {"page_obj": page, "words": words, "audit_verify_url": reverse("audit-verify")}
    )


@require_POST
@roles(Role.ADMIN, Role.INSPECTOR)
def audit_verify(request):
    faults = audit.verify()
    if faults:
        messages.error(request, f"Nhật ký có {len(faults)} chỗ không khớp. {faults[0]}")
    else:
        messages.success(request, "Nhật ký nguyên vẹn: mọi dòng nối tiếp nhau, không dòng nào bị sửa.")
    return redirect("audit-log")


@roles(Role.ADMIN, Role.INSPECTOR)
def job_list(request):
    page = Paginator(Job.objects.order_by("-created_at"), 30).get_page(request.GET.get("page"))
    return render(request, "core/job_list.html", {"page_obj": page, "may_retry": Role.ADMIN in request.user.roles})


@require_POST
@roles(Role.ADMIN)
def job_retry(request, pk):
    job = get_object_or_404(Job, pk=pk)
    jobs.retry(job)
    audit.append("job.retried", job, by=request.user)
    messages.success(request, "Đã xếp lại việc vào hàng chờ.")
    return redirect("job-list")
