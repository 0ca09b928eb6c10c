// A profile with everything it extends: read from the farthest to the nearest, put together, checked as a whole.

import { checkShape } from './check-shape.ts';
import { suggestion } from './did-you-mean.ts';
import { effectiveLeaves, type EffectiveValue } from './effective.ts';
import { laidOver, withDefaults } from './inherit.ts';
import { type Loading, startOf } from './loading.ts';
import { profile as profileSchema, profileFile, type ProfileWritten } from './schema/profile-file.ts';
import { PROFILES_FOLDER, profileFileName } from './sources.ts';
import { child, childMap, EMPTY_MAP, textOf, type MapNode, type Place } from './yaml-tree.ts';

export interface Overlay { readonly strategy: string; readonly place: Place; readonly settings: MapNode }

export interface LoadedProfile {
  /** Null when it has mistakes. */
  readonly value: ProfileWritten | null;
  readonly effective: readonly EffectiveValue[];
  /** From the farthest profile to the nearest: later ones win. */
  readonly overlays: readonly Overlay[];
}

export function loadProfile(loading: Loading, name: string, namedAt: Place): LoadedProfile {
  const chain = profileChain(loading, name, namedAt);
  let isSound = chain.every((link) => link.tree !== null);
  let merged: MapNode = EMPTY_MAP;
  const overlays: Overlay[] = [];
  for (const { file, tree } of chain.toReversed()) {
    if (tree === null) continue;
    if (checkShape(profileFile, tree, { name: '', fallbackPlace: startOf(file) }, loading.mistakes) === null) isSound = false;
    merged = laidOver(profileSchema, merged, tree);
    for (const [strategy, entry] of childMap(tree, 'strategies').entries) {
      if (entry.value.kind === 'map') overlays.push({ strategy, place: entry.keyOrigin ?? startOf(file), settings: entry.value });
    }
  }
  if (!isSound) return { value: null, effective: [], overlays };
  const place = startOf(profileFileName(name));
  const complete: MapNode = { ...withDefaults(profileSchema, merged), origin: place };
  const value = checkShape(profileSchema, complete, { name: '', fallbackPlace: place }, loading.mistakes);
  return { value, effective: value === null ? [] : effectiveLeaves(profileSchema, complete, value, '', loading.originText), overlays };
}

/** To run, a profile has a mode, of its own or of what it extends; to extend, any will do. */
function profilesFor(loading: Loading, isToRun: boolean): readonly string[] {
  const files = loading.names().filter((file) => file.startsWith(`${PROFILES_FOLDER}/`) && (!isToRun || /^(mode|extends):/m.test(loading.peek(file))));
  return files.map((file) => file.slice(PROFILES_FOLDER.length + 1, -'.yaml'.length));
}

interface Link { readonly file: string; readonly tree: MapNode | null }

function profileChain(loading: Loading, first: string, namedAt: Place): Link[] {
  const chain: Link[] = [];
  const names: string[] = [];
  let name: string | null = first;
  let place = namedAt;
  while (name !== null) {
    const file = profileFileName(name);
    if (names.includes(name)) {
      loading.refuse('cycle', place, `the profile \`${name}\` extends itself`, [...names, name].join(' → '));
      return [...chain, { file, tree: null }];
    }
    names.push(name);
    if (!loading.has(file)) {
      loading.refuse('unknownProfile', place, `there is no profile \`${name}\``, suggestion(name, profilesFor(loading, chain.length === 0), `add ${file}`));
      loading.sources.set(file, { file, text: '' });
      return [...chain, { file, tree: null }];
    }
    const tree: MapNode | null = loading.open(file);
    chain.push({ file, tree });
    const extended = tree === null ? undefined : child(tree, 'extends');
    name = textOf(extended);
    place = extended?.origin ?? startOf(file);
  }
  return chain;
}
