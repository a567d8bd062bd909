"""The drawing behind the words: our own border of meanders and scrolls, a lotus above and a pale one in the ground."""

from itertools import batched
from math import cos, pi, radians, sin

from awards.certificates.layout import BASE_WIDTH, RED
from core.canvas import Shape

GOLD = "#c9992e"
PALE_GOLD = "#f7e7bf"
MIST = "#fcf5e3"
_KAPPA = 0.5523


def border(width: float, height: float, *, medal: bool = False) -> tuple[Shape, ...]:
    """Everything of the full design that is not text, for a paper of this size in mm.

    With `medal` the crest makes room for the emblem of the office, on a white disc over the upper edge.
    """
    unit = min(width / BASE_WIDTH, height / 210)
    edge, band = 8 * unit, 9 * unit
    inner = edge + band
    shapes = [
        *_lotus(width / 2, height * 0.60, 62 * unit, fill=MIST, line=PALE_GOLD, thickness=0.35 * unit),
        _frame(edge - 2.2 * unit, width, height, RED, 0.9 * unit),
        _ring(edge, inner, width, height, PALE_GOLD),
        _frame(edge, width, height, GOLD, 0.5 * unit),
        _frame(inner, width, height, GOLD, 0.5 * unit),
        _frame(inner + 1.6 * unit, width, height, RED, 0.35 * unit),
        *_meanders(edge, band, width, height, unit),
    ]
    for corner in ((0, 0, 1, 1), (width, 0, -1, 1), (0, height, 1, -1), (width, height, -1, -1)):
        shapes += _corner(corner, edge, band, unit)
    centre = edge + band / 2
    for x, y in ((width / 2, centre), (width / 2, height - centre), (centre, height / 2), (width - centre, height / 2)):
        shapes += [Shape(_lozenge(x, y, 4 * unit), fill=RED), *_flower(x, y, 2.4 * unit, unit)]
    if medal:
        left, top, side = medal_place(width, height)
        middle = (left + side / 2, top + side / 2)
        shapes.append(Shape(_circle(*middle, side * 0.60), fill="#ffffff", stroke=GOLD, width=0.5 * unit))
        shapes.append(Shape(_circle(*middle, side * 0.56), stroke=RED, width=0.35 * unit))
    else:
        shapes += _crest(width / 2, inner + 1.6 * unit, unit)
    return tuple(shapes)


def medal_place(width: float, height: float) -> tuple[float, float, float]:
    """Left, top and side of the square in which the emblem stands."""
    unit = min(width / BASE_WIDTH, height / 210)
    side = 19 * unit
    return (width - side) / 2, 7 * unit, side


def _rectangle(inset: float, width: float, height: float) -> tuple[tuple, ...]:
    right, bottom = width - inset, height - inset
    return (("M", inset, inset), ("L", right, inset), ("L", right, bottom), ("L", inset, bottom), ("Z",))


def _frame(inset: float, width: float, height: float, colour: str, thickness: float) -> Shape:
    return Shape(_rectangle(inset, width, height), stroke=colour, width=thickness)


def _ring(outer: float, inner: float, width: float, height: float, colour: str) -> Shape:
    """The band itself: the inner way round runs backwards, so its inside stays white."""
    hole = _rectangle(inner, width, height)[:4]
    backwards = (("M", *hole[0][1:]), *(("L", *step[1:]) for step in reversed(hole[1:])), ("Z",))
    return Shape(_rectangle(outer, width, height) + backwards, fill=colour)


def _meanders(edge: float, band: float, width: float, height: float, unit: float) -> list[Shape]:
    """Hooks along the four sides, mirrored in the middle of each side."""
    size = band - 3.4 * unit
    near, far = edge + 1.7 * unit, edge + band - 1.7 * unit
    lines: list[tuple[tuple, ...]] = []
    for length, horizontal in ((width, True), (height, False)):
        start, middle = edge + band + 2 * unit, length / 2 - 6 * unit
        count = max(1, round((middle - start) / (size * 1.12)))
        step = (middle - start) / count
        for number in range(count):
            for mirrored in (False, True):
                for at_end in (False, True):
                    lines.append(
                        tuple(
                            _on_side(along, across, length=length, other=height if horizontal else width,
                                     horizontal=horizontal, mirrored=mirrored, at_end=at_end, op=op)
                            for op, along, across in _hook(start + number * step, step, near, far)
                        )
                    )  # fmt: skip
    return [Shape(line, stroke=RED, width=0.62 * unit) for line in lines]


def _hook(start: float, step: float, near: float, far: float):
    """One turn of the key pattern, from the foot line up, over and inwards."""
    tall = far - near
    yield "M", start, far
    for along, across in ((0, 0), (0.86, 0), (0.86, 0.74), (0.3, 0.74), (0.3, 0.36), (0.58, 0.36)):
        yield "L", start + along * step, near + across * tall
    yield "M", start, far
    yield "L", start + step, far


def _on_side(along, across, *, length, other, horizontal, mirrored, at_end, op):
    along = length - along if mirrored else along
    across = other - across if at_end else across
    return (op, along, across) if horizontal else (op, across, along)


def _corner(corner: tuple[int, ...], edge: float, band: float, unit: float) -> list[Shape]:
    """A red square with a gold flower on the band, and two scrolls with a leaf in the inner corner."""

    x, y, turn_x, turn_y = corner

    def at(along: float, down: float) -> tuple[float, float]:
        return x + turn_x * along, y + turn_y * down

    end = edge + band
    square = (("M", *at(edge, edge)), ("L", *at(end, edge)), ("L", *at(end, end)), ("L", *at(edge, end)), ("Z",))
    centre = at(edge + band / 2, edge + band / 2)
    shapes = [Shape(square, fill=RED, stroke=GOLD, width=0.5 * unit), *_flower(*centre, band * 0.4, unit)]
    inside = end + 3.6 * unit
    for swap in (False, True):

        def place(along: float, down: float, swap: bool = swap) -> tuple[float, float]:
            return at(inside + down, inside + along) if swap else at(inside + along, inside + down)

        shapes.append(Shape(_scroll(place, unit), stroke=GOLD, width=0.85 * unit))
        shapes.append(Shape(_leaf(place, unit), fill=RED))
    return shapes


def _flower(x: float, y: float, radius: float, unit: float) -> list[Shape]:
    petals = [Shape(_petal(x, y, turn * 45, radius, radius * 0.34), fill=GOLD) for turn in range(8)]
    return [*petals, Shape(_circle(x, y, radius * 0.26), fill=RED, stroke=PALE_GOLD, width=0.25 * unit)]


def _lozenge(x: float, y: float, half: float) -> tuple[tuple, ...]:
    return (("M", x - half, y), ("L", x, y - half), ("L", x + half, y), ("L", x, y + half), ("Z",))


def _scroll(place, unit: float) -> tuple[tuple, ...]:
    """From the corner along the side: a long wave that rolls up into a spiral of half circles."""
    points = [("M", 0, 0), ("C", 7, 0, 12, 0.4, 17, 3.2), ("C", 22, 6, 28, 6.4, 31, 3.4)]
    path = [(op, *_placed(place, numbers, unit)) for op, *numbers in points]
    along, down, radius, side = 31.0, 3.4, 2.2, -1
    for _ in range(4):
        path.append(("C", *_placed(place, _half_turn(along, down, radius, side), unit)))
        along, radius, side = along + 2 * radius * side, radius * 0.68, -side
    return tuple(path)


def _half_turn(along: float, down: float, radius: float, side: int) -> list[float]:
    """Half a circle towards `side`, as one curve."""
    lift = radius * 4 / 3 * side
    return [along, down + lift, along + 2 * radius * side, down + lift, along + 2 * radius * side, down]


def _leaf(place, unit: float) -> tuple[tuple, ...]:
    numbers = [("M", 9, 1.0), ("C", 12, 4.2, 15, 5.0, 19.5, 7.6), ("C", 13, 7.4, 9.6, 5.2, 9, 1.0), ("Z",)]
    return tuple((op, *_placed(place, values, unit)) for op, *values in numbers)


def _placed(place, numbers, unit: float) -> list[float]:
    return [value for along, down in batched(numbers, 2) for value in place(along * unit, down * unit)]


def _crest(x: float, y: float, unit: float) -> list[Shape]:
    """A small lotus between two waves where an emblem may stand later."""
    base = y + 9.6 * unit
    shapes = _lotus(x, base, 8.2 * unit, fill=PALE_GOLD, line=GOLD, thickness=0.4 * unit)
    shapes += [Shape(_petal(x, base, 0, 6.2 * unit, 1.7 * unit), fill=RED)]
    for side in (-1, 1):
        points = (11, 0, 18, -4, 24, 3, 33, -1.2)
        start, *curve = [(x + side * along * unit, base + down * unit) for along, down in batched(points, 2)]
        wave = (("M", *start), ("C", *(number for point in curve for number in point)))
        shapes.append(Shape(wave, stroke=GOLD, width=0.7 * unit))
        shapes.append(Shape(_circle(x + side * 34.6 * unit, base - 1.4 * unit, 0.9 * unit), fill=RED))
    return shapes


def _lotus(x: float, y: float, size: float, *, fill: str, line: str, thickness: float) -> list[Shape]:
    """Petals from the outermost pair to the middle one, all from one foot."""
    shapes = []
    for angle, reach in ((74, 0.80), (50, 0.90), (25, 0.97)):
        for side in (-1, 1):
            path = _petal(x, y, side * angle, size * reach, size * 0.21)
            shapes.append(Shape(path, fill=fill, stroke=line, width=thickness))
    return [*shapes, Shape(_petal(x, y, 0, size, size * 0.22), fill=fill, stroke=line, width=thickness)]


def _petal(x: float, y: float, angle: float, length: float, half: float) -> tuple[tuple, ...]:
    """A pointed petal from its foot at (x, y); angle 0 stands upright, positive turns to the right."""
    turn = radians(angle)

    def at(across: float, up: float) -> tuple[float, float]:
        return x + across * cos(turn) + up * sin(turn), y + across * sin(turn) - up * cos(turn)

    return (
        ("M", x, y),
        ("C", *at(-half * 1.5, length * 0.28), *at(-half * 1.15, length * 0.72), *at(0, length)),
        ("C", *at(half * 1.15, length * 0.72), *at(half * 1.5, length * 0.28), x, y),
        ("Z",),
    )


def _circle(x: float, y: float, radius: float) -> tuple[tuple, ...]:
    path: list[tuple] = [("M", x + radius, y)]
    for quarter in range(4):
        start, end = quarter * pi / 2, (quarter + 1) * pi / 2
        first = (cos(start) - _KAPPA * sin(start), sin(start) + _KAPPA * cos(start))
        second = (cos(end) + _KAPPA * sin(end), sin(end) - _KAPPA * cos(end))
        points = (first, second, (cos(end), sin(end)))
        path.append(("C", *(number for px, py in points for number in (x + px * radius, y + py * radius))))
    return (*path, ("Z",))
