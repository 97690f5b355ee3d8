"""The commands that a person types, one module a command; and what they share."""

OK, FOUND, FAILED, INTERRUPTED = 0, 1, 2, 130
"""Exit statuses."""
COMPLETE = "_ASYNCLINT_COMPLETE"
"""The variable of the environment by which a shell asks what a word can become."""
AT_START = "asynclint.commands.at_start"
"""Set in the ``meta`` of a context where no word precedes the one that is completed: it may become a command."""
