/** How far a synthetic person has come, from the reception centre to the settlement municipality. */
export type Stage = 'AT_RECEPTION_CENTRE' | 'ASSIGNED' | 'ACCEPTED' | 'SETTLED';
