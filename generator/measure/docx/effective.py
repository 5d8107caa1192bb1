"""Styles of a Word file resolved: what a run or paragraph is set in once every layer has spoken.

Layers, the weakest first: document defaults, the style's chain (w:basedOn), numbering, what stands in the text itself.
"""

from collections.abc import Sequence
from functools import cached_property

from generator.measure.docx.file import DocxFile
from generator.measure.docx.xml import A, Element, W, attribute, twips, value

Layers = Sequence[Element]
_DEPTH = 30  # a chain of styles that is longer goes round in a circle
_CHINESE = (
    "chineseCounting",
    "ideographTraditional",
    "japaneseCounting",
    "taiwaneseCounting",
    "chineseLegal",
)


class Cascade:
    """Styles, defaults, numbering and theme of one file."""

    def __init__(self, file: DocxFile) -> None:
        self._file = file
        self._chains: dict[str, tuple[Element, ...]] = {}

    def of_paragraph(self, properties: Element | None) -> list[Element]:
        """Return the w:pPr layers of a paragraph, the strongest last."""
        chain = self._chain(self.style_of(properties))
        layers = [*self._defaults("pPr"), *(p for s in chain if (p := s.find(f"{W}pPr")) is not None)]
        layers += [] if properties is None else [properties]
        level = self._level(layers)
        numbered = [] if level is None else [p for p in [level.find(f"{W}pPr")] if p is not None]
        at = len(layers) - (properties is not None)
        return [*layers[:at], *numbered, *layers[at:]]

    def of_run(self, properties: Element | None, paragraph: Element | None) -> list[Element]:
        """Return the w:rPr layers of a run in a paragraph with those properties, the strongest last."""
        named = value(properties, "rStyle") or ""
        chain = [*self._chain(self.style_of(paragraph)), *(self._chain(named) if named else ())]
        layers = [*self._defaults("rPr"), *(p for s in chain if (p := s.find(f"{W}rPr")) is not None)]
        return layers if properties is None else [*layers, properties]

    def style_of(self, properties: Element | None) -> str:
        """Return the id of the style of a paragraph, the default one's where it names none."""
        return value(properties, "pStyle") or self._default_style

    def label(self, layers: Layers) -> str:
        """Return the automatic number of a paragraph as it looks for the first one: 一、 or （一） or 1."""
        level = self._level(layers)
        if level is None:
            return ""
        kind, pattern = value(level, "numFmt") or "decimal", value(level, "lvlText") or ""
        if kind in ("bullet", "none"):
            return ""
        number = "一" if kind.startswith(_CHINESE) else "1"
        return "".join(number if c.isdigit() else c for c in pattern.replace("%", ""))

    def face(self, layers: Layers, kind: str) -> str:
        """Return the typeface that the layers name for "eastAsia" or "ascii", empty when none does."""
        for layer in reversed(layers):
            fonts = layer.find(f"{W}rFonts")
            if fonts is None:
                continue
            if theme := attribute(fonts, f"{kind}Theme"):
                return self._theme_face(theme)
            if name := attribute(fonts, kind):
                return name
        return ""

    def _theme_face(self, theme: str) -> str:
        """Return the face behind a name such as minorEastAsia: of the theme's minor fonts, the one for Chinese."""
        script = "ea" if theme.endswith("EastAsia") else "latin"
        root = self._file.theme
        fonts = None if root is None else next(root.iter(f"{A}{theme[:5]}Font"), None)
        if fonts is None:
            return ""
        named = fonts.find(f"{A}{script}")
        face = "" if named is None else str(named.get("typeface", ""))
        if face or script == "latin":
            return face
        chinese = (f for f in fonts.iter(f"{A}font") if f.get("script") == "Hans")
        return next((str(f.get("typeface", "")) for f in chinese), "")

    def _chain(self, style: str) -> tuple[Element, ...]:
        """Return a style and those it is based on, the deepest first."""
        if style not in self._chains:
            found: list[Element] = []
            following: str | None = style
            while following in self._styles and len(found) < _DEPTH:
                found.append(self._styles[following])
                following = value(found[-1], "basedOn")
            self._chains[style] = tuple(reversed(found))
        return self._chains[style]

    @cached_property
    def _styles(self) -> dict[str | None, Element]:
        root = self._file.styles
        return {} if root is None else {attribute(s, "styleId"): s for s in root.iter(f"{W}style")}

    @cached_property
    def _default_style(self) -> str:
        for name, style in self._styles.items():
            if attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true", "on"):
                return name or ""
        return ""

    def _defaults(self, kind: str) -> list[Element]:
        root = self._file.styles
        path = f"{W}docDefaults/{W}{kind}Default/{W}{kind}"
        found = None if root is None else root.find(path)
        return [] if found is None else [found]

    def _level(self, layers: Layers) -> Element | None:
        """Return the w:lvl that numbers a paragraph with those layers."""
        number, depth = "", "0"
        for layer in layers:
            if (properties := layer.find(f"{W}numPr")) is not None:
                number = value(properties, "numId") or number
                depth = value(properties, "ilvl") or depth
        return self._levels.get((number, depth))

    @cached_property
    def _levels(self) -> dict[tuple[str, str], Element]:
        root = self._file.numbering
        if root is None:
            return {}
        kinds = {attribute(a, "abstractNumId"): a for a in root.iter(f"{W}abstractNum")}
        found = {}
        for number in root.iter(f"{W}num"):
            kind = kinds.get(value(number, "abstractNumId"))
            for level in [] if kind is None else kind.iter(f"{W}lvl"):
                found[attribute(number, "numId") or "", attribute(level, "ilvl") or ""] = level
        return found


def pick(layers: Layers, name: str, *attributes: str) -> str | None:
    """Return what the strongest layer says: the first of some attributes that a child of that name has."""
    for layer in reversed(layers):
        child = layer.find(W + name)
        for attr in attributes or ("val",):
            if (found := attribute(child, attr)) is not None:
                return found
    return None


def on(layers: Layers, name: str, default: bool) -> bool:
    """Return a switch of the strongest layer that has it."""
    for layer in reversed(layers):
        if (child := layer.find(W + name)) is not None:
            return (attribute(child, "val") or "1").lower() not in ("0", "false", "off")
    return default


def size_pt(layers: Layers) -> float:
    """Return the type size; ten points where nothing is said, as Word has it."""
    half = twips(pick(layers, "sz"))
    return 10.0 if half is None else half / 2


def character_pt(layers: Layers) -> float:
    """Return what is added to each character's width."""
    return (twips(pick(layers, "spacing")) or 0.0) / 20


def color(layers: Layers) -> str:
    """Return the colour as six hexadecimal digits, black where none is said."""
    found = pick(layers, "color") or ""
    return found.upper() if len(found) == 6 and set(found) <= set("0123456789abcdefABCDEF") else "000000"
