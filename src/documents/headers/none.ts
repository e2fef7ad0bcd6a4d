/** The header kind `none`: the whole document is body (docs/documents.md). */
import type { HeaderKind } from "../header.ts";

export const none: HeaderKind = {
  name: "none",
  description: "No header: the whole document is body.",
  reader: {
    fieldNames: [],
    anyField: false,
    nested: false,
    read: (_bytes, start) => ({ start, end: start, place: start, fields: [] }),
  },
};
