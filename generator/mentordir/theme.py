"""The look of a school: accent colour and tokens -> a stylesheet, with readable contrast whatever colour was chosen."""

from mentordir.schema import Theme

# Of the grounds that text stands on, the darkest in light and the lightest in dark: --sunken in templates/assets/style.css.
LIGHT_PAGE = "#f0eee8"
DARK_PAGE = "#222c36"
MIN_CONTRAST = 4.5

_FONTS = {"sans": "system-ui, sans-serif", "serif": 'Charter, "Bitstream Charter", Cambria, Georgia, serif'}


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio of two #rrggbb colours, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour: str, page: str) -> str:
    """`colour`, or the nearest shade of it towards black or white that text on `page` can have."""
    target = 0 if _luminance(page) > 0.18 else 255
    channels = _channels(colour)
    for step in range(101):
        shade = "#" + "".join(f"{round(channel + (target - channel) * step / 100):02x}" for channel in channels)
        if contrast(shade, page) >= MIN_CONTRAST:
            return shade
    return "#000000" if target == 0 else "#ffffff"


def stylesheet(theme: Theme) -> str:
    """CSS that sets the tokens of style.css; empty where directory.yml sets none."""
    light: dict[str, str] = {}
    dark: dict[str, str] = {}
    if theme.accent:
        light["accent"] = readable(theme.accent, LIGHT_PAGE)
        dark["accent"] = readable(theme.accent, DARK_PAGE)
    if theme.tokens.radius is not None:
        light["radius"] = f"{theme.tokens.radius}px"
    if theme.tokens.measure is not None:
        light["measure"] = f"{theme.tokens.measure}ch"
    if theme.tokens.font:
        light["font"] = _FONTS[theme.tokens.font]
    css = _rule(light)
    return css + (f"@media (prefers-color-scheme: dark) {{\n{_rule(dark)}}}\n" if dark else "")


def _rule(tokens: dict[str, str]) -> str:
    if not tokens:
        return ""
    return ":root {\n" + "".join(f"  --{name}: {value};\n" for name, value in tokens.items()) + "}\n"


def _channels(colour: str) -> list[int]:
    return [int(colour[index : index + 2], 16) for index in (1, 3, 5)]


def _luminance(colour: str) -> float:
    """Relative luminance (WCAG 2), 0 for black to 1 for white."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (channel / 255 for channel in _channels(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
