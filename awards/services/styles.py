"""How Giấy khen are painted: the office keeps the styles, a round chooses one, a decision freezes it for its papers."""

from collections.abc import Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from awards.certificates import A4, Layout, Mode
from awards.certificates.layout import Place
from awards.certificates.places import faults, read_places, written
from awards.certificates.trial import crowded, samples
from awards.enums import PaperMode
from awards.models import AwardRound, CertificateStyle
from core import audit, files
from core.raster import raster
from core.workflow import TransitionDenied
from units.enums import Role

KEEPERS = frozenset({Role.APPRAISER, Role.ADMIN})
LEAST_EMBLEM = 200  # pixels a side


def _keepers_only(by) -> None:
    if not KEEPERS & by.roles:
        raise TransitionDenied("Anh/chị không có quyền sửa mẫu in Giấy khen. Việc này của Phòng Nội vụ.")


# --- from a style to a drawing -----------------------------------------------------------


def snapshot(style: CertificateStyle | None) -> dict:
    """Everything that decides the drawing, as plain values; empty for the design of the portal on A4."""
    if style is None:
        return {}
    return {
        "name": style.name,
        "mode": style.mode,
        "size": style.size,
        "offset_x": str(style.offset_x),
        "offset_y": str(style.offset_y),
        "fields": style.fields,
        "emblem": style.emblem.sha256 if style.emblem else "",
    }


def layout_of(kept: Mapping) -> Layout:
    """The drawing of a snapshot; the same values give the same drawing whatever became of the style."""
    if not kept:
        return A4
    width, height = (float(side) for side in kept["size"].split("x"))
    if kept["mode"] == PaperMode.FULL:
        emblem = raster(files.path_of(kept["emblem"]).read_bytes()) if kept["emblem"] else None
        return Layout(width, height, emblem=emblem)
    layout = Layout(width, height, Mode.OVERLAY, float(kept["offset_x"]), float(kept["offset_y"]))
    return _placed(layout, read_places(kept["fields"], layout)) if kept["fields"] else layout


def _placed(layout: Layout, places: Mapping[str, Place]) -> Layout:
    sides = (layout.width, layout.height, layout.mode, layout.shift_x, layout.shift_y)
    return Layout(*sides, places=tuple(sorted(places.items())))


def layout_of_style(style: CertificateStyle | None) -> Layout:
    return layout_of(snapshot(style))


def places_of(style: CertificateStyle) -> dict[str, Place]:
    """Every field of the style with its place, the untouched ones where the design has them."""
    return read_places(style.fields, layout_of_style(style))


# --- keeping styles ----------------------------------------------------------------------


@transaction.atomic
def create_style(name: str, *, by, mode: str, size: str) -> CertificateStyle:
    """A style whose fields stand where the design has them on a sheet of this size."""
    _keepers_only(by)
    style = CertificateStyle(name=name, mode=mode, size=size, changed_by=by.get_username())
    _store(style)
    audit.append("certificate_style.create", style, by=by, data=snapshot(style))
    return style


@transaction.atomic
def update_style(
    style: CertificateStyle,
    *,
    by,
    name: str,
    offset_x: Decimal | None = None,
    offset_y: Decimal | None = None,
    places: Mapping[str, Place] | None = None,
    emblem: files.CheckedFile | None = None,
    drop_emblem: bool = False,
) -> CertificateStyle:
    """Changes a style; papers already issued keep their file. Raises ValidationError by field, "o_<field>" for a place."""
    _keepers_only(by)
    style = CertificateStyle.objects.select_for_update(of=("self",)).select_related("emblem").get(pk=style.pk)
    style.name, style.changed_by = name, by.get_username()
    if style.mode == PaperMode.OVERLAY:
        style.offset_x = style.offset_x if offset_x is None else offset_x
        style.offset_y = style.offset_y if offset_y is None else offset_y
        if places is not None:
            style.fields = written(places)
        refuse_bad_places(style)
    elif emblem:
        style.emblem = _kept_emblem(emblem, by=by)
    elif drop_emblem:
        style.emblem = None
    _store(style)
    audit.append("certificate_style.update", style, by=by, data=snapshot(style))
    return style


def _store(style: CertificateStyle) -> None:
    style.full_clean(exclude=["fields"])  # none changed is right
    style.save()


def refuse_bad_places(style: CertificateStyle) -> None:
    """Boxes inside the sheet, large enough for the longest plausible words."""
    layout, places = layout_of_style(style), places_of(style)
    wrong = faults(places, layout)
    if not wrong:
        small = {pair for item in samples() for pair in crowded(item, _placed(layout, places))}
        wrong = {
            name: f"Ô hẹp quá: với chữ dài nhất, cỡ chữ chỉ còn {size:.0f}. Hãy nới rộng hoặc tăng chiều cao ô."
            for name, size in small
        }
    if wrong:
        raise ValidationError({f"o_{name}": sentence for name, sentence in wrong.items()})


def _kept_emblem(emblem: files.CheckedFile, *, by):
    picture = raster(emblem.data)
    if min(picture.width, picture.height) < LEAST_EMBLEM:
        raise ValidationError(
            {"emblem": f"Ảnh nhỏ quá để in rõ. Hãy gửi ảnh PNG mỗi cạnh từ {LEAST_EMBLEM} điểm ảnh trở lên."}
        )
    return emblem.keep(by=by)


# --- a round chooses ---------------------------------------------------------------------


@transaction.atomic
def choose_style(round: AwardRound, *, by, style: CertificateStyle | None) -> AwardRound:
    """The style of the round's papers. After the decision it only changes the sheets drawn for the printer."""
    if Role.APPRAISER not in by.roles:
        raise TransitionDenied("Anh/chị không có quyền chọn mẫu in của đợt. Việc này của Phòng Nội vụ.")
    round = AwardRound.objects.select_for_update(of=("self",)).get(pk=round.pk)
    round.style = style
    round.save(update_fields=["style"])
    audit.append("award_round.style", round, by=by, data={"style": style.name if style else ""})
    return round
