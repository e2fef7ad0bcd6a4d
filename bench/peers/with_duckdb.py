"""The job in DuckDB: one SQL query and COPY. Python only starts it. Arguments: corpus, out, formats."""
import os
import sys

import resource_usage  # noqa: F401
import duckdb

QUERY = r"""
    WITH documents AS (
        SELECT substr(filename, {root_length} + 2) AS doc_id,
               string_split(replace(content, E'\r\n', E'\n'), E'\n\n') AS parts
        FROM read_text('{root}/**/*.txt')
    ), headers AS (
        SELECT doc_id, parts[2:] AS paragraphs, string_split(trim(parts[1]), ' ') AS header
        FROM documents
    ), rows AS (
        SELECT doc_id,
               generate_subscripts(paragraphs, 1) - 1 AS paragraph_index,
               trim(unnest(paragraphs), E' \n') AS text,
               header[2]::DATE AS date,
               header[3] AS url,
               regexp_extract(header[3], '^[a-z]+://([^/:?#]+)', 1) AS host
        FROM headers
    )
    SELECT *, length(text) AS char_count FROM rows
"""
OPTIONS = {"csv": "FORMAT csv, HEADER", "jsonl": "FORMAT json"}


def main(root, out, formats):
    query = QUERY.format(root=root.replace("'", "''"), root_length=len(root))
    for name in formats.split(","):
        path = os.path.join(out, f"paragraphs.{name}").replace("'", "''")
        duckdb.execute(f"COPY ({query}) TO '{path}' ({OPTIONS[name]})")


main(*sys.argv[1:])
