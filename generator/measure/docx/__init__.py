"""Word files measured: what their own XML sets, and what LibreOffice prints of them."""

from generator.measure.docx.measuring import measure_documents, measure_docx, measure_office, measure_xml

__all__ = ["measure_documents", "measure_docx", "measure_office", "measure_xml"]
