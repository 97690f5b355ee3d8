from ._psycopg import connection as connection, cursor as cursor
