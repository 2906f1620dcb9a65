"""The permission machine (reference §D): one rule, one function. A rule takes a state, a value, and returns one."""
