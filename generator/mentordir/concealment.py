"""E-mail addresses as no harvester's pattern finds them: not as text, in entities, in percent signs or in base64.

This slows programs that collect addresses from pages. It is not secrecy: whoever reads templates/assets/contact/address.js,
which undoes it, can read them all.
"""


def conceal(address: str) -> str:
    """The address's UTF-8 backwards, each byte mixed with the one before it, in hexadecimal digits."""
    previous = 0x5A
    digits: list[str] = []
    for byte in reversed(address.encode()):
        previous ^= byte ^ (len(digits) & 0xFF)
        digits.append(f"{previous:02x}")
    return "".join(digits)
