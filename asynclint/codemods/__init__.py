"""What fixes are made of: text edits on the spans of libcst nodes, so that nothing else in the file changes by a byte."""
