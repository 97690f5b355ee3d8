# unsafe
"""The lines of a call stay as they are; a text of several lines is not touched."""

import asyncio

import psycopg2


def connect():
    return psycopg2.connect("dbname=test")


async def rows() -> list[object]:
    connection = await asyncio.to_thread(
        psycopg2.connect,
        "dbname=test",
        # in a hurry
        connect_timeout=3,
    )
    cursor = connection.cursor()
    await asyncio.to_thread(
        cursor.execute,
        """
        select *
          from orders
        """
    )
    return await asyncio.to_thread(cursor.fetchall)
