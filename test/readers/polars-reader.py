"""Polars."""

import cells
import polars as pl


def columns(frame):
    return [cells.column(name, frame[name].dtype, frame[name].to_list()) for name in frame.columns]


def read_csv(path):
    return columns(pl.read_csv(f"{path}.csv", try_parse_dates=True))


def read_ndjson(path):
    return columns(pl.read_ndjson(f"{path}.jsonl"))


def read_ipc(path):
    return columns(pl.read_ipc(f"{path}.arrow"))


cells.answer({"read_csv": read_csv, "read_ndjson": read_ndjson, "read_ipc": read_ipc})
