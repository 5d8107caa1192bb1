"""Lists that grow line by line (只添不改的列表): receipts and history, one YAML line for each thing, none changed later."""

import json
from collections.abc import Mapping

from generator.model.filled import Receipt
from generator.model.hazard import Happening
from generator.sources.returns_text import scalar_text

RECEIPTS, HISTORY = "receipts", "history"
HEADS = {
    RECEIPTS: "# 收件登记，gongwen receive 写的；登错了的，改这里的那一行",
    HISTORY: "# 隐患的经过，gongwen hazard record 写的，不要手改；记错了的，再记一笔改过来",
}


def receipt_line(receipt: Receipt) -> str:
    """Return the line of an arrival.

    >>> receipt_line(Receipt(duty="月报", units=("qiuhu",), period="2023-06"))
    '  - {duty: 月报, period: 2023-06, units: ["qiuhu"]}'
    """
    days = {name: day.isoformat() for name in ("received_on", "sealed_on") if (day := getattr(receipt, name))}
    return _line({
        "duty": scalar_text(receipt.duty),
        "period": receipt.period,
        "hazard": scalar_text(receipt.hazard) if receipt.hazard else "",
        "units": f"[{', '.join(map(scalar_text, receipt.units))}]" if receipt.units else "",
        **days,
    })  # fmt: skip


def happening_line(happening: Happening) -> str:
    """Return the line of a happening, its check behind it."""
    return _line({
        "hazard": scalar_text(happening.hazard),
        "event": happening.event,
        "on": happening.on.isoformat(),
        "by": scalar_text(happening.by) if happening.by else "",
        "text": scalar_text(happening.text) if happening.text else "",
        "due_on": happening.due_on.isoformat() if happening.due_on else "",
        "check": json.dumps(happening.check),
    })  # fmt: skip


def _line(parts: Mapping[str, str]) -> str:
    return f"  - {{{', '.join(f'{name}: {text}' for name, text in parts.items() if text)}}}"


def with_line(text: str, key: str, line: str) -> str:
    """Return the text of a file with a line at its end; an empty text begins a file.

    >>> with_line("schema: 1\\nreceipts:", "receipts", "  - {duty: 月报}")
    'schema: 1\\nreceipts:\\n  - {duty: 月报}\\n'
    """
    before = text or f"{HEADS[key]}\nschema: 1\n{key}:\n"
    return f"{before}{'' if before.endswith(chr(10)) else chr(10)}{line}\n"
