/** Who drives with this phone: known without a network, so that the app opens in a cellar too. */
export interface RememberedDriver {
  partyId: string;
  name: string;
}

const key = 'caravan.driver';

/** Whose day is open in this page: it stays theirs, whoever signs in, until the page is read again. */
export const opened: { partyId: string | null } = { partyId: null };

export function rememberedDriver(): RememberedDriver | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') as RememberedDriver | null;
  } catch {
    return null;
  }
}

export const remember = (driver: RememberedDriver): void => localStorage.setItem(key, JSON.stringify(driver));
export const forgetDriver = (): void => localStorage.removeItem(key);
