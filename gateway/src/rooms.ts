import { consent } from '@kompass/consent';
import { guidance } from '@kompass/guidance';
import { profile } from '@kompass/profile';
import type { AnyRoom } from '@kompass/runtime';
import { settlement } from '@kompass/settlement';

/** All rooms, in the order their tables are prepared. Only the in-process transport and `reset` load them. */
export const rooms: readonly AnyRoom[] = [settlement, guidance, consent, profile];
