"""Package of a Word shell: page set-up, headers and footers, and every part beside the body."""

import zipfile
from pathlib import Path

from shell_styles import DRAWING, HEAD, LINE, W, ind, jc, para, piece_run, styles_xml

from generator.layout import gbt9704 as gb


def footer(alignment: str, below: str = "", **indent: int) -> str:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    ppr = f'<w:pPr><w:pStyle w:val="Footer"/>{ind(**indent)}{jc(alignment)}</w:pPr>'
    return f"{HEAD}<w:ftr {W}><w:p>{ppr}{piece_run('— ')}{field}{piece_run(' —')}</w:p>{below}</w:ftr>"


def letter_header() -> str:
    lines = (
        para("LetterMark", "{%p for line in head.mark %}")
        + para("LetterMark", "{{ line }}")
        + para("LetterMark", "{%p endfor %}")
    )
    return f"{HEAD}<w:hdr {W}>{lines}{para('LetterRule')}{para('LetterRoom')}</w:hdr>"


def letter_footer() -> str:
    return f"{HEAD}<w:ftr {W}>{para('LetterLastRule')}</w:ftr>"


def section(letter: bool) -> str:
    """The section; the lines of a letter begin anywhere below its double rule, so it has no grid of lines."""
    first = '<w:headerReference w:type="first" r:id="rId7"/><w:footerReference w:type="first" r:id="rId8"/>'
    grid = f'<w:docGrid w:type="lines" w:linePitch="{LINE}"/>'
    return (
        f'<w:sectPr>{first if letter else ""}<w:footerReference w:type="default" r:id="rId4"/>'
        '<w:footerReference w:type="even" r:id="rId5"/>'
        f'<w:pgSz w:w="{gb.twips(gb.PAGE_WIDTH_MM)}" w:h="{gb.twips(gb.PAGE_HEIGHT_MM)}"/>'
        '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1446" w:gutter="0"/>'
        f'<w:cols w:space="425"/>{"<w:titlePg/>" if letter else grid}</w:sectPr>'
    )


SETTINGS = (
    f'{HEAD}<w:settings {W}><w:mirrorMargins/><w:evenAndOddHeaders/><w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
    "<w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/><w:doNotExpandShiftReturn/>"
    "<w:adjustLineHeightInTable/><w:useFELayout/>"
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
)
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PACKAGE_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def content_types(letter: bool) -> str:
    parts = {
        "document": "document.main",
        "styles": "styles",
        "settings": "settings",
        "fontTable": "fontTable",
        "theme/theme1": "",
        "footer1": "footer",
        "footer2": "footer",
    }
    parts |= {"header1": "header", "footer3": "footer"} if letter else {}
    theme = "application/vnd.openxmlformats-officedocument.theme+xml"
    rows = "".join(
        f'<Override PartName="/word/{n}.xml" ContentType="{f"{TYPES}.{t}+xml" if t else theme}"/>'
        for n, t in parts.items()
    )
    return (
        f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{rows}'
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        '<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>'
    )


def relations(*rows: tuple[str, str]) -> str:
    body = "".join(
        f'<Relationship Id="rId{i}" Type="{t}" Target="{target}"/>' for i, (t, target) in enumerate(rows, 1)
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE_RELS}">{body}</Relationships>'


def font_table() -> str:
    faces = (gb.FACE_TEXT, gb.FACE_TITLE, gb.FACE_HEADING, gb.FACE_KAI, gb.FACE_NUMBER)
    rows = "".join(
        f'<w:font w:name="{f}"><w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for f in faces
    )
    return f"{HEAD}<w:fonts {W}>{rows}</w:fonts>"


def theme() -> str:
    colors = {"dk1": "000000", "lt1": "FFFFFF", "dk2": "44546A", "lt2": "E7E6E6", "accent1": "4472C4", "accent2": "ED7D31",
              "accent3": "A5A5A5", "accent4": "FFC000", "accent5": "5B9BD5", "accent6": "70AD47", "hlink": "0563C1", "folHlink": "954F72"}  # fmt: skip
    scheme = "".join(f'<a:{n}><a:srgbClr val="{v}"/></a:{n}>' for n, v in colors.items())
    font = f'<a:latin typeface="{gb.FACE_TEXT}"/><a:ea typeface="{gb.FACE_TEXT}"/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>' * 3
    edge = "".join(
        f'<a:ln w="{w}"><a:solidFill><a:schemeClr val="phClr"/></a:solidFill></a:ln>'
        for w in (6350, 12700, 19050)
    )
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
    return (
        f'{HEAD}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="公文"><a:themeElements>'
        f'<a:clrScheme name="公文">{scheme}</a:clrScheme><a:fontScheme name="公文"><a:majorFont>{font}</a:majorFont>'
        f'<a:minorFont>{font}</a:minorFont></a:fontScheme><a:fmtScheme name="公文"><a:fillStyleLst>{fill}</a:fillStyleLst>'
        f"<a:lnStyleLst>{edge}</a:lnStyleLst><a:effectStyleLst>{effect}</a:effectStyleLst><a:bgFillStyleLst>{fill}</a:bgFillStyleLst>"
        "</a:fmtScheme></a:themeElements></a:theme>"
    )


def parts(body: str, letter: bool) -> dict[str, str]:
    size = int(gb.PAGE_NUMBER_PT) * 20
    below = para("NumberRoom") if letter else ""
    first = [(f"{OFFICE_RELS}/header", "header1.xml"), (f"{OFFICE_RELS}/footer", "footer3.xml")]
    core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    return {
        "[Content_Types].xml": content_types(letter),
        "_rels/.rels": relations(
            (f"{OFFICE_RELS}/officeDocument", "word/document.xml"),
            (f"{PACKAGE_RELS}/metadata/core-properties", "docProps/core.xml"),
            (f"{OFFICE_RELS}/extended-properties", "docProps/app.xml"),
        ),
        "docProps/app.xml": f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>公文工坊</Application></Properties>',
        "docProps/core.xml": f'{HEAD}<cp:coreProperties xmlns:cp="{core}" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title/><dc:creator/></cp:coreProperties>',
        "word/document.xml": f"{HEAD}<w:document {W}{DRAWING}><w:body>{body}{section(letter)}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations(
            (f"{OFFICE_RELS}/styles", "styles.xml"),
            (f"{OFFICE_RELS}/settings", "settings.xml"),
            (f"{OFFICE_RELS}/fontTable", "fontTable.xml"),
            (f"{OFFICE_RELS}/footer", "footer1.xml"),
            (f"{OFFICE_RELS}/footer", "footer2.xml"),
            (f"{OFFICE_RELS}/theme", "theme/theme1.xml"),
            *(first if letter else []),
        ),
        "word/styles.xml": styles_xml(),
        "word/settings.xml": SETTINGS,
        "word/fontTable.xml": font_table(),
        "word/theme/theme1.xml": theme(),
        "word/footer1.xml": footer("right", below, right=size),
        "word/footer2.xml": footer("left", below, left=size),
        **({"word/header1.xml": letter_header(), "word/footer3.xml": letter_footer()} if letter else {}),
    }


def write(path: Path, body: str) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts(body, path.stem == "letter").items():
            package.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
