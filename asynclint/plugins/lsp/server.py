"""The server: which texts are open, which projects have to be linted again, and what the editor asks about findings.

Texts are synchronised as a whole: pygls splits lines where the protocol does not (at form feeds, say), which only matters for
parts of them.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import uuid
from collections.abc import AsyncIterator, Callable
from pathlib import PurePath

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path
from pygls.workspace import TextDocument

from asynclint import __version__, notebooks
from asynclint.baseline import DEFAULT_NAME
from asynclint.plugins.lsp.actions import Actions
from asynclint.plugins.lsp.analyst import Analyst, Answer, Request, Step
from asynclint.plugins.lsp.translate import Found

_DELAY = 0.005  # seconds to wait for the next keystroke: some editors send several changes at once
_SETTINGS = ("pyproject.toml", "asynclint.toml", DEFAULT_NAME)
_PYTHON = ".py"
_SUFFIXES = (_PYTHON, notebooks.SUFFIX)
_WATCHED = ("**/*.py", "**/*.ipynb", *(f"**/{name}" for name in _SETTINGS))


class Server(LanguageServer):
    """Lints what is open, and the workspace around it, one project after the other.

    A project is a folder of the workspace, or an open file that is in none.
    """

    def __init__(self) -> None:
        super().__init__("asynclint", __version__, types.TextDocumentSyncKind.Full)
        self.analyst: Analyst
        self.found: dict[str, list[Found]] = {}
        """By path: what the editor was told."""
        self.linted: dict[str, str] = {}
        """The text of each open file that this was said of."""
        self._folders: set[str] = set()
        self._waiting: dict[
            str, bool
        ] = {}  # projects in the order of their turn, and whether settings may have changed
        self._running = ""
        self._known: set[str] = set()  # projects with an answer
        self._error = ""
        self._wake = asyncio.Event()
        self._work: asyncio.Task[None] | None = None

    # -- Projects --

    def start(self) -> None:
        """Lint the workspace; what is to be linted from now on will be."""
        self.analyst = Analyst(
            str(getattr(self.workspace.position_encoding, "value", self.workspace.position_encoding))
        )
        self.take_folders()
        self._work = asyncio.create_task(self._lint_forever())

    def take_folders(self) -> None:
        """The folders of the workspace have changed."""
        uris = [folder.uri for folder in self.workspace.folders.values()]
        if not self._folders and not uris and self.workspace.root_uri is not None:
            uris = [self.workspace.root_uri]
        folders = {os.path.abspath(path) for uri in uris if (path := to_fs_path(uri)) is not None}
        new, self._folders = folders - self._folders, folders
        for path in [path for path in self.found if not self._is_in_workspace(path)]:
            self._tell(path, [])  # of open files, what is found in each alone
        for project in self._projects():
            if project in new or project not in self._folders:
                self.lint(project)

    def change(self, uri: str) -> None:
        """A document is another one than it was, in the editor or on disk: a file of Python, or one with settings."""
        path = _path(uri)
        if path is None:
            return
        if os.path.basename(path) in _SETTINGS:
            for project in self._projects():
                self.lint(project, settings=True)
        elif path.endswith(_SUFFIXES) and (self._is_in_workspace(path) or path in self._open() or path in self.found):
            self.lint(self._project(path))

    async def watch(self) -> None:
        """Ask the editor to tell when files change that are not open, if it can."""
        workspace = self.client_capabilities.workspace
        watched = workspace.did_change_watched_files if workspace is not None else None
        if watched is not None and watched.dynamic_registration:
            options = types.DidChangeWatchedFilesRegistrationOptions(
                [types.FileSystemWatcher(each) for each in _WATCHED]
            )
            method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
            registration = types.Registration(str(uuid.uuid4()), method, options)
            await self.client_register_capability_async(types.RegistrationParams([registration]))

    def close(self) -> None:
        """End what runs beside the server."""
        if self._work is not None:
            self._work.cancel()
            self.analyst.close()

    def lint(self, project: str, *, settings: bool = False) -> None:
        """The project has to be linted again."""
        self._waiting[project] = self._waiting.get(project, False) or settings
        if project == self._running:
            self.analyst.give_up()
        self._wake.set()

    def _project(self, path: str) -> str:
        """The innermost folder of the workspace around the file; where there is none, the file itself."""
        around = [folder for folder in self._folders if PurePath(path).is_relative_to(folder)]
        return max(around, key=len, default=path)

    def _is_in_workspace(self, path: str) -> bool:
        return self._project(path) in self._folders

    def _open(self) -> dict[str, TextDocument]:
        """The open Python files, by path."""
        documents = ((_path(document.uri), document) for document in self.workspace.text_documents.values())
        return {path: document for path, document in documents if path is not None and path.endswith(_PYTHON)}

    def _projects(self) -> list[str]:
        """The folders, and the open files that are in none."""
        return [*sorted(self._folders), *sorted(path for path in self._open() if not self._is_in_workspace(path))]

    async def _lint_forever(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._waiting:
                await asyncio.sleep(_DELAY)
                project = next(iter(self._waiting))
                settings = self._waiting.pop(project)
                self._running = project
                try:
                    await self._lint(project, settings)
                except Exception as error:  # the next change gets another chance
                    self._tell_error(f"internal error: {type(error).__name__}: {error}")
                finally:
                    self._running = ""

    async def _lint(self, project: str, settings: bool) -> None:
        documents = {path: each for path, each in self._open().items() if self._project(path) == project}
        if project not in self._folders and project not in documents:
            self._tell(project, [])  # a file on its own that was closed
            return
        texts = {path: document.source for path, document in documents.items()}
        versions = {path: document.version for path, document in documents.items()}
        request = Request(project, frozenset(self._projects()), texts, settings)
        async with self._progress(project) as tell:
            answer = await self.analyst.ask(request, tell)
        if answer is None:
            self.lint(project, settings=settings)
            return
        self._take(project, answer, texts, versions)

    def _take(self, project: str, answer: Answer, texts: dict[str, str], versions: dict[str, int | None]) -> None:
        self._tell_error(answer.error)
        if not answer.error:
            self._known.add(project)
        for path, found in answer.news.items():
            if self._project(path) == project:
                self._tell(path, found, versions.get(path))
        for path in texts.keys() - answer.stale:
            self.linted[path] = texts[path]

    # -- What the editor is told --

    def _tell(self, path: str, found: list[Found], version: int | None = None) -> None:
        self.found[path] = found
        if not found:
            del self.found[path]
        document = self._open().get(path)
        uri = document.uri if document is not None else from_fs_path(path)
        if uri is not None:
            diagnostics = [each.diagnostic for each in found]
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, diagnostics, version))

    def _tell_error(self, error: str) -> None:
        """Say it once, as long as it is the same."""
        if error and error != self._error:
            self.window_show_message(types.ShowMessageParams(types.MessageType.Error, f"asynclint: {error}"))
        self._error = error

    @contextlib.asynccontextmanager
    async def _progress(self, project: str) -> AsyncIterator[Callable[[Step], None]]:
        """Where to tell the steps of a run: to the editor, if it is the first one of the project and the editor wants to know."""
        window = self.client_capabilities.window
        if project in self._known or window is None or not window.work_done_progress:
            yield lambda step: None
            return
        token = str(uuid.uuid4())
        await self.work_done_progress.create_async(token)
        self.work_done_progress.begin(token, types.WorkDoneProgressBegin(f"asynclint: {os.path.basename(project)}"))

        def tell(step: Step) -> None:
            done = types.WorkDoneProgressReport(message=step.stage, percentage=100 * step.done // max(step.total, 1))
            self.work_done_progress.report(token, done)

        try:
            yield tell
        finally:
            self.work_done_progress.end(token, types.WorkDoneProgressEnd())

    # -- What the editor asks --

    def found_in(self, uri: str) -> tuple[str, list[Found]]:
        """The text of an open document, and what was found in it; nothing if that was another text."""
        path = _path(uri)
        document = self._open().get(path) if path is not None else None
        if path is None or document is None or self.linted.get(path) != document.source:
            return "", []
        return document.source, self.found.get(path, [])


def _path(uri: str) -> str | None:
    """The path of a file; None for what is none (yet)."""
    path = to_fs_path(uri) if uri.startswith("file:") else None
    return os.path.abspath(path) if path is not None else None


def _touches(one: types.Range, other: types.Range) -> bool:
    return one.start <= other.end and other.start <= one.end


def made() -> Server:
    """A server that knows what to do."""
    server = Server()

    @server.feature(types.INITIALIZED)
    async def initialized(params: types.InitializedParams) -> None:
        server.start()
        await server.watch()

    @server.feature(types.SHUTDOWN)
    def shutdown(params: None) -> None:
        server.close()

    def changed(
        params: types.DidOpenTextDocumentParams
        | types.DidChangeTextDocumentParams
        | types.DidSaveTextDocumentParams
        | types.DidCloseTextDocumentParams,
    ) -> None:
        server.change(params.text_document.uri)

    for each in (
        types.TEXT_DOCUMENT_DID_OPEN,
        types.TEXT_DOCUMENT_DID_CHANGE,
        types.TEXT_DOCUMENT_DID_SAVE,
        types.TEXT_DOCUMENT_DID_CLOSE,
    ):
        server.feature(each)(changed)

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def files_changed(params: types.DidChangeWatchedFilesParams) -> None:
        for event in params.changes:
            server.change(event.uri)

    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def folders_changed(params: types.DidChangeWorkspaceFoldersParams) -> None:
        server.take_folders()

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix])
    )
    async def code_actions(params: types.CodeActionParams) -> list[types.CodeAction]:
        uri = params.text_document.uri
        text, found = server.found_in(uri)
        touched = [each for each in found if _touches(each.diagnostic.range, params.range)]
        actions = Actions(uri, text, found)
        return await asyncio.to_thread(lambda: [action for each in touched for action in actions.of(each)])

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hover(params: types.HoverParams) -> types.Hover | None:
        _, found = server.found_in(params.text_document.uri)
        here = types.Range(params.position, params.position)
        touched = [each for each in found if _touches(each.diagnostic.range, here)]
        codes = dict.fromkeys(each.finding.code for each in touched)
        pages = [server.analyst.pages[code] for code in codes]
        if not pages:
            return None
        return types.Hover(
            types.MarkupContent(types.MarkupKind.Markdown, "\n---\n\n".join(pages)), touched[0].diagnostic.range
        )

    return server
