"""Scans (扫描件): pictures of printed sheets read, known by their codes, straightened, and kept as small PDFs."""
