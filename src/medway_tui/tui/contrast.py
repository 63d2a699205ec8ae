"""The contrast of colours (WCAG 2), and whether a colour looks like that of a grade."""

from __future__ import annotations

import colorsys

Colour = tuple[int, int, int]
"""Red, green and blue, each from 0 to 255."""


def parse_colour(text: str) -> Colour:
    """Return the colour that ``#rrggbb`` or ``#rgb`` means. Raises ValueError where it means none."""
    digits = text.removeprefix("#")
    if not text.startswith("#") or len(digits) not in (3, 6) or not digits.isalnum():
        raise ValueError(text)
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = bytes.fromhex(digits)
    return red, green, blue


def luminance(colour: Colour) -> float:
    """Return the relative luminance of a colour, from 0 to 1."""
    red, green, blue = (c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: Colour, second: Colour) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def is_grade_hue(colour: Colour) -> bool:
    """Return whether a colour looks green, amber or red: its hue in HSV, where it is not nearly grey."""
    hue, saturation, value = colorsys.rgb_to_hsv(*(part / 255 for part in colour))
    return saturation > 0.25 and value > 0.2 and (hue < 0.47 or hue > 0.96)
