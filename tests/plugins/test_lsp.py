"""The language server, over standard input and output, with a client of the protocol in the place of an editor."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pygls")

from lsprotocol import types
from pygls.lsp.client import LanguageClient

ROOT = Path(__file__).resolve().parent.parent.parent
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
LONG = 30  # seconds after which what does not come is not coming

SLEEPS = "import time\n\n\ndef wait():\n    time.sleep(1)\n"
QUIET = "def wait():\n    pass\n"
CALLS = "import helpers\n\n\nasync def main():\n    helpers.wait()\n"
TWICE = "import time\n\n\nasync def main():\n    time.sleep(1)\n    time.sleep(2)\n"
MESSAGE = (
    "`helpers.wait` blocks the event loop: 1 call further down `time.sleep` puts the whole event loop to sleep;"
    " offload the helper with `await asyncio.to_thread(...)`, or make it asynchronous"
)
AT_CALL = ("ASL201", "4:4-4:18")


class Editor(LanguageClient):
    """Starts a server and remembers what it is told."""

    def __init__(self) -> None:
        super().__init__("editor", "1")
        self.told: dict[str, list[types.PublishDiagnosticsParams]] = {}
        self.messages: list[str] = []
        self.progress: list[object] = []
        self.watched: list[types.Registration] = []
        self.news = asyncio.Event()
        self.versions: dict[str, int] = {}

        @self.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def published(params: types.PublishDiagnosticsParams) -> None:
            self.told.setdefault(params.uri, []).append(params)
            self.news.set()

        @self.feature(types.WINDOW_SHOW_MESSAGE)
        def shown(params: types.ShowMessageParams) -> None:
            self.messages.append(params.message)
            self.news.set()

        @self.feature(types.WINDOW_WORK_DONE_PROGRESS_CREATE)
        def created(params: types.WorkDoneProgressCreateParams) -> None:
            self.progress.append(params.token)

        @self.feature(types.PROGRESS)
        def progressed(params: types.ProgressParams) -> None:
            self.progress.append(params.value)
            self.news.set()

        @self.feature(types.CLIENT_REGISTER_CAPABILITY)
        def registered(params: types.RegistrationParams) -> None:
            self.watched += params.registrations
            self.news.set()

    def open(self, path: Path, text: str | None = None) -> None:
        """The file, with this text if it is not saved."""
        text = path.read_text("utf-8") if text is None else text
        self.versions[path.as_uri()] = 1
        document = types.TextDocumentItem(path.as_uri(), "python", 1, text)
        self.text_document_did_open(types.DidOpenTextDocumentParams(document))

    def type(self, path: Path, text: str) -> None:
        """Another text for an open file."""
        uri = path.as_uri()
        self.versions[uri] += 1
        document = types.VersionedTextDocumentIdentifier(self.versions[uri], uri)
        change = types.TextDocumentContentChangeWholeDocument(text)
        self.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))

    def save(self, path: Path, text: str) -> None:
        """Write the text of an open file."""
        path.write_text(text, "utf-8")
        self.text_document_did_save(types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(path.as_uri())))

    def close_file(self, path: Path) -> None:
        self.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(path.as_uri())))

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait for something to be told."""
        async with asyncio.timeout(LONG):
            while not holds():
                self.news.clear()
                await self.news.wait()

    def shown_in(self, path: Path) -> list[tuple[str, str]]:
        """The codes and places that the editor shows in the file now."""
        told = self.told.get(path.as_uri())
        return [(str(each.code), str(each.range)) for each in told[-1].diagnostics] if told else []

    async def shows(self, path: Path, *expected: tuple[str, str]) -> list[types.Diagnostic]:
        """Wait until the editor shows these codes and places, and nothing else; what it was told of them."""
        try:
            await self.until(lambda: path.as_uri() in self.told and self.shown_in(path) == list(expected))
        except TimeoutError:
            assert self.shown_in(path) == list(expected), self.messages
        return list(self.told[path.as_uri()][-1].diagnostics)

    async def actions(self, path: Path, line: int, character: int) -> list[types.CodeAction]:
        """The quick fixes at a place (0-based)."""
        at = types.Position(line, character)
        params = types.CodeActionParams(
            types.TextDocumentIdentifier(path.as_uri()), types.Range(at, at), types.CodeActionContext([])
        )
        actions = await self.text_document_code_action_async(params)
        return [action for action in actions or () if isinstance(action, types.CodeAction)]

    async def hover(self, path: Path, line: int, character: int) -> types.Hover | None:
        place = types.HoverParams(types.TextDocumentIdentifier(path.as_uri()), types.Position(line, character))
        return await self.text_document_hover_async(place)

    def move(self, *, added: Iterable[Path] = (), removed: Iterable[Path] = ()) -> None:
        """Change the folders of the workspace."""
        event = types.WorkspaceFoldersChangeEvent(list(map(_folder, added)), list(map(_folder, removed)))
        self.workspace_did_change_workspace_folders(types.DidChangeWorkspaceFoldersParams(event))


def _folder(path: Path) -> types.WorkspaceFolder:
    return types.WorkspaceFolder(path.as_uri(), path.name)


@contextlib.asynccontextmanager
async def editor(*folders: Path, capabilities: types.ClientCapabilities | None = None) -> AsyncIterator[Editor]:
    """An editor with these folders, until the server has ended as it should."""
    client = Editor()
    await client.start_io(sys.executable, "-m", "asynclint", "lsp", env=ENVIRONMENT)
    server = client._server  # there is no other way to see how it ends
    assert server is not None and server.stderr is not None
    try:
        result = await client.initialize_async(
            types.InitializeParams(
                capabilities=capabilities or types.ClientCapabilities(),
                process_id=os.getpid(),
                workspace_folders=list(map(_folder, folders)),
            )
        )
        assert result.server_info is not None and result.server_info.name == "asynclint"
        client.initialized(types.InitializedParams())
        yield client
        async with asyncio.timeout(LONG):
            await client.shutdown_async(None)
            client.exit(None)
            assert await server.wait() == 0
        assert await server.stderr.read() == b""
    finally:
        with contextlib.suppress(ProcessLookupError):
            server.kill()
        await server.wait()


def run(test: Coroutine[Any, Any, None]) -> None:
    asyncio.run(test)


def put(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="")


def applied(text: str, action: types.CodeAction, path: Path) -> str:
    """The text after the edits of an action, as an editor makes them."""
    assert action.edit is not None and action.edit.changes is not None and [*action.edit.changes] == [path.as_uri()]
    lines = text.splitlines(keepends=True)
    for edit in sorted(action.edit.changes[path.as_uri()], key=lambda each: each.range.start.line, reverse=True):
        start, end = edit.range.start, edit.range.end
        assert start.character == end.character == 0
        lines[start.line : end.line] = [edit.new_text]
    return "".join(lines)


def test_what_is_found_is_told_with_the_calls_that_lead_there(project: Path) -> None:
    async def test() -> None:
        put(project, {"helpers.py": SLEEPS, "app.py": CALLS})
        async with editor(project) as it:
            [told] = await it.shows(project / "app.py", AT_CALL)
            assert (told.message, told.severity, told.source) == (MESSAGE, types.DiagnosticSeverity.Error, "asynclint")
            assert told.related_information is not None
            [step] = told.related_information
            assert step.location.uri == (project / "helpers.py").as_uri()
            assert (str(step.location.range), step.message) == ("4:4-4:17", "helpers.wait: time.sleep(1)")
            assert (project / "helpers.py").as_uri() not in it.told

    run(test())


def test_severities_and_tags_are_those_of_the_protocol(project: Path) -> None:
    async def test() -> None:
        put(
            project,
            {
                "asynclint.toml": 'severity = { ASL201 = "info", ASL205 = "warning" }\n',
                "app.py": (
                    "import time\n\n\nasync def main():\n    time.sleep(1)\n    open('x').read()\n"
                    "    print()  # asynclint: ignore[ASL202]\n"
                ),
            },
        )
        async with editor(project) as it:
            path = project / "app.py"
            told = await it.shows(path, ("ASL201", "4:4-4:17"), ("ASL205", "5:4-5:20"), ("ASL001", "6:13-6:40"))
            assert [each.severity for each in told] == [
                types.DiagnosticSeverity.Information, types.DiagnosticSeverity.Warning, types.DiagnosticSeverity.Warning,
            ]  # fmt: skip
            assert [each.tags for each in told] == [None, None, (types.DiagnosticTag.Unnecessary,)]

    run(test())


@pytest.mark.parametrize(
    ("offered", "place"), [(None, "4:10-4:23"), (["utf-8", "utf-16"], "4:12-4:25"), (["utf-32"], "4:9-4:22")]
)
def test_characters_are_counted_as_the_editor_counts_them(project: Path, offered: list[str] | None, place: str) -> None:
    async def test() -> None:
        text = "import time\n\n\nasync def main():\n    '😀'; time.sleep(1)\n"
        put(project, {"app.py": text})
        kinds = [types.PositionEncodingKind(each) for each in offered] if offered is not None else None
        general = types.GeneralClientCapabilities(position_encodings=kinds)
        async with editor(project, capabilities=types.ClientCapabilities(general=general)) as it:
            await it.shows(project / "app.py", ("ASL201", place))

    run(test())


def test_what_is_typed_is_linted_before_it_is_saved(project: Path) -> None:
    async def test() -> None:
        put(project, {"helpers.py": SLEEPS, "app.py": CALLS})
        path = project / "app.py"
        async with editor(project) as it:
            it.open(path)
            await it.shows(path, AT_CALL)
            it.type(path, "# a line\n" + CALLS)
            await it.shows(path, ("ASL201", "5:4-5:18"))
            assert it.told[path.as_uri()][-1].version == 2
            it.type(path, CALLS.replace("helpers.wait()", "pass"))
            await it.shows(path)
            it.close_file(path)  # without saving it
            await it.shows(path, AT_CALL)

    run(test())


def test_while_a_text_is_broken_the_last_good_answer_stands(project: Path) -> None:
    async def test() -> None:
        put(project, {"helpers.py": SLEEPS, "app.py": CALLS, "other.py": TWICE})
        path, other = project / "app.py", project / "other.py"
        async with editor(project) as it:
            it.open(path)
            it.open(other)
            await it.shows(path, AT_CALL)
            await it.until(lambda: it.told[path.as_uri()][-1].version == 1)
            count = len(it.told[path.as_uri()])
            it.type(path, CALLS + "def (")
            it.type(other, "")
            await it.shows(other)
            assert len(it.told[path.as_uri()]) == count
            assert await it.actions(path, 4, 6) == []  # they would be for another text
            it.type(path, CALLS + "def f(): pass\n")
            await it.until(lambda: it.told[path.as_uri()][-1].version == 3)
            assert it.shown_in(path) == [AT_CALL]
            assert it.messages == []

    run(test())


def test_a_helper_in_another_file_counts_as_it_is_in_the_editor(project: Path) -> None:
    async def test() -> None:
        put(project, {"helpers.py": SLEEPS, "app.py": CALLS})
        path, helpers = project / "app.py", project / "helpers.py"
        async with editor(project) as it:
            it.open(path)
            it.open(helpers)
            await it.shows(path, AT_CALL)
            it.type(helpers, QUIET)
            await it.shows(path)
            it.type(helpers, "#\n" + SLEEPS)
            [told] = await it.shows(path, AT_CALL)
            assert told.related_information is not None
            assert str(told.related_information[0].location.range) == "5:4-5:17"

    run(test())


def test_a_helper_that_is_saved_or_changed_by_others_changes_findings_elsewhere(project: Path) -> None:
    async def test() -> None:
        put(project, {"helpers.py": SLEEPS, "app.py": CALLS})
        path, helpers = project / "app.py", project / "helpers.py"
        watching = types.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True)
        workspace = types.WorkspaceClientCapabilities(did_change_watched_files=watching)
        async with editor(project, capabilities=types.ClientCapabilities(workspace=workspace)) as it:
            await it.shows(path, AT_CALL)
            await it.until(lambda: it.watched)
            assert [each.method for each in it.watched] == ["workspace/didChangeWatchedFiles"]
            it.open(helpers)
            it.type(helpers, QUIET)
            it.save(helpers, QUIET)
            it.close_file(helpers)
            await it.shows(path)
            helpers.write_text(SLEEPS)
            event = types.FileEvent(helpers.as_uri(), types.FileChangeType.Changed)
            it.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
            await it.shows(path, AT_CALL)
            helpers.unlink()
            event = types.FileEvent(helpers.as_uri(), types.FileChangeType.Deleted)
            it.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
            await it.shows(path)

    run(test())


def test_quick_fixes_mend_one_finding_or_all_of_a_code_or_silence_it(project: Path) -> None:
    async def test() -> None:
        path = project / "app.py"
        put(project, {"app.py": TWICE})
        async with editor(project) as it:
            it.open(path)
            await it.shows(path, ("ASL201", "4:4-4:17"), ("ASL201", "5:4-5:17"))
            one, every, ignore = await it.actions(path, 4, 6)
            assert [(each.title, each.kind, each.is_preferred) for each in (one, every, ignore)] == [
                ("ASL201: sleep without stopping the loop", "quickfix", True),
                ("ASL201: fix all in this file", "quickfix", None),
                ("ASL201: ignore here, with a reason", "quickfix", None),
            ]
            assert [str(each.range) for each in one.diagnostics or ()] == ["4:4-4:17"]
            assert [str(each.range) for each in every.diagnostics or ()] == ["4:4-4:17", "5:4-5:17"]
            silent = applied(TWICE, ignore, path)
            assert silent == TWICE.replace("(1)", "(1)  # asynclint: ignore[ASL201] FIXME: say why")
            it.type(path, silent)
            await it.shows(path, ("ASL201", "5:4-5:17"))
            mended = applied(TWICE, one, path)
            it.type(path, mended)
            await it.shows(path, ("ASL201", "6:4-6:17"))
            everything = applied(TWICE, every, path)
            assert everything == (
                "import asyncio\n\n\nasync def main():\n    await asyncio.sleep(1)\n    await asyncio.sleep(2)\n"
            )
            it.type(path, everything)
            await it.shows(path)

    run(test())


def test_quick_fixes_say_when_they_are_not_safe(project: Path) -> None:
    async def test() -> None:
        put(project, {"helpers.py": SLEEPS, "app.py": CALLS})
        path = project / "app.py"
        async with editor(project) as it:
            it.open(path)
            await it.shows(path, AT_CALL)
            await it.until(lambda: it.told[path.as_uri()][-1].version == 1)
            fix, _ = await it.actions(path, 4, 6)
            assert (fix.title, fix.is_preferred) == ("ASL201: run it in a thread (unsafe: look at the result)", None)
            after = applied(CALLS, fix, path)
            assert after == (
                "import asyncio\n\nimport helpers\n\n\nasync def main():\n    await asyncio.to_thread(helpers.wait)\n"
            )
            it.type(path, after)
            await it.shows(path)
            assert await it.actions(path, 6, 6) == []

    run(test())


def test_over_a_finding_stands_the_page_of_its_rule(project: Path) -> None:
    async def test() -> None:
        path = project / "app.py"
        put(project, {"app.py": TWICE})
        async with editor(project) as it:
            it.open(path)
            await it.shows(path, ("ASL201", "4:4-4:17"), ("ASL201", "5:4-5:17"))
            await it.until(lambda: it.told[path.as_uri()][-1].version == 1)
            hover = await it.hover(path, 4, 6)
            assert hover is not None and isinstance(hover.contents, types.MarkupContent)
            assert hover.contents.kind == types.MarkupKind.Markdown
            assert hover.contents.value == (ROOT / "docs" / "rules" / "ASL201.md").read_text("utf-8")
            assert str(hover.range) == "4:4-4:17"
            assert await it.hover(path, 3, 2) is None

    run(test())


def test_each_folder_of_the_workspace_has_its_own_settings(tmp_path: Path) -> None:
    async def test() -> None:
        put(
            tmp_path,
            {"a/app.py": TWICE, "b/app.py": TWICE, "b/asynclint.toml": 'ignore = ["ASL201"]\n', "c/app.py": TWICE},
        )
        a, b, c = (tmp_path / name / "app.py" for name in "abc")
        both = ("ASL201", "4:4-4:17"), ("ASL201", "5:4-5:17")
        async with editor(tmp_path / "a", tmp_path / "b") as it:
            it.open(b)
            await it.shows(a, *both)
            it.move(added=[tmp_path / "c"])
            await it.shows(c, *both)
            it.move(removed=[tmp_path / "a"])
            await it.shows(a)
            assert b.as_uri() not in it.told
            settings = tmp_path / "b" / "asynclint.toml"
            settings.write_text("")
            event = types.FileEvent(settings.as_uri(), types.FileChangeType.Changed)
            it.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
            await it.shows(b, *both)

    run(test())


def test_a_file_outside_of_all_folders_is_linted_alone(tmp_path: Path) -> None:
    async def test() -> None:
        put(tmp_path, {"alone/helpers.py": SLEEPS, "alone/app.py": TWICE, "alone/caller.py": CALLS})
        path, caller = tmp_path / "alone" / "app.py", tmp_path / "alone" / "caller.py"
        async with editor() as it:
            it.open(caller)
            it.open(path)
            await it.shows(path, ("ASL201", "4:4-4:17"), ("ASL201", "5:4-5:17"))
            assert caller.as_uri() not in it.told
            it.close_file(path)
            await it.shows(path)

    run(test())


def test_what_the_baseline_knows_is_not_told(project: Path) -> None:
    async def test() -> None:
        put(project, {"asynclint.toml": 'baseline = "asynclint-baseline.json"\n', "app.py": TWICE})
        made = subprocess.run(
            [sys.executable, "-m", "asynclint", "baseline", "write"], capture_output=True, env=ENVIRONMENT, check=False
        )
        assert made.returncode == 0, made.stderr
        path = project / "app.py"
        async with editor(project) as it:
            it.open(path)
            it.type(path, TWICE + "\n\nasync def more():\n    time.sleep(3)\n")
            await it.shows(path, ("ASL201", "9:4-9:17"))

    run(test())


def test_a_mistake_in_the_settings_is_told_once(project: Path) -> None:
    async def test() -> None:
        put(project, {"asynclint.toml": "selct = []\n", "app.py": TWICE})
        path = project / "app.py"
        async with editor(project) as it:
            await it.until(lambda: it.messages)
            [message] = it.messages
            assert message.startswith("asynclint: ") and "asynclint.toml" in message and "selct" in message
            it.open(path)
            put(project, {"asynclint.toml": ""})
            event = types.FileEvent((project / "asynclint.toml").as_uri(), types.FileChangeType.Changed)
            it.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
            await it.shows(path, ("ASL201", "4:4-4:17"), ("ASL201", "5:4-5:17"))
            assert it.messages == [message]

    run(test())


def test_the_first_run_shows_how_far_it_is(project: Path) -> None:
    async def test() -> None:
        put(project, {"app.py": TWICE})
        window = types.WindowClientCapabilities(work_done_progress=True)
        async with editor(project, capabilities=types.ClientCapabilities(window=window)) as it:
            await it.shows(project / "app.py", ("ASL201", "4:4-4:17"), ("ASL201", "5:4-5:17"))
            await it.until(lambda: len(it.progress) > 1 and it.progress[-1]["kind"] == "end")
            kinds = [each["kind"] for each in it.progress[1:]]
            assert it.progress[1]["title"] == "asynclint: project"
            assert [kinds[0], kinds[-1], *kinds[1:-1]] == ["begin", "end", *["report"] * (len(kinds) - 2)]

    run(test())


def test_many_keystrokes_at_once_end_with_the_answer_for_the_last(project: Path) -> None:
    async def test() -> None:
        put(project, {"helpers.py": SLEEPS, "app.py": CALLS})
        path = project / "app.py"
        async with editor(project) as it:
            it.open(path)
            await it.shows(path, AT_CALL)
            for count in range(1, 31):
                it.type(path, "#\n" * count + CALLS)
            await it.until(lambda: it.told[path.as_uri()][-1].version == 31)
            assert it.shown_in(path) == [("ASL201", "34:4-34:18")]

    run(test())


def test_an_analysis_that_dies_is_told_and_begins_anew(project: Path) -> None:
    async def test() -> None:
        path = project / "app.py"
        put(project, {"app.py": TWICE})
        async with editor(project) as it:
            it.open(path)
            await it.shows(path, ("ASL201", "4:4-4:17"), ("ASL201", "5:4-5:17"))
            assert it._server is not None
            [desk] = desks(it._server.pid)
            os.kill(desk, signal.SIGKILL)
            it.type(path, "#\n" + TWICE)
            await it.until(lambda: it.messages)
            assert it.messages == [
                "asynclint: the analysis was ended by the system; it begins anew with the next change"
            ]
            it.type(path, "#\n#\n" + TWICE)
            await it.shows(path, ("ASL201", "6:4-6:17"), ("ASL201", "7:4-7:17"))

    run(test())


def test_nothing_is_left_of_a_server_that_is_killed(project: Path) -> None:
    async def test() -> None:
        put(project, {"app.py": TWICE})
        client = Editor()
        await client.start_io(sys.executable, "-m", "asynclint", "lsp", env=ENVIRONMENT)
        server = client._server
        assert server is not None
        params = types.InitializeParams(types.ClientCapabilities(), workspace_folders=[_folder(project)])
        await client.initialize_async(params)
        client.initialized(types.InitializedParams())
        await client.shows(project / "app.py", ("ASL201", "4:4-4:17"), ("ASL201", "5:4-5:17"))
        [desk] = desks(server.pid)
        server.kill()
        await server.wait()
        async with asyncio.timeout(LONG):
            while _is_alive(desk):
                await asyncio.sleep(0.05)

    run(test())


def desks(server: int) -> list[int]:
    """The processes in which the server lints."""
    if not Path("/proc").is_dir():
        pytest.skip("processes are found in /proc")
    children = Path(f"/proc/{server}/task").glob("*/children")
    pids = [int(pid) for path in children for pid in path.read_text().split()]
    return [pid for pid in pids if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def _is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_without_pygls_it_says_what_to_install(project: Path) -> None:
    put(project, {"broken/pygls/__init__.py": "raise ModuleNotFoundError(name='pygls')\n"})
    environment = {**ENVIRONMENT, "PYTHONPATH": os.pathsep.join([str(project / "broken"), str(ROOT)])}
    done = subprocess.run(
        [sys.executable, "-m", "asynclint", "lsp"],
        env=environment, capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "Error: the language server needs pygls: pip install 'asynclint[lsp]'\n"


def test_our_own_linter_finds_nothing_in_it(project: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "asynclint", str(ROOT / "asynclint" / "plugins" / "lsp")],
        env=ENVIRONMENT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
