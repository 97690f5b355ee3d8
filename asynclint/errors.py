"""What the system says went wrong, in the words of our own messages."""

from __future__ import annotations


def reason_of(error: OSError) -> str:
    """Why something could not be done, in lower case, to stand behind a colon."""
    return (error.strerror or str(error)).lower()
