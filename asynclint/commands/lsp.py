"""``asynclint lsp``: the language server."""

from __future__ import annotations

import os

import click

from asynclint.commands import OK

_EXTRA = ("pygls", "lsprotocol")


@click.command()
def lsp() -> int:
    """Serve an editor over the Language Server Protocol, on standard input and output."""
    try:
        from asynclint.plugins.lsp.server import made
    except ModuleNotFoundError as missing:
        if missing.name not in _EXTRA:
            raise
        raise click.ClickException("the language server needs pygls: pip install 'asynclint[lsp]'") from None

    server = made()
    try:
        with open(os.dup(0), "rb") as incoming, open(os.dup(1), "wb") as outgoing:  # the server closes what it is given
            server.start_io(incoming, outgoing)
    finally:
        server.close()
    return OK
