"""How long an editor waits after a keystroke: ``python tests/bench/keystroke.py PROJECT FILE``, a folder and a file in it.

Talks to ``asynclint lsp`` over standard input and output as an editor does: opens the file, changes a line of a function again and
again, and measures from ``didChange`` to ``publishDiagnostics`` (the file gets a finding, so that each answer is told). Prints
milliseconds. Nothing is written into the project.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from pathlib import Path

from lsprotocol import types
from pygls.lsp.client import LanguageClient

KEYSTROKES = 20
PAUSE = 0.3  # seconds between two
PROBE = "\n\nasync def probe():\n    import time\n    time.sleep({number})\n"


async def latencies(project: Path, path: Path) -> tuple[float, list[float]]:
    """Seconds of the first answer, and after each keystroke."""
    client = LanguageClient("bench", "1")
    told: asyncio.Queue[int] = asyncio.Queue()

    @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    def published(params: types.PublishDiagnosticsParams) -> None:
        if params.uri == path.as_uri() and params.version is not None:
            told.put_nowait(params.version)

    await client.start_io(sys.executable, "-m", "asynclint", "lsp")
    folder = types.WorkspaceFolder(project.as_uri(), project.name)
    await client.initialize_async(types.InitializeParams(types.ClientCapabilities(), workspace_folders=[folder]))
    text, uri = path.read_text("utf-8"), path.as_uri()
    began = time.perf_counter()
    client.initialized(types.InitializedParams())
    opened = types.TextDocumentItem(uri, "python", 0, text + PROBE.format(number=KEYSTROKES + 1))
    client.text_document_did_open(types.DidOpenTextDocumentParams(opened))
    await told.get()
    first = time.perf_counter() - began
    found = []
    for number in range(1, KEYSTROKES + 1):
        await asyncio.sleep(PAUSE)
        document = types.VersionedTextDocumentIdentifier(number, uri)
        change = types.TextDocumentContentChangeWholeDocument(text + PROBE.format(number=number))
        began = time.perf_counter()
        client.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))
        while await told.get() != number:
            pass
        found.append(time.perf_counter() - began)
    await client.shutdown_async(None)
    client.exit(None)
    return first, found


def main() -> None:
    project, path = (Path(argument).resolve() for argument in sys.argv[1:])
    first, found = asyncio.run(latencies(project, path))
    lines = len(path.read_text("utf-8").splitlines())
    print(f"{path.relative_to(project)} ({lines} lines): first answer after {first * 1000:.0f} ms")
    print(f"{len(found)} keystrokes: median {statistics.median(found) * 1000:.0f} ms, worst {max(found) * 1000:.0f} ms")


if __name__ == "__main__":
    main()
