"""Every diagnostic of Dada: its stable code, the name of its rule, what it is about, and what to do about it.

``C`` is a compile-time diagnostic of the reference (§C), ``R`` a run-time error (§D.12), ``B`` one of Leaselens' own:
a budget, or a broken text of which the reference says nothing; ``W`` a warning (the tutorial's, §C, end) or a
hint.
The main messages and labels are the reference's, word for word; ``help`` is ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from leaselens.diagnostics import Rule, Severity

_ONE_PER_LINE = "Expressions in a list are separated by a comma or a new line."

_ROWS = (
    Rule(
        "DADA-C1",
        "unclosed-string-code",
        "a string's `{` has no `}`",
        "Write `}` behind the expression, or `\\{` for a brace that is text.",
    ),
    Rule(
        "DADA-C2",
        "unclosed-bracket",
        "an opening bracket has no closing one",
        "Close the bracket that is marked, before what stands here.",
    ),
    Rule(
        "DADA-C3",
        "unexpected-token",
        "what stands between the items of a file is no item and no expression",
        "Dada has no `;`, and only the operators `+ - * / == < > <= >=`; two of them need a space: `x = -1`. "
        "Names are made of the letters A to Z, digits and `_`.",
    ),
    Rule("DADA-C4", "incomplete-class", "a class without a name or parameters", "A class reads: `class Point(x, y)`."),
    Rule(
        "DADA-C5",
        "incomplete-function",
        "a function without a name, parameters or a body",
        "A function reads: `fn name(a, b) { ... }`.",
    ),
    Rule(
        "DADA-C6",
        "extra-after-expression",
        "something stands behind an expression",
        f"{_ONE_PER_LINE} Classes and functions stand outside of blocks.",
    ),
    Rule("DADA-C7", "extra-after-arguments", "something stands behind the arguments of a call", _ONE_PER_LINE),
    Rule(
        "DADA-C8",
        "extra-after-parameters",
        "something stands behind the parameters",
        "Parameters are separated by a comma or a new line.",
    ),
    Rule(
        "DADA-C9",
        "generics",
        "generic parameters that can't be read",
        "Generic parameters are names, as in `[T, my P]`, separated by a comma or a new line.",
    ),
    Rule(
        "DADA-C10",
        "paths",
        "a list of paths that can't be read",
        "The paths are names with their fields, as in `shared{a, b.c}`, separated by a comma or a new line.",
    ),
    Rule("DADA-C11", "argument-without-value", "a label without an argument", "Write the argument behind the `:`."),
    Rule(
        "DADA-C12",
        "operator-without-operand",
        "an operator without a right side",
        "Write what stands to the right of the operator. It may stand on the next line.",
    ),
    Rule(
        "DADA-C13",
        "dot-without-field",
        "nothing that can stand behind a `.`",
        "Behind a `.` stands a field, a number, or an operation such as `give`, `share`, `lease`, `await`.",
    ),
    Rule("DADA-C14", "space-in-float", "white space inside of a number", "Write the number in one piece: `1.5`."),
    Rule("DADA-C15", "float-without-digits", "a number that ends with its point", "Write `1.0`, or `1`."),
    Rule(
        "DADA-C16",
        "missing-condition",
        "`if` or `while` without a condition",
        "Write what is to be true before the block: `if a == b { ... }`. A loop without a condition is `loop { ... }`.",
    ),
    Rule("DADA-C17", "missing-block", "a keyword without its block", "Write the block in braces: `{ ... }`."),
    Rule("DADA-C18", "let-without-name", "`let` without a name", "A variable is declared by `let name = value`."),
    Rule("DADA-C19", "let-without-value", "`let` without a value", "A variable is declared by `let name = value`."),
    Rule("DADA-C20", "missing-type", "`:` without a type", "Write a class name behind the `:`, or leave the `:` out."),
    Rule(
        "DADA-C21",
        "atomic-without-name",
        "`atomic` without a parameter name",
        "Write the name behind it: `atomic count`. `atomic` is a word of Dada and can't be a name.",
    ),
    Rule(
        "DADA-C22",
        "needless-paths",
        "paths behind `my` or `our`",
        "Only `shared`, `leased` and `given` say from where: leave the braces out.",
    ),
    Rule(
        "DADA-C23",
        "permission-without-class",
        "a permission without a class",
        "Write the class behind the permission: `my Point`.",
    ),
    Rule("DADA-C24", "not-a-class", "a type that is no class"),
    Rule("DADA-C25", "dotted-type", "a type with a dot", "Write the name of a class of this file, without a dot."),
    Rule(
        "DADA-C26",
        "path-of-no-parameter",
        "a permission from something that is no parameter",
        "The braces name parameters of this function or fields of this class.",
    ),
    Rule(
        "DADA-C27",
        "leased-from-nothing",
        "`leased{}` without a path",
        "Name what it is leased from, as in `leased{a}`, or leave the braces out.",
    ),
    Rule(
        "DADA-C28",
        "no-expression-in-string",
        "braces in a string without an expression",
        "Write an expression between the braces, or `\\{` for a brace that is text.",
    ),
    Rule(
        "DADA-C29",
        "unknown-escape",
        "an escape that does not exist",
        'The escapes are `\\n`, `\\r`, `\\t`, `\\"`, `\\\\`, `\\{` and `\\}`.',
    ),
    Rule("DADA-C30", "unknown-suffix", "a number with an unknown suffix", "The suffixes are `u` and `i`."),
    Rule(
        "DADA-C31",
        "number-too-large",
        "a number that does not fit in 64 bits",
        "The largest number is 18446744073709551615, and with the suffix `i` 9223372036854775807.",
    ),
    Rule(
        "DADA-C32",
        "unknown-name",
        "a name that means nothing here",
        "A variable is declared before it is used or assigned to, a function or class anywhere in the file.",
    ),
    Rule(
        "DADA-C33",
        "assign-to-item",
        "an assignment to a function or class",
        "Use another name, declared as a variable first.",
    ),
    Rule(
        "DADA-C34",
        "assign-to-expression",
        "an assignment to something that is no place",
        "To the left of `=` stands a variable or a field. To compare, write `==`.",
    ),
    Rule(
        "DADA-C35",
        "label-required",
        "an argument without a label behind one with a label",
        "Label this argument as well, or put it before the labelled ones.",
    ),
    Rule(
        "DADA-C36",
        "await-outside-async",
        "`.await` in a function that is not async",
        "Declare the function with `async fn`.",
    ),
    Rule(
        "DADA-C37",
        "await-in-atomic",
        "`.await` inside of `atomic`",
        "Await before or behind the `atomic` block: nothing else may run in between.",
    ),
    Rule(
        "DADA-C38",
        "outside-loop",
        "`break` or `continue` outside of a loop",
        "It belongs in the block of `loop` or `while`. To leave a function, write `return`.",
    ),
    Rule(
        "DADA-C39",
        "return-without-value",
        "`return` without the value that was promised",
        "Write the value behind `return`, or take the `->` of the function away.",
    ),
    Rule(
        "DADA-C40",
        "return-with-value",
        "`return` with a value that was not promised",
        "Add `->` behind the parameters if the function returns a value. A new line does not end `return`.",
    ),
    Rule(
        "DADA-C41",
        "empty-body",
        "no value in a function that promises one",
        "Write the value as the last expression of the body, or take the `->` away.",
    ),
    Rule("DADA-C42", "duplicate-item", "two items of one name", "The first one counts. Rename one of them."),
    Rule(
        "DADA-B1",
        "nested-too-deeply",
        "more nesting than Leaselens reads",
        "Take a part out into a variable or a function of its own.",
    ),
    Rule(
        "DADA-B2",
        "unterminated-string",
        "a string without a closing quote",
        'Write `"` where the text ends, and `\\"` for a quote inside.',
    ),
    Rule("DADA-B3", "unknown-dialect", "a comment that names a dialect that does not exist"),
    Rule("DADA-B4", "too-long", "a text that is longer than Leaselens reads"),
    Rule(
        "DADA-B5",
        "analysis-stopped",
        "a run that is longer than Leaselens follows",
        "This is no mistake in the program. What was found is right, but there may be more.",
    ),
    Rule(
        "DADA-W1",
        "argument-order",
        "arguments with the names of other parameters",
        "If they are meant to stand like this, say so with labels.",
        Severity.WARNING,
    ),
    Rule(
        "DADA-W2",
        "never-awaited",
        "a suspended call that is dropped at once",
        "A call of `print` or of an `async fn` does nothing until it is awaited: write `.await` behind it.",
        Severity.HINT,
    ),
    Rule("DADA-R2", "lease-ended", "a lease that has ended, or a value that was given away, is used"),
    Rule(
        "DADA-R3",
        "uninitialized",
        "a variable is used before it has a value",
        "A variable is known in its own value already, but has nothing in it yet: use another name there.",
    ),
    Rule(
        "DADA-R5",
        "no-such-field",
        "an instance has no field of this name",
        "See the class for the names of its fields.",
    ),
    Rule(
        "DADA-R6",
        "no-such-element",
        "a tuple has no element of this number",
        "The elements of a tuple are numbered from 0.",
    ),
    Rule(
        "DADA-R7",
        "no-fields",
        "a field of something that has no fields",
        "Only instances of classes and tuples have fields.",
    ),
    Rule(
        "DADA-R8",
        "condition-not-boolean",
        "a condition that is neither true nor false",
        "Compare it with something, as in `n > 0`: nothing but `true` and `false` counts as true or false.",
    ),
    Rule("DADA-R9", "write-to-shared", "a write to something that is shared"),
    Rule(
        "DADA-R10",
        "atomic-write",
        "a write to an atomic field",
        "Dada means this to be allowed inside of `atomic`, but its interpreter never learnt it and stops here. "
        "Who owns the object alone can write the field.",
    ),
    Rule(
        "DADA-R11",
        "not-callable",
        "a call of something that can't be called",
        "Functions, classes and `print` can be called.",
    ),
    Rule("DADA-R12", "wrong-number-of-arguments", "a call with too many or too few arguments"),
    Rule(
        "DADA-R13",
        "wrong-label",
        "a label that is not the name of the parameter at its position",
        "Labels do not reorder arguments: each must name the parameter that stands at its position.",
    ),
    Rule(
        "DADA-R14",
        "not-awaitable",
        "`.await` on something that is no suspended call",
        "Only what an `async fn` or `print` returns can be awaited.",
    ),
    Rule("DADA-R15", "await-not-owned", "`.await` on something that is not owned alone"),
    Rule(
        "DADA-R16",
        "wrong-type",
        "a value that is not what was declared",
        "Pass an instance of the declared class, or declare another class, or none.",
    ),
    Rule("DADA-R17", "permission-too-weak", "a value with less permission than its variable demands"),
    Rule(
        "DADA-R18",
        "reserved",
        "a value is taken away from a place that a call is about to use",
        "A place that is handed to a call is used when all of its arguments are there: do this on a line before it.",
    ),
    Rule("DADA-R19", "operator-mismatch", "an operator between things that it can't combine"),
    Rule(
        "DADA-R20",
        "overflow",
        "a number that does not fit",
        "A number lies between 0 and 18446744073709551615, with the suffix `i` between -9223372036854775808 and "
        "9223372036854775807.",
    ),
    Rule(
        "DADA-R21",
        "division-by-zero",
        "a whole number is divided by zero",
        "Ask first whether the divisor is zero. Floats can be divided by zero.",
    ),
    Rule(
        "DADA-R22",
        "division-overflow",
        "the smallest signed number is divided by -1",
        "Signed numbers reach from -9223372036854775808 to 9223372036854775807: one further down than up.",
    ),
)

RULES: Mapping[str, Rule] = MappingProxyType({row.code: row for row in _ROWS})
"""Every rule by its code."""


def rule(short: str) -> Rule:
    """The rule of a code without its prefix: ``rule("C20")``."""
    return RULES[f"DADA-{short}"]
