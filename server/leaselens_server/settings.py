"""The settings: one frozen value, read from whatever shape a client sends, and checked.

``docs/settings.md`` is this table for readers; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from leaselens.languages import LANGUAGES

SECTION = "leaselens"
AUTO = "auto"


@dataclass(frozen=True)
class Setting:
    """One setting: its name after ``leaselens.``, what it may be (``None``: any text), and what it is by default."""

    name: str
    values: tuple[str | bool, ...] | None
    default: str | bool

    @property
    def field(self) -> str:
        """The name of its field in ``Settings``."""
        return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in self.name).replace(".", "_")

    def accepts(self, value: object) -> bool:
        """Whether the value may stand here."""
        if self.values is None:
            return isinstance(value, str)
        return isinstance(value, type(self.default)) and value in self.values


SETTINGS: tuple[Setting, ...] = (
    Setting("diagnostics.run", ("onType", "onSave"), "onType"),
    Setting("diagnostics.advice", (True, False), False),
    Setting("diagnostics.workspace", (True, False), False),
    Setting("dada.dialect", (AUTO, *LANGUAGES["dada"].dialects), AUTO),
    Setting("hints.permissions", (True, False), True),
    Setting("hints.pictures", ("off", "cursorLine", "all"), "cursorLine"),
    Setting("codeLens.enable", (True, False), False),
    Setting("diagrams.style", ("unicode", "ascii"), "unicode"),
    Setting("diagrams.floating", (True, False), False),
    Setting("life.marks", (True, False), True),
    Setting("server.path", None, ""),
    Setting("server.pythonPath", None, ""),
    Setting("trace.server", ("off", "messages", "verbose"), "off"),
)
"""All settings. The last five are the editor plugins'; the server accepts and ignores them."""


@dataclass(frozen=True)
class Settings:
    """The settings in force."""

    diagnostics_run: str = "onType"
    diagnostics_advice: bool = False
    diagnostics_workspace: bool = False
    dada_dialect: str = AUTO
    hints_permissions: bool = True
    hints_pictures: str = "cursorLine"
    code_lens_enable: bool = False
    diagrams_style: str = "unicode"
    diagrams_floating: bool = False
    life_marks: bool = True
    server_path: str = ""
    server_python_path: str = ""
    trace_server: str = "off"

    @property
    def on_save(self) -> bool:
        """Whether diagnostics change only when a document is opened or saved."""
        return self.diagnostics_run == "onSave"

    def dialect(self, language: str | None) -> str | None:
        """The dialect that texts of a language are to be read in; ``None``: the text tells."""
        if language not in (None, "dada") or self.dada_dialect == AUTO:
            return None
        return self.dada_dialect


def read_settings(configuration: object) -> tuple[Settings, tuple[str, ...]]:
    """The settings that a client sent, and a complaint for each value that can't be one (its default holds).

    What is not mentioned, or ``null``, has its default. The settings may be nested (``{"hints": {"pictures": "all"}}``)
    or dotted, and may stand below ``leaselens`` or, in initialization options, below ``settings``.
    Names that we don't know are left alone: a newer plugin may talk to an older server.
    """
    settings, complaints = Settings(), []
    given = dict(_flat(_unwrapped(configuration)))
    for setting in SETTINGS:
        value = given.get(setting.name)
        if value is None:
            continue
        if setting.accepts(value):
            settings = replace(settings, **{setting.field: value})
        else:
            complaints.append(_complaint(setting, value))
    return settings, tuple(complaints)


def mentions_settings(configuration: object) -> bool:
    """Whether there is anything in it that could be a setting."""
    names = {setting.name for setting in SETTINGS}
    return any(name in names for name, _ in _flat(_unwrapped(configuration)))


def _complaint(setting: Setting, value: object) -> str:
    allowed = " or ".join(repr(value) for value in setting.values) if setting.values else "a text"
    return f"{SECTION}.{setting.name} is {str(value)[:80]!r}, must be {allowed}; {setting.default!r} is used"


def _unwrapped(configuration: object) -> object:
    for wrapping in (SECTION, "settings", SECTION):
        if isinstance(configuration, Mapping) and isinstance(configuration.get(wrapping), Mapping):
            configuration = configuration[wrapping]
    return configuration


def _flat(configuration: object, prefix: str = "", depth: int = 0) -> Iterator[tuple[str, Any]]:
    """Every leaf with its dotted name, without the section's; deeper than any setting lies nobody looks."""
    if not isinstance(configuration, Mapping) or depth > 3:
        return
    for key, value in configuration.items():
        name = f"{prefix}{key}".removeprefix(f"{SECTION}.")
        if isinstance(value, Mapping):
            yield from _flat(value, f"{name}.", depth + 1)
        else:
            yield name, value


assert [setting.field for setting in SETTINGS] == [field.name for field in fields(Settings)]
