"""Found by every Python that starts below ``asynclint run``, through PYTHONPATH: switches the sanitizer on, then steps aside.

It must work in an environment that asynclint is not installed in, leave the program everything it would have had (a
sitecustomize of its own, its ``sys.path``), and break nothing, whatever happens here.
"""

import os
import sys

_HERE = os.path.dirname(os.path.abspath(__file__))


def _package() -> None:
    """Make ``asynclint`` the one that this file belongs to, without putting its surroundings on ``sys.path``."""
    if "asynclint" not in sys.modules:
        from importlib.util import module_from_spec, spec_from_file_location

        folder = os.path.dirname(os.path.dirname(_HERE))
        spec = spec_from_file_location(
            "asynclint", os.path.join(folder, "__init__.py"), submodule_search_locations=[folder]
        )
        if spec is not None and spec.loader is not None:
            module = module_from_spec(spec)
            sys.modules["asynclint"] = module
            spec.loader.exec_module(module)


def _start() -> None:
    if sys.version_info < (3, 11) or not os.environ.get("ASYNCLINT_RUN"):
        return
    _package()
    from asynclint.runtime import child

    child.start()


def _step_aside() -> None:
    """Have the program find its own sitecustomize, if it has one, and not this folder."""
    sys.path[:] = [path for path in sys.path if os.path.abspath(path or os.curdir) != _HERE]
    own = sys.modules.pop("sitecustomize", None)
    try:
        __import__("sitecustomize")
    except ImportError:
        if own is not None:
            sys.modules["sitecustomize"] = own


try:
    _start()
except Exception as error:
    sys.stderr.write(f"asynclint: nothing is watched in this process: {type(error).__name__}: {error}\n")
_step_aside()
