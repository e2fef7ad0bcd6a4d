"""Holds XML files to an XML Schema: the schema, then the files, one path on each line of standard input. Prints, as JSON, what is wrong
with each file: a list of reasons, empty where it conforms."""

import json
import sys
from xml.etree.ElementTree import ParseError

import xmlschema

schema_path, *paths = sys.stdin.read().splitlines()
schema = xmlschema.XMLSchema(schema_path)


def reasons(path):
    try:
        return [f"{error.path}: {error.reason}" for error in schema.iter_errors(path)]
    except ParseError as error:
        return [f"not well-formed: {error}"]


json.dump([reasons(path) for path in paths], sys.stdout)
