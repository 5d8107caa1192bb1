"""Drawing (画表): a form's definition from the head of a table that somebody sent as a workbook."""

from generator.derive.drawing.draw import Asked, draw

__all__ = ["Asked", "draw"]
