"""Imports are added where the file's style puts them, and those that nothing uses any more are removed."""

from __future__ import annotations

import pytest

from asynclint.codemods.imports import added, file_imports, removed
from asynclint.findings import Edit, ImportName

ASYNCIO = ImportName("asyncio")
FUNCTOOLS = ImportName("functools")
ANYIO = ImportName("anyio")
SLEEP = ImportName("asyncio", "sleep")
TASKS = "_tasks: set[asyncio.Task[object]] = set()"


def edited(text: str, edits: list[Edit]) -> str:
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end), reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def with_imports(text: str, *wanted: ImportName) -> str:
    return edited(text, added(text, wanted))


def with_definition(text: str) -> str:
    return edited(text, added(text, [], [TASKS]))


def without(text: str, *names: str) -> str:
    return edited(text, removed(text, names))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # nothing at all, and only code
        ("", "import asyncio\n"),
        ("x = 1\n", "import asyncio\n\nx = 1\n"),
        ("async def f(): pass\n", "import asyncio\n\n\nasync def f(): pass\n"),
        ("\n\nx = 1\n", "import asyncio\n\n\nx = 1\n"),
        ("x = 1", "import asyncio\n\nx = 1"),
        # the head of the file
        ('"""Doc."""\n', '"""Doc."""\n\nimport asyncio\n'),
        ('"""Doc."""', '"""Doc."""\n\nimport asyncio\n'),
        ('"""Doc."""\nx = 1\n', '"""Doc."""\n\nimport asyncio\n\nx = 1\n'),
        ('"""Doc."""\n\nx = 1\n', '"""Doc."""\n\nimport asyncio\n\nx = 1\n'),
        ('"""Doc.\n\nMore.\n"""\n\n\ndef f(): ...\n', '"""Doc.\n\nMore.\n"""\n\nimport asyncio\n\n\ndef f(): ...\n'),
        (
            "from __future__ import annotations\nx = 1\n",
            "from __future__ import annotations\n\nimport asyncio\n\nx = 1\n",
        ),
        (
            '"""Doc."""\n\nfrom __future__ import (\n    annotations,\n)\n\n\ndef f(): ...\n',
            '"""Doc."""\n\nfrom __future__ import (\n    annotations,\n)\n\nimport asyncio\n\n\ndef f(): ...\n',
        ),
        (
            "from __future__ import annotations\nimport os\n",
            "from __future__ import annotations\nimport asyncio\nimport os\n",
        ),
        # comments at the top: of the file, or of the code below
        ("#!/usr/bin/env python\nx = 1\n", "#!/usr/bin/env python\n\nimport asyncio\n\nx = 1\n"),
        (
            "#!/usr/bin/env python\n# -*- coding: latin-1 -*-\n# Of x.\nx = 1\n",
            "#!/usr/bin/env python\n# -*- coding: latin-1 -*-\n\nimport asyncio\n\n# Of x.\nx = 1\n",
        ),
        ("# Licence.\n# More.\n\nx = 1\n", "# Licence.\n# More.\n\nimport asyncio\n\nx = 1\n"),
        ("# Licence.\n\n# Of f.\ndef f(): ...\n", "# Licence.\n\nimport asyncio\n\n# Of f.\ndef f(): ...\n"),
        ("# Of f.\ndef f(): ...\n", "import asyncio\n\n\n# Of f.\ndef f(): ...\n"),
        ("# Only a comment.\n", "# Only a comment.\n\nimport asyncio\n"),
        ("# Only a comment.", "# Only a comment.\n\nimport asyncio\n"),
        ("# Licence.\n\nimport os\n", "# Licence.\n\nimport asyncio\nimport os\n"),
        # strings further down are no docstrings
        ('x = 1\n"a string"\n', 'import asyncio\n\nx = 1\n"a string"\n'),
        ('import os\n\nx = 1\n"""About x."""\n', 'import asyncio\nimport os\n\nx = 1\n"""About x."""\n'),
    ],
)
def test_an_import_goes_below_the_head_of_the_file(before: str, after: str) -> None:
    assert with_imports(before, ASYNCIO) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import os\n", "import asyncio\nimport os\n"),
        ("import abc\nimport os\n", "import abc\nimport asyncio\nimport os\n"),
        ("import abc\n", "import abc\nimport asyncio\n"),
        ("import abc", "import abc\nimport asyncio\n"),
        ("import abc, os\nimport sys\n", "import abc, os\nimport asyncio\nimport sys\n"),
        ("from typing import Any\n", "import asyncio\nfrom typing import Any\n"),
        ("import abc\nfrom typing import Any\n", "import abc\nimport asyncio\nfrom typing import Any\n"),
        ("import abc\nfrom asyncio import run\n", "import abc\nimport asyncio\nfrom asyncio import run\n"),
        # a file that sorts by module, whatever the kind of import
        ("from abc import ABC\nimport os\n", "from abc import ABC\nimport asyncio\nimport os\n"),
        (
            "import abc\nfrom os import path\nimport re\n",
            "import abc\nimport asyncio\nfrom os import path\nimport re\n",
        ),
        # comments belong to the import below them, or to the section
        ("# Standard library\nimport os\n", "# Standard library\nimport asyncio\nimport os\n"),
        ("import abc\n# the paths\nimport os\n", "import abc\nimport asyncio\n# the paths\nimport os\n"),
        ("import abc  # classes\nimport os  # paths\n", "import abc  # classes\nimport asyncio\nimport os  # paths\n"),
        # the standard library gets a section of its own
        ("import aiohttp\n", "import asyncio\n\nimport aiohttp\n"),
        ("from . import a\nfrom .b import c\n", "import asyncio\n\nfrom . import a\nfrom .b import c\n"),
        (
            '"""Doc."""\n\nfrom yarl import URL\n\nx = 1\n',
            '"""Doc."""\n\nimport asyncio\n\nfrom yarl import URL\n\nx = 1\n',
        ),
        ("import os\n\nimport aiohttp\n", "import asyncio\nimport os\n\nimport aiohttp\n"),
        # mixed sections are left as they are
        ("import aiohttp\nimport os\n", "import aiohttp\nimport asyncio\nimport os\n"),
        # several statements on a line, and statements of several lines
        ("import abc; import os\n", "import abc; import os\nimport asyncio\n"),
        ("x = 1; import os\n", "import asyncio\n\nx = 1; import os\n"),
        ("from os import (\n    path,\n)\n", "import asyncio\nfrom os import (\n    path,\n)\n"),
        ("import abc, \\\n    os\nimport re\n", "import abc, \\\n    os\nimport asyncio\nimport re\n"),
        # what is about the module may stand above the imports
        ('__version__ = "1"\n\nimport os\n', '__version__ = "1"\n\nimport asyncio\nimport os\n'),
        ('__all__ = ["f"]\nimport os\n', '__all__ = ["f"]\nimport asyncio\nimport os\n'),
        (
            "try:\n    import uvloop\nexcept ImportError:\n    uvloop = None\nimport os\n",
            "try:\n    import uvloop\nexcept ImportError:\n    uvloop = None\nimport asyncio\nimport os\n",
        ),
        # imports in blocks are not relied on
        (
            "import typing\n\nif typing.TYPE_CHECKING:\n    import asyncio\n",
            "import asyncio\nimport typing\n\nif typing.TYPE_CHECKING:\n    import asyncio\n",
        ),
        # line ends
        ('"""Doc."""\r\n\r\nimport os\r\n', '"""Doc."""\r\n\r\nimport asyncio\r\nimport os\r\n'),
        ('"""Doc."""\r\n', '"""Doc."""\r\n\r\nimport asyncio\r\n'),
        ("import abc\r\nimport argparse", "import abc\r\nimport argparse\r\nimport asyncio\r\n"),
        # nothing to do
        ("import asyncio\n", "import asyncio\n"),
        ("import asyncio as aio\n", "import asyncio as aio\n"),
        ("import asyncio.subprocess\n", "import asyncio.subprocess\n"),
    ],
)
def test_an_import_goes_where_it_sorts(before: str, after: str) -> None:
    assert with_imports(before, ASYNCIO) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("from anyio import Event\n", "import anyio\nfrom anyio import Event\n"),
        (
            "import os\n\nfrom anyio import Event\n\nfrom . import x\n",
            "import os\n\nimport anyio\nfrom anyio import Event\n\nfrom . import x\n",
        ),
        (
            "import os\n\nimport aiohttp\nfrom anyio.abc import Process\n",
            "import os\n\nimport aiohttp\nimport anyio\nfrom anyio.abc import Process\n",
        ),
    ],
)
def test_a_library_goes_to_what_is_imported_from_it(before: str, after: str) -> None:
    assert with_imports(before, ANYIO) == after


def test_several_imports() -> None:
    assert with_imports("import os\n", FUNCTOOLS, ASYNCIO) == "import asyncio\nimport functools\nimport os\n"
    assert with_imports("", FUNCTOOLS, ASYNCIO) == "import asyncio\nimport functools\n"
    assert with_imports("import yarl\n", FUNCTOOLS, ASYNCIO) == "import asyncio\nimport functools\n\nimport yarl\n"
    assert with_imports('"""Doc."""\n', FUNCTOOLS, ASYNCIO) == '"""Doc."""\n\nimport asyncio\nimport functools\n'
    both = with_imports("from asyncio import run\n", ASYNCIO, SLEEP)
    assert both == "import asyncio\nfrom asyncio import run, sleep\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("from asyncio import run\n", "from asyncio import run, sleep\n"),
        ("from asyncio import wait\n", "from asyncio import sleep, wait\n"),
        ("from asyncio import run, wait\n", "from asyncio import run, sleep, wait\n"),
        ("from asyncio import run as start  # it\n", "from asyncio import run as start, sleep  # it\n"),
        ("from asyncio import (run, wait)\n", "from asyncio import (run, sleep, wait)\n"),
        ("from asyncio import run; x = 1\n", "from asyncio import run, sleep; x = 1\n"),
        ("from asyncio import (\n    run,\n)\n", "from asyncio import (\n    run,\n    sleep,\n)\n"),
        ("from asyncio import (\n    run\n)\n", "from asyncio import (\n    run,\n    sleep\n)\n"),
        ("from asyncio import (\n    wait,\n)\n", "from asyncio import (\n    sleep,\n    wait,\n)\n"),
        ("from asyncio import (\n    run,  # it\n)\n", "from asyncio import (\n    run,  # it\n    sleep,\n)\n"),
        ("from asyncio import (\n    run  # it\n)\n", "from asyncio import (\n    run,  # it\n    sleep,\n)\n"),
        ("from asyncio import (\r\n    run,\r\n)\r\n", "from asyncio import (\r\n    run,\r\n    sleep,\r\n)\r\n"),
        (
            "from asyncio import (\n    gather, run,\n    wait,\n)\n",
            "from asyncio import (\n    gather, run,\n    sleep,\n    wait,\n)\n",
        ),
        ("from asyncio import gather, \\\n    run\n", "from asyncio import gather, \\\n    run, sleep\n"),
        ("from asyncio import run", "from asyncio import run, sleep"),
        ("from asyncio import sleep as nap\n", "from asyncio import sleep as nap\n"),
        ("import os\n", "from asyncio import sleep\n\nimport os\n"),
        ("from asyncio import *\n", "from asyncio import sleep\n\nfrom asyncio import *\n"),
    ],
)
def test_a_name_goes_into_the_import_that_is_there(before: str, after: str) -> None:
    assert with_imports(before, SLEEP) == after


def test_several_names_go_into_one_import() -> None:
    wanted = [ImportName("asyncio", name) for name in ("wait", "gather", "sleep")]
    assert with_imports("from asyncio import run\n", *wanted) == "from asyncio import gather, run, sleep, wait\n"
    before = "from asyncio import (\n    run  # it\n)\n"
    assert with_imports(before, *wanted) == (
        "from asyncio import (\n    gather,\n    run,  # it\n    sleep,\n    wait,\n)\n"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import asyncio\n\nx = 1\n", f"import asyncio\n\n{TASKS}\n\nx = 1\n"),
        ("import asyncio\n", f"import asyncio\n\n{TASKS}\n"),
        ("import asyncio", f"import asyncio\n\n{TASKS}\n"),
        ("import asyncio\nx = 1\n", f"import asyncio\n\n{TASKS}\n\nx = 1\n"),
        ("import asyncio\ndef f(): ...\n", f"import asyncio\n\n{TASKS}\n\n\ndef f(): ...\n"),
        (
            "import asyncio\n\nimport yarl\n\n\ndef f(): ...\n",
            f"import asyncio\n\nimport yarl\n\n{TASKS}\n\n\ndef f(): ...\n",
        ),
        (
            "import asyncio\nif TYPE_CHECKING:\n    import os\n\n\ndef f(): ...\n",
            f"import asyncio\nif TYPE_CHECKING:\n    import os\n\n{TASKS}\n\n\ndef f(): ...\n",
        ),
        (
            '"""Doc."""\n\n__version__ = "1"\n\nimport asyncio\n\nx = 1\n',
            f'"""Doc."""\n\n__version__ = "1"\n\nimport asyncio\n\n{TASKS}\n\nx = 1\n',
        ),
        ("import asyncio\r\n\r\nx = 1\r\n", f"import asyncio\r\n\r\n{TASKS}\r\n\r\nx = 1\r\n"),
        ('"""Doc."""\nx = 1\n', f'"""Doc."""\n\n{TASKS}\n\nx = 1\n'),
        (f"import asyncio\n\n{TASKS}\n", f"import asyncio\n\n{TASKS}\n"),
        ("import asyncio\n\nx = 1\n\nimport os\n", f"import asyncio\n\n{TASKS}\n\nx = 1\n\nimport os\n"),
    ],
)
def test_a_definition_goes_below_the_imports(before: str, after: str) -> None:
    assert with_definition(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # the whole line
        ("import os\nimport time\n\nos.x\n", "import os\n\nos.x\n"),
        ("import time\n\n\ndef f(): ...\n", "\ndef f(): ...\n"),
        ("import os\n\nimport time\n\nimport yarl\n\nos, yarl\n", "import os\n\nimport yarl\n\nos, yarl\n"),
        ("import os\nimport time", "import os\n"),
        ("import os\r\nimport time\r\nos.x\r\n", "import os\r\nos.x\r\n"),
        ("from x import (\n    time,\n)\n\ny = 1\n", "y = 1\n"),
        # one of several
        ("import os, time\n", "import os\n"),
        ("import time, os\n", "import os\n"),
        ("import os, time, re\n", "import os, re\n"),
        ("import os as o, x as time, re\n", "import os as o, re\n"),
        ("from x import (os, time,)\n", "from x import (os,)\n"),
        ("from x import (\n    os,\n    time,\n    re,\n)\n", "from x import (\n    os,\n    re,\n)\n"),
        ("from x import (\n    os,  # it\n    y as time,\n)\n", "from x import (\n    os,  # it\n)\n"),
        # a comment above a section is not about one of its imports
        ("# Standard library\nimport time\nimport os\n", "# Standard library\nimport os\n"),
        # a sentence is no use
        ('"""Of time. It flies."""\nimport time\nx = 1\n', '"""Of time. It flies."""\nx = 1\n'),
        ('import time\nx = "lifetime.x"\n', 'x = "lifetime.x"\n'),
        ("import time\nx.time\n", "x.time\n"),
        ("import time\nf(time=1)\n", "f(time=1)\n"),
    ],
)
def test_what_nothing_uses_is_removed(before: str, after: str) -> None:
    assert without(before, "time") == after


@pytest.mark.parametrize(
    "text",
    [
        "import time\ntime.x\n",
        "import time\ndef f():\n    return [time for x in y]\n",
        "import time\ndef f():\n    global time\n",
        'import time\n__all__ = ["time"]\n',
        'import time\nmock.patch("module.time.sleep")\n',
        'import time\nx: "time.struct_time"\n',
        'import time\ndef f():\n    """\n    >>> time.x\n    """\n',
        "import time\ntry:\n    import fast as time\nexcept ImportError:\n    pass\n",
        "import time\ntime = 1\n",
        # it is not alone on its line, or has a comment
        "import time; import os\n",
        "x = 1; import time\n",
        "import time  # noqa\n",
        "import os, time  # noqa\n",
        "import os\n# for the pauses\nimport time\n",
        "# for the pauses\nimport time\n\nx = 1\n",
        "from x import (\n    os,\n    time,  # it\n)\n",
        "from x import (\n    os, time,\n    re,\n)\n",
        "from x import (\n    os,\n    time\n)\n",
        "import os, \\\n    time\n",
        # it is meant for others
        "import time as time\n",
        "from x import time as time\n",
        # it is in a block
        "if TYPE_CHECKING:\n    import time\n",
        "try:\n    import time\nexcept ImportError:\n    pass\n",
        "def f():\n    import time\n",
        # another name
        "import os.time\n",
        "import time as t\n",
        "import (\n",
    ],
)
def test_what_may_be_used_or_is_not_alone_stays(text: str) -> None:
    assert without(text, "time") == text


def test_several_are_removed() -> None:
    text = "import os\nimport time\nfrom x import a, b, c\n\nb.y\n"
    assert without(text, "os", "time", "a", "c") == "from x import b\n\nb.y\n"


def test_columns_are_counted_in_characters() -> None:
    assert without('import time, x\n"ä"\n', "time") == 'import x\n"ä"\n'
    assert without("import ä, time, ö\n", "time") == "import ä, ö\n"
    assert with_imports("from asyncio import (ä, wait)\n", SLEEP) == "from asyncio import (sleep, ä, wait)\n"


def test_under_which_names_things_are_imported() -> None:
    imports = file_imports("import a.b, c.d as e\nfrom f import g as h, i\nfrom . import j\nfrom k import *\n")
    assert imports.modules == {"a": "a", "c.d": "e"}
    assert imports.names == {("f", "g"): "h", ("f", "i"): "i", ("k", "*"): "*"}
    assert imports.has_from("f")
    assert not imports.has_from("k")
    assert file_imports("import (").modules == {}
