export interface Address {
  name?: string | null | undefined;
  street?: string | null | undefined;
  houseNumber?: string | null | undefined;
  postcode?: string | null | undefined;
  city?: string | null | undefined;
  country?: string | null | undefined;
}

const plain = (text: string | null | undefined): string =>
  (text ?? '').normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim();

/**
 * One spelling for one address. What has neither street nor city nor postcode is known by its point alone, to about
 * a metre.
 */
export function naturalKey(
  { name, street, houseNumber, postcode, city, country }: Address,
  { lat, lng }: { lat: number; lng: number },
): string {
  const parts = [street, houseNumber, postcode, city, country].map(plain);
  const addressed = plain(street) || plain(city) || plain(postcode);
  return addressed ? parts.join('|') : [plain(name), ...parts, lat.toFixed(5), lng.toFixed(5)].join('|');
}
