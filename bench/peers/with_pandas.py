"""The job in pandas: a loop that fills one list per column, one DataFrame, its writers. Arguments: corpus, out, formats."""
import os
import sys
from urllib.parse import urlsplit

import resource_usage  # noqa: F401
import pandas as pd
from documents import read_documents


def read_frame(root):
    columns = {name: [] for name in ("doc_id", "paragraph_index", "text", "date", "url", "host", "char_count")}
    doc_ids, indexes, texts, dates, urls, hosts, char_counts = columns.values()
    for doc_id, content in read_documents(root):
        header, *paragraphs = content.split("\n\n")
        _, date, url = header.split()
        host = urlsplit(url).hostname
        for index, paragraph in enumerate(paragraphs):
            text = paragraph.strip()
            doc_ids.append(doc_id)
            indexes.append(index)
            texts.append(text)
            dates.append(date)
            urls.append(url)
            hosts.append(host)
            char_counts.append(len(text))
    frame = pd.DataFrame(columns)
    frame["date"] = pd.to_datetime(frame["date"], format="%Y-%m-%d")
    return frame


def main(root, out, formats):
    frame = read_frame(root)
    for name in formats.split(","):
        path = os.path.join(out, f"paragraphs.{name}")
        if name == "csv":
            frame.to_csv(path, index=False)
        elif name == "jsonl":
            frame.to_json(path, orient="records", lines=True, date_format="iso", force_ascii=False)
        else:
            frame.to_feather(path, compression="uncompressed")


main(*sys.argv[1:])
