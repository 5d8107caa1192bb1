"""What a command may ask for wrongly."""


class UsageProblem(Exception):
    """Raised when the command names what the campaign does not have (exit code 2)."""
