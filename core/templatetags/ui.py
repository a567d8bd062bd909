"""The components of every page as template tags: `{% load ui %}`; how to use them is told in docs/ui.md.

Tags take named attributes only where a name helps, and an unknown one is a TemplateSyntaxError.
"""

import re
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django import forms, template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe

from core.templatetags._formats import FILTERS
from core.templatetags._states import TONES, look_of

register = template.Library()
for _filter in FILTERS:
    register.filter(_filter)

SPRITE = "vendor/tabler-icons/sprite.svg"
FILE_ICONS = {".pdf": "file-type-pdf", ".xlsx": "file-spreadsheet", ".csv": "file-spreadsheet", ".docx": "file-text"}
BUTTON_TONES = ("primary", "secondary", "danger", "success")


def _one_of(tag: str, attribute: str, value: str, allowed) -> None:
    if value not in allowed:
        raise template.TemplateSyntaxError(f"{tag}: {attribute}={value!r}, expected one of {', '.join(allowed)}")


def _key(*parts: object) -> str:
    """A short id that is the same each time the same component is drawn."""
    return sha256("\n".join(str(part) for part in parts).encode()).hexdigest()[:10]


# --- icons and small marks -----------------------------------------------------


@lru_cache(maxsize=1)
def icon_names() -> frozenset[str]:
    return frozenset(re.findall(r'<symbol id="([\w-]+)"', Path(finders.find(SPRITE)).read_text("utf-8")))


@register.simple_tag
def icon(name, label=""):
    if name not in icon_names():
        raise template.TemplateSyntaxError(f"icon: {name!r} is not in static/{SPRITE}")
    href = f"{static(SPRITE)}#{name}"
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, href)
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>', href)


@register.inclusion_tag("components/status.html")
def status(state, label="", tone=""):
    """State as colour, icon and word; `label` and `tone` override the table of states."""
    found_tone, found_icon, word = look_of(str(state))
    if tone:
        _one_of("status", "tone", tone, tuple(TONES))
        found_tone, found_icon = tone, TONES[tone]
    return {"tone": found_tone, "icon_name": found_icon, "label": label or word or state}


@register.inclusion_tag("components/note.html")
def assumption(note):
    """Marks a default that the plan does not settle (architecture, §5)."""
    return {"word": "giả định", "note": note}


@register.inclusion_tag("components/note.html")
def proposed(note="Trọng số này là đề xuất của Phòng VH-TT; kế hoạch chỉ nêu tiêu chuẩn, không quy định điểm."):
    return {"word": "đề xuất", "note": note}


@register.inclusion_tag("components/clause.html")
def clause(code, label=""):
    """A link to the words of the plan at this clause."""
    try:
        url = f"{reverse('criteria:plan')}#muc-{code}"
    except NoReverseMatch:
        url = ""
    return {"url": url, "label": label or f"mục {code}"}


@register.inclusion_tag("components/file_link.html")
def file_link(stored, url, label=""):
    """`stored` has a name and a size in bytes (core.models.StoredFile); `url` streams it after its own check."""
    suffix = Path(stored.name).suffix.lower()
    return {"url": url, "label": label or stored.name, "size": stored.size, "icon_name": FILE_ICONS.get(suffix, "file")}


# --- forms -------------------------------------------------------------------------


def _control_class(widget) -> str:
    if isinstance(widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "form-check-input"
    if isinstance(widget, forms.Select):
        return "form-select"
    return "form-control"


def _kind(bound) -> str:
    widget = bound.field.widget
    if bound.is_hidden:
        return "hidden"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    return "choices" if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple) else "plain"


def _sentences(bound) -> list[str]:
    """The errors of a field; Django's bare "required" becomes a sentence that says what to do."""
    bare = str(forms.Field.default_error_messages["required"])
    return [_missing(bound) if message == bare else message for message in bound.errors]


def _missing(bound) -> str:
    if isinstance(bound.field, forms.FileField):
        return f"Anh/chị chọn tệp cho ô “{bound.label}”."
    if isinstance(bound.field.widget, forms.CheckboxInput):
        return f"Anh/chị đánh dấu vào ô “{bound.label}” nếu đồng ý."
    if isinstance(bound.field, forms.ChoiceField | forms.ModelChoiceField):
        return f"Anh/chị chọn một mục ở “{bound.label}”."
    return f"Anh/chị điền ô “{bound.label}”."


@register.inclusion_tag("components/field.html")
def field(bound, label="", help="", suffix="", width=""):
    """Label, help, control and error of one form field; width is "", "short" (numbers, dates) or "medium"."""
    _one_of("field", "width", width, ("", "short", "medium"))
    kind, key = _kind(bound), bound.auto_id or bound.html_name
    help_text = help or bound.help_text
    described = [f"{key}_{part}" for part, there in (("help", help_text), ("error", bound.errors)) if there]
    css = f"{_control_class(bound.field.widget)} {bound.field.widget.attrs.get('class', '')}".strip()
    attrs = {"class": css + (" is-invalid" if bound.errors else "")}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    return {
        "bound": bound,
        "kind": kind,
        "key": key,
        "label": label or bound.label,
        "help": help_text,
        "suffix": suffix,
        "width": width,
        "control": bound.as_widget(attrs=attrs) if kind != "choices" else "",
        "described": " ".join(described),
        "errors": _sentences(bound),
    }


@register.inclusion_tag("components/form_errors.html")
def form_errors(form, focus=True):
    """Summary of what is wrong, each line a link to its field; nothing when the form is right."""
    wrong = [
        (bound, "" if bound.label and str(bound.label) in message else bound.label, message)
        for bound in form
        for message in _sentences(bound)
    ]
    general = form.non_field_errors()
    return {"general": general, "wrong": wrong, "count": len(wrong) + len(general), "focus": focus}


@register.inclusion_tag("components/save_state.html")
def save_state(text=""):
    """Where app.js writes "Đang lưu…", "Đã lưu 21:43:07" or why not, for the htmx requests of its form or row."""
    return {"text": text}


# --- buttons -------------------------------------------------------------------------


@register.inclusion_tag("components/confirm_button.html", takes_context=True)
def confirm_button(
    context, url, label, question, *, confirm="", tone="primary", icon="", reason=False, name="", value=""
):
    """A POST behind a question; `reason` asks for a text named "reason", `name` and `value` add one hidden field."""
    _one_of("confirm_button", "tone", tone, BUTTON_TONES)
    return {
        "csrf_token": context.get("csrf_token"),
        "url": url,
        "label": label,
        "question": question,
        "confirm": confirm or label,
        "tone": tone,
        "icon_name": icon,
        "reason": reason,
        "name": name,
        "value": value,
        "key": "hoi-" + _key(url, label, value, question),
    }


@register.inclusion_tag("components/refusal_button.html")
def refusal_button(label, refusal):
    """A button that cannot be pressed now, with the sentence that says why and what to do."""
    return {"label": label, "refusal": refusal, "key": "vi-sao-" + _key(label, refusal)}


@register.inclusion_tag("components/transition_button.html", takes_context=True)
def transition_button(context, step, refusal, url, question, *, tone="primary", icon=""):
    """One pair of Workflow.allowed(): a confirm button, or its refusal."""
    return {
        "csrf_token": context.get("csrf_token"),
        "step": step,
        "refusal": refusal,
        "url": url,
        "question": question,
        "tone": tone,
        "icon_name": icon,
    }


# --- blocks of a page ----------------------------------------------------------------


@register.inclusion_tag("components/empty.html")
def empty(sentence, url="", label="", icon="clipboard-list"):
    return {"sentence": sentence, "url": url, "label": label, "icon_name": icon}


@register.inclusion_tag("components/stat.html")
def stat(label, value, hint="", tone="", url=""):
    _one_of("stat", "tone", tone, ("", *TONES))
    return {"label": label, "value": value, "hint": hint, "tone": tone, "url": url}


@register.inclusion_tag("components/steps.html")
def steps(steps, label="Các bước"):
    """`steps`: mappings or objects with label, state (done, current, todo, refused) and perhaps note, url."""
    return {"steps": steps, "label": label}


@register.inclusion_tag("components/progress.html")
def progress(job, url="", done_url="", done_label="Mở kết quả", poll=True, *, reload=False):
    """n of total of a core.models.Job; asks again each second while it is open (htmx), or by a link without JS.

    `reload`: the page around it is loaded anew when the job ends; not for a page on which somebody may be typing.
    """
    return {
        "job": job,
        "poll": poll,
        "url": url or reverse("job-progress", args=[job.pk]) + ("?tai_lai=1" if reload else ""),
        "done_url": done_url or (job.result or {}).get("url", ""),
        "done_label": done_label,
    }


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context, page):
    """Links between the pages of a Paginator; keeps the other parameters of the address."""
    query = context["request"].GET.copy()

    def address(number: int) -> str:
        query["page"] = number
        return f"?{query.urlencode()}"

    return {
        "page": page,
        "previous": address(page.previous_page_number()) if page.has_previous() else "",
        "next": address(page.next_page_number()) if page.has_next() else "",
    }


@register.simple_block_tag
def table(content, caption="", *, cards=True, numbers=False, sticky=True, wide=False):
    """A table that becomes cards on a phone, its cells named by their column; `wide` scrolls sideways in a frame."""
    css = ["table", "table-hover", "ui-table"]
    css += [name for name, on in (("is-cards", cards), ("is-sticky", sticky), ("is-numbers", numbers)) if on]
    head = format_html('<caption class="visually-hidden">{}</caption>', caption) if caption else ""
    # the content was rendered, hence escaped, by the page
    body = mark_safe(_with_labels(content) if cards else content)
    frame = "table-scroll is-wide" if wide else "table-scroll"
    return format_html('<div class="{}"><table class="{}">{}{}</table></div>', frame, " ".join(css), head, body)


def _with_labels(content: str) -> str:
    head, separator, body = content.partition("</thead>")
    labels = [_plain(cell) for cell in re.findall(r"<th\b[^>]*>(.*?)</th>", head, re.DOTALL)]
    if not separator or "rowspan" in body or "colspan" in head:
        return content
    return head + separator + re.sub(r"<tr\b.*?</tr>", lambda row: _labelled_row(row[0], labels), body, flags=re.DOTALL)


def _labelled_row(row: str, labels: list[str]) -> str:
    names = iter(labels)

    def labelled(cell: re.Match) -> str:
        name = next(names, "")
        if not name or "data-label=" in cell[0] or "colspan" in cell[0]:
            return cell[0]
        return f'{cell[0][:-1]} data-label="{name}">'

    return re.sub(r"<t[dh]\b[^>]*>", labelled, row)


def _plain(cell: str) -> str:
    return conditional_escape(mark_safe(" ".join(re.sub(r"<[^>]+>", " ", cell).replace('"', "&quot;").split())))
