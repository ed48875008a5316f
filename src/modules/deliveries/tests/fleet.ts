import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { startTestServer, type TestServer, type TestServerOptions } from '../../../roles/testing.ts';

export const vaduz = { lat: 47.141, lng: 9.521 };
/** About a kilometer for each step to the north. */
export const north = (kilometers: number, from = vaduz) => ({ ...from, lat: from.lat + kilometers / 111.2 });

/** Who does what in a test of the module, over HTTP alone. */
export interface Fleet {
  server: TestServer;
  dispatcher: string;
  call(
    token: string | undefined,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<any>;
  /** The same, with the status that is expected. */
  expect(
    status: number,
    token: string | undefined,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<any>;
  order(over?: Record<string, unknown>, token?: string): Promise<any>;
  act(token: string, id: string, action: string, input?: object, status?: number): Promise<any>;
  driver(
    over?: Record<string, unknown>,
    at?: { lat: number; lng: number } | null,
  ): Promise<{ id: string; token: string }>;
  report(driver: { id: string; token: string }, at: { lat: number; lng: number }, time?: Date): Promise<void>;
  /** A delivery in a state, with the driver that holds it. */
  inState(
    state: string,
    over?: Record<string, unknown>,
  ): Promise<{ delivery: any; driver: { id: string; token: string } }>;
  stop(): Promise<void>;
}

const steps = ['accepted', 'picked_up', 'in_transit', 'arrived'] as const;
const stepActions = {
  accepted: 'acceptDelivery',
  picked_up: 'pickUp',
  in_transit: 'startTransit',
  arrived: 'arrive',
};

export async function startFleet(options: TestServerOptions = {}): Promise<Fleet> {
  const server = await startTestServer(options);
  const dispatcher = await server.tokenFor('dispatcher');

  const call: Fleet['call'] = async (token, method, path, body, headers) => {
    const answer = await server.request(method, path, {
      ...(token !== undefined && { token }),
      ...(body !== undefined && { body }),
      ...(headers && { headers }),
    });
    return {
      ...answer.json,
      status: answer.status,
      headers: answer.headers,
      state: answer.json?.state,
      raw: answer.text,
    };
  };
  const expecting: Fleet['expect'] = async (status, token, method, path, body, headers) => {
    const answer = await call(token, method, path, body, headers);
    expect(answer.status, answer.raw).toBe(status);
    return answer;
  };
  const order: Fleet['order'] = (over = {}, token = dispatcher) =>
    expecting(201, token, 'POST', '/v1/deliveries', {
      ...(token === dispatcher && { customerId: randomUUID() }),
      pickup: { ...vaduz, street: 'Städtle', city: 'Vaduz' },
      dropoff: { ...north(2), name: 'Maria Beck', street: 'Landstrasse', city: 'Schaan' },
      assignmentMode: 'manual',
      ...over,
    });
  const act: Fleet['act'] = (token, id, action, input = {}, status = 200) =>
    expecting(status, token, 'POST', `/v1/deliveries/${id}/actions/${action}`, input);
  const report: Fleet['report'] = async (driver, at, time = new Date()) => {
    const positions = [{ deviceId: driver.id, kind: 'driver', time: time.toISOString(), ...at }];
    expect((await expecting(200, driver.token, 'POST', '/v1/positions', { positions })).accepted).toBe(1);
  };
  const driver: Fleet['driver'] = async (over = {}, at = vaduz) => {
    const id = randomUUID();
    const token = await server.tokenFor('driver', { partyId: id });
    await expecting(201, dispatcher, 'POST', '/v1/drivers', {
      id,
      name: `Driver ${id.slice(0, 4)}`,
      ...over,
    });
    if (at) {
      await expecting(200, token, 'POST', `/v1/drivers/${id}/actions/goOnline`, {});
      await report({ id, token }, at);
    }
    return { id, token };
  };
  return {
    server,
    dispatcher,
    call,
    expect: expecting,
    order,
    act,
    driver,
    report,
    async inState(state, over) {
      const holder = await driver();
      let delivery = await order(over);
      if (state === 'ready') return { delivery, driver: holder };
      delivery = await act(dispatcher, delivery.id, 'assignDriver', { driverId: holder.id });
      for (const step of steps) {
        if (delivery.state === state) break;
        delivery = await act(holder.token, delivery.id, stepActions[step]);
      }
      expect(delivery.state).toBe(state);
      return { delivery, driver: holder };
    },
    stop: () => server.stop(),
  };
}

/** Waits for something that another part does by itself, such as a job; fails after twenty seconds. */
export async function until<T>(look: () => Promise<T | undefined | false>): Promise<T> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > deadline) throw new Error('It did not happen within twenty seconds');
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
