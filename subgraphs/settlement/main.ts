import { serve } from '@kompass/runtime';
import { settlement } from './room.js';

await serve(settlement);
