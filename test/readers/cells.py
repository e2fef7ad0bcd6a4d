"""Cells as text and the frame of every script here: read a job from standard input, print what was read as JSON.

The job is a list of datasets, each {"name": ..., "out": folder, "source": folder}. The answer is
{dataset: {load: {table: [{"name": ..., "type": ..., "cells": [...]}, ...]}}}; for a load that fails, {"error": ...}
stands in the place of the columns.
"""

import json
import struct
import sys
import traceback
from datetime import date, datetime, timezone
from decimal import Decimal

TABLES = ("paragraphs", "documents")


def text_of(value):
    """The text of a cell as a reader returned it: numbers as digits, floats as their bytes, times in UTC, None as None."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, Decimal)):
        return str(value)
    if isinstance(value, float):
        return "float " + struct.pack(">d", value).hex()
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(timezone.utc).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"a cell of the unexpected type {type(value)}: {value!r}")


def column(name, type_name, values):
    return {"name": name, "type": str(type_name), "cells": [text_of(value) for value in values]}


def arrow_columns(table):
    """The columns of a pyarrow table; a type that is declared non-null says so."""
    return [
        column(field.name, f"{field.type}{'' if field.nullable else ' not null'}", values.to_pylist())
        for field, values in zip(table.schema, table.columns)
    ]


def pandas_columns(frame, missing):
    """The columns of a pandas frame; `missing` is pandas.NA and pandas.NaT, which this file does not import."""
    return [
        column(
            name,
            frame[name].dtype,
            [None if any(value is each for each in missing) else value for value in frame[name].tolist()],
        )
        for name in frame.columns
    ]


def polars_columns(frame):
    return [column(name, frame[name].dtype, frame[name].to_list()) for name in frame.columns]


def relation_columns(relation):
    """The columns of a DuckDB relation. Through Arrow: moments as Python objects would need one more package."""
    values = relation.to_arrow_table()
    return [
        column(name, type_name, values.column(index).to_pylist())
        for index, (name, type_name) in enumerate(zip(relation.columns, relation.types))
    ]


def attempt(load, path):
    try:
        return load(path)
    except Exception:
        return {"error": traceback.format_exc()}


def answer(loads):
    """Runs every load, a function from a path without extension to columns, on both tables of every dataset."""
    read = {
        dataset["name"]: {
            name: {table: attempt(load, f"{dataset['out']}/{table}") for table in TABLES}
            for name, load in loads.items()
        }
        for dataset in json.load(sys.stdin)
    }
    json.dump(read, sys.stdout)
