"""Tables of Word files changed as a clerk would: texts typed into cells, rows copied and taken out, by python-docx."""

from copy import deepcopy
from io import BytesIO

from docx import Document
from docx.table import Table, _Cell, _Row


class WordTable:
    """The first table of a Word file, rows and cells counted from 1 as they stand in Word."""

    def __init__(self, content: bytes) -> None:
        self.document = Document(BytesIO(content))
        self.table: Table = self.document.tables[0]

    @property
    def rows(self) -> list[_Row]:
        """The rows of the table."""
        return list(self.table.rows)

    def cells(self, row: int) -> list[_Cell]:
        """The cells of a row; merged ones count as they stand in the file."""
        return [_Cell(cell, self.table) for cell in self.rows[row - 1]._tr.tc_lst]

    def texts(self, row: int) -> list[str]:
        """What stands in the cells of a row."""
        return [cell.text.strip() for cell in self.cells(row)]

    def type(self, row: int, cell: int, text: str) -> None:
        """Write a text into a cell instead of what stands there, a paragraph for each of its lines."""
        found = self.cells(row)[cell - 1]
        for paragraph in found.paragraphs[1:]:
            paragraph._p.getparent().remove(paragraph._p)
        first, *others = text.split("\n")
        found.paragraphs[0].text = first
        for line in others:
            found.add_paragraph(line)

    def copy(self, row: int, *, below: int) -> None:
        """Put a copy of a row below another."""
        self.rows[below - 1]._tr.addnext(deepcopy(self.rows[row - 1]._tr))

    def remove(self, row: int) -> None:
        """Take a row out."""
        self.table._tbl.remove(self.rows[row - 1]._tr)

    def saved(self) -> bytes:
        """The file."""
        stream = BytesIO()
        self.document.save(stream)
        return stream.getvalue()
