"""The error, or another one, is raised on every path."""

import asyncio
import logging
import os
import sys
from asyncio import CancelledError

logger = logging.getLogger(__name__)


class Aborted(Exception):
    pass


async def logged(job) -> None:
    try:
        await job()
    except asyncio.CancelledError:
        logger.info("cancelled")
        raise


async def by_name(job) -> None:
    try:
        await job()
    except CancelledError as error:
        logger.info("cancelled: %s", error)
        raise error


async def converted(job) -> None:
    try:
        await job()
    except asyncio.CancelledError as error:
        raise Aborted("the job was cancelled") from error


async def on_both_branches(job, strict: bool) -> None:
    try:
        await job()
    except asyncio.CancelledError:
        if strict:
            raise Aborted from None
        else:
            logger.info("cancelled")
            raise


async def after_clean_up(job, connection) -> None:
    try:
        await job()
    except asyncio.CancelledError:
        try:
            await connection.close()
        except OSError:
            logger.exception("not closed")
        raise


async def in_the_finally_of_the_handler(job, connection) -> None:
    try:
        await job()
    except asyncio.CancelledError:
        try:
            connection.abort()
        finally:
            raise


async def behind_the_try(job, connection) -> None:
    try:
        await job()
    except asyncio.CancelledError:
        logger.info("cancelled")
    except ConnectionError:
        logger.info("lost")
    else:
        return
    connection.close()
    raise Aborted


async def kept_and_raised_later(job, connection) -> None:
    failure: BaseException | None = None
    try:
        await job()
    except asyncio.CancelledError as error:
        failure = error
    connection.close()
    if failure is not None:
        raise failure


async def process_ends(job) -> None:
    try:
        await job()
    except asyncio.CancelledError:
        logger.info("stopped by the supervisor")
        sys.exit(3)


async def child_process_ends(job) -> None:
    try:
        await job()
    except asyncio.CancelledError:
        os._exit(0)


async def by_class(job) -> str | None:
    try:
        return await job()
    except (ConnectionError, asyncio.CancelledError) as error:
        if isinstance(error, asyncio.CancelledError):
            raise
        return None


async def last_rounds_first(jobs) -> None:
    try:
        await asyncio.gather(*jobs)
    except asyncio.CancelledError:
        for job in jobs:
            job.close()
        raise
