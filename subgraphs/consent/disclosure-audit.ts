import { dataFolder } from '@kompass/runtime';
import postgres, { type Sql } from 'postgres';
import { type Anchor, type ChainedDisclosure, ChainVerifier } from './disclosure-chain.js';

/** Where development keeps the anchors, beside the database that they are of. */
export const developmentAnchors = `${dataFolder}disclosure-anchors.jsonl`;

/** What following the whole chain showed. */
export interface Verdict {
  /** Entries that are as they were written. */
  readonly sound: number;
  /** The first thing that is wrong; `undefined` when nothing is. */
  readonly broken: string | undefined;
}

/** Entries read at a time: enough to keep the wire busy, few enough to keep memory small. */
const pageSize = 10_000;

function asAuditor(databaseUrl: string): Sql {
  return postgres(databaseUrl, {
    max: 1,
    onnotice: () => {},
    connection: { application_name: 'kompass-audit', role: 'kompass_auditor' },
  });
}

/**
 * Follows the chain from its first entry to its last, and holds it against anchors.
 * @param anchors published earlier; without any, a chain cut off at its end and rewound looks whole
 * @param onProgress told how many entries are checked, of how many
 */
export async function verifyDisclosures(
  databaseUrl: string,
  anchors: readonly Anchor[],
  onProgress: (done: number, total: number) => void = () => {},
): Promise<Verdict> {
  const sql = asAuditor(databaseUrl);
  try {
    // The head and the entries of one moment: others are appended meanwhile.
    return await sql.begin('isolation level repeatable read read only', (moment) =>
      follow(moment, new ChainVerifier(anchors), onProgress),
    );
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function follow(
  sql: Pick<Sql, 'unsafe'>,
  verifier: ChainVerifier,
  onProgress: (done: number, total: number) => void,
): Promise<Verdict> {
  const head = await readHead(sql);
  if (!head) return { sound: 0, broken: noHead };
  // An entry whose list was removed told nothing, then: its hash does not fit.
  const entries = sql
    .unsafe<ChainedDisclosure[]>(
      `select seq::float8 as seq, (extract(epoch from at) * 1000)::float8 as at, person_id as "personId", party,
        organisation, supplier, officer, purpose::text as purpose, operation,
        coalesce(coordinates, '{}') as coordinates, policy_version as "policyVersion", trace, hash
      from consent.disclosed order by seq, at`,
    )
    .cursor(pageSize);
  let sound = 0;
  for await (const page of entries) {
    for (const entry of page) {
      const broken = verifier.follow(entry);
      if (broken) return { sound, broken };
      sound += 1;
    }
    onProgress(sound, head.seq);
  }
  return { sound, broken: verifier.end(head) };
}

/** Where the chain stands now: to be kept where nobody who administers the database can write. */
export async function anchorNow(databaseUrl: string): Promise<Anchor> {
  const sql = asAuditor(databaseUrl);
  try {
    const head = await readHead(sql);
    if (!head) throw new Error(`The disclosure log is broken: ${noHead}.`);
    return head;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** A migration set it up, and nothing of ours ever removes it. */
const noHead = 'it has no head, so somebody removed it';

async function readHead(sql: Pick<Sql, 'unsafe'>): Promise<Anchor | undefined> {
  const [head] = await sql.unsafe<Anchor[]>(
    "select seq::float8 as seq, encode(hash, 'hex') as hash from consent.disclosure_head",
  );
  return head;
}
