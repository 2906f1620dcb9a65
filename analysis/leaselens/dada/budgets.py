"""What the analysis spends at most on one text.

Beyond a budget there is a clear diagnostic, never a hang or a traceback.
"""

from typing import Final

CHARACTERS: Final = 4_000_000
"""A longer text is not read at all (characters): one diagnostic, `DADA-B4` `too-long`."""

PIECE: Final = 1_000_000
"""A longer piece of a text (a function, or all code between two of them) is not read: `DADA-B4` too (characters)."""

EVIDENCE: Final = 50_000
"""How many characters from its beginning tell the dialect of a text."""

MEMORY: Final = 4 * EVIDENCE
"""How many characters of texts are remembered in one memo (``memo.py``)."""

NESTING: Final = 48
"""How deep brackets, blocks, strings in strings and `let`s in `let`s may stand in one another. Beyond it: `DADA-B1`.

The parser spends up to ten Python frames on a level, so that this keeps far from Python's own limit of 1000.
"""

HEIGHT: Final = 200
"""How many levels the tree of one statement may have; a chain of 200 additions is 200 levels high. Beyond: `DADA-B1`.

Whoever walks a tree may therefore call itself.
"""

DIAGNOSTICS: Final = 100
"""How many diagnostics reading reports for one item; a binary file would otherwise have millions."""

STRING_LEVELS: Final = 6
"""For how many levels of nesting a string in a string counts: it is scanned again for each string around it."""

EXTENSION_HEADS: Final = 50
"""Over how many following `fn` and `class` at the line's start an unbalanced item is tried to be extended."""

EXTENSION_CHARACTERS: Final = 500_000
"""How many characters all such trials in one text may look at."""

STEPS: Final = 50_000
"""How many steps of the machine one beginning may take: about two seconds. Beyond it: `DADA-B5`."""

OPEN_STEPS: Final = 20_000
"""The same for a function that nothing calls and of whose parameters nothing is known: a file may have hundreds."""

FILE_STEPS: Final = 300_000
"""After how many steps no further function of a file is begun: about ten seconds. Beyond it: `DADA-B5`."""

ROUNDS: Final = 500
"""How many worlds may arrive at the head of a loop before data is forgotten there: `DADA-B5`."""

DATA_ROUNDS: Final = 20
"""How many more may arrive there before deep objects are forgotten too."""

DEPTH: Final = 4
"""How deep objects are kept then, counted from the variables."""

OBJECTS_PER_ROUND: Final = 32
"""A round counts double when the world has grown by so many objects, threefold by twice as many, and so on."""

FRAMES_PER_STEP: Final = 8
"""A step under so many calls counts double, under twice as many threefold, and so on."""

OBJECTS_PER_STEP: Final = 10
"""Comparing a world with those met before costs as much as one step for so many objects."""

WORLDS: Final = 64
"""How many worlds may arrive at another join before what they have learned is forgotten."""

TERM: Final = 16
"""How many operators the history of unknown data may have before it is forgotten where the data comes from."""

ANSWERS: Final = 32
"""How many answers about the same inputs are checked against each other; behind more of them nothing is found."""

SUMMANDS: Final = 4
"""How many integers of a question are added and taken away to find such values."""

WITNESSES: Final = 256
"""How many values of the inputs are tried to see whether some answers can all be right."""

CALL_DEPTH: Final = 100
"""How many calls may be under way at once; deeper recursion is not followed: `DADA-B5`."""

RECURSION: Final = 3
"""How many calls of one function may be under way at once where nobody knows how deep it goes."""

OPEN_PERMISSIONS: Final = 3
"""How many undeclared permissions of one uncalled function are tried out, four ways each; nothing is said of more."""

SUGGESTIONS: Final = 50
"""For how many unknown names of one text a similar one is looked for."""

FINDINGS: Final = 100
"""How many findings of one beginning are judged and told."""

FIX_CANDIDATES: Final = 12
"""How many candidates for a quick fix are tried for one diagnostic."""

FIX_STEPS: Final = 60_000
"""How many steps of the machine all of them together may take: a few seconds. Where one takes more, none is tried."""

CHARACTERS_PER_STEP: Final = 40
"""Reading so many characters costs as much as one step, roughly."""
