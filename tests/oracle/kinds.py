"""What the values of random programs are: data, instances of a few classes, tuples, thunks."""

from __future__ import annotations

INTEGER, BOOLEAN, STRING, DATUM, PAIR, TUPLE, THUNK = "integer", "boolean", "string", "D", "P", "tuple", "thunk"
BARE, HOLDER = "E", "H"
FIELDS = {
    BARE: {},
    HOLDER: {"e": BARE},
    DATUM: {"x": INTEGER},
    PAIR: {"a": DATUM, "b": DATUM},
    TUPLE: {"0": DATUM, "1": PAIR},
}
"""What has parts, with their names and kinds."""
