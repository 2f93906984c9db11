"""Sums of money as people say them."""

from __future__ import annotations


def money(amount: float, currency: str, *, signed: bool = False) -> str:
    """An amount in short: "€940", "€217k", "−€1.25m"; with `signed` a gain has a plus.

    Rounded to what the size can bear, so a column of them may not add up to the last digit. `currency` is the sign that
    stands before the number.
    """
    size = abs(amount)
    if size < 999.5:
        text = f"{size:.0f}"
    elif size < 999_500:
        text = f"{size / 1e3:.0f}k"
    else:
        text = f"{size / 1e6:.2f}m"
    sign = "−" if amount < 0 and text.strip("0.km") else "+" if signed and text.strip("0.km") else ""
    return f"{sign}{currency}{text}"
