"""Follows every row back to the sources: the bytes from byte_start to byte_end are the text, and the hashes are right.

Reads the same job as the other scripts; prints {dataset: {"rows": ..., "documents": ..., "wrong": [...]}}.
"""

import csv
import hashlib
import json
import sys


def rows_of(path):
    with open(path, newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file, strict=True)


def read_bytes(path):
    with open(path, "rb") as file:
        return file.read()


def check(dataset):
    out, wrong, rows = dataset["out"], [], 0
    sources = {row["doc_id"]: row for row in rows_of(f"{out}/documents.csv")}
    contents = {doc_id: read_bytes(f"{dataset['source']}/{row['source_path']}") for doc_id, row in sources.items()}
    for doc_id, row in sources.items():
        digest = hashlib.sha256(contents[doc_id]).hexdigest()
        if (row["doc_sha256"], int(row["bytes"])) != (digest, len(contents[doc_id])):
            wrong.append(f"{doc_id}: sha256 or size")
    for row in rows_of(f"{out}/paragraphs.csv"):
        rows += 1
        slice_ = contents[row["doc_id"]][int(row["byte_start"]) : int(row["byte_end"])]
        if slice_ != row["text"].encode() or row["doc_sha256"] != sources[row["doc_id"]]["doc_sha256"]:
            wrong.append(f"{row['doc_id']} paragraph {row['paragraph_index']}")
    return {"rows": rows, "documents": len(sources), "wrong": wrong}


json.dump({dataset["name"]: check(dataset) for dataset in json.load(sys.stdin)}, sys.stdout)
