"""Icons, drawn into the page itself.

Bootstrap's icons come with Bootstrap-Flask as one file of more than a megabyte. Each page uses a
dozen of them, so their outlines are put in line: nothing more to fetch, and they print.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from xml.etree import ElementTree

from markupsafe import Markup

SVG = "{http://www.w3.org/2000/svg}"


@cache
def _outlines() -> dict[str, Markup]:
    """The outlines of every icon in the package, by name."""
    sprite = files("flask_bootstrap").joinpath("static/bootstrap5/icons/bootstrap-icons.svg")
    # The file is part of an installed package, nothing that anyone sends.
    root = ElementTree.fromstring(sprite.read_text(encoding="utf-8"))  # noqa: S314
    return {symbol.attrib["id"]: _outline(symbol) for symbol in root.iter(f"{SVG}symbol")}


def _outline(symbol: ElementTree.Element) -> Markup:
    parts = [
        Markup("<{} {}/>").format(
            part.tag.removeprefix(SVG),
            Markup(" ").join(Markup('{}="{}"').format(*pair) for pair in part.attrib.items()),
        )
        for part in symbol
    ]
    return Markup("").join(parts)


@cache
def icon(name: str, said: str = "") -> Markup:
    """The icon ``name``. A screen reader hears ``said``, or nothing where words stand beside it."""
    label = (
        Markup('role="img" aria-label="{}"').format(said) if said else Markup('aria-hidden="true"')
    )
    return Markup('<svg class="icon" viewBox="0 0 16 16" {}>{}</svg>').format(
        label, _outlines()[name]
    )
