import { serve } from '@kompass/runtime';
import { disclosureAnnex } from './disclosure-annex.js';
import { consent } from './room.js';

await serve(consent, disclosureAnnex);
