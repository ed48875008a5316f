import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { call } from '../../client/src/api.ts';
import type { HttpClient } from '../../client/src/http.ts';
import { root } from './vite-config.ts';

const hourMs = 3_600_000;

export interface Hired {
  id: string;
  phone: HttpClient;
}

interface Hands {
  office: HttpClient;
  found: Record<string, string>;
  order(proofRules: []): Promise<{ id: string }>;
  hire(name: string, capacityGrams?: number): Promise<Hired>;
  bring(driver: Hired, delivery: { id: string }, state: string): Promise<void>;
}

/** People at rest, and two deliveries that somebody else changes while they are looked at. */
export async function addSeldom({ office, found, order, hire, bring }: Hands): Promise<void> {
  const [free, resting, home, onShift, pressed] = await Promise.all(
    // Whoever can carry nothing is offered nothing: the day stays empty.
    [hire('Mia Nigg', 0), ...['Tom Hasler', 'Eva Marxer', 'Max Wille', 'Ida Kind'].map((name) => hire(name))],
  );
  const kept = await order([]);
  await bring(resting!, kept, 'accepted');
  await call(resting!.phone, 'deliveries.startBreak', { path: { id: resting!.id }, body: {} });
  await call(home!.phone, 'deliveries.goOffline', { path: { id: home!.id }, body: {} });
  await call(onShift!.phone, 'deliveries.goOffline', { path: { id: onShift!.id }, body: {} });
  const shift = await call(office, 'deliveries.planShift', {
    body: {
      driverId: onShift!.id,
      plannedFrom: new Date(Date.now() - hourMs / 60).toISOString(),
      plannedTo: new Date(Date.now() + 8 * hourMs).toISOString(),
    },
  });
  await call(onShift!.phone, 'deliveries.startShift', { path: { id: shift.id }, body: {} });
  const overtaken = await order([]);
  await bring(pressed!, overtaken, 'accepted');
  const contested = await order([]);
  Object.assign(found, {
    'driver.free': free!.id,
    'driver.resting': resting!.id,
    'stop.kept': kept.id,
    'driver.home': home!.id,
    'driver.onShift': onShift!.id,
    'driver.contested': pressed!.id,
    'stop.contested': overtaken.id,
    contested: contested.id,
  });
}

/** As the app of the driver at the door sends one. */
export async function takePhoto(phone: HttpClient, deliveryId: string): Promise<void> {
  const bytes = await readFile(path.join(root, 'web/driver/pwa/driver-512.png'));
  const uploadId = randomUUID();
  await call(phone, 'documents.startUpload', {
    body: { id: uploadId, contentType: 'image/png', sizeBytes: bytes.length },
  });
  await phone.request('PATCH', `/v1/uploads/${uploadId}`, {
    body: new Uint8Array(bytes),
    contentType: 'application/offset+octet-stream',
    headers: { 'upload-offset': '0' },
  });
  await call(phone, 'deliveries.recordProof', {
    path: { id: deliveryId },
    body: { kind: 'photo', uploadId },
  });
}
