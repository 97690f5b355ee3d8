"""The commands that a person types, one module a command; and what they share."""

OK, FOUND, FAILED, INTERRUPTED = 0, 1, 2, 130
"""Exit statuses."""
