// The configuration text as a tree in which every key and value knows its place. All scalars stay text: units are read
// later, from exactly what was written. Holds no YAML library types.

export interface Place { readonly file: string; readonly start: number; readonly end: number }

/** Null where nothing was written: the value is the schema's default. */
export type Origin = Place | null;

export interface ScalarNode { readonly kind: 'scalar'; readonly text: string; readonly origin: Origin }
export interface ListNode { readonly kind: 'list'; readonly items: readonly Node[]; readonly origin: Origin }
export interface Entry { readonly keyOrigin: Origin; readonly value: Node }
export interface MapNode { readonly kind: 'map'; readonly entries: ReadonlyMap<string, Entry>; readonly origin: Origin }
export type Node = ScalarNode | ListNode | MapNode;

export const EMPTY_MAP: MapNode = { kind: 'map', entries: new Map(), origin: null };

export const child = (node: Node | undefined, key: string): Node | undefined =>
  node?.kind === 'map' ? node.entries.get(key)?.value : undefined;

export const childMap = (node: Node | undefined, key: string): MapNode => {
  const found = child(node, key);
  return found?.kind === 'map' ? found : EMPTY_MAP;
};

export const textOf = (node: Node | undefined): string | null => (node?.kind === 'scalar' ? node.text : null);

export const itemsOf = (node: Node | undefined): readonly Node[] => (node?.kind === 'list' ? node.items : []);

/** Plain objects without prototype, lists and strings, as the schemas check them. */
export function plain(node: Node): unknown {
  if (node.kind === 'scalar') return node.text;
  if (node.kind === 'list') return node.items.map(plain);
  const object = Object.create(null) as Record<string, unknown>;
  for (const [key, entry] of node.entries) object[key] = plain(entry.value);
  return object;
}

/** One line, close to what was written. */
export function written(node: Node): string {
  if (node.kind === 'scalar') return node.text;
  if (node.kind === 'list') return `[${node.items.map(written).join(', ')}]`;
  return `{ ${[...node.entries].map(([key, entry]) => `${key}: ${written(entry.value)}`).join(', ')} }`;
}

/** The deepest written thing on the way along `path`: a value's place, or the key of the map that lacks the rest. */
export function placeAt(root: Node, path: readonly PropertyKey[], on: 'key' | 'value'): Origin {
  let node: Node = root;
  let place: Origin = root.origin;
  for (const [depth, step] of path.entries()) {
    const isLast = depth === path.length - 1;
    if (node.kind === 'map') {
      const entry = node.entries.get(String(step));
      if (entry === undefined) return place;
      place = entry.keyOrigin ?? place;
      if (isLast && on === 'value') return entry.value.kind === 'scalar' ? (entry.value.origin ?? place) : place;
      node = entry.value;
    } else if (node.kind === 'list' && typeof step === 'number') {
      const item: Node | undefined = node.items[step];
      if (item === undefined) return place;
      place = item.origin ?? place;
      node = item;
    } else return place;
  }
  return place;
}
