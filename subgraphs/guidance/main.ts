import { serve } from '@kompass/runtime';
import { guidance } from './room.js';

await serve(guidance);
