"""The terminals of ``grammar.lark`` as regular expressions: written by ``scripts/bless``."""

from typing import Final

PATTERNS: Final = {
    "NEWLINE": "\r\n|\n|\r",
    "SPACE": "[\t\u000b\f \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+",
    "PREFIX": "[A-Za-z_][A-Za-z0-9_]*(?=[\"'])",
    "WORD": "[A-Za-z_][A-Za-z0-9_]*",
    "NUMBER": "[0-9][0-9_]*",
    "COMMENT": "#[^\r\n]*",
    "SLASH_COMMENT": "\\/\\/[^\r\n]*",
    "OPERATOR": "((?!\\/\\/)[-+\\/*><&|.:;=])+",
    "COMMA": ",",
    "OPEN": "[(\\[{]",
    "CLOSE": "[)\\]}]",
    "STRING": '"',
    "UNKNOWN": '[^\\sA-Za-z0-9_"#,()\\[\\]{}\\/*><&|.:;=+-]+|.',
}
