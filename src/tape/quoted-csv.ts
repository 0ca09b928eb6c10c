// One line of CSV in which a field may stand in quotes, with commas inside and quotes doubled (RFC 4180, but for line ends).

const FIELD = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y;

/** Null where a quote is not closed or stands inside a bare field. */
export function fieldsOf(line: string): readonly string[] | null {
  const fields: string[] = [];
  FIELD.lastIndex = 0;
  for (;;) {
    const match = FIELD.exec(line);
    if (match === null) return null;
    const [, quoted, bare, end] = match;
    fields.push(quoted === undefined ? bare! : quoted.replaceAll('""', '"'));
    if (end === '') return fields;
  }
}
