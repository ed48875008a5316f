import { z } from 'zod';
import { defineRoute, PUBLIC } from '../../../platform/http/route.ts';
import { openTokens } from '../tokens.ts';

const key = z.strictObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
  kid: z.string(),
  alg: z.literal('EdDSA'),
  use: z.literal('sig'),
});

export const listTokenKeys = defineRoute({
  operation: 'accounts.listTokenKeys',
  method: 'GET',
  path: '/.well-known/jwks.json',
  summary: 'Public keys of access tokens (RFC 7517): public, they are no secret',
  permission: PUBLIC,
  ownAuthorization: true,
  maxAgeSeconds: 60,
  response: z.strictObject({ keys: z.array(key) }),
  async handler({ ctx }) {
    const published = await (await openTokens(ctx)).keys.published();
    const keys = published.map(({ id, publicKey }) => ({
      kty: 'OKP' as const,
      crv: 'Ed25519' as const,
      x: publicKey.export({ format: 'jwk' }).x as string,
      kid: id,
      alg: 'EdDSA' as const,
      use: 'sig' as const,
    }));
    return { keys };
  },
});
