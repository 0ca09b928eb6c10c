// Long lines of the terminal, broken at a hundred columns.

const WIDTH = 100;

/** At spaces, but not before a percent sign; what follows the first line stands a little further in. */
export function wrapped(text: string, indent = ''): readonly string[] {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(/ (?!%)/)) {
    if (line.trim() !== '' && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = `${indent}  ${word}`;
    } else line = line.trim() === '' ? `${line}${word}` : `${line} ${word}`;
  }
  return [...lines, line];
}
