// Everything that lowers permission, and every reason why a wanted quote is not in the market.

import { PERMISSIONS, type Permission } from '../../src/core/domain/permission.ts';
import { DROP_REASONS, type DropReason } from '../../src/core/quoting/ladder.ts';
import { CONSTRAINTS } from '../../src/core/risk/constraints.ts';
import { cell, code, referencePage, table, type Page } from '../markdown.ts';

const MEANING_OF_PERMISSION: Readonly<Record<Permission, string>> = {
  halted: 'Nothing is placed. All orders are cancelled.',
  'cancel-only': 'Nothing is placed. Orders are cancelled.',
  'reduce-only': 'Only orders that bring the position nearer to zero.',
  full: 'Both sides.',
};

/** One sentence each; a reason without one does not compile. */
const MEANING_OF_DROP: Readonly<Record<DropReason, string>> = {
  quoted: 'Not dropped: the quote stands.',
  permission: 'The permission of the market allows no new order.',
  pulled: 'A rule pulls this side.',
  'below-minimum-edge': 'After the fee it would earn less than `quote.minEdge`.',
  'would-cross': 'It would take instead of rest, and `quote.postOnly` is on.',
  'own-cross': 'It would trade with a live order of our own.',
  'below-minimum-size': 'Less than the least size the venue takes.',
  'not-wanted': 'The strategy wants nothing there now: at its target, within its band, or not yet due.',
  'beyond-collar': 'Taking it would cost more than the `collar` of the strategy allows.',
  'position-limit': 'No room left under `limits.position` of the market.',
  'notional-limit': 'No room left under `limits.notional` of the market.',
  'gross-notional-limit': 'No room left under `limits.grossNotional` of the account.',
  'open-orders-limit': 'No room left under `limits.openOrders` of the market.',
  'reduce-only': 'It would add to the position, and only reducing is allowed.',
  'no-cash': 'The free cash does not cover it.',
  'group-notional-limit': 'No room left under the cap of a group of markets that this one is of: `limits.groupNotional` or `limits.groups`.',
  'capital-limit': 'No room left under `capital` of the strategy.',
  'same-price': 'After rounding it has the price of the layer before it.',
  collar: 'It would reach further through the market than `limits.collar`.',
  'side-only-reduces': 'A guard of this side (`FLOW_…`, `ONE_SIDED_…`) lets it only reduce.',
};

export function constraintsPage(): Page {
  const codes = Object.values(CONSTRAINTS);
  return referencePage('constraints', 'Constraints and drop reasons', ['src/core/risk/constraints.ts', 'src/core/quoting/ladder.ts'], [
    '`evenkeel explain <market>` and `GET /markets/{name}/explain` show these.',
    '## Permissions',
    'From the least to the most. Several constraints may be set at once; the lowest permission among them counts.',
    table(['permission', 'what is allowed'], PERMISSIONS.map((permission) => [code(permission), MEANING_OF_PERMISSION[permission]])),
    '## Constraints',
    '`run` and `status` print the few words, `explain` the sentence; the API has the codes.',
    table(['code', 'permission', 'in a few words', 'why'], codes.map((constraint) => [code(constraint.code), constraint.permission, cell(constraint.short), cell(constraint.why)])),
    '## Why a wanted quote is not in the market',
    'A limit trims the size first. The quote is dropped when what is left is too small.',
    table(['reason', 'meaning'], DROP_REASONS.filter((reason) => reason !== 'quoted').map((reason) => [code(reason), MEANING_OF_DROP[reason]])),
  ]);
}
