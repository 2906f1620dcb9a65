"""The permission machine (reference §D): one rule, one function. A state is a value; a rule takes one and returns one."""
