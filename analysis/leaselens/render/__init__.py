"""A diagram in every form that a reader may want: box drawing, one line, SVG, Graphviz, Mermaid, JSON.

Every function here takes a ``leaselens.model.diagram.Diagram`` and returns text (or, for JSON, plain values).
``sketch`` chooses what is drawn and in which words, ``layout`` and ``route`` where it stands; ``box`` and ``svg`` draw
that one geometry in characters and in vectors.
"""
