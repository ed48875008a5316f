import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { HttpClient } from '../../../client/src/http.ts';

export interface Door {
  street: string;
  houseNumber: string;
  lat: number;
  lng: number;
}

/** Two doors of the town in different streets. */
export async function twoDoors(office: HttpClient): Promise<[Door, Door]> {
  const { items } = await office.get<{ items: { pickup: Door; dropoff: Door }[] }>('/v1/deliveries', {
    limit: 20,
  });
  const doors = items
    .flatMap(({ pickup, dropoff }) => [pickup, dropoff])
    .filter(({ houseNumber }) => houseNumber);
  const from = doors[0] as Door;
  return [from, doors.find(({ street }) => street !== from.street) as Door];
}

export const addressOf = ({ street, houseNumber }: Door): string => `${street} ${houseNumber}`;

/** How many places a device has reported. */
export async function placesOf(office: HttpClient, deviceId: string): Promise<number> {
  return (await office.get<{ items: unknown[] }>('/v1/positions', { deviceId })).items.length;
}

/** The map is drawn: a picture of streets and houses does not pack as small as an empty one. */
export async function seesStreets(page: Page): Promise<void> {
  const canvas = page.locator('canvas').first();
  await expect.poll(async () => (await canvas.screenshot()).length).toBeGreaterThan(15_000);
}
