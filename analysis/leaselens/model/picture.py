"""Whatever ``render`` can draw: as text, in one line, as SVG, Graphviz, Mermaid or JSON."""

from __future__ import annotations

from leaselens.model.chart import Chart
from leaselens.model.diagram import Diagram

Picture = Diagram | Chart
"""Who holds what at one moment, or what passes in the course of time."""
