import { describe, expect, it } from 'vitest';
import { planChanges } from './plan.ts';
import { POLYMARKET_HOSTS } from './venue-settings.ts';
import { load, loaded, SHIPPED, shippedText, SMALL } from './test-files.fixture.ts';

const profiles = Object.fromEntries(SHIPPED.slice(1).map((file) => [file.slice('profiles/'.length, -'.yaml'.length), shippedText(file)]));
const shipped = (profile: string): ReturnType<typeof loaded> => loaded(load(shippedText('strategies.yaml'), profiles, profile));

/** Of a simulator on this machine. */
const ALL_HOSTS = JSON.stringify(Object.fromEntries(POLYMARKET_HOSTS.map((host) => [host, `${/^(ws|poly|rtds)/.test(host) ? 'ws' : 'http'}://127.0.0.1:9000`])));
const LIVE = `mode: live
storage: { journal: ./data/live.db }
api: { listen: 127.0.0.1:8787, token: "\${env:TOKEN}" }
canary: { size: 25%, for: 15m }
gate: { paperHours: 24, paperDrawdownBelow: $50 }
venues: { polymarket: { wallet: { type: safe, address: "0x1234567890abcdef1234567890abcdef12345678", key: "\${keystore:main}" }, heartbeat: 5s } }
limits: { grossNotional: $500, dailyLoss: $25, drawdown: { halt: $40 } }
`;
const live = (from: string, to: string): ReturnType<typeof loaded> => loaded(load(SMALL, { demo: LIVE.replace(from, to) }));

describe('profiles of sessions at a venue', () => {
  it.each(['demo', 'paper', 'live', 'rehearsal'])('ship one of mode %s that loads', (mode) => {
    expect(shipped(mode).config.mode).toBe(mode);
  });

  it('compile to where secrets stand and never to secrets', () => {
    expect(shipped('live').config).toMatchObject({
      canary: { size: 0.25, forMs: 900_000 }, gate: { paperMs: 86_400_000, paperDrawdownBelow: 50_000_000 },
      venues: { polymarket: {
        wallet: { type: 'deposit-wallet', address: { from: 'env', name: 'POLY_ADDRESS' }, key: { from: 'keystore', name: 'polymarket' } },
        credentials: null, heartbeatMs: 5_000, hosts: {}, relayer: null, rpc: null,
      } },
    });
  });

  it('read every kind of reference, and what is no secret as it stands', () => {
    const { config } = live('heartbeat: 5s', 'heartbeat: off, credentials: { apiKey: "${env:A}", secret: "${file:/run/secrets/b}", passphrase: "${credential:c}" }, rpc: "http://127.0.0.1:8545", hosts: { clob: "http://127.0.0.1:9000/" }');
    expect(config.venues?.polymarket).toEqual({
      wallet: { type: 'safe', address: { from: 'text', text: '0x1234567890abcdef1234567890abcdef12345678' }, key: { from: 'keystore', name: 'main' } },
      credentials: { apiKey: { from: 'env', name: 'A' }, secret: { from: 'file', path: '/run/secrets/b' }, passphrase: { from: 'credential', name: 'c' } },
      heartbeatMs: null, relayer: null, rpc: { from: 'text', text: 'http://127.0.0.1:8545' }, hosts: { clob: 'http://127.0.0.1:9000' },
    });
  });

  it.each([
    ['size: 25%', 'size: 50%', 'loosen'], ['size: 25%', 'size: 10%', 'tighten'], ['for: 15m', 'for: 5m', 'loosen'], ['canary: { size: 25%, for: 15m }\n', '', 'loosen'],
    ['paperHours: 24', 'paperHours: 12', 'loosen'], ['$50', '$20', 'tighten'], [', paperDrawdownBelow: $50', '', 'loosen'],
    ['heartbeat: 5s', 'heartbeat: off', 'session'], ['keystore:main', 'keystore:other', 'session'], ['type: safe', 'type: proxy', 'session'],
    ['mode: live', 'mode: rehearsal', 'session'],
  ])('class %s → %s as %s', (from, to, expected) => {
    const after = to === 'mode: rehearsal' ? LIVE.replace('mode: live', to).replace('heartbeat: 5s', `heartbeat: 5s, hosts: ${ALL_HOSTS}`) : LIVE.replace(from, to);
    const changes = planChanges(live('', ''), loaded(load(SMALL, { demo: after })));
    expect(new Set(changes.map((change) => change.class))).toEqual(new Set([expected]));
  });
});
