"""Stage 1: an index of facts about the whole program, built from every file read once with ``ast``."""
