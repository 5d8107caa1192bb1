"""Place on a sheet (位置): a rectangle in mm from the left and from the top edge."""

from generator.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """Rectangle in mm: left and top, right and bottom."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def center_x(self) -> float:
        """Middle between left and right."""
        return (self.left + self.right) / 2

    @property
    def center_y(self) -> float:
        """Middle between top and bottom."""
        return (self.top + self.bottom) / 2

    @property
    def width(self) -> float:
        """Distance from left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Distance from top to bottom."""
        return self.bottom - self.top

    def grown(self, by: float) -> "Box":
        """The rectangle made larger on every side."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def moved(self, right: float, down: float) -> "Box":
        """The rectangle in another place."""
        return Box(self.left + right, self.top + down, self.right + right, self.bottom + down)

    def holds(self, other: "Box") -> bool:
        """Whether another rectangle lies inside this one."""
        inside = self.left <= other.left and other.right <= self.right
        return inside and self.top <= other.top and other.bottom <= self.bottom

    def within(self, other: "Box") -> "Box | None":
        """The part of this rectangle that lies inside another, None when there is none."""
        left, top = max(self.left, other.left), max(self.top, other.top)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        return Box(left, top, right, bottom) if left < right and top < bottom else None

    def meets(self, other: "Box") -> bool:
        """Whether another rectangle has a point in common with this one."""
        beside = self.left <= other.right and other.left <= self.right
        return beside and self.top <= other.bottom and other.top <= self.bottom
