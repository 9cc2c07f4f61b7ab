import { serve } from '@kompass/runtime';
import { profile } from './room.js';

await serve(profile);
