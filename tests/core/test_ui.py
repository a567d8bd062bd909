"""Components: what they draw, what they refuse, and that pages made of them keep the rules of the house."""

import re
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory

from core.models import Job
from core.templatetags import ui
from core.workflow import Transition

ROOT = Path(__file__).resolve().parents[2]
TOKENS = (ROOT / "static/css/tokens.css").read_text("utf-8")
ENGLISH = re.compile(
    r"\b(the|and|this|that|with|field|required|submit|save|cancel|delete|edit|search|loading|error|invalid|yes|page|"
    r"next|previous|please|enter|your|password|login|logout|status|draft|done|failed|choose|select|unknown|none|true|false)\b",
    re.IGNORECASE,
)


def draw(source: str, **context) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


class Page(HTMLParser):
    """The parts of a page that the rules speak about."""

    def __init__(self, source: str):
        super().__init__()
        self.inline, self.words, self.ids, self.refers, self.open_tags = [], [], [], [], []
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag not in {"input", "meta", "link", "img", "br", "use"}:
            self.open_tags.append(tag)
        if tag == "style" or (tag == "script" and "src" not in attributes):
            self.inline.append(tag)
        self.inline += [name for name in attributes if name == "style" or name.startswith(("on", "hx-on"))]
        self.ids += [attributes["id"]] if "id" in attributes else []
        for name in ("aria-describedby", "aria-labelledby", "aria-controls", "for"):
            self.refers += (attributes.get(name) or "").split()
        self.words += [attributes[name] or "" for name in ("aria-label", "placeholder", "title") if name in attributes]

    def handle_endtag(self, tag):
        if tag in self.open_tags:
            while self.open_tags.pop() != tag:
                pass

    def handle_data(self, data):
        if not {"script", "style", "code"} & set(self.open_tags):
            self.words.append(data)


# --- the gallery -------------------------------------------------------------------


@pytest.fixture
def gallery(people, client_as):
    response = client_as(people["officer"]).get("/thu-vien-giao-dien/")
    assert response.status_code == 200
    return response.content.decode()


def test_gallery_is_for_people_who_are_signed_in(client, db):
    response = client.get("/thu-vien-giao-dien/")
    assert (response.status_code, response["Location"]) == (302, "/dang-nhap/?next=/thu-vien-giao-dien/")


def test_gallery_has_no_inline_script_or_style(gallery):
    assert Page(gallery).inline == []


def test_gallery_has_no_english_left(gallery):
    assert ENGLISH.findall(" ".join(Page(gallery).words)) == []


def test_every_reference_by_id_has_its_target(gallery):
    page = Page(gallery)
    assert set(page.refers) - set(page.ids) == set()
    assert len(page.ids) == len(set(page.ids))


def test_gallery_shows_every_component():
    source = (ROOT / "templates/core/gallery.html").read_text("utf-8")
    assert {name for name in ui.register.tags if not re.search(r"{% " + name + r"\b", source)} == set()


def test_gallery_costs_six_queries(people, client_as, django_assert_num_queries):
    client = client_as(people["officer"])
    client.get("/thu-vien-giao-dien/")
    with django_assert_num_queries(6):  # session, person, appointments, campaign, its years, the ribbon's year
        client.get("/thu-vien-giao-dien/")


# --- attributes ------------------------------------------------------------------------

CALLS = {
    "icon": '{% icon "check" $ %}',
    "status": '{% status "met" "Đạt" $ %}',
    "assumption": '{% assumption "Ghi chú" $ %}',
    "proposed": "{% proposed $ %}",
    "clause": '{% clause "IV.1" $ %}',
    "file_link": '{% file_link file "/tep/" $ %}',
    "field": "{% field form.name $ %}",
    "form_errors": "{% form_errors form $ %}",
    "save_state": "{% save_state $ %}",
    "confirm_button": '{% confirm_button "/nop/" "Nộp" "Nộp báo cáo?" $ %}',
    "refusal_button": '{% refusal_button "Nộp" "Còn thiếu 6 mục." $ %}',
    "transition_button": '{% transition_button step "" "/nop/" "Nộp báo cáo?" $ %}',
    "empty": '{% empty "Chưa có gì." $ %}',
    "stat": '{% stat "Đã nộp" 31 $ %}',
    "steps": "{% steps steps $ %}",
    "progress": "{% progress job $ %}",
    "pager": "{% pager page $ %}",
    "table": "{% table $ %}<tbody></tbody>{% endtable %}",
}


class OneField(forms.Form):
    name = forms.CharField(label="Tên sáng kiến", help_text="Ngắn gọn.")
    amount = forms.CharField(label="Tổng hồ sơ (b)")
    agreed = forms.BooleanField(label="Đã kiểm tra")
    proof = forms.FileField(label="Minh chứng")
    kind = forms.ChoiceField(label="Loại", choices=[("a", "A")], widget=forms.RadioSelect)
    code = forms.CharField(widget=forms.HiddenInput)

    def clean_amount(self):
        raise forms.ValidationError("Ô <b>này</b> cần một số, ví dụ 1.510.")


def everything() -> dict:
    request = RequestFactory().get("/?q=nam+binh&page=2")
    return {
        "form": OneField({}),
        "file": SimpleNamespace(name="a.pdf", size=10),
        "step": Transition("submit", "Nộp", ("draft",), "submitted", frozenset({"officer"})),
        "steps": [{"label": "Đăng ký", "state": "done"}],
        "job": Job(label="Kết xuất", state="running", done=3, total=15),
        "page": Paginator(range(60), 10).page(2),
        "request": request,
        "csrf_token": "mau",
    }


def test_every_component_is_called_here():
    assert set(CALLS) == set(ui.register.tags)


@pytest.mark.parametrize("name", CALLS)
def test_component_draws_with_its_smallest_call(name):
    assert draw(CALLS[name].replace("$", ""), **everything()).strip()


@pytest.mark.parametrize("name", CALLS)
def test_component_refuses_an_unknown_attribute(name):
    with pytest.raises(TemplateSyntaxError):
        Template("{% load ui %}" + CALLS[name].replace("$", 'colour="xanh"'))


@pytest.mark.parametrize(
    "source",
    [
        '{% icon "khong-co" %}',
        '{% status "met" "Đạt" tone="pink" %}',
        '{% field form.name width="wide" %}',
        '{% confirm_button "/nop/" "Nộp" "Nộp?" tone="pink" %}',
        '{% stat "Đã nộp" 31 tone="pink" %}',
    ],
)
def test_component_refuses_an_unknown_value(source):
    with pytest.raises(TemplateSyntaxError):
        draw(source, **everything())


@pytest.mark.parametrize("name", CALLS)
def test_component_escapes_what_people_wrote(name):
    bad = "<script>alert(1)</script>"
    context = everything()
    context["file"].name = context["job"].label = context["job"].error = bad
    context["steps"] = [{"label": bad, "state": "current", "note": bad}]
    context["step"] = Transition("submit", bad, ("draft",), "submitted", frozenset())
    context["form"].fields["name"].label = bad
    source = re.sub(
        r'"(Đạt|Ghi chú|IV\.1|Nộp|Nộp báo cáo\?|Còn thiếu 6 mục\.|Chưa có gì\.|Đã nộp)"', "bad", CALLS[name]
    )
    assert "<script>" not in draw(source.replace("$", ""), bad=bad, **context)


# --- one by one ----------------------------------------------------------------------


@pytest.mark.parametrize("name", ["clause", "status", "assumption", "file_link", "icon"])
def test_what_stands_in_a_sentence_brings_no_space_of_its_own(name):
    drawn = draw(CALLS[name].replace("$", ""), **everything())
    assert drawn == drawn.strip()


def test_a_state_nobody_listed_is_grey_and_shows_its_word():
    assert "is-neutral" in draw('{% status "moi-la" "Mới lạ" %}')


def test_a_state_without_label_shows_its_usual_word():
    assert "Chưa đạt" in draw('{% status "not_met" %}')


def test_field_is_tied_to_its_help_and_its_error():
    page = Page(drawn := draw("{% field form.name %}", form=OneField({"name": ""})))
    assert page.refers == ["id_name", "id_name_help", "id_name_error"]
    assert set(page.refers) <= set(page.ids)
    assert 'aria-invalid="true"' in drawn


def test_error_text_is_escaped():
    assert "Ô &lt;b&gt;này&lt;/b&gt; cần một số" in draw("{% field form.amount %}", form=OneField({"amount": "x"}))


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("name", "Anh/chị điền ô “Tên sáng kiến”."),
        ("agreed", "Anh/chị đánh dấu vào ô “Đã kiểm tra” nếu đồng ý."),
        ("proof", "Anh/chị chọn tệp cho ô “Minh chứng”."),
        ("kind", "Anh/chị chọn một mục ở “Loại”."),
    ],
)
def test_a_missing_answer_is_asked_for_in_a_sentence(name, sentence):
    form = OneField({})
    assert sentence in draw("{% field bound %}", bound=form[name])
    assert sentence in draw("{% form_errors form %}", form=form)


def test_summary_counts_and_links_to_each_field():
    drawn = draw("{% form_errors form %}", form=OneField({"amount": "x", "agreed": "on", "kind": "a", "code": "1"}))
    assert "Có 3 chỗ cần xem lại" in drawn
    assert re.findall(r'<a href="([^"]+)"', drawn) == ["#id_name", "#id_amount", "#id_proof"]


def test_summary_of_a_right_form_is_nothing():
    assert draw("{% form_errors form %}", form=OneField()).strip() == ""


def test_confirm_button_is_a_post_form_with_token_without_script():
    drawn = draw(
        '{% confirm_button "/tra-lai/" "Trả lại" "Trả lại?" reason=True name="id" value="7" %}', csrf_token="mau-token"
    )
    assert '<form method="post" action="/tra-lai/">' in drawn
    assert 'name="csrfmiddlewaretoken" value="mau-token"' in drawn
    assert '<input type="hidden" name="id" value="7">' in drawn
    assert re.search(r'<textarea[^>]*name="reason"[^>]*required', drawn)


def test_transition_button_asks_or_refuses():
    step = Transition("return", "Trả lại", ("submitted",), "returned", frozenset({"reviewer"}), needs_reason=True)
    source = '{% transition_button step refusal "/tra-lai/" "Trả lại?" %}'
    asking = draw(source, step=step, refusal="")
    refusing = draw(source, step=step, refusal="Báo cáo chưa được nộp.")
    assert 'name="reason"' in asking and "<form" in asking
    assert "<form" not in refusing and "disabled" in refusing and "Báo cáo chưa được nộp." in refusing


@pytest.mark.parametrize(("state", "polls"), [("queued", True), ("running", True), ("done", False), ("failed", False)])
def test_progress_asks_again_only_while_the_job_is_open(state, polls):
    drawn = draw("{% progress job %}", job=Job(label="Kết xuất", state=state, done=3, total=15))
    assert ("hx-trigger" in drawn) is polls


def test_progress_tells_n_of_total():
    drawn = draw("{% progress job %}", job=Job(label="Kết xuất", state="running", done=3, total=1500))
    assert "Đã xong 3 trên 1.500." in drawn
    assert '<progress value="3" max="1500"' in drawn


def test_pager_keeps_the_other_parameters():
    assert re.findall(r'<a [^>]*href="([^"]+)"', draw("{% pager page %}", **everything())) == [
        "?q=nam+binh&amp;page=1",
        "?q=nam+binh&amp;page=3",
    ]


def test_one_page_needs_no_pager():
    assert draw("{% pager page %}", page=Paginator([1], 10).page(1), request=RequestFactory().get("/")).strip() == ""


def test_cells_carry_the_name_of_their_column():
    drawn = draw(
        "{% table %}<thead><tr><th>Đơn vị</th><th class='num'>Điểm “a” <b>\"b\"</b></th></tr></thead>"
        "<tbody><tr><td>Nam Bình</td><td class='num'>81,5</td></tr>"
        "<tr><td colspan=2>Tổng</td></tr></tbody>{% endtable %}"
    )
    assert '<td data-label="Đơn vị">Nam Bình</td>' in drawn
    assert "<td class='num' data-label=\"Điểm “a” &quot;b&quot;\">81,5</td>" in drawn
    assert "<td colspan=2>Tổng</td>" in drawn


def test_a_table_that_stays_a_table_is_left_alone():
    drawn = draw(
        "{% table cards=False %}<thead><tr><th>A</th></tr></thead><tbody><tr><td>1</td></tr></tbody>{% endtable %}"
    )
    assert "data-label" not in drawn


# --- tokens --------------------------------------------------------------------------

TEXT_ON_GROUND = [
    *[("ink", ground) for ground in ("ground", "paper", "sunken")],
    *[("ink-soft", ground) for ground in ("ground", "paper", "sunken")],
    *[("link", ground) for ground in ("ground", "paper", "sunken")],
    *[("brand", ground) for ground in ("ground", "paper", "brand-tint")],
    *[(tone, f"{tone}-tint") for tone in ("info", "success", "warning", "danger", "award")],
    *[(tone, "paper") for tone in ("info", "success", "warning", "danger", "award")],
    ("brand-dark", "brand-tint"),
    ("on-brand", "brand"),
    ("on-brand", "brand-dark"),
    ("paper", "success"),
    ("paper", "danger"),
]


def token(name: str) -> str:
    return re.search(rf"--{name}: #([0-9a-f]{{6}});", TOKENS)[1]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    darker, lighter = sorted(luminance(token(name)) for name in (first, second))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(("text", "ground"), TEXT_ON_GROUND)
def test_text_stands_out_from_its_ground(text, ground):
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize(("line", "ground"), [("line-strong", "paper"), ("focus", "ground"), ("focus", "paper")])
def test_edges_of_controls_can_be_seen(line, ground):
    assert contrast(line, ground) >= 3
