/** The way out to other hosts. Tests hand in one that answers from memory. */
export interface Net {
  fetch(url: string, init?: RequestInit): Promise<Response>;
}

export const systemNet: Net = { fetch: (url, init) => fetch(url, init) };
