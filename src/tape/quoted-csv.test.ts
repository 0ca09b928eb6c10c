import { expect, test } from 'vitest';
import { fieldsOf } from './quoted-csv.ts';

test.each([
  ['a,b', ['a', 'b']], ['', ['']], ['a,,', ['a', '', '']], ['"a, b",c', ['a, b', 'c']], ['"say ""it""",', ['say "it"', '']],
])('%j', (line, fields) => {
  expect(fieldsOf(line)).toEqual(fields);
});

test.each(['"a', 'a"b"', '"a"b', 'a,"b'])('%j has a quote that is not closed or stands inside a field', (line) => {
  expect(fieldsOf(line)).toBeNull();
});
