import { serve } from '@kompass/runtime';
import { consent } from './room.js';

await serve(consent);
