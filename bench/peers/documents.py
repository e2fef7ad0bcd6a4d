"""How the Python peers find and read documents. The plain loop that a data scientist writes, without waste."""
import os


def paths(root):
    """Every .txt file below `root`, folders and files in order."""
    for folder, folders, files in os.walk(root):
        folders.sort()
        for name in sorted(files):
            if name.endswith(".txt"):
                yield os.path.join(folder, name)


def read_documents(root):
    """Yields (doc_id, text). Line ends become LF, as Python's text mode does."""
    for path in paths(root):
        with open(path, encoding="utf-8") as file:
            yield path[len(root) + 1 :], file.read()
