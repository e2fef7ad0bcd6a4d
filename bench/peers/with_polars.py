"""The job in Polars: a loop that reads the files, then expressions in its own threads. Arguments: corpus, out, formats."""
import os
import sys

import resource_usage  # noqa: F401
import polars as pl
from documents import read_documents


def read_frame(root):
    documents = pl.DataFrame(list(read_documents(root)), schema=["doc_id", "content"], orient="row")
    parts = pl.col("content").str.split("\n\n")
    header = parts.list.first().str.strip_chars().str.split(" ")
    return (
        documents.lazy()
        .select(
            "doc_id",
            text=parts.list.slice(1),
            date=header.list.get(1).str.to_date("%Y-%m-%d"),
            url=header.list.get(2),
        )
        .with_columns(
            paragraph_index=pl.int_ranges(pl.col("text").list.len()),
            host=pl.col("url").str.extract("^[a-z]+://([^/:?#]+)"),
        )
        .explode("text", "paragraph_index")
        .with_columns(pl.col("text").str.strip_chars())
        .with_columns(char_count=pl.col("text").str.len_chars())
        .collect()
    )


def main(root, out, formats):
    frame = read_frame(root)
    for name in formats.split(","):
        path = os.path.join(out, f"paragraphs.{name}")
        if name == "csv":
            frame.write_csv(path)
        elif name == "jsonl":
            frame.write_ndjson(path)
        else:
            frame.write_ipc(path)


main(*sys.argv[1:])
