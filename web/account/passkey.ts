/** The browser's side of passkeys, in the JSON forms that the API speaks. */
type Json = Record<string, unknown>;

export const hasPasskeys = (): boolean => 'PublicKeyCredential' in globalThis;

/** Asks for a passkey that this device has. */
export async function getPasskey(options: Json): Promise<Json> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options as never);
  return answer(await navigator.credentials.get({ publicKey }));
}

/** Makes a new one. */
export async function makePasskey(options: Json): Promise<Json> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options as never);
  return answer(await navigator.credentials.create({ publicKey }));
}

function answer(credential: Credential | null): Json {
  if (!(credential instanceof PublicKeyCredential)) throw new Error('The browser gave no passkey');
  return credential.toJSON() as unknown as Json;
}
