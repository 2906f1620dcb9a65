"""Rust, as far as it can be read without its compiler: which functions implement what, and which methods are called.

It needs tree-sitter, a compiled library, which is the extra ``leaselens[rust]``. Without it every question has the
empty answer; ``syntax.available`` tells, and ``syntax.MISSING`` says what to do.
"""
