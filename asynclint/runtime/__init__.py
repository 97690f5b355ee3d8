"""Stage 3: what a running program shows. Nothing here imports libcst, click or rich: it is at home in production, too."""
