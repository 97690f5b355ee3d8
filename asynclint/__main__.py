"""``python -m asynclint``: the same as the ``asynclint`` command."""

import os
import sys

# ``python -m`` puts the working directory first on the import path: a ``json.py`` in the code that is linted would be
# imported, which we promise never to do. It stays only where asynclint itself lives in it. (A worker process that imports
# this module again, under another name, has the path of its parent.)
if __name__ == "__main__" and not sys.flags.safe_path:
    home = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
    if os.path.realpath(sys.path[0]) != home:
        del sys.path[0]

from asynclint.cli import run

if __name__ == "__main__":
    run()
