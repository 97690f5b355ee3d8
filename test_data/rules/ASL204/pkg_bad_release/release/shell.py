import logging
import subprocess
from collections.abc import Sequence

logger = logging.getLogger(__name__)


class CommandFailed(Exception):
    """The command did not end with 0."""


def sh(command: Sequence[str], *, dry_run: bool = False) -> str:
    logger.info("running %s", command)
    if dry_run:
        return ""
    try:
        return subprocess.check_output(command, text=True)
    except subprocess.CalledProcessError as error:
        raise CommandFailed(command) from error
