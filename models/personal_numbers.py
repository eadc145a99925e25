"""Recognise what names one person: addresses, cards, bank accounts, national numbers. Pure.

Every number that has a check digit is checked, so that run ids, timestamps and hashes pass.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple


class Personal(NamedTuple):
    """Where it stands, and what it is, in words."""

    start: int
    end: int
    what: str


EMAIL: Final = "e-mail address"
CARD: Final = "card number"
ACCOUNT: Final = "bank account number"
NATIONAL: Final = "national number"


def find_personal(text: str) -> Iterator[Personal]:
    """All of it, kind by kind."""
    yield from _emails(text)
    yield from _cards(text)
    yield from _accounts(text)
    for pattern, is_right in _NATIONAL:
        for found in pattern.finditer(text):
            if is_right(re.sub(r"[ .\-]", "", found[0])) and not _is_an_id(text, found):
                yield Personal(found.start(), found.end(), NATIONAL)


# Addresses.

_EMAIL: Final = re.compile(
    r"(?<![\w.+%-])[\w.+%-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,24}(?![\w-])",
    re.IGNORECASE,
)
#: A login at a machine, not a person: `git@github.com:org/repo`, `postgres://reader@db.internal/…`.
_PATH_FOLLOWS: Final = re.compile(r":[\w~/]")
_LOGIN: Final = re.compile(r"://[^\s/]*$")
_MACHINES: Final = (".gserviceaccount.com",)


def _emails(text: str) -> Iterator[Personal]:
    for found in _EMAIL.finditer(text):
        is_login = _LOGIN.search(text, max(0, found.start() - 100), found.start()) is not None
        if is_login or _PATH_FOLLOWS.match(text, found.end()) or found[0].lower().endswith(_MACHINES):
            continue
        yield Personal(found.start(), found.end(), EMAIL)


# Cards: known brands, their lengths, their check digit, and the groups in which they are printed.

_CARD: Final = re.compile(
    r"(?<![\w.-])(?:\d{14,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{4}|\d{4}([ -])\d{6}\2\d{4,5})(?![\w-]|\.\d)"
)
_BRANDS: Final = re.compile(
    r"4\d{15}(?:\d{3})?|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}"
    r"|3(?:0[0-5]|[68]\d)\d{11}|6(?:011|4[4-9]\d|5\d\d)\d{12}|35(?:2[89]|[3-8]\d)\d{12}|62\d{14,17}"
)
_ID_WORD: Final = re.compile(
    r"(?<![a-z])(?:[a-z_]{0,20}(?:run|job|query|trace|span|build|batch|offset|task|commit|snapshot|epoch)"
    r"(?:[_ -]?ids?)?|(?<![-_])ids?)[\s:=#\"']{1,3}$",
    re.IGNORECASE,
)


def _cards(text: str) -> Iterator[Personal]:
    for found in _CARD.finditer(text):
        digits = re.sub(r"\D", "", found[0])
        if _BRANDS.fullmatch(digits) and passes_luhn(digits) and not _is_an_id(text, found):
            yield Personal(found.start(), found.end(), CARD)


def _is_an_id(text: str, found: re.Match[str]) -> bool:
    """A bare number right after `run`, `job id:` and the like counts machines' work, and no person."""
    before = text[max(0, found.start() - 40) : found.start()]
    return found[0].isdigit() and "card" not in before.lower() and _ID_WORD.search(before) is not None


def passes_luhn(digits: str) -> bool:
    """The check digit of cards."""
    doubled = (int(digit) * 2 for digit in digits[-2::-2])
    return (
        sum(int(digit) for digit in digits[-1::-2]) + sum(sum(divmod(each, 10)) for each in doubled)
    ) % 10 == 0


# Bank accounts.

_LENGTHS: Final = {
    country: length
    for length, countries in {
        15: "NO",
        16: "BE",
        18: "DK FI NL",
        19: "MK SI",
        20: "AT EE LT LU XK BA",
        21: "CH HR LI LV",
        22: "BG DE GB IE ME RS BH GE",
        23: "AE GI IL",
        24: "CZ ES RO SE SK SA TN",
        25: "PT",
        26: "IS TR",
        27: "FR GR IT MC SM",
        28: "AL CY HU LB PL",
        29: "BR",
        31: "MT",
    }.items()
    for country in countries.split()
}
_ACCOUNT: Final = re.compile(r"(?<![\w.-])[a-z]{2}\d{2}(?: ?[a-z0-9]){11,27}", re.IGNORECASE)


def _accounts(text: str) -> Iterator[Personal]:
    for found in _ACCOUNT.finditer(text):
        length = _LENGTHS.get(found[0][:2].upper())
        end = _end_of(found[0], length) if length else None
        if end is None or re.match(r"\w", text[found.start() + end :]):
            continue
        if passes_mod_97(found[0][:end].replace(" ", "").upper()):
            yield Personal(found.start(), found.start() + end, ACCOUNT)


def _end_of(written: str, length: int) -> int | None:
    """Where so many characters end, spaces not counted."""
    places = [place for place, char in enumerate(written) if char != " "]
    return places[length - 1] + 1 if len(places) >= length else None


def passes_mod_97(account: str) -> bool:
    """The check digits of an IBAN."""
    return int("".join(str(int(char, 36)) for char in account[4:] + account[:4])) % 97 == 1


# National numbers, each by its own rule.


def _is_tax_id(digits: str) -> bool:
    """Germany: one digit of the first ten comes twice or thrice, the rest once; ISO 7064 MOD 11,10."""
    repeated = sorted(digits[:10].count(digit) for digit in set(digits[:10]))
    if digits[0] == "0" or repeated[-1] not in (2, 3) or repeated[:-1].count(1) != len(repeated) - 1:
        return False
    carry = 10
    for digit in digits[:10]:
        carry = ((carry + int(digit)) % 10 or 10) * 2 % 11
    return (11 - carry) % 10 == int(digits[10])


def _is_dni(number: str) -> bool:
    """Spain: the letter follows from the digits; eight digits that are a day are one."""
    digits = number[:-1].translate(str.maketrans("XYZ", "012"))
    is_day = re.fullmatch(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])", digits)
    return not is_day and "TRWAGMYFPDXBNJZSQVHLCKE"[int(digits) % 23] == number[-1]


def _is_nir(number: str) -> bool:
    """France: two check digits; Corsica's letters stand for numbers."""
    digits = number.replace("2A", "19").replace("2B", "18")
    return 97 - int(digits[:13]) % 97 == int(digits[13:])


def _is_cpf(digits: str) -> bool:
    """Brazil."""
    for length in (9, 10):
        total = sum(
            int(digit) * weight for digit, weight in zip(digits, range(length + 1, 1, -1), strict=False)
        )
        if total * 10 % 11 % 10 != int(digits[length]):
            return False
    return len(set(digits)) > 1


def _is_ahv(digits: str) -> bool:
    """Switzerland: the check digit of a bar code."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits[:12]))
    return (10 - total % 10) % 10 == int(digits[12])


#: What each character counts for at an odd place, digits and letters alike; A begins anew.
_ODD: Final = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)


def _is_codice(code: str) -> bool:
    """Italy: the last letter follows from the others."""
    values = [int(char) if char.isdigit() else ord(char) - 65 for char in code]
    return (sum(_ODD[value] for value in values[:15:2]) + sum(values[1:15:2])) % 26 == values[15]


def _always(_number: str) -> bool:
    """The pattern says all that can be checked."""
    return True


_HERE, _ENDS = r"(?<![\w.-])", r"(?![\w-]|\.\d)"


def _standing(pattern: str) -> re.Pattern[str]:
    return re.compile(f"{_HERE}(?:{pattern}){_ENDS}")


_NATIONAL: Final[tuple[tuple[re.Pattern[str], Callable[[str], bool]], ...]] = (
    (_standing(r"(?!000|666|9)\d{3}-(?!00)\d\d-(?!0000)\d{4}"), _always),  # United States
    (_standing(r"\d{11}|\d\d \d{3} \d{3} \d{3}"), _is_tax_id),
    (
        _standing(r"(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d\d ?\d\d ?\d\d ?[A-D]"),
        _always,  # United Kingdom
    ),
    (
        _standing(r"\d{8}-?[A-Z]|[XYZ]-?\d{7}-?[A-Z]"),
        lambda number: number[-1] not in "IOU" and _is_dni(number),
    ),
    (_standing(r"[12] ?\d\d ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d\d|2[AB]) ?\d{3} ?\d{3} ?\d\d"), _is_nir),
    (_standing(r"\d{3}\.\d{3}\.\d{3}-\d\d"), _is_cpf),
    (_standing(r"756\.\d{4}\.\d{4}\.\d\d"), _is_ahv),
    (_standing(r"[A-Z]{6}\d\d[ABCDEHLMPRST]\d\d[A-Z]\d{3}[A-Z]"), _is_codice),
)
