# unsafe
"""The lines of a call stay as they are; a text of several lines is not touched."""

import psycopg2


def connect():
    return psycopg2.connect("dbname=test")


async def rows() -> list[object]:
    connection = psycopg2.connect(
        "dbname=test",
        # in a hurry
        connect_timeout=3,
    )
    cursor = connection.cursor()
    cursor.execute(
        """
        select *
          from orders
        """
    )
    return cursor.fetchall()
