"""asynclint inside other programs."""
