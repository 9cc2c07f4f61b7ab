import { type DisclosureSink, inDatabase, landing, rooms, startGateway } from '@kompass/gateway';
import { createLog, openRequestTransactions, openRoom } from '@kompass/runtime';
import { createRemoteJWKSet } from 'jose';
import { rememberedDatabase } from '../../support/remembered-database.js';

// Kompass in one process, whole or with a part left out, to see what that part costs. No setting of a real gateway
// leaves it out: this start-up code exists in the bench only. The whole one starts here too, so that two that are held
// against each other differ in the part alone.

const variants = ['whole', 'unlogged', 'unruled', 'memory'] as const;
const variant = variants.find((each) => each === process.argv[2]);
if (!variant) throw new Error(`name one of ${variants.join(', ')}`);

const nowhere: DisclosureSink = { append: async () => {}, close: async () => {} };

const databaseUrl = process.env['DATABASE_URL'] ?? '';
const log = createLog('bench', 'warn', true);
const rules = variant === 'unruled' ? ({ rules: 'off' } as const) : {};
const stores = variant === 'memory' ? { openDatabase: rememberedDatabase() } : {};
await startGateway({
  port: Number(process.env['PORT']),
  rooms: rooms.map((room) => openRoom(room, databaseUrl, log, { ...rules, ...stores })),
  subgraphUrls: new Map(),
  transactions: variant === 'memory' ? undefined : openRequestTransactions(databaseUrl),
  disclosures: variant === 'whole' ? inDatabase(databaseUrl) : nowhere,
  issuers: [
    {
      issuer: process.env['MASKINPORTEN_ISSUER'] ?? '',
      keys: createRemoteJWKSet(new URL(process.env['MASKINPORTEN_JWKS_URL'] ?? '')),
      maxTokenAge: 3_600,
      vouchesFor: ['organisation'],
    },
  ],
  audience: 'https://kompass.imdi.no',
  production: false, // which refuses to leave the rules out; NODE_ENV is production all the same
  log,
  landing: landing(undefined),
  ...rules,
});
