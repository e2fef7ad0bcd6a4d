"""Polars."""

import cells
import polars as pl


def read_csv(path):
    return cells.polars_columns(pl.read_csv(f"{path}.csv", try_parse_dates=True))


def read_ndjson(path):
    return cells.polars_columns(pl.read_ndjson(f"{path}.jsonl"))


def read_ipc(path):
    return cells.polars_columns(pl.read_ipc(f"{path}.arrow"))


cells.answer({"read_csv": read_csv, "read_ndjson": read_ndjson, "read_ipc": read_ipc})
