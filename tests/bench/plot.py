"""Curves as SVG, on logarithmic axes; readable on light and on dark ground."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from html import escape

Curve = Sequence[tuple[float, float]]

# Distinct for most eyes, and dark and light enough for either ground.
_COLOURS = (
    "#4477aa", "#ee6677", "#228833", "#b8860b", "#3fa7c4", "#aa3377", "#888888", "#e07b39", "#7a5cc7", "#2a9d8f", "#c05080",
)  # fmt: skip
_STYLE = """\
text { font: 12px sans-serif; fill: #333 } .title { font-weight: bold } .grid { stroke: #ddd }
@media (prefers-color-scheme: dark) { text { fill: #ccc } .grid { stroke: #444 } }"""
_WIDTH, _HEIGHT, _LEFT, _TOP, _BELOW = 380, 300, 60, 30, 30
_ROW = 18  # of the legend


def drawn(charts: Mapping[str, Mapping[str, Curve]], x_title: str) -> str:
    """The charts by title, side by side, each with the same curves by name; one legend below."""
    names = list(dict.fromkeys(name for curves in charts.values() for name in curves))
    colours = {name: _COLOURS[number % len(_COLOURS)] for number, name in enumerate(names)}
    width = (_LEFT + _WIDTH) * len(charts) + 20
    bottom = _TOP + _HEIGHT + _BELOW + 30
    height = bottom + _ROW * -(-len(names) // 3)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
    ]
    parts.append(f"<style>{_STYLE}</style>")
    for number, (title, curves) in enumerate(charts.items()):
        parts.append(f'<g transform="translate({number * (_LEFT + _WIDTH) + _LEFT} {_TOP})">')
        parts += _chart(title, x_title, curves, colours)
        parts.append("</g>")
    for number, name in enumerate(names):
        x, y = _LEFT + number % 3 * (width - _LEFT) // 3, bottom + number // 3 * _ROW
        parts.append(f'<rect x="{x}" y="{y - 9}" width="14" height="4" fill="{colours[name]}"/>')
        parts.append(f'<text x="{x + 20}" y="{y}">{escape(name)}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _chart(title: str, x_title: str, curves: Mapping[str, Curve], colours: Mapping[str, str]) -> Iterator[str]:
    points = [point for curve in curves.values() for point in curve]
    x_axis = _Axis([x for x, _ in points], _WIDTH)
    y_axis = _Axis([y for _, y in points], _HEIGHT)
    yield f'<text class="title" x="0" y="-12">{escape(title)}</text>'
    for value, at in x_axis.ticks():
        yield f'<path class="grid" d="M{at:.1f} 0V{_HEIGHT}"/>'
        yield f'<text x="{at:.1f}" y="{_HEIGHT + 16}" text-anchor="middle">{_short(value)}</text>'
    for value, at in y_axis.ticks():
        yield f'<path class="grid" d="M0 {_HEIGHT - at:.1f}H{_WIDTH}"/>'
        yield f'<text x="-6" y="{_HEIGHT - at + 4:.1f}" text-anchor="end">{_short(value)}</text>'
    yield f'<text x="{_WIDTH}" y="{_HEIGHT + 32}" text-anchor="end">{escape(x_title)}</text>'
    for name, curve in curves.items():
        places = [(x_axis.at(x), _HEIGHT - y_axis.at(y)) for x, y in curve]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        yield f'<polyline points="{line}" fill="none" stroke="{colours[name]}" stroke-width="2"/>'
        yield from (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colours[name]}"/>' for x, y in places)


class _Axis:
    """A logarithmic axis of so many pixels, from one power of ten to another."""

    def __init__(self, values: Sequence[float], pixels: int) -> None:
        self._first = math.floor(math.log10(min(values)) + 1e-9)
        self._last = max(math.ceil(math.log10(max(values)) - 1e-9), self._first + 1)
        self._pixels = pixels

    def at(self, value: float) -> float:
        return (math.log10(value) - self._first) / (self._last - self._first) * self._pixels

    def ticks(self) -> Iterator[tuple[float, float]]:
        for power in range(self._first, self._last + 1):
            value = 10.0**power
            yield value, self.at(value)


def _short(value: float) -> str:
    """1 k, 1 M, 100, 0.1."""
    for unit, least in (("M", 1e6), ("k", 1e3)):
        if value >= least:
            return f"{value / least:g} {unit}"
    return f"{value:g}"
