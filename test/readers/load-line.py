"""Runs the lines of Python that an export prints, the last of which is an expression that loads a table.

The job is a list of lists of lines; the answer is a list of columns for each.
"""

import json
import sys

import cells
import pandas as pd


def load(lines):
    names = {}
    exec("\n".join(lines[:-1]), names)
    loaded = eval(lines[-1], names)
    if isinstance(loaded, pd.DataFrame):
        return cells.pandas_columns(loaded, pd.NA)
    return cells.relation_columns(loaded)


json.dump([load(lines) for lines in json.load(sys.stdin)], sys.stdout)
