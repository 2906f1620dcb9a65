"""The words of the language, each explained in a line, and the snippets that are made of them."""

from __future__ import annotations

from collections.abc import Iterator

from leaselens.dada.dialects import Access, Dialect, ShareOfOwned, Specifier
from leaselens.model.completion import Blank, Candidate, CandidateKind, Template

AWAIT = "runs what was suspended, and has its result"

_OPERATIONS = {
    Access.GIVE: "hands the value over: what is owned moves, what is leased is subleased, what is shared is copied",
    Access.LEASE: "lends it to one holder, who may write until the lessor uses it again",
    Access.SHLEASE: "lends it to readers, until the lessor writes",
}
_SHARE = {
    ShareOfOwned.LEASES: "lends it to readers, until the lessor writes",
    ShareOfOwned.GIVES: "makes it `our`: owned together, only to be read; the place gives up what it owned alone",
    ShareOfOwned.IN_PLACE: "makes the place itself `our`: owned together, only to be read",
}
_SPECIFIERS = {
    Specifier.MY: "owns it alone: takes what it is given",
    Specifier.OUR: "owns it together with others",
    Specifier.LEASED: "has it on lease, alone",
    Specifier.SHLEASED: "may read it, owned or on lease",
    Specifier.ANY: "whatever comes",
}
_TYPE_PERMISSIONS = {
    "my": "owned alone",
    "our": "owned together with others",
    "leased": "on lease, alone",
    "shared": "owned together, or on lease with others",
    "given": "whatever is given",
}
_KEYWORDS = {
    "let": "declares a variable",
    "var": "declares a variable that may be written",
    "shared": "declares a variable that shares what it stores",
    "atomic": "what is in the block happens as if at once; nothing is awaited in it",
    "if": "runs a block if a condition holds",
    "else": "runs a block if the condition does not hold",
    "while": "runs a block as long as a condition holds",
    "loop": "runs a block until `break`",
    "break": "leaves the loop",
    "continue": "goes on with the next round of the loop",
    "return": "leaves the function",
    "true": "the boolean `true`",
    "false": "the boolean `false`",
    "class": "declares a class and its fields",
    "fn": "declares a function",
    "async": "declares a function that is suspended until it is awaited",
}

_VALUES = ("true", "false")
_COMPOUND = ("if", "while", "loop", "atomic")


def operation(access: Access, dialect: Dialect) -> str:
    """What an operation on a place does, in general."""
    return _SHARE[dialect.share_of_owned] if access is Access.SHARE else _OPERATIONS[access]


def keyword(word: str) -> Candidate:
    return Candidate(word, CandidateKind.KEYWORD, note=_KEYWORDS[word])


def of_expression(dialect: Dialect) -> Iterator[Candidate]:
    """The words that an expression may begin with."""
    yield from (keyword(word) for word in (*_COMPOUND, *_VALUES) if word in dialect.keywords)


def of_statement(dialect: Dialect, *, in_loop: bool, in_function: bool) -> Iterator[Candidate]:
    """The words that a statement may begin with."""
    declares = ("let",) if dialect.let else ("var", "shared") if dialect.storage_modes else ()
    leaves = (*(("break", "continue") if in_loop else ()), *(("return",) if in_function else ()))
    yield from (keyword(word) for word in (*declares, *leaves) if word in dialect.keywords)
    yield from specifiers(dialect) if dialect.specifier_first else ()
    yield from of_expression(dialect)


def of_item() -> Iterator[Candidate]:
    """The words that an item may begin with."""
    yield from (keyword(word) for word in ("class", "fn", "async"))


def of_declaration(dialect: Dialect) -> Iterator[Candidate]:
    """The words that may stand before a parameter or a field."""
    yield from specifiers(dialect) if dialect.specifier_first else ()
    if dialect.storage_modes:
        yield from (keyword(word) for word in ("var", "shared"))
    yield Candidate("atomic", CandidateKind.KEYWORD, note="may be written in atomic blocks though it is shared")


def specifiers(dialect: Dialect) -> Iterator[Candidate]:
    """The words that say what a binding demands."""
    for word, specifier in dialect.specifiers.items():
        yield Candidate(word, CandidateKind.PERMISSION, note=_SPECIFIERS[specifier])


def of_type(dialect: Dialect) -> Iterator[Candidate]:
    """The permissions that a type may begin with, and the specifiers that may stand alone."""
    if not dialect.specifier_first:
        yield from specifiers(dialect)
    for word, note in _TYPE_PERMISSIONS.items():
        if dialect.types and word in dialect.keywords and word not in dialect.specifiers:
            yield Candidate(word, CandidateKind.PERMISSION, note=note)


# ---------------------------------------------------------------- snippets

_BLOCK: Template = (" {\n\t", Blank(), "\n}")


def item_snippets(dialect: Dialect, *, has_main: bool) -> Iterator[Candidate]:
    """A class, functions, the main function."""
    function = ("fn ", Blank("name"), "(", Blank("parameter"), ")")
    yield _snippet("class", "a class and its fields", "class ", Blank("Name"), "(", Blank("field"), ")")
    yield _snippet("fn", "a function", *function, *_BLOCK)
    if dialect.arrows:
        result = (" -> ", Blank("Type")) if dialect.types else (" ->",)
        yield _snippet("fn ->", "a function with a result", *function, *result, *_BLOCK)
    if not has_main:
        yield _snippet("async fn main", "where the program starts", "async fn main()", *_BLOCK)


def statement_snippets(dialect: Dialect) -> Iterator[Candidate]:
    """Control, declarations, printing."""
    condition = Blank("condition")
    if dialect.let:
        yield _snippet("let", "a variable", "let ", Blank("name"), " = ", Blank("value"))
    elif dialect.storage_modes:
        declares = "=" if dialect.equals_declares else ":="
        yield _snippet("var", "a variable that may be written", "var ", Blank("name"), f" {declares} ", Blank("value"))
    yield _snippet("if", "a branch", "if ", condition, *_BLOCK)
    yield _snippet("if else", "a branch with two ways", "if ", condition, *_BLOCK, " else", *_BLOCK)
    yield _snippet("while", "a loop with a condition", "while ", condition, *_BLOCK)
    yield _snippet("loop", "a loop that ends by `break`", "loop", *_BLOCK)
    yield _snippet("print", "print a line", "print(", Blank("value"), ").await")


def _snippet(name: str, note: str, *template: str | Blank) -> Candidate:
    return Candidate(name, CandidateKind.SNIPPET, note=note, template=template)
