// Whether a market name fits a pattern in which `*` stands for any run of characters; everything else is itself.

export function fitsPattern(pattern: string, market: string): boolean {
  const [head = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === market;
  const tail = rest.pop() ?? '';
  if (!market.startsWith(head) || market.length < head.length + tail.length || !market.endsWith(tail)) return false;
  const end = market.length - tail.length;
  let at = head.length;
  for (const part of rest) {
    const found = market.indexOf(part, at);
    if (found === -1 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}
