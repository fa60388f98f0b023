"""How the small words of the language are written, once for the readers and for the JSON Schema.

They are matched in full. Each is written so that Python and the regular expressions of editors
(ECMA-262) understand it alike; only letters of all alphabets need :func:`for_editors`.
"""

from __future__ import annotations

import re

FIGURE = r"[0-9]{1,12}(?:\.[0-9]{1,9})?"
_SIGNED = r"-?[0-9]+(?:\.[0-9]+)?"
_LETTER, _LETTER_FOR_EDITORS = r"\w", r"0-9A-Za-z_\u00aa-\uffff"
_SEVERAL = r"([2-9]|[1-9][0-9]{1,3})"

NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
WHOLE = re.compile(r"[0-9]{1,10}")
INTERVAL = re.compile(r"([0-9]{1,4}) (working days?|days?|weeks?|months?)")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MONTH_OR_DAY = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?")

MARGIN = re.compile(rf"({FIGURE})( points?|( )?% of it)?")
RATE = re.compile(r"rate per ([0-9,]{0,11}[1-9][0-9,]{0,11})")
RANGE = re.compile(rf"({_SIGNED}) to ({_SIGNED})")
COUNTS = re.compile(r"([0-9]{1,9}) to ([0-9]{1,9})")
SHARE = re.compile(r"([1-9][0-9]{0,3}) of ([1-9][0-9]{0,3})")
EXEMPT = re.compile(r"exempt, paragraph ([1-7])")
AFTER = re.compile(r"after ([1-9][0-9]{0,2}) good readings?")
AVERAGE_OF_LAST = re.compile(rf"average of last {_SEVERAL}")
AVERAGE_OF_YEAR = re.compile(r"average of ((?:19|20)[0-9]{2}(?:-[0-9]{2})?)")
BEST_OF_LAST = re.compile(rf"best of last {_SEVERAL}")
WORST_OF_LAST = re.compile(rf"worst of last {_SEVERAL}")

BASELINE = re.compile(r"first (1[2-9]|[2-9][0-9]|[1-9][0-9]{2,3})")
PLACE = re.compile(r"(worst|best) ([1-9][0-9]?(?:\.[0-9])?)%")

ID = re.compile(r"[\w][\w.-]{0,99}")
AREA = re.compile(r"[^|;={}]{1,100}")


def for_editors(pattern: re.Pattern[str]) -> str:
    r"""The pattern for the whole of a text, in ECMA-262. Its ``\w`` knows the letters of English
    only; here it stands for every character beyond Latin-1's signs, so a little more is taken."""
    return f"^(?:{pattern.pattern.replace(_LETTER, _LETTER_FOR_EDITORS)})$"
