"""Runs the lines of Python that an export prints, the last of which is an expression that loads a table with pandas.

The job is a list of lists of lines; the answer is a list of columns for each.
"""

import json
import sys

import cells
import pandas as pd


def load(lines):
    names = {}
    exec("\n".join(lines[:-1]), names)
    return cells.pandas_columns(eval(lines[-1], names), pd.NA)


json.dump([load(lines) for lines in json.load(sys.stdin)], sys.stdout)
