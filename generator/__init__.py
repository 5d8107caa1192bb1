"""公文工坊: official documents in GB/T 9704-2012 layout from campaign data."""

__version__ = (
    "0.2.0"  # setup.cfg reads it here: asking the installed package costs as much as starting Python
)
