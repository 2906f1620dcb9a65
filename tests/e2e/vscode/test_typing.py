"""What a person sees in VS Code while typing, and above what is lent."""

from __future__ import annotations

from e2e.vscode.conftest import OpenWindow

PROGRAM = """\
class Pair(a, b)
let p = Pair(1, 2)
let q = p.lease
q.a = 3
print(p.a).await
"""


def test_completion_signature_and_lenses(open_window: OpenWindow, address: str) -> None:
    settings = {"leaselens.codeLens.enable": True, "workbench.colorTheme": "Default Dark Modern"}
    window = open_window(address, {"pair.dada": PROGRAM}, settings)
    window.open("pair.dada")
    window.wait_for_text("lent 1×, ended by line 5")
    window.picture("lens")
    window.put_cursor("q.a = 3", "q")
    window.keys("End", "Enter")
    window.type("q.")
    window.wait_for_text("→ leased from q")
    window.picture("members")
    window.type("le")
    window.keys("Enter")
    window.wait_for_text("q.lease")
    window.keys("Enter")
    window.type("Pair(1, ")
    window.wait_for_signature("Pair(a, b)", "b")
    window.picture("signature")
