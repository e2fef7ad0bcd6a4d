"""Reads a long CSV file with every reader that guesses types from the first rows.

The job is {"path": ..., "last": n}; the answer is {reader: {"rows": ..., "last": [the last n texts]}}.
"""

import json
import sys

import duckdb
import pandas as pd
import polars as pl
import pyarrow.csv

job = json.load(sys.stdin)
path, last = job["path"], job["last"]


def with_duckdb():
    return [row[0] for row in duckdb.sql(f"select text from read_csv('{path}') order by paragraph_index").fetchall()]


def with_pandas():
    return pd.read_csv(path, dtype_backend="pyarrow", keep_default_na=False, na_values=[""])["text"].tolist()


def with_polars():
    return pl.read_csv(path, try_parse_dates=True)["text"].to_list()


def with_pyarrow():
    options = pyarrow.csv.ParseOptions(newlines_in_values=True)
    return pyarrow.csv.read_csv(path, parse_options=options).column("text").to_pylist()


readers = {"DuckDB": with_duckdb, "pandas": with_pandas, "Polars": with_polars, "PyArrow": with_pyarrow}
texts = {name: read() for name, read in readers.items()}
json.dump({name: {"rows": len(values), "last": values[-last:]} for name, values in texts.items()}, sys.stdout)
