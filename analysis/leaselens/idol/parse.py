"""From tokens to RON values: descent by hand, which goes on after every mistake (HUB101).

It recovers where a reader would: at the next ``,``, at a closing bracket, and where a new member plainly begins.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

from leaselens.diagnostics import Fix
from leaselens.idol.catalogue import SYNTAX
from leaselens.idol.findings import Finding, insert, replace
from leaselens.idol.ron import CLOSING, Document, Group, Literal, Member, Name, Text, Value
from leaselens.idol.tokens import TRIVIA, string_inner, string_value, wrong_escapes
from leaselens.text import LineIndex, Span, Token

DEEPEST: Final = 60
"""Brackets within brackets. What lies deeper is not looked at: Idol needs eight."""
EXTENSIONS: Final = frozenset({"implicit_some", "unwrap_newtypes", "unwrap_variant_newtypes"})

_BYTE_ORDER_MARK: Final = "\ufeff"
_STRINGS: Final = frozenset({"STRING", "HALF_STRING", "OPEN_STRING", "SINGLE_STRING"})
_VALUES: Final = _STRINGS | {"NAME", "NUMBER", "CHARACTER", "OPEN"}


class Parser:
    """One reading of a text; ``findings`` are its mistakes in the order of their discovery."""

    def __init__(self, tokens: list[Token], lines: LineIndex) -> None:
        self.findings: list[Finding] = []
        self._tokens = [token for token in tokens if token.kind not in TRIVIA]
        self._lines = lines
        self._at = 0
        self._open: list[Token] = []
        end = tokens[-1].end if tokens else 0
        self._end = Token("END", "", end)
        self._open_comment = next((token for token in tokens if token.kind == "OPEN_COMMENT"), None)

    # ------------------------------------------------------------ the whole text

    def document(self) -> Document:
        """The attributes and the value of the text; whatever follows is a mistake."""
        extensions: set[str] = set()
        self._beginning()
        while self._peek().kind == "ATTRIBUTE":
            extensions |= self._attribute()
        value = self._value("expected `Interface(`") if self._begins_value() else None
        if self._open_comment is not None:
            # What it was meant to end before is in it: nothing else is missing.
            start = self._open_comment.start
            self._report(Span(start, start + 2), "this comment has no end", "Close it with `*/`.")
        elif value is None:
            self._report(self._peek().span, "an interface is missing", "A file reads: `Interface(name: …, ops: {…})`.")
        elif self._peek().kind != "END":
            self._report(self._peek().span, "nothing may follow the interface", "Only comments may stand here.")
        return Document(frozenset(extensions), value)

    def _beginning(self) -> None:
        token = self._peek()
        if token.text == _BYTE_ORDER_MARK:
            fix = replace("Leave it out", token.span, "")
            self._report(token.span, "RON takes no byte order mark", "Save the file as UTF-8 without one.", fix)
            self._next()

    def _attribute(self) -> set[str]:
        start = self._next()
        names: set[str] = set()
        while (token := self._peek()).kind in ("NAME", "OPEN", "COMMA") or token.text == ")":
            self._next()
            if token.kind == "NAME" and token.text != "enable":
                names.add(token.text)
                if token.text not in EXTENSIONS:
                    known = ", ".join(f"`{name}`" for name in sorted(EXTENSIONS))
                    self._report(token.span, f"RON has no extension `{token.text}`", f"There are {known}.")
        if self._peek().text == "]":
            self._next()
        else:
            self._report(start.span, "expected `#![enable(…)]`", "Close the attribute with `]`.")
        return names

    # ------------------------------------------------------------ values

    def _value(self, wanted: str) -> Value | None:
        token = self._peek()
        if token.kind in _STRINGS:
            return self._string()
        if token.kind in ("NUMBER", "CHARACTER"):
            self._next()
            return Literal(token.span, token.text)
        if token.kind == "NAME":
            self._next()
            name = Name(token.span, token.text)
            follows = self._peek()
            return self._group(name) if follows.kind == "OPEN" and follows.text != "[" else name
        if token.kind == "OPEN":
            return self._group(None)
        self._report(self._before(), wanted, "Write what is missing, or leave out what is too much.")
        return None

    def _string(self) -> Text:
        token = self._next()
        if token.kind == "SINGLE_STRING":
            return self._single_quoted(token)
        if token.kind != "STRING":
            starts = token.text.startswith('"')
            fix = insert('Add the missing `"`', token.end if starts else token.start, '"')
            which = "end" if starts else "beginning"
            message = f'expected `"` at the {which} of this string'
            self._report(token.span, message, 'A string stands between `"` and `"`.', fix)
        for escape in wrong_escapes(token):
            known = "There are `\\n`, `\\r`, `\\t`, `\\0`, `\\\\`, `\\\"`, `\\'`, `\\x41` and `\\u{41}`."
            self._report(escape, "RON has no such escape", known)
        return Text(token.span, string_value(token.text), string_inner(token.text).shifted(token.start))

    def _single_quoted(self, token: Token) -> Text:
        text = token.text[1:-1]
        fix = replace("Write `\"` for `'`", token.span, f'"{text}"')
        self._report(token.span, 'a string stands between `"` and `"`', "`'` stands around single characters.", fix)
        return Text(token.span, text, Span(token.start + 1, token.start + 1 + len(text)))

    def _group(self, name: Name | None) -> Group:
        token = self._next()
        if len(self._open) == DEEPEST:
            return self._unread(name, token)
        self._open.append(token)
        members: list[Member] = []
        close: Token | None = None
        is_fields = token.text == "(" or name is not None
        while self._peek().kind != "END":
            if self._peek().kind == "CLOSE":
                close = self._close(token)
                break
            before = self._at
            members += self._member(is_fields=is_fields)
            self._separator()
            if self._at == before:
                self._next()
        else:
            self._unclosed(token)
        self._open.pop()
        start = name.span if name else token.span
        end = close.span if close is not None else None
        by = close.text if close is not None else ""
        return Group(start.to(self._before()), name, token.span, token.text, end, tuple(members), by)

    def _unread(self, name: Name | None, token: Token) -> Group:
        self._report(token.span, "too many brackets within brackets", "An interface needs eight.")
        depth = 1
        while depth and self._peek().kind != "END":
            kind = self._next().kind
            depth += (kind == "OPEN") - (kind == "CLOSE")
        span = (name.span if name else token.span).to(self._before())
        return Group(span, name, token.span, token.text, self._before(), ())

    # ------------------------------------------------------------ members

    def _member(self, *, is_fields: bool) -> list[Member]:
        first, second = self._peek(), self._peek(1)
        if not self._begins_value():
            self._unexpected()
            return []
        is_named = second.kind == "COLON" or second.text == "="
        if first.kind != "OPEN" and (is_named or (is_fields and _is_field_name(first) and second.kind in _VALUES)):
            return [self._keyed(self._simple())]
        if not is_fields and first.kind in _STRINGS:
            return [self._entry_without_colon()]
        value = self._value("expected a value")
        assert value is not None
        return [Member(value.span, None, value)]

    def _keyed(self, key: Value) -> Member:
        what = f"field `{key.text}`" if isinstance(key, Name) else f"`{self._shown(key)}`"
        if self._is_keyed():
            return self._unfinished(key, f"expected `:` and a value after {what}")
        self._colon(key, what)
        if self._is_keyed():
            return self._unfinished(key, f"expected a value after {what}")
        value = self._value(f"expected a value after {what}")
        return Member(key.span.to(self._before()), key, value)

    def _unfinished(self, key: Value, wanted: str) -> Member:
        """A member that is still being typed: what follows is the next one."""
        self._report(self._before(), wanted, "Write what is missing.")
        return Member(key.span.to(self._before()), key, None)

    def _is_keyed(self) -> bool:
        """Whether a name with its colon follows."""
        return (self._peek().kind == "NAME" or self._peek().kind in _STRINGS) and self._peek(1).kind == "COLON"

    def _colon(self, key: Value, what: str) -> None:
        """Take what stands between a name and its value: a colon, or nothing, or what other languages write."""
        token = self._peek()
        if token.kind != "COLON":
            is_other = token.text == "="
            span = token.span if is_other else key.span
            put = replace("Write `:`", span, ":") if is_other else insert("Add the missing `:`", span.end, ":")
            self._report(span, f"expected `:` after {what}", "A `:` stands between a name and its value.", put)
        if token.kind == "COLON" or token.text == "=":
            self._next()

    def _entry_without_colon(self) -> Member:
        key = self._simple()
        token = self._peek()
        has_value = self._begins_value()
        instead = token.kind == "COMMA" and self._is_lone_value(1)
        if has_value:
            return self._keyed(key)
        fixes = (replace("Write `:` instead of `,`", token.span, ":"),) if instead else ()
        message = f"expected `:` and a value after `{self._shown(key)}`"
        self._report(key.span, message, "An entry of a map reads: `name: value`.", *fixes)
        if not instead:
            return Member(key.span, key, None)
        self._next()
        value = self._value("expected a value")
        return Member(key.span.to(self._before()), key, value)

    def _is_lone_value(self, ahead: int) -> bool:
        """Whether a value that is no key begins so many tokens further on."""
        token, after = self._peek(ahead), self._peek(ahead + 1)
        return token.kind in _VALUES and (token.kind == "OPEN" or after.kind in ("COMMA", "CLOSE"))

    def _simple(self) -> Value:
        """A value of one token."""
        if self._peek().kind in _STRINGS:
            return self._string()
        token = self._next()
        return Name(token.span, token.text) if token.kind == "NAME" else Literal(token.span, token.text)

    def _separator(self) -> None:
        """What stands between two members: a comma."""
        token = self._peek()
        if token.kind == "COMMA":
            self._next()
        elif self._begins_value():
            self._comma()
        elif token.kind not in ("CLOSE", "END"):
            self._unexpected()
            if self._peek().kind == "COMMA":
                self._next()

    def _comma(self) -> None:
        """Report that a comma is missing, unless what it should stand behind is incomplete itself."""
        before = self._before()
        if not self.findings or self.findings[-1].diagnostic.span.end != before.end:
            fix = insert("Add the missing `,`", before.end, ",")
            self._report(before, "expected `,` after this", "A `,` stands between two entries.", fix)

    def _unexpected(self) -> None:
        """Report what can't stand here, once, and skip to where something new may begin."""
        token = self._peek()
        fixes = (replace(f"Leave out the `{token.text}`", token.span, ""),)
        self._report(token.span, f"unexpected `{token.text}`", "Nothing of this kind can stand here.", *fixes)
        self._next()
        while self._peek().kind in ("COLON", "UNKNOWN", "ATTRIBUTE"):
            self._next()

    # ------------------------------------------------------------ brackets

    def _close(self, opened: Token) -> Token | None:
        """Take the closing bracket if it is this group's, or stands in the place of it."""
        token, wanted = self._peek(), CLOSING[opened.text]
        if token.text == wanted:
            return self._next()
        if not self._is_in_place_of(token, opened):
            self._unclosed(opened)
            return None
        line = self._lines.position(opened.start).line + 1
        fix = replace(f"Write `{wanted}`", token.span, wanted)
        message = f"expected `{wanted}` for the `{opened.text}` on line {line}"
        self._report(token.span, message, "Each bracket is closed by its own kind.", fix)
        return self._next()

    def _is_in_place_of(self, token: Token, opened: Token) -> bool:
        """Whether a bracket of the wrong kind closes ``opened``, and not a group around it: a reader goes by lines."""
        others = [outer for outer in self._open[:-1] if CLOSING[outer.text] == token.text]
        if not others:
            return True
        line = self._lines.position(token.start).line
        if self._lines.position(opened.start).line == line:
            here = [group for group in self._open if self._lines.position(group.start).line == line]
            return self._closing_run() >= len(here)
        column = self._indent(token)
        return self._indent(opened) == column and all(self._indent(outer) != column for outer in others)

    def _closing_run(self) -> int:
        """How many closing brackets stand here in a row."""
        count = 0
        while self._peek(count).kind == "CLOSE":
            count += 1
        return count

    def _indent(self, token: Token) -> int:
        """The column of the first token on the line of ``token``."""
        start = self._lines.starts[self._lines.position(token.start).line]
        return self._tokens[bisect_left(self._tokens, start, key=lambda t: t.start)].start - start

    def _unclosed(self, opened: Token) -> None:
        if self._open_comment is not None:
            return
        wanted = CLOSING[opened.text]
        self._report(opened.span, f"this `{opened.text}` has no `{wanted}`", f"Close it with `{wanted}`.")

    # ------------------------------------------------------------ tokens

    def _peek(self, ahead: int = 0) -> Token:
        index = self._at + ahead
        return self._tokens[index] if index < len(self._tokens) else self._end

    def _next(self) -> Token:
        token = self._peek()
        self._at += 1
        return token

    def _before(self) -> Span:
        """The last token that was taken."""
        return self._tokens[min(self._at, len(self._tokens)) - 1].span if self._at and self._tokens else Span(0, 0)

    def _begins_value(self) -> bool:
        return self._peek().kind in _VALUES

    def _shown(self, value: Value) -> str:
        return value.text if isinstance(value, Text | Name | Literal) else "…"

    def _report(self, span: Span, message: str, help: str, *fixes: Fix) -> None:
        self.findings.append(Finding(SYNTAX.at(span, message, help=help), fixes))


def _is_field_name(token: Token) -> bool:
    """Whether a bare word must be the name of a field: structs and variants have capitals, and these are values."""
    return token.kind == "NAME" and token.text[0].islower() and token.text not in ("true", "false")
