"""公文工坊: official documents in GB/T 9704-2012 layout from campaign data."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("gongwen")
except PackageNotFoundError:  # a checkout that was never installed
    __version__ = "0+unknown"
