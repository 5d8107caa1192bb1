"""Archive form (存档格式) of print files: the parts' structure, colours and description, so that PDF/A-2u holds.

Written for what the renderer makes: one structure tree a file, its parent tree flat, its marks numbered page by page.
"""

from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What the metadata of a print file say of it: title and responsible organ (题名、责任者)."""

    title: str
    author: str


@dataclass(slots=True)
class ArchiveMerge:
    """What makes a merged PDF one for the archive: gathered part by part, written at the end."""

    merged: Pdf
    elements: list[Object] = field(default_factory=list)
    marks: list[Object | int] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)

    def take_in(self, part: Pdf, start: int) -> None:
        """Take in structure and date of a part whose pages were appended from page `start` on."""
        tree = self.merged.copy_foreign(part.Root.StructTreeRoot)
        keys = len(self.marks) // 2
        for place in range(start, len(self.merged.pages)):
            page = self.merged.pages[place].obj
            page.StructParents = int(page.StructParents) + keys
        for number, references in enumerate(list(tree.ParentTree.Nums)[1::2], keys):
            self.marks += [number, references]
        self.elements += list(tree.K)
        self.dates.append(str(part.docinfo.get("/CreationDate", "")))
        if "/OutputIntents" not in self.merged.Root:
            intents = part.make_indirect(part.Root.OutputIntents)
            self.merged.Root.OutputIntents = self.merged.copy_foreign(intents)

    def finish(self, label: Label) -> None:
        """Write the structure of all parts and the description, last of all; the date is that of the latest part."""
        root = self.merged.Root
        marks = Dictionary(Nums=Array(self.marks))
        tree = Dictionary(Type=Name.StructTreeRoot, ParentTree=self.merged.make_indirect(marks))
        root.StructTreeRoot = self.merged.make_indirect(tree)
        whole = Dictionary(
            Type=Name.StructElem, S=Name.Document, P=root.StructTreeRoot, K=Array(self.elements)
        )
        root.StructTreeRoot.K = Array([self.merged.make_indirect(whole)])
        for element in self.elements:
            element.S, element.P = Name.Part, root.StructTreeRoot.K[0]
        root.MarkInfo = Dictionary(Marked=True)
        root.Lang = String(LANGUAGE)
        root.ViewerPreferences.DisplayDocTitle = True
        self._describe(label, max(self.dates))

    def _describe(self, label: Label, date: str) -> None:
        info = self.merged.docinfo
        info.Title, info.Author, info.Creator = String(label.title), String(label.author), String(CREATOR)
        info.CreationDate = String(date)
        day = f"{date[2:6]}-{date[6:8]}-{date[8:10]}"  # D:20230525…
        words = {"title": label.title, "author": label.author, "creator": CREATOR, "date": day}
        xmp = XMP.format(**{name: escape(word) for name, word in words.items()})
        metadata = Stream(self.merged, xmp.encode())
        metadata.Type, metadata.Subtype = Name.Metadata, Name.XML
        self.merged.Root.Metadata = metadata
