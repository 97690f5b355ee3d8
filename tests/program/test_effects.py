"""What runs where and what blocks: effects with the chain that proves them, and the contexts they are judged in.

A line ``5 ASL201 certain: load → sleep`` says: the call in line 5 runs on the event loop, and through ``load`` it comes to a
``sleep`` that blocks. Programs are built as in :mod:`test_resolve`.
"""

from __future__ import annotations

from collections.abc import Callable
from textwrap import dedent
from typing import Any

import pytest

from asynclint.knowledge.contexts import method_contexts
from asynclint.program.targets import Vocabulary

Link = Callable[..., Any]


@pytest.fixture
def on_loop(link: Link) -> Callable[..., list[str]]:
    """The calls of a program that run on the event loop and bear an effect."""

    def told(source: str, **vocabulary: Any) -> list[str]:
        found: list[str] = link(dedent(source), vocabulary=Vocabulary(**vocabulary)).on_loop()
        return found

    return told


OnLoop = Callable[..., list[str]]


# Chains


def test_a_call_that_blocks_by_itself(on_loop: OnLoop) -> None:
    assert on_loop("import time\nasync def f():\n    time.sleep(1)\ndef g():\n    time.sleep(1)\n") == [
        "3 ASL201 certain: time.sleep"
    ]


def test_chain_through_helpers(on_loop: OnLoop) -> None:
    source = """
        import time
        def a(): b()
        def b(): c()
        def c(): time.sleep(1)
        async def main(): a()
    """
    assert on_loop(source) == ["6 ASL201 certain: a → b → c → time.sleep"]


def test_a_chain_goes_through_files(link: Link) -> None:
    linked = link(
        {
            "app/__init__.py": "from .service import load\n",
            "app/service.py": "from . import store\ndef load(): return store.read()\n",
            "app/store.py": "from time import sleep as wait\ndef read(): wait(1)\n",
            "web.py": "import app\nasync def get():\n    return app.load()\n",
        }
    )
    assert linked.on_loop() == ["3 ASL201 certain: load → read → time.sleep"]


def test_the_shortest_chain_is_the_witness(on_loop: OnLoop) -> None:
    source = """
        import time
        def long(): longer()
        def longer(): short()
        def short(): time.sleep(1)
        def both():
            long()
            short()
        async def main(): both()
    """
    assert on_loop(source) == ["9 ASL201 certain: both → short → time.sleep"]


def test_of_chains_of_one_length_the_first_call_is_the_witness(link: Link) -> None:
    source = "import time\ndef x(): time.sleep(1)\ndef y(): time.sleep(1)\ndef both():\n    y()\n    x()\n"
    assert link(source).effects("main.both") == {"ASL201": "certain: y → time.sleep"}


def test_of_chains_of_one_length_one_without_branches_is_the_witness(link: Link) -> None:
    source = "import time\ndef x(): time.sleep(1)\ndef y(): time.sleep(1)\ndef both(z):\n    if z: y()\n    x()\n"
    assert link(source).effects("main.both") == {"ASL201": "certain: x → time.sleep"}
    source = "import time\ndef x(): time.sleep(1)\ndef y(z): z and time.sleep(1)\ndef both(z):\n    y(z)\n    x()\n"
    assert link(source).effects("main.both") == {"ASL201": "certain: x → time.sleep"}


def test_a_longer_chain_that_is_surer_is_the_witness(link: Link) -> None:
    source = """
        import time
        class C:
            def __init__(self, x): self.x = x or C(1)
            def f(self): time.sleep(1)
        def guessed(c: C): c.x.f()
        def far(): near()
        def near(): time.sleep(1)
        def both(c: C):
            guessed(c)
            far()
    """
    assert link(dedent(source)).effects("main.both") == {"ASL201": "certain: far → near → time.sleep"}


def test_each_class_of_effect_has_its_own_chain(link: Link) -> None:
    source = """
        import time, subprocess, asyncio
        def a(): b(); subprocess.run(["x"])
        def b(): time.sleep(1)
        async def co(): ...
        def c(): a(); asyncio.run(co())
    """
    assert link(dedent(source)).effects("main.c") == {
        "ASL201": "certain: a → b → time.sleep",
        "ASL204": "certain: a → subprocess.run",
        "ASL401": "certain: asyncio.run",
    }


@pytest.mark.parametrize("first", ["a", "b"])
def test_cycles_end_and_have_the_chain_out_of_them(link: Link, first: str) -> None:
    source = f"""
        import time
        def a(n): return b(n)
        def b(n): return a(n) + c(n)
        def c(n):
            time.sleep(1)
            return {first}(n)
        def forever(): forever()
    """
    linked = link(dedent(source))
    assert linked.effects("main.a") == {"ASL201": "certain: b → c → time.sleep"}
    assert linked.effects("main.b") == {"ASL201": "certain: c → time.sleep"}
    assert linked.effects("main.forever") == {}


def test_the_order_of_definitions_does_not_matter(link: Link) -> None:
    functions = [
        "def a(): b(); c()\n",
        "def b(): c(); a()\n",
        "def c(): d(); b()\n",
        "def d(): time.sleep(1); a()\n",
        "def e(): a(); b()\n",
    ]
    found = [
        {name: link("import time\n" + "".join(order)).effects(f"main.{name}") for name in "abcde"}
        for order in (functions, functions[::-1], functions[2:] + functions[:2])
    ]
    assert found[0] == found[1] == found[2]
    assert found[0]["e"] == {"ASL201": "certain: a → c → d → time.sleep"}


@pytest.mark.parametrize(("depth", "found"), [(0, False), (1, False), (2, True), (3, True), (None, True)])
def test_max_depth_counts_the_helpers(on_loop: OnLoop, depth: int | None, found: bool) -> None:
    source = """
        import time
        def a(): b()
        def b(): time.sleep(1)
        async def main(): a()
    """
    assert bool(on_loop(source, max_depth=depth)) is found


def test_with_max_depth_nothing_is_told_of_the_sink_itself(on_loop: OnLoop) -> None:
    assert on_loop("import time\nasync def f(): time.sleep(1)\n", max_depth=0) == ["2 ASL201 certain: time.sleep"]


def test_a_coroutine_function_or_generator_that_is_only_called_runs_nothing(on_loop: OnLoop) -> None:
    source = """
        import time
        def generator():
            time.sleep(1)
            yield
        async def main():
            generator()
            other()
        async def other(): ...
    """
    assert on_loop(source) == []


# Every target must bear it

HIERARCHY = """
import time
class Store:
    def load(self): time.sleep(1)
class Disk(Store):
    def load(self): {disk}
class Memory(Store):
    def load(self): {memory}
async def main(store: Store):
    store.load()
"""


@pytest.mark.parametrize(
    ("disk", "memory", "confidence"),
    [
        ("time.sleep(2)", "time.sleep(3)", "likely"),
        ("time.sleep(2)", "return {}", "possible"),
        ("return {}", "return {}", "possible"),
    ],
)
def test_one_harmless_override_makes_it_possible(on_loop: OnLoop, disk: str, memory: str, confidence: str) -> None:
    (found,) = on_loop(HIERARCHY.format(disk=disk, memory=memory))
    assert found.startswith(f"10 ASL201 {confidence}: load")


def test_an_exact_object_has_no_overrides(on_loop: OnLoop) -> None:
    source = HIERARCHY.format(disk="return {}", memory="return {}") + "async def other():\n    Store().load()\n"
    assert on_loop(source)[-1] == "12 ASL201 certain: load → time.sleep"


def test_an_abstract_method_is_no_target(on_loop: OnLoop) -> None:
    source = """
        import time
        class Store:
            def load(self): raise NotImplementedError
        class Disk(Store):
            def load(self): time.sleep(1)
        async def main(store: Store): store.load()
    """
    assert on_loop(source) == ["7 ASL201 likely: load → time.sleep"]


def test_alternatives_of_an_import_must_all_block(on_loop: OnLoop) -> None:
    both = "import time\ntry:\n    from {} import {} as nap\nexcept ImportError:\n    from time import sleep as nap\n"
    main = "async def main():\n    nap(1)\n"
    (blocks,) = on_loop(both.format("time", "sleep") + main)
    assert "certain" in blocks
    (may,) = on_loop(both.format("math", "floor") + main)
    assert "possible" in may


# How sure


@pytest.mark.parametrize(
    ("call", "confidence"),
    [
        ("time.sleep(1)", "certain"),
        ("helper()", "certain"),
        ("Client().get()", "certain"),
        ("client.get()", "certain"),
        ("local.get()", "certain"),
        ("holder.client.get()", "likely"),  # through an attribute
        ("make().get()", "likely"),  # through return statements
        ("maybe.get()", "certain"),
        ("either.get()", "likely"),  # it may be something else that nobody knows
        ("[client][0].get()", "likely"),
    ],
)
def test_confidence(on_loop: OnLoop, call: str, confidence: str) -> None:
    source = f"""
import time
from nowhere import Unknown
class Client:
    def get(self): time.sleep(1)
class Holder:
    def __init__(self): self.client = Client()
def helper(): time.sleep(1)
def make(): return Client()
async def main(client: Client, holder: Holder, maybe: Client | None, either: Client | Unknown):
    local = Client()
    {call}
"""
    (found,) = (line for line in on_loop(source) if line.startswith("12 "))
    assert found.split()[2] == confidence + ":"


def test_an_unknown_target_lowers_the_confidence_of_its_call_only(on_loop: OnLoop) -> None:
    source = """
        import time
        from nowhere import Unknown
        class C:
            def f(self): time.sleep(1)
        async def main(a: C | Unknown, b: C):
            a.f()
            b.f()
    """
    assert [line.split(":")[0] for line in on_loop(source)] == ["7 ASL201 likely", "8 ASL201 certain"]


def test_a_chain_is_as_sure_as_its_weakest_call(on_loop: OnLoop) -> None:
    source = """
        import time
        class C:
            def f(self): time.sleep(1)
        class D:
            def __init__(self): self.c = C()
            def g(self): self.c.f()
        async def main(): D().g()
    """
    assert on_loop(source) == ["8 ASL201 likely: g → f → time.sleep"]


@pytest.mark.parametrize(
    ("branches", "helpers", "confidence"),
    [(0, 6, "certain"), (1, 1, "likely"), (1, 5, "likely"), (2, 2, "likely"), (3, 1, "likely"), (3, 5, "possible")],
)
def test_a_way_through_many_special_cases_is_less_sure(
    on_loop: OnLoop, branches: int, helpers: int, confidence: str
) -> None:
    nest = "".join(" " * (n + 1) + "if x:\n" for n in range(branches))
    source = f"import time\ndef f0(x):\n{nest}{' ' * (branches + 1)}time.sleep(1)\n"
    source += "".join(f"def f{n}(x):\n    f{n - 1}(x)\n" for n in range(1, helpers))
    source += f"async def main(x):\n    f{helpers - 1}(x)\n"
    (found,) = on_loop(source)
    assert found.split()[2] == confidence + ":"


def test_branches_around_the_call_in_the_coroutine_itself_do_not_count(on_loop: OnLoop) -> None:
    source = """
        import time
        async def main(x):
            if x:
                if x > 1:
                    if x > 2:
                        time.sleep(1)
    """
    assert on_loop(source) == ["7 ASL201 certain: time.sleep"]


def test_what_blocks_in_a_function_for_both_kinds_of_callers_is_for_those_without_a_loop(on_loop: OnLoop) -> None:
    source = """
        import time
        class Client:
            def __init__(self, asynchronous): self.asynchronous = asynchronous
            async def _close(self): ...
            def close(self):
                if self.asynchronous:
                    return self._close()
                time.sleep(1)
                return None
            def stop(self):
                time.sleep(1)
                return self._close()
        async def main(client: Client):
            client.close()
            client.stop()
    """
    assert on_loop(source) == [
        "15 ASL201 possible: close → time.sleep",
        "16 ASL201 certain: stop → time.sleep",
    ]


def test_an_unknown_decorator_makes_it_less_sure(on_loop: OnLoop) -> None:
    source = """
        import time
        from nowhere import magic
        @magic
        def f(): time.sleep(1)
        async def main():
            f()
            await f()
    """
    (found,) = on_loop(source)
    assert found == "7 ASL201 likely: f → time.sleep"


def test_a_cached_function_runs_once_for_every_argument(on_loop: OnLoop) -> None:
    source = """
        import time, functools
        @functools.cache
        def f(n): time.sleep(n)
        @functools.cache
        def once(): time.sleep(1)
        async def main(): f(1); once()
    """
    assert on_loop(source) == ["7 ASL201 likely: f → time.sleep", "7 ASL201 possible: once → time.sleep"]


def test_a_decorator_of_the_program_is_looked_into(on_loop: OnLoop) -> None:
    source = """
        import asyncio, time, functools
        def slow(function):
            @functools.wraps(function)
            def wrapper(*args):
                time.sleep(1)
                return function(*args)
            return wrapper
        def offloaded(function):
            @functools.wraps(function)
            async def wrapper(*args):
                return await asyncio.to_thread(function, *args)
            return wrapper
        @slow
        def quick(): ...
        @slow
        def f(): return 1
        @offloaded
        def g(): time.sleep(1)
        async def main():
            f()
            await g()
    """
    (found,) = on_loop(source)
    assert found.startswith("21 ASL201 ")
    assert found.endswith("wrapper → time.sleep")


# Settings


@pytest.mark.parametrize("pattern", ["main.f", "main.*", "*.f"])
def test_non_blocking_patterns_cut_the_way(on_loop: OnLoop, pattern: str) -> None:
    source = "import time\ndef f(): time.sleep(1)\nasync def main(): f()\n"
    assert on_loop(source)
    assert on_loop(source, non_blocking=(pattern,)) == []


def test_a_library_function_can_be_declared_harmless(on_loop: OnLoop) -> None:
    source = "import time\ndef f(): time.sleep(1)\nasync def main():\n    f()\n    time.sleep(1)\n"
    assert on_loop(source, non_blocking=("time.sleep",)) == []
    assert len(on_loop(source, non_blocking=("time.sleeping",))) == 2


def test_only_the_declared_way_is_cut(on_loop: OnLoop) -> None:
    source = "import time\ndef f(): time.sleep(1)\ndef g(): time.sleep(1)\nasync def main():\n    f()\n    g()\n"
    assert on_loop(source, non_blocking=("main.f",)) == ["6 ASL201 certain: g → time.sleep"]


def test_blocking_patterns_declare_functions_of_the_program_and_of_libraries(on_loop: OnLoop) -> None:
    source = """
        import json
        from nowhere.deep import crunch
        def own(): return 1
        def helper(): own()
        async def main():
            own()
            helper()
            json.loads("1")
            crunch()
    """
    assert on_loop(source, blocking=("main.own", "json.loads", "nowhere.*")) == [
        "7 ASL210 certain: main.own",
        "8 ASL210 certain: helper → main.own",
        "9 ASL210 certain: json.loads",
        "10 ASL210 certain: nowhere.deep.crunch",
    ]


def test_own_ways_into_a_thread_are_settings(on_loop: OnLoop) -> None:
    source = """
        import time
        from nowhere import in_thread
        def f(): time.sleep(1)
        async def main():
            await in_thread(f)
            await in_thread(lambda: time.sleep(1))
            await in_thread(f())
    """
    assert on_loop(source, offload=("nowhere.in_thread",)) == ["8 ASL201 certain: f → time.sleep"]


def test_own_decorators_that_lead_into_a_thread_are_settings_too(link: Link, on_loop: OnLoop) -> None:
    source = """
        import time
        from nowhere import in_thread, other
        @in_thread
        def f(): time.sleep(1)
        @in_thread(daemon=True)
        async def g(): time.sleep(1)
        @other
        def h(): time.sleep(1)
        async def main():
            f()
            h()
    """
    own = Vocabulary(offload=("nowhere.in_*",))
    assert on_loop(source, offload=own.offload) == ["12 ASL201 likely: h → time.sleep"]
    assert link(dedent(source), vocabulary=own).reasons() == {"main": "a coroutine"}


# Contexts


def test_a_decorator_decides_by_its_arguments(link: Link) -> None:
    source = """
        from litestar import get
        from textual import work
        ANY = True
        @get("/")
        def by_default(): ...
        @get("/", sync_to_thread=False)
        def on_the_loop(): ...
        @get("/", sync_to_thread=True)
        def in_a_thread(): ...
        @get("/", sync_to_thread=ANY)
        def who_knows(): ...
        @get("/", **options)
        def who_knows_what(): ...
        @work
        async def task(): ...
        @work(thread=False)
        async def still_a_task(): ...
        @work(thread=True)
        async def loop_of_its_own(): ...
    """
    assert link(dedent(source)).reasons() == {
        "by_default": "decorated with `@get`",
        "on_the_loop": "decorated with `@get`",
        "task": "a coroutine",
        "still_a_task": "a coroutine",
    }


def test_a_thread_wins_over_a_callback_and_over_the_class(link: Link) -> None:
    source = """
        import asyncio
        from textual import work
        from textual.app import App
        class Monitor(App[None]):
            def on_mount(self):
                self.call_later(self.load)
                self.call_later(self.show)
            @work(thread=True)
            def on_key(self): ...
            @work(thread=True)
            def load(self): ...
            def show(self): ...
    """
    assert link(dedent(source)).reasons() == {
        "Monitor.on_mount": "a method of `MessagePump`",
        "Monitor.show": "handed over as a callback",
    }


def test_every_class_whose_methods_are_called_is_known(link: Link) -> None:
    resolver = link("").resolver
    classes = {entry.class_ for entries in method_contexts().values() for entry in entries}
    assert {name for name in classes if not resolver.find(name)} == set()
    assert resolver.find("textual.message_pump.MessagePumpkin") == []


def test_why_functions_run_on_the_loop(link: Link) -> None:
    source = """
        import asyncio
        async def coroutine(): ...
        async def async_generator(): yield
        def plain(): ...
        def generator(): yield
        def tick(): ...
        def done(task): ...
        class Echo(asyncio.Protocol):
            def data_received(self, data): ...
            def helper(self): ...
        class Other:
            def data_received(self, data): ...
        async def main(loop: asyncio.AbstractEventLoop):
            loop.call_soon(tick)
            loop.call_later(1, lambda: tick())
            asyncio.create_task(coroutine()).add_done_callback(done)
            (lambda: 1)()
    """
    assert link(dedent(source)).reasons() == {
        "coroutine": "a coroutine",
        "async_generator": "a coroutine",
        "main": "a coroutine",
        "tick": "handed over as a callback",
        "done": "handed over as a callback",
        "Echo.data_received": "a method of `BaseProtocol`",
        "lambda in line 16": "handed over as a callback",
    }


CALLBACKS = """
import asyncio, signal, time
from functools import partial
def f(*args): time.sleep(1)
async def co(): ...
async def main():
    loop = asyncio.get_running_loop()
    {registration}
"""


@pytest.mark.parametrize(
    "registration",
    [
        "loop.call_soon(f)",
        "loop.call_soon(f, 1)",
        "loop.call_soon(callback=f)",
        "loop.call_soon(partial(f, 1))",
        "loop.call_soon_threadsafe(f)",
        "loop.call_later(1, f)",
        "loop.call_at(1, callback=f)",
        "loop.add_reader(0, f)",
        "loop.add_writer(0, f)",
        "loop.add_signal_handler(signal.SIGINT, f)",
        "asyncio.create_task(co()).add_done_callback(f)",
        "asyncio.ensure_future(co()).add_done_callback(f)",
        "loop.create_future().add_done_callback(f)",
    ],
)
def test_callbacks_of_the_loop(on_loop: OnLoop, registration: str) -> None:
    assert on_loop(CALLBACKS.format(registration=registration)) == ["4 ASL201 certain: time.sleep"]


@pytest.mark.parametrize(
    "registration",
    [
        "x = f",
        "x = partial(f)",
        "x = [f]",
        "g(f)",
        "atexit.register(f)",
        "await asyncio.to_thread(f)",
        "loop.run_in_executor(None, f)",
    ],
)
def test_a_reference_is_no_call(on_loop: OnLoop, registration: str) -> None:
    assert on_loop(CALLBACKS.format(registration=registration)) == []


OFFLOADS = [
    "await asyncio.to_thread({})",
    "await loop.run_in_executor(None, {})",
    "await loop.run_in_executor(pool, partial({}, 1))",
    "pool.submit({})",
    "threading.Thread(target={}).start()",
    "await anyio.to_thread.run_sync({})",
    "await run_in_threadpool({})",
    "await sync_to_async({})()",
]
OFFLOADING = """
import asyncio, threading, time, anyio
from asgiref.sync import sync_to_async
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from starlette.concurrency import run_in_threadpool
def f(*args): time.sleep(1)
def g(): time.sleep(1)
pool = ThreadPoolExecutor()
async def main():
    loop = asyncio.get_running_loop()
"""


@pytest.mark.parametrize("offload", OFFLOADS)
@pytest.mark.parametrize("callable_", ["f", "lambda *a: f()"])
def test_what_is_handed_to_a_thread_does_not_run_on_the_loop(on_loop: OnLoop, offload: str, callable_: str) -> None:
    assert on_loop(f"{OFFLOADING}    {offload.format(callable_)}\n") == []


@pytest.mark.parametrize(
    "offload",
    [
        "await asyncio.to_thread(f, g())",
        "await loop.run_in_executor(None, f, g())",
        "pool.submit(f, g())",
        "threading.Thread(target=f, args=(g(),)).start()",
        "await run_in_threadpool(f, g())",
    ],
)
def test_the_arguments_of_an_offload_are_evaluated_on_the_loop(on_loop: OnLoop, offload: str) -> None:
    assert on_loop(f"{OFFLOADING}    {offload}\n") == ["12 ASL201 certain: g → time.sleep"]


def test_a_nested_function_runs_where_it_is_called(on_loop: OnLoop) -> None:
    source = """
        import asyncio, time
        async def main():
            def called(): time.sleep(1)
            def offloaded(): time.sleep(1)
            def forgotten(): time.sleep(1)
            called()
            await asyncio.to_thread(offloaded)
    """
    assert on_loop(source) == ["7 ASL201 certain: called → time.sleep"]


def test_a_lambda_runs_where_it_is_called(on_loop: OnLoop) -> None:
    source = """
        import asyncio, time
        async def main(rows):
            called = lambda: time.sleep(1)
            called()
            sorted(rows, key=lambda row: time.sleep(1))
            await asyncio.to_thread(lambda: time.sleep(1))
            stored = lambda: time.sleep(1)
    """
    lines = [line.split()[0] for line in on_loop(source)]
    assert lines == ["5", "6"]


def test_a_class_body_and_defaults_inside_a_coroutine_run_there(on_loop: OnLoop) -> None:
    source = """
        import time
        def g(): time.sleep(1)
        async def main():
            def f(x=g()): ...
            @g()
            def h(): ...
    """
    assert [line.split()[0] for line in on_loop(source)] == ["5", "6"]


def test_a_guarded_call_is_not_on_the_way(on_loop: OnLoop) -> None:
    source = """
        import asyncio
        async def co(): ...
        def run():
            try:
                asyncio.get_running_loop()
            except RuntimeError:
                return asyncio.run(co())
            return None
        async def main(): run()
    """
    assert on_loop(source) == []


def test_a_function_that_asks_for_the_loop_is_only_possible(on_loop: OnLoop) -> None:
    source = """
        import asyncio
        async def co(): ...
        def run(loop):
            if not loop.is_running():
                asyncio.run(co())
        async def main(loop): run(loop)
    """
    (found,) = on_loop(source)
    assert "possible" in found


# Calls that are not written as calls


@pytest.mark.parametrize(
    ("definition", "use"),
    [
        ("class C:\n    def __init__(self): time.sleep(1)", "C()"),
        ("class C:\n    def __new__(cls): time.sleep(1)", "C()"),
        ("@dataclass\nclass C:\n    def __post_init__(self): time.sleep(1)", "C()"),
        ("class B:\n    def __init__(self): time.sleep(1)\nclass C(B): ...", "C()"),
        ("class C:\n    def __call__(self): time.sleep(1)", "C()()"),
        ("class C:\n    @property\n    def p(self): time.sleep(1)", "C().p"),
        ("class C:\n    @cached_property\n    def p(self): time.sleep(1)", "x = C().p"),
        ("class C:\n    def __enter__(self): time.sleep(1)\n    def __exit__(self, *a): ...", "with C(): x = 1"),
        ("class C:\n    def __enter__(self): return 1\n    def __exit__(self, *a): time.sleep(1)", "with C(): x = 1"),
        ("@contextmanager\ndef C():\n    time.sleep(1)\n    yield", "with C(): x = 1"),
        ("class C:\n    def __iter__(self): time.sleep(1)", "for x in C(): x = 1"),
        ("def C():\n    time.sleep(1)\n    yield 1", "for x in C(): x = 1"),
        ("def C():\n    time.sleep(1)\n    yield 1", "list(C())"),
        ("def C():\n    time.sleep(1)\n    yield 1", "x, y = C()"),
        ("def C():\n    time.sleep(1)\n    yield 1", "[x for x in C()]"),
        ("def C():\n    time.sleep(1)\n    yield 1", "sum(x for x in C())"),
        ("class C:\n    @classmethod\n    def k(cls): time.sleep(1)", "C.k()"),
        ("class C:\n    @staticmethod\n    def s(): time.sleep(1)", "C.s()"),
        ("class B:\n    def f(self): time.sleep(1)\nclass C(B):\n    def f(self): super().f()", "C().f()"),
        ("def C(): time.sleep(1)", "partial(C)()"),
    ],
)
def test_calls_that_python_makes_itself(on_loop: OnLoop, definition: str, use: str) -> None:
    imports = (
        "import time\nfrom contextlib import contextmanager\nfrom dataclasses import dataclass\n"
        "from functools import cached_property, partial\n"
    )
    found = on_loop(f"{imports}{definition}\nasync def main():\n    {use}\n")
    assert found
    assert all("ASL201" in line and line.endswith("time.sleep") for line in found)


def test_a_generator_expression_that_somebody_else_consumes_is_not_told(on_loop: OnLoop) -> None:
    assert on_loop("import time\nasync def main(x):\n    return x.put(time.sleep(y) for y in x)\n") == []
