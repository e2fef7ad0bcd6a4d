"""Runs lines of Python as users do, the last of which is an expression that loads a table.

The job is a list of {"lines": [...], "columns": [names] or nothing for all}; the answer is a list of columns for each,
in the order of the table, or {"error": ...}.
"""

import json
import sys

import cells
import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa


def load(job):
    *lines, expression = job["lines"]
    names = {}
    exec("\n".join(lines), names)
    loaded = eval(expression, names)
    if "columns" in job:
        loaded = columns_of(loaded, job["columns"])
    if isinstance(loaded, pd.DataFrame):
        return cells.pandas_columns(loaded, (pd.NA, pd.NaT))
    if isinstance(loaded, pl.DataFrame):
        return cells.polars_columns(loaded)
    if isinstance(loaded, pa.Table):
        return cells.arrow_columns(loaded)
    return cells.relation_columns(loaded)


def columns_of(loaded, wanted):
    names = loaded.column_names if isinstance(loaded, pa.Table) else loaded.columns
    kept = [name for name in names if name in wanted]
    if isinstance(loaded, duckdb.DuckDBPyRelation):
        return loaded.select(*kept)
    return loaded.select(kept) if isinstance(loaded, (pa.Table, pl.DataFrame)) else loaded[kept]


json.dump([cells.attempt(load, job) for job in json.load(sys.stdin)], sys.stdout)
