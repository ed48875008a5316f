const inventedTown = 'Invented by Caravan';

/** Whose map it is. Names of others stay as their licences want them; of the demo town it is said by ourselves. */
export const sayAttribution = (attribution: string, invented: string): string =>
  attribution.replace(inventedTown, invented);
