"""Which files are taken for scans, by the endings of their names."""

SUFFIXES = (".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff")
