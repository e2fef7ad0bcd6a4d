"""
The job in DuckDB: one SQL query and COPY. Python only starts it. Arguments: corpus, out, formats, query.

There are two queries, because neither is the better one everywhere. `plain` relies on DuckDB keeping the order of rows and
needs less memory; `sorted` numbers paragraphs with ORDINALITY, which loses the order, and sorts.
"""
import os
import sys

import resource_usage  # noqa: F401
import duckdb

DOCUMENTS = r"""
    WITH documents AS (
        SELECT substr(filename, {root_length} + 2) AS doc_id,
               string_split(replace(content, E'\r\n', E'\n'), E'\n\n') AS parts
        FROM read_text('{root}/**/*.txt')
    ), headers AS (
        SELECT doc_id, parts[2:] AS paragraphs, string_split(trim(parts[1]), ' ') AS header
        FROM documents
    ), fields AS (
        SELECT doc_id, paragraphs, header[2]::DATE AS date, header[3] AS url,
               regexp_extract(header[3], '^[a-z]+://([^/:?#]+)', 1) AS host
        FROM headers
    )
"""
QUERIES = {
    "plain": DOCUMENTS + r"""
    , rows AS (
        SELECT doc_id, generate_subscripts(paragraphs, 1) - 1 AS paragraph_index,
               trim(unnest(paragraphs), E' \n') AS text, date, url, host
        FROM fields
    )
    SELECT *, length(text) AS char_count FROM rows
    """,
    "sorted": DOCUMENTS + r"""
    , rows AS (
        SELECT doc_id, number - 1 AS paragraph_index, trim(part, E' \n') AS text, date, url, host
        FROM fields, unnest(paragraphs) WITH ORDINALITY AS parts(part, number)
    )
    SELECT *, length(text) AS char_count FROM rows ORDER BY doc_id, paragraph_index
    """,
}
OPTIONS = {"csv": "FORMAT csv, HEADER", "jsonl": "FORMAT json"}


def main(root, out, formats, query):
    select = QUERIES[query].format(root=root.replace("'", "''"), root_length=len(root))
    for name in formats.split(","):
        path = os.path.join(out, f"paragraphs.{name}").replace("'", "''")
        duckdb.execute(f"COPY ({select}) TO '{path}' ({OPTIONS[name]})")


main(*sys.argv[1:])
