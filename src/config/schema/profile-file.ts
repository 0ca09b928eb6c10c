// profiles/<name>.yaml: where and how far. A profile may be written over several files (`extends`), so the file's
// schema is a layer of the complete one.

import { z } from 'zod';
import { cash, count, duration, hours, percent, type Reader } from '../units.ts';
import { exchange } from './exchange.ts';
import { health } from './health.ts';
import { layerOf } from './layer.ts';
import { settingsLayer } from './kinds.ts';
import { correlation, degradation, groupNotional, groups } from './portfolio.ts';
import { modeFaults } from './profile-modes.ts';
import { choice, fault, name, named, setting, type SettingMeta } from './scalars.ts';
import { secret } from './secret.ts';
import { venues } from './venues.ts';

const AMOUNT = { above: '$0', atMost: '$100_000_000', why: 'a loss is written as a positive amount' };

const drawdown = z.strictObject({
  warn: setting(cash, 'Fall of P&L from its peak that raises an alert.', AMOUNT).optional(),
  reduceOnly: setting(cash, 'Fall at which only reducing is allowed.', AMOUNT).optional(),
  halt: setting(cash, 'Fall at which trading halts.', AMOUNT).optional(),
}).superRefine(({ warn, reduceOnly, halt }, context) => {
  const steps = [['warn', warn], ['reduceOnly', reduceOnly], ['halt', halt]] as const;
  for (const [index, [key, value]] of steps.entries()) {
    for (const [earlierKey, earlier] of steps.slice(0, index)) {
      if (value !== undefined && earlier !== undefined && value < earlier) {
        fault(context, 'contradiction', `\`${key}\` is below \`${earlierKey}\``, `has to be at least \`${earlierKey}\`: the milder step comes first`, [key]);
        return;
      }
    }
  }
}).meta({ description: 'Steps taken as P&L falls from its peak; they latch.' } satisfies SettingMeta);

const PER_MINUTE = { atLeast: '1', atMost: '100_000', why: 'without requests nothing can be quoted' };

const rates = z.strictObject({
  places: setting(count, 'Most orders placed or amended.', PER_MINUTE).optional(),
  cancels: setting(count, 'Most cancels. A cancel never waits; once they are used up, places do.', PER_MINUTE).optional(),
  queries: setting(count, 'Most questions about single orders. Those that prove what is open never wait.', PER_MINUTE).optional(),
}).meta({ description: 'Requests a minute, of each venue.' } satisfies SettingMeta);

const accountLimits = z.strictObject({
  grossNotional: setting(cash, 'Most dollars at cost over all markets.', AMOUNT).optional(),
  dailyLoss: setting(cash, 'Loss since 00:00 UTC at which only reducing is allowed.', AMOUNT).optional(),
  drawdown: drawdown.optional(),
  ordersPerMinute: setting(count, 'Most orders sent in a minute.', { atLeast: '1', atMost: '100_000', why: 'without orders nothing can be quoted' }).optional(),
  rates: rates.optional(),
  groupNotional: groupNotional.optional(),
  groups: groups.optional(),
  correlation: correlation.optional(),
  degradation: degradation.optional(),
}).superRefine((value, context) => {
  if (value.groupNotional !== undefined) return;
  const remedy = 'add `groupNotional`, the cap that they share';
  if (value.correlation !== undefined) fault(context, 'contradiction', '`correlation` finds markets that move together and nothing caps them', remedy, ['correlation']);
  for (const [key, { notional }] of Object.entries(value.groups ?? {})) {
    if (notional === undefined) fault(context, 'contradiction', `nothing caps the group \`${key}\``, 'add its `notional`, or `limits.groupNotional`', ['groups', key]);
  }
}).meta({ description: 'Limits of the account; nothing in strategies.yaml can exceed them.' } satisfies SettingMeta);

const journalPath = z.string().transform((text, context) => {
  if (/^[a-z]+:\/\//.test(text)) fault(context, 'notYet', `\`${text.split(':')[0]}://\` is not a place for the journal in this version`, 'write a path, like `./data/demo.db`');
  else if (text.trim() === '' || text.endsWith('/')) fault(context, 'shape', 'the journal needs the path of a file', 'write it like `./data/demo.db`');
  return text;
}).meta({ description: 'File of the journal; a relative path counts from the folder of strategies.yaml.', unit: 'path', examples: ['./data/demo.db'] } satisfies SettingMeta);

interface Listen { readonly host: string; readonly port: number }
const listen: Reader<Listen> = {
  unit: 'host:port', pattern: '^(\\[[0-9a-fA-F:]+\\]|[A-Za-z0-9.-]+):[0-9]{1,5}$', examples: ['127.0.0.1:8787'], order: (value) => value.port,
  read: (text) => {
    const match = /^(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+):(\d{1,5})$/.exec(text);
    const [, host, port] = match ?? [];
    if (host === undefined || port === undefined || Number(port) > 65_535) {
      return { ok: false, message: `\`${text}\` is not a host and a port`, remedy: 'write it like `127.0.0.1:8787`' };
    }
    return { ok: true, value: { host: host.replace(/^\[|\]$/g, ''), port: Number(port) } };
  },
};

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);

const api = z.strictObject({
  listen: setting(listen, 'Where the API listens.'),
  token: secret('The bearer token of control calls, by reference.', 'EVENKEEL_TOKEN').optional(),
}).superRefine((value, context) => {
  if (!isLoopback(value.listen.host) && value.token === undefined) {
    fault(context, 'contradiction', 'the API would listen beyond this machine without a token', 'listen on 127.0.0.1, or add `token`', ['listen']);
  }
}).meta({ description: 'The API.' } satisfies SettingMeta);

const canary = z.strictObject({
  size: setting(percent, 'Share of every size that is quoted at first.', { above: '0%', below: '100%', why: 'at 100% nothing is tried out, so leave `canary` away' }),
  for: setting(duration, 'How long; it never ends early.', { atLeast: '1m', atMost: '24h', why: 'less shows nothing, and after a day it is the size' }),
}).meta({ description: 'Reduced sizes at the start of a session.' } satisfies SettingMeta);

const gate = z.strictObject({
  paperHours: setting(hours, 'Hours that paper has to have run with these strategies.', { above: '0', atMost: '10_000', why: 'leave `gate` out where paper need show nothing' }),
  paperDrawdownBelow: setting(cash, 'What the worst fall of its P&L from a peak has to stay below.', AMOUNT).optional(),
}).meta({ description: 'What paper has to have shown before a session of this profile is opened by a swap.' } satisfies SettingMeta);

/** A profile put together from its chain. */
export const profile = z.strictObject({
  mode: choice(['demo', 'paper', 'live', 'rehearsal'], 'demo: the embedded exchange. paper: recordings or live books, simulated fills. live: orders with money. rehearsal: the same as live, against a simulator on this machine.'),
  exchange: exchange.prefault({}),
  limits: accountLimits.prefault({}),
  health: health.prefault({}),
  venues: venues.optional(),
  canary: canary.optional(),
  gate: gate.optional(),
  storage: z.strictObject({ journal: journalPath }).meta({ description: 'Where the journal is kept.' } satisfies SettingMeta),
  api,
}).superRefine(modeFaults).meta({ description: 'A complete profile.' } satisfies SettingMeta);
export type ProfileWritten = z.output<typeof profile>;

export const profileFile = z.strictObject({
  extends: name('The profile this one builds on.').optional(),
  ...layerOf(profile, '').shape,
  strategies: named(settingsLayer, 'Settings laid over strategies of strategies.yaml; they win over everything there.').optional(),
}).meta({
  description: 'Where and how far to trade.',
  notYet: { alerts: 'sending alerts elsewhere' },
} satisfies SettingMeta);
