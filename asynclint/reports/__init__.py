"""What becomes of a run: one module a format. Reports know findings and nothing of what made them."""
