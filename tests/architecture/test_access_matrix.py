"""ONE table: address × role. A new address without a row fails; so does a view that lets in one role more or less.

O cán bộ đơn vị, L lãnh đạo đơn vị, R Phòng VH-TT, A Phòng Nội vụ, H Hội đồng, C Chủ tịch, I thanh tra, Q quản trị.
Which rows each of them sees on a page (own unit, other unit, not existing) is tested beside each app.
"""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.architecture.urls import views
from tests.factories import make_user
from units.enums import Role

LETTERS = dict(zip("OLRAHCIQ", Role, strict=True))
MATRIX = {
    "home": "public",
    "public-home": "public",
    "audit-log": "IQ",
    "audit-verify": "IQ",
    "notices": "OLRAHCIQ",
    "notices-read": "OLRAHCIQ",
    "notice-open": "OLRAHCIQ",
    "reports:extensions": "RAHCIQ",
    "reports:reminders": "RIQ",
    "reports:reminders-year": "RIQ",
    "reports:reminder-resend": "R",
    "job-list": "IQ",
    "job-retry": "Q",
    "reports:self-report-list": "OL",
    "reports:evidence-file": "OLRAHCIQ",
    "reports:evidence-preview": "OLRAHCIQ",
    "reports:evidence-page": "OLRAHCIQ",
    "reports:evidence-line": "O",
    "reports:evidence-reuse": "O",
    "reports:evidence-remove": "O",
    "reports:evidence-reference": "O",
    "reports:self-report-detail": "OLRAHCIQ",
    "reports:self-report-open": "O",
    "reports:section-edit": "O",
    "reports:cells-save": "O",
    "reports:cells-changes": "O",
    "reports:self-report-present": "O",
    "reports:self-report-recall": "O",
    "reports:self-report-submit": "L",
    "reports:self-report-hand-back": "L",
    "reports:self-report-withdraw": "O",
    "reports:submission-detail": "OLRAHCIQ",
    "reports:submission-pdf": "OLRAHCIQ",
    "reports:exchange": "O",
    "reports:exchange-download": "O",
    "reports:exchange-preview": "O",
    "reports:exchange-accept": "O",
    "reports:submission-workbook": "OLRAHCIQ",
    "reports:score-sheet": "OLRAHCIQ",
    "reports:score-sheet-pdf": "OLRAHCIQ",
    "reports:council-points": "A",
    "reports:appeal-ask": "O",
    "reports:official-ask": "O",
    "reports:reconsideration-list": "OLRAHCIQ",
    "reports:reconsideration-detail": "OLRAHCIQ",
    "reports:reconsideration-answer": "R",
    "reports:review-queue": "RAHCIQ",
    "reports:anomaly-desk": "R",
    "reports:anomaly-again": "R",
    "reports:anomaly-seen": "R",
    "reports:anomaly-unseen": "R",
    "reports:report-review": "RAHCIQ",
    "reports:entry-decide": "R",
    "reports:accept-remaining": "R",
    "reports:report-return": "R",
    "reports:report-accept": "R",
    "reports:report-points": "R",
    "reports:review-claim": "R",
    "reports:review-take-over": "R",
    "reports:review-release": "R",
    "reports:entry-ask": "R",
    "reports:thread-answer": "O",
    "reports:ranking": "RAHCIQ",
    "reports:summary": "RACIQ",
    "reports:summary-year": "RACIQ",
    "reports:summary-print": "R",
    "reports:summary-file": "RACIQ",
    "reports:exports": "IQ",
    "reports:export-make": "IQ",
    "reports:export-file": "IQ",
    "units:unit-list": "Q",
    "units:unit-add": "Q",
    "units:unit-edit": "Q",
    "units:import-upload": "Q",
    "units:import-template": "Q",
    "units:export": "Q",
    "units:import-preview": "Q",
    "units:import-confirm": "Q",
    "units:profile": "OLRAHCIQ",
    "units:person-list": "Q",
    "units:person-add": "Q",
    "units:person-edit": "Q",
    "units:person-password": "Q",
    "units:person-active": "Q",
    "units:appointment-add": "Q",
    "units:appointment-end": "Q",
    "campaign:registration-list": "ORAI",
    "campaign:registration-edit": "O",
    "campaign:registration-detail": "ORAI",
    "campaign:registration-file": "ORAI",
    "campaign:registration-accept": "R",
    "campaign:registration-return": "R",
    "campaign:task-list": "OLRAHCIQ",
    "campaign:settings": "Q",
    "campaign:deadlines-edit": "Q",
    "campaign:holiday-list": "Q",
    "campaign:holiday-remove": "Q",
    "criteria:plan": "public",
    "criteria:targets": "public",
    "criteria:version-list": "OLRAHCIQ",
    "criteria:version-compare": "OLRAHCIQ",
    "criteria:draft-start": "R",
    "criteria:draft-edit": "R",
    "criteria:draft-discard": "R",
    "reports:plan-publish": "R",
    "reports:plan-trial": "R",
    "awards:round-list": "ORAHCIQ",
    "awards:round-create": "A",
    "awards:round-detail": "ORAHCIQ",
    "awards:round-start": "A",
    "awards:round-forward": "C",
    "awards:outside-list": "ORAHCIQ",
    "awards:outside-record": "OA",
    "awards:outside-withdraw": "OA",
    "awards:outside-file": "ORAHCIQ",
    "awards:round-edit": "A",
    "awards:dossier-list": "RAHCIQ",
    "awards:dossier-create": "O",
    "awards:list": "RAHCIQ",
    "awards:list-judge": "A",
    "awards:list-suggest": "A",
    "awards:round-propose": "A",
    "awards:comments": "ACI",
    "awards:comment-publish": "A",
    "awards:comment-withdraw": "A",
    "awards:comment-enter": "A",
    "awards:comment-answer": "A",
    "awards:comment-answer-same": "A",
    "awards:dossier-detail": "ORAHCIQ",
    "awards:dossier-edit": "O",
    "awards:dossier-submit": "O",
    "awards:dossier-return": "A",
    "awards:dossier-finish": "A",
    "awards:nominee-add": "O",
    "awards:papers-draft": "O",
    "awards:nominee-edit": "O",
    "awards:nominee-remove": "O",
    "awards:nominee-appraise": "RAHCIQ",
    "awards:paper-edit": "O",
    "awards:paper-redraft": "O",
    "awards:paper-confirm": "O",
    "awards:paper-scan": "O",
    "awards:paper-pdf": "ORAHCIQ",
    "awards:paper-word": "ORAHCIQ",
    "awards:paper-receive": "O",
    "awards:paper-accept": "O",
    "awards:paper-refresh": "O",
    "awards:dossier-trich-ngang": "ORAHCIQ",
    "awards:round-trich-ngang": "RAHCIQ",
    "awards:file": "ORAHCIQ",
    "awards:session-list": "AHCI",
    "awards:session-create": "A",
    "awards:session-detail": "AHCI",
    "awards:session-roster": "A",
    "awards:seat-remove": "A",
    "awards:session-edit": "A",
    "awards:session-cancel": "A",
    "awards:session-open": "A",
    "awards:session-close": "A",
    "awards:session-minutes": "AHCI",
    "awards:ballot": "H",
    "awards:ballot-item": "H",
    "awards:ballot-recuse": "H",
    "awards:session-turnout": "AHCI",
    "awards:session-count-minutes": "AHCI",
    "awards:material-add": "A",
    "awards:material-file": "AHCI",
    "awards:material-remove": "A",
    "awards:recusal-add": "A",
    "awards:recusal-withdraw": "A",
    "awards:opinion-list": "AH",
    "awards:opinion-enter": "AH",
    "awards:opinion-confirm": "AH",
    "awards:opinion-drop": "AH",
    "awards:opinion-file": "AH",
    "awards:paper-count": "AH",
    "awards:decision-review": "ACI",
    "awards:decision-draft": "ACI",
    "awards:decision-sign": "C",
    "awards:decision-send-back": "C",
    "awards:decision-signing": "AC",
    "awards:decision-to-sign": "AC",
    "awards:certificate-signing": "AC",
    "awards:certificate-to-sign": "AC",
    "awards:decision-list": "RAHCI",
    "awards:decision-detail": "RAHCI",
    "awards:decision-pdf": "RAHCI",
    "awards:decision-money": "ACI",
    "awards:certificates-pdf": "RAHCI",
    "awards:certificates-zip": "RAHCI",
    "awards:certificates-print": "A",
    "awards:own-certificates": "O",
    "awards:certificate-file": "ORAHCI",
    "awards:certificate-revoke": "C",
    "awards:certificate-replace": "C",
    "awards:office-proposal": "ACI",
    "awards:office-proposal-draft": "A",
    "awards:office-paper": "ACI",
    "awards:office-paper-redraft": "A",
    "awards:office-paper-reopen": "A",
    "awards:office-paper-scan": "A",
    "awards:office-paper-receive": "A",
    "awards:office-paper-pdf": "OACI",
    "awards:office-paper-word": "OACI",
    "awards:office-paper-signed": "OACI",
    "awards:office-notices": "ACI",
    "awards:office-notices-draft": "A",
    "awards:office-notices-number": "A",
    "awards:office-notices-send": "A",
    "awards:session-minutes-word": "AHCI",
    "awards:session-count-minutes-word": "AHCI",
    "awards:decision-draft-word": "ACI",
    "awards:decision-word": "RAHCI",
    "awards:style-list": "AQ",
    "awards:style-add": "AQ",
    "awards:style-edit": "AQ",
    "awards:style-trial": "AQ",
    "awards:style-sample": "AQ",
    "awards:style-emblem": "AQ",
    "awards:round-style": "A",
    "public:certificate-check": "public",
    "public:certificate": "public",
    "public:comment-list": "public",
    "public:comment-listing": "public",
    "public:comment-sent": "public",
    "public:comment-look-up": "public",
    "public:results": "public",
    "public:results-file": "public",
    "healthz": "public",
    "gallery": "OLRAHCIQ",
    "job-progress": "OLRAHCIQ",
    "login": "public",
    "logout": "OLRAHCIQ",
    "password_change": "OLRAHCIQ",
    "password_change_done": "OLRAHCIQ",
}
# Pages that many read and few may send:
WRITERS = {"awards:list": "A", "reports:extensions": "R", "awards:nominee-appraise": "A", "awards:office-paper": "A"}
VIEWS = {(name, tuple(sorted(arguments.items(), key=str))): view for name, arguments, view in views()}
CASES = [(name, dict(arguments)) for name, arguments in VIEWS]


def admitted(name: str, method: str = "get") -> frozenset[Role]:
    letters = WRITERS.get(name, MATRIX[name]) if method == "post" else MATRIX[name]
    return frozenset(LETTERS[letter] for letter in letters)


def test_every_address_has_a_row_and_every_row_an_address():
    assert {name for name, _ in CASES} == set(MATRIX)


@pytest.mark.parametrize(("name", "arguments"), CASES, ids=lambda value: value if isinstance(value, str) else "")
def test_the_view_says_the_roles_of_the_table(name, arguments):
    declared = VIEWS[name, tuple(sorted(arguments.items(), key=str))].roles
    assert declared == (None if MATRIX[name] == "public" else admitted(name))


@pytest.fixture
def people(db):
    """One person per role, and a superuser who holds no appointment."""
    root = make_user(username="root")
    root.is_staff = root.is_superuser = True
    root.save()
    return {role: make_user(role) for role in Role} | {"root": root}


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_is_not_in_the_table_is_turned_away(people, method):
    """The view itself is asked, so that each of some two thousand pairs costs no page."""
    found = set()
    for (name, arguments), view in VIEWS.items():
        if MATRIX[name] == "public" or admitted(name, method) == frozenset(Role):
            continue
        for who in {*Role, "root"} - admitted(name, method):
            request = getattr(RequestFactory(), method)("/")
            request.user, request.htmx = people[who], False
            if lets_in(view, request, dict(arguments)):
                found.add((name, str(who)))
    assert found == set()


def lets_in(view, request, arguments) -> bool:
    try:
        return view(request, **arguments).status_code != 405
    except PermissionDenied:
        return False
    except Http404:
        return True


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_is_in_the_table_gets_an_answer_and_a_visitor_the_sign_in_page(people, method):
    """With arguments that name nothing: 404 is a good answer, 403 and 500 are not."""
    wrong = {}
    for name, arguments in CASES:
        address, client = reverse(name, kwargs=arguments), Client()
        visitor = getattr(client, method)(address).status_code
        public = MATRIX[name] == "public"
        if (visitor != 302 and not public) or (public and ((visitor >= 500 and visitor != 503) or visitor == 403)):
            wrong[name] = f"visitor: {visitor}"
        if public:
            continue
        who = sorted(admitted(name, method))[0]
        client.force_login(people[who])
        if (status := getattr(client, method)(address).status_code) >= 500 or status == 403:
            wrong[name] = f"{who}: {status}"
    assert wrong == {}
