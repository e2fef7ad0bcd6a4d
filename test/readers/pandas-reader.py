"""pandas, with types found by itself."""

import cells
import pandas as pd


def columns(frame):
    return cells.pandas_columns(frame, (pd.NA, pd.NaT))


def read_csv(path):
    return columns(pd.read_csv(f"{path}.csv", dtype_backend="pyarrow", keep_default_na=False, na_values=[""]))


def read_json(path):
    # The default engine rounds doubles, and 64-bit integers in columns with nulls.
    return columns(pd.read_json(f"{path}.jsonl", lines=True, dtype_backend="pyarrow", engine="pyarrow"))


def read_feather(path):
    return columns(pd.read_feather(f"{path}.arrow", dtype_backend="pyarrow"))


cells.answer({"read_csv": read_csv, "read_json": read_json, "read_feather": read_feather})
