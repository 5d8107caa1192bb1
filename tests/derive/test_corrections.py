"""Versions of a return: which counts, in what order they stand."""

from generator.derive.corrections import in_force, key_of, versions_of
from generator.model.filled import Return


def version(number: int, unit: str = "a", period: str = "2023-06") -> Return:
    return Return(schema=1, form="f", unit=unit, period=period, correction=number, values={"found": number})


def test_the_last_version_counts_whatever_the_order_of_the_files():
    returns = [version(0), version(2), version(1), version(0, "b"), version(0, period="2023-07")]

    assert [(r.unit, r.period, r.correction) for r in in_force(returns)] == [
        ("a", "2023-06", 2),
        ("b", "2023-06", 0),
        ("a", "2023-07", 0),
    ]


def test_the_versions_of_a_return_stand_from_the_original_on():
    returns = [version(1), version(0), version(0, "b"), version(2)]

    assert [r.correction for r in versions_of(returns, key_of(version(0)))] == [0, 1, 2]
