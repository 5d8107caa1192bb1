"""WeasyPrint as it comes, for benchmarks/pdf.py: each line read, "COUNT FILE…", names HTML files of so many documents.

Answered are the processor's seconds and the bytes for one document. Nothing of ours is loaded here.
"""

import sys
import time
from pathlib import Path

import weasyprint

for line in sys.stdin:
    count, *files = line.split()
    start = time.process_time()
    size = sum(len(weasyprint.HTML(string=Path(file).read_text("utf-8")).write_pdf()) for file in files)
    sys.stdout.write(f"{(time.process_time() - start) / int(count)} {size // int(count)}\n")
    sys.stdout.flush()
