import { statePurpose, verifyToken } from '@kompass/gateway/caller';
import type { Caller } from '@kompass/schema';
import { createRemoteJWKSet } from 'jose';

const issuer = {
  issuer: process.env['MASKINPORTEN_ISSUER'] ?? '',
  keys: createRemoteJWKSet(new URL(process.env['MASKINPORTEN_JWKS_URL'] ?? '')),
  maxTokenAge: 3_600,
  vouchesFor: ['organisation'] as const,
};

/** Who asks, worked out from the token as our own gateway does it. */
export async function callerOf(
  header: (name: string) => string | string[] | undefined | null,
): Promise<Caller> {
  const credentials = await verifyToken(
    String(header('authorization') ?? ''),
    [issuer],
    'https://kompass.imdi.no',
  );
  return { ...statePurpose(credentials, String(header('kompass-purpose') ?? '')), language: 'nb' };
}
