import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { FastifyRequest } from 'fastify';
import type { Context } from '../../platform/context.ts';
import { httpConfig } from '../../platform/http/http-config.ts';
import type { PasskeyRow } from './queries/factor-passkeys.ts';

/** It brings parsers of certificates that a server at rest need not hold. */
const library = () => import('@simplewebauthn/server');

const timeoutMs = 300_000;
/** EdDSA, ES256, RS256: what authenticators have. Node calls the newer ones an experiment. */
const algorithms = [-8, -7, -257];

/** For whom passkeys are made: a host and the one origin whose pages may use them. */
export interface RelyingParty {
  /** Host name; a passkey is tied to it for ever. */
  id: string;
  origin: string;
}

/**
 * From the public address. Without one the program is reached as localhost, on the port that the request came in by;
 * what a Host header says is never believed.
 */
export function relyingParty(ctx: Pick<Context, 'config'>, request: FastifyRequest): RelyingParty {
  const { publicUrl } = ctx.config.get(httpConfig);
  const { hostname, origin } = new URL(publicUrl || `http://localhost:${request.socket.localPort}`);
  return { id: hostname, origin };
}

/** Discoverable, so that it works without a name as well, and asking for the person: it is both factors at once. */
export async function newPasskeyOptions(
  { id }: RelyingParty,
  user: { id: string; mail: string; name: string },
  existing: readonly PasskeyRow[],
  challenge: Uint8Array,
): Promise<Record<string, unknown>> {
  const { generateRegistrationOptions } = await library();
  const options = await generateRegistrationOptions({
    rpName: 'Caravan',
    rpID: id,
    userID: Uint8Array.from(Buffer.from(user.id.replaceAll('-', ''), 'hex')),
    userName: user.mail,
    userDisplayName: user.name,
    challenge: Uint8Array.from(challenge),
    timeout: timeoutMs,
    attestationType: 'none',
    supportedAlgorithmIDs: algorithms,
    excludeCredentials: existing.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  return { ...options };
}

/** @returns undefined when anything in the answer is not as it must be */
export async function verifyNewPasskey(
  { id, origin }: RelyingParty,
  response: unknown,
  expectedChallenge: string,
): Promise<Omit<PasskeyRow, 'id' | 'userId' | 'name' | 'createdAt' | 'lastUsedAt'> | undefined> {
  const { verifyRegistrationResponse } = await library();
  const result = await verifyRegistrationResponse({
    response: response as RegistrationResponseJSON,
    expectedChallenge,
    expectedOrigin: origin,
    expectedRPID: id,
    supportedAlgorithmIDs: algorithms,
    requireUserVerification: true,
  }).catch(() => undefined);
  if (!result?.verified) return undefined;
  const { credential, credentialDeviceType, aaguid } = result.registrationInfo;
  return {
    credentialId: credential.id,
    publicKey: Buffer.from(credential.publicKey),
    counter: credential.counter,
    transports: credential.transports ?? [],
    synced: credentialDeviceType === 'multiDevice',
    aaguid,
  };
}

/** @param allowed of one user; none when any passkey that the browser finds will do */
export async function passkeyLoginOptions(
  { id }: RelyingParty,
  challenge: Uint8Array,
  allowed: readonly PasskeyRow[],
): Promise<Record<string, unknown>> {
  const { generateAuthenticationOptions } = await library();
  const options = await generateAuthenticationOptions({
    rpID: id,
    challenge: Uint8Array.from(challenge),
    timeout: timeoutMs,
    userVerification: 'required',
    allowCredentials: allowed.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
  });
  return { ...options };
}

/**
 * The counter and kind after a signature that is right. Undefined when anything is wrong, a counter that went back
 * included: then there are two copies of a passkey that cannot be copied.
 */
export async function verifyPasskey(
  { id, origin }: RelyingParty,
  response: unknown,
  expectedChallenge: string,
  passkey: PasskeyRow,
): Promise<{ counter: number; synced: boolean } | undefined> {
  const { verifyAuthenticationResponse } = await library();
  const result = await verifyAuthenticationResponse({
    response: response as AuthenticationResponseJSON,
    expectedChallenge,
    expectedOrigin: origin,
    expectedRPID: id,
    credential: {
      id: passkey.credentialId,
      publicKey: Uint8Array.from(passkey.publicKey),
      counter: passkey.counter,
      transports: passkey.transports,
    },
    requireUserVerification: true,
  }).catch(() => undefined);
  if (!result?.verified) return undefined;
  const { newCounter, credentialDeviceType } = result.authenticationInfo;
  return { counter: newCounter, synced: credentialDeviceType === 'multiDevice' };
}
