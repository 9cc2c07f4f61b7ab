import type { Problems } from '@kompass/runtime';

/** The longest text that a demand or a decision may have. */
const longest = 2_000;

/** Notes the problem unless there is a reason, of a length that can be read. */
export function requireReason(problems: Problems, reason: string): void {
  problems.require(reason.trim() !== '', ['reason'], 'REQUIRED', {
    nb: 'En avgjørelse må begrunnes.',
    en: 'A decision needs a reason.',
  });
  requireLength(problems, ['reason'], reason);
}

/** Notes the problem of a text that is too long to be kept. */
export function requireLength(
  problems: Problems,
  path: readonly string[],
  text: string | null | undefined,
): void {
  problems.require((text ?? '').length <= longest, path, 'TOO_LONG', {
    nb: `Teksten kan ha inntil ${longest} tegn.`,
    en: `The text may have up to ${longest} characters.`,
  });
}
