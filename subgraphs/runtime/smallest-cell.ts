/** Of fewer persons nothing is told together, for it could point at one. Statistics Norway's own floor is 3. */
export const smallestCell = 5;
