"""Receipts as YAML (收件): one line for each arrival, added at the end of a file and never changed."""

from generator.model.filled import Receipt
from generator.sources.returns_text import scalar_text

FOLDER = "receipts"
HEAD = "# 收件登记，gongwen receive 写的；登错了的，改这里的那一行\nschema: 1\nreceipts:\n"


def receipt_line(receipt: Receipt) -> str:
    """Return the line of an arrival.

    >>> receipt_line(Receipt(duty="月报", units=("qiuhu",), period="2023-06"))
    '  - {duty: 月报, period: 2023-06, units: ["qiuhu"]}'
    """
    parts = [f"duty: {scalar_text(receipt.duty)}"]
    if receipt.period:
        parts.append(f"period: {receipt.period}")
    if receipt.hazard:
        parts.append(f"hazard: {scalar_text(receipt.hazard)}")
    if receipt.units:
        parts.append(f"units: [{', '.join(map(scalar_text, receipt.units))}]")
    for name in ("received_on", "sealed_on"):
        if day := getattr(receipt, name):
            parts.append(f"{name}: {day.isoformat()}")
    return f"  - {{{', '.join(parts)}}}"


def with_line(text: str, line: str) -> str:
    """Return the text of a file with a line at its end; an empty text begins a file.

    >>> with_line("schema: 1\\nreceipts:", "  - {duty: 月报}")
    'schema: 1\\nreceipts:\\n  - {duty: 月报}\\n'
    """
    before = text or HEAD
    return f"{before}{'' if before.endswith(chr(10)) else chr(10)}{line}\n"
