// Rows as CSV after RFC 4180. Numbers are written whole, unrounded, and what is not known is an empty field. Text that a
// spreadsheet would take for a formula gets an apostrophe in front.

export type CsvValue = string | number | boolean | null;

export function csv(header: readonly string[], rows: readonly (readonly CsvValue[])[]): string {
  return [header, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

function field(value: CsvValue): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const safe = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
