"""Hubris: what binds its parts together, interfaces and the Rust that implements them.

It stands on the front ends for Idol and for Rust, which know nothing of each other.
"""
