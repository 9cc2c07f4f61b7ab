import { type Problems, utcDay } from '@kompass/runtime';
import type { PersonColumns } from './act.js';
import type { Places } from './places.js';
import type { Context } from './rows.js';

// What must hold of the acts' inputs; each notes a problem where it does not.

const longestReason = 2_000;

/** A text that is not too long. */
export function mustFit(text: string | null | undefined, problems: Problems, field = 'reason'): void {
  problems.require((text ?? '').length <= longestReason, ['input', field], 'TOO_LONG', {
    nb: `Høyst ${longestReason} tegn.`,
    en: `At most ${longestReason} characters.`,
  });
}

/** A reason, which every decision has. */
export function mustSayWhy(reason: string | null | undefined, problems: Problems): void {
  problems.require(Boolean(reason?.trim()), ['input', 'reason'], 'REQUIRED', {
    nb: 'Skriv en begrunnelse. Personen får lese den.',
    en: 'Give a reason. The person reads it.',
  });
  mustFit(reason, problems);
}

/** The number of a municipality in force. */
export function mustBeIn({ municipalities }: Places, number: string, problems: Problems): void {
  problems.require(municipalities.has(number), ['input', 'municipality'], 'UNKNOWN_CODE', {
    nb: 'Det finnes ingen kommune med dette nummeret i dag. Velg et nummer fra "municipalities".',
    en: 'There is no municipality with this number today. Take a number from "municipalities".',
  });
}

/** A person whom the municipality has accepted, and who has not moved in. */
export function mustBeAccepted({ status }: PersonColumns, problems: Problems): void {
  problems.require(status === 'ACCEPTED', ['input', 'personId'], 'NOT_NOW', {
    nb: 'Kommunen må først ha godtatt å bosette personen.',
    en: 'The municipality must have accepted the person first.',
  });
}

const year = 365 * 86_400_000;

/** A day from today to a year from now. */
export function mustBeAhead({ clock }: Context, day: string, field: string, problems: Problems): void {
  const now = clock();
  problems.require(
    day >= utcDay(now) && day <= utcDay(new Date(now.getTime() + year)),
    ['input', field],
    'IMPLAUSIBLE_DATE',
    { nb: 'Velg en dag fra i dag til om et år.', en: 'Choose a day from today to a year from now.' },
  );
}

/** A day that has been, and not before another. */
export function mustHaveBeen(
  { clock }: Context,
  day: string,
  since: Date | string | null,
  problems: Problems,
): void {
  const first = since instanceof Date ? utcDay(since) : since;
  problems.require(day <= utcDay(clock()) && (!first || day >= first), ['input', 'on'], 'IMPLAUSIBLE_DATE', {
    nb: 'Velg en dag som har vært, og ikke før den forrige hendelsen i bosettingen.',
    en: 'Choose a day that has been, and not before what came before it in the settlement.',
  });
}
