import { createServer } from 'node:http';
import { rooms } from '@kompass/gateway';
import { createLog, openRoom, remoteIdentityVerifier, subgraphApp } from '@kompass/runtime';
import { rememberedDatabase } from '../../support/remembered-database.js';

// One of our subgraphs as a service, whose store answers from memory.

const name = process.argv[2];
const room = rooms.find((each) => each.name === name);
if (!room) throw new Error(`there is no subgraph ${name}`);

const log = createLog(room.name, 'warn', true);
const open = openRoom(room, process.env['DATABASE_URL'] ?? '', log, { openDatabase: rememberedDatabase() });
const verify = remoteIdentityVerifier(new URL(process.env['GATEWAY_JWKS_URL'] ?? ''), log);
createServer(subgraphApp(open, verify, log)).listen(Number(process.env['PORT']));
