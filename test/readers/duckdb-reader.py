"""DuckDB with plain auto-detection, and on a registered Arrow table."""

import cells
import duckdb
import pyarrow.ipc


def read_csv(path):
    return cells.relation_columns(duckdb.sql(f"from read_csv('{path}.csv')"))


def read_csv_without_quoted_nulls(path):
    return cells.relation_columns(duckdb.sql(f"from read_csv('{path}.csv', allow_quoted_nulls = false)"))


def read_json(path):
    return cells.relation_columns(duckdb.sql(f"from read_json('{path}.jsonl')"))


def register(path):
    with pyarrow.OSFile(f"{path}.arrow") as file:
        table = pyarrow.ipc.open_file(file).read_all()
    connection = duckdb.connect()
    connection.register("registered", table)
    return cells.relation_columns(connection.sql("from registered"))


cells.answer(
    {
        "read_csv": read_csv,
        "read_csv without quoted nulls": read_csv_without_quoted_nulls,
        "read_json": read_json,
        "register": register,
    }
)
