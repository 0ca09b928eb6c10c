// A venue on loopback that answers what a test tells it to: real sockets, no venue. The certificate is nobody's, for 127.0.0.1.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface SeenRequest {
  readonly method: string; readonly path: string; readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage['headers']; readonly body: string;
}

export interface CannedAnswer { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }

/** hang: no answer · cut: the connection goes down · cut off, cut in chunks: it goes down in the middle of an answer of known, of unknown length. */
export type Behaviour = CannedAnswer | 'hang' | 'cut' | 'cut off' | 'cut in chunks';

export interface LoopbackVenue {
  readonly origin: URL;
  readonly requests: readonly SeenRequest[];
  readonly connections: () => number;
  /** Resolves when this many requests have come in whole. */
  seen(count: number): Promise<void>;
  answer(how: (request: SeenRequest) => Behaviour): void;
  close(): Promise<void>;
}

export const json = (value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): CannedAnswer => ({ status, headers, body: JSON.stringify(value) });

export async function loopbackVenue(tls: { readonly key: string; readonly cert: string } | null = null): Promise<LoopbackVenue> {
  const requests: SeenRequest[] = [];
  let waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  let behaviour: (request: SeenRequest) => Behaviour = () => ({ status: 500 });
  let connections = 0;
  const serve = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const url = new URL(incoming.url ?? '/', 'http://venue');
      const request = { method: incoming.method ?? '', path: url.pathname, query: Object.fromEntries(url.searchParams), headers: incoming.headers, body: Buffer.concat(chunks).toString('utf8') };
      requests.push(request);
      give(behaviour(request), outgoing);
      for (const { count, resolve } of waiting) if (requests.length >= count) resolve();
      waiting = waiting.filter(({ count }) => requests.length < count);
    });
  };
  const server = tls === null ? createServer(serve) : createTlsServer(tls, serve);
  server.on('connection', () => { connections++; });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address() as AddressInfo;
  return {
    origin: new URL(`${tls === null ? 'http' : 'https'}://127.0.0.1:${port}`),
    requests,
    connections: () => connections,
    seen: (count) => new Promise((resolve) => {
      if (requests.length >= count) resolve();
      else waiting.push({ count, resolve });
    }),
    answer(how) { behaviour = how; },
    close: () => new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    }),
  };
}

function give(behaviour: Behaviour, outgoing: ServerResponse): void {
  if (behaviour === 'hang') return;
  if (behaviour === 'cut') outgoing.destroy();
  else if (behaviour === 'cut off') {
    outgoing.writeHead(200, { 'Content-Length': '1000' });
    outgoing.write('{"errorMsg":', () => outgoing.destroy());
  } else if (behaviour === 'cut in chunks') outgoing.write('{"errorMsg":', () => outgoing.destroy());
  else {
    outgoing.writeHead(behaviour.status ?? 200, { 'Content-Type': 'application/json', ...behaviour.headers });
    outgoing.end(behaviour.body ?? '');
  }
}

export const LOOPBACK_TLS = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgTYep9IVpj6+K0CWa
Vq89WCqvaAg2QIB3qvrkBqwgjbmhRANCAATSzUBWIb0M/AlRP5p8WVvD5AKEXfum
QfjjF+9tItf4yKrXJrVGD2W/9AwbpbMfOpLF34btjXyRDllgJzjixfuN
-----END PRIVATE KEY-----
`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBkDCCATagAwIBAgIUOg8iJa4iIRJAQB7St14uOPIGZigwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJMTI3LjAuMC4xMCAXDTI2MTEyMTExMTMyN1oYDzIxMjYxMDI4
MTExMzI3WjAUMRIwEAYDVQQDDAkxMjcuMC4wLjEwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATSzUBWIb0M/AlRP5p8WVvD5AKEXfumQfjjF+9tItf4yKrXJrVGD2W/
9AwbpbMfOpLF34btjXyRDllgJzjixfuNo2QwYjAdBgNVHQ4EFgQUBLnekbxausx1
iXvfwjb3HAZciv4wHwYDVR0jBBgwFoAUBLnekbxausx1iXvfwjb3HAZciv4wDwYD
VR0TAQH/BAUwAwEB/zAPBgNVHREECDAGhwR/AAABMAoGCCqGSM49BAMCA0gAMEUC
IQCy9Nl17E2H/NdQ/7ylbU1EwK2Me8J7ma3TfF4nJ+awhQIgc3kK1uh5MjSYRI08
tPaQzAIgvRLIHLSYcFfQpYwblSs=
-----END CERTIFICATE-----
`,
} as const;
