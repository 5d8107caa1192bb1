"""Archive form (存档格式) of print files: the parts' structure, colours and description, so that PDF/A-2u holds.

Written for what the renderer makes: one structure tree a file, its parent tree flat, its marks numbered page by page.
"""

from html import escape
from typing import TYPE_CHECKING

from pikepdf import Array, Name

from generator.press.output import Label
from generator.press.pdf_parts import PdfPart
from generator.press.pdf_writer import PdfWriter, text_string

if TYPE_CHECKING:
    from generator.press.joining import Copied

LANGUAGE = "zh-CN"
CREATOR = "公文工坊 gongwen"
XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="2" pdfaid:conformance="U">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
<xmp:CreateDate>{date}</xmp:CreateDate>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


class ArchiveMerge:
    """What makes a merged PDF one for the archive: gathered part by part, written at the end."""

    def __init__(self, writer: PdfWriter) -> None:
        self.next_mark = 0
        self._writer = writer
        self._tree = writer.reserve()
        self._document = writer.reserve()
        self._elements: list[bytes] = []
        self._marks: list[bytes] = []
        self._date = ""
        self._intents = b""

    def take_in(self, part: "Copied") -> None:
        """Take in structure and date of a part whose pages have been appended."""
        assert isinstance(part.part, PdfPart)
        pdf = part.part.pdf
        root = pdf.Root
        tree = root.StructTreeRoot
        part.numbers[tree.objgen] = self._document
        elements = list(tree.K) if isinstance(tree.K, Array) else [tree.K]
        for element in elements:
            element.S = Name.Part
        self._elements += [part.bring(element.unparse()) for element in elements]
        for references in list(tree.ParentTree.Nums)[1::2]:
            self._marks.append(b"%d %b" % (self.next_mark, part.bring(references.unparse())))
            self.next_mark += 1
        self._date = max(self._date, str(pdf.docinfo.get("/CreationDate", "")))
        self._intents = self._intents or part.bring(root.OutputIntents.unparse())

    def finish(self, label: Label) -> tuple[bytes, int]:
        """Write the structure of all parts and the description, last of all; the date is that of the latest part.

        Returns what the catalogue says of them, and the number of the description.
        """
        put = self._writer.put
        kids = b" ".join(self._elements)
        put(self._document, b"<</Type/StructElem/S/Document/P %d 0 R/K[%b]>>" % (self._tree, kids))
        marks = self._writer.reserve()
        put(marks, b"<</Nums[%b]>>" % b" ".join(self._marks))
        put(
            self._tree,
            b"<</Type/StructTreeRoot/K[%d 0 R]/ParentTree %d 0 R>>" % (self._document, marks),
        )
        metadata, information = self._describe(label, self._date)
        catalogue = b"/StructTreeRoot %d 0 R/MarkInfo<</Marked true>>/Lang%b/Metadata %d 0 R/OutputIntents %b"
        return catalogue % (self._tree, text_string(LANGUAGE), metadata, self._intents), information

    def _describe(self, label: Label, date: str) -> tuple[int, int]:
        """Write the description twice, as XMP and as information; return the numbers."""
        day = f"{date[2:6]}-{date[6:8]}-{date[8:10]}"  # D:20230525…
        words = {"title": label.title, "author": label.author, "creator": CREATOR, "date": day}
        xmp = XMP.format(**{name: escape(word, quote=False) for name, word in words.items()})
        metadata, information = self._writer.reserve(), self._writer.reserve()
        self._writer.put(metadata, b"<</Type/Metadata/Subtype/XML>>", xmp.encode())
        told = {"Title": label.title, "Author": label.author, "Creator": CREATOR, "CreationDate": date}
        entries = b"".join(b"/%b%b" % (name.encode(), text_string(word)) for name, word in told.items())
        self._writer.put(information, b"<<%b>>" % entries)
        return metadata, information
