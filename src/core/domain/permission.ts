// The permission lattice: halted < cancel-only < reduce-only < full. Combining takes the lowest, so the order in which
// constraints are evaluated cannot matter.

export type Permission = 'halted' | 'cancel-only' | 'reduce-only' | 'full';

export const PERMISSIONS: readonly Permission[] = ['halted', 'cancel-only', 'reduce-only', 'full'];

const RANK: Readonly<Record<Permission, number>> = { halted: 0, 'cancel-only': 1, 'reduce-only': 2, full: 3 };

export const lowest = (a: Permission, b: Permission): Permission => (RANK[a] <= RANK[b] ? a : b);
/** True when `permission` allows at least what `needed` allows. */
export const allows = (permission: Permission, needed: Permission): boolean => RANK[permission] >= RANK[needed];
