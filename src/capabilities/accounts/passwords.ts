import argon2 from 'argon2';
import type { Context } from '../../platform/context.ts';
import { platformErrors } from '../../platform/errors/platform-errors.ts';
import { accountsConfig } from './config.ts';
import { accountsErrors } from './errors.ts';
import { normalizePassword, passwordFault, type PasswordOwner } from './rules/password.ts';

/** 19 MiB and two passes, one lane: OWASP's first choice for argon2id. What it costs: docs/adr/0019. */
const cost = { type: argon2.argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** Of no password at all; checking against it takes as long as against anyone's. */
const nobodysHash =
  '$argon2id$v=19$m=19456,p=1,t=2$3khTduXZ3uqnonIPSAyNDw$ge1bIDG6oMlnvs/4Z3zY0dfIkpvkLeSQUu7RZKJj3lM';
const maxWaiting = 200;

export interface Passwords {
  /** @throws password_too_weak, overloaded */
  hash(password: string, owner: PasswordOwner, field?: string): Promise<string>;
  /**
   * Takes as long without a hash as with one. @throws overloaded
   * @param hash null when there is no such user, or one without a password
   */
  verify(hash: string | null, password: string): Promise<boolean>;
  /** A password that was right, hashed with the costs of now; its strength is not judged again. */
  rehash(password: string): Promise<string>;
  /** Whether it was made with other costs than those of now. */
  isOutdated(hash: string): boolean;
}

const known = new WeakMap<Context['db'], Passwords>();

/** Hashing runs on the thread pool, so many at once as the settings allow in this process; the others wait in line. */
export function passwordsOf(ctx: Pick<Context, 'db' | 'config'>): Passwords {
  let passwords = known.get(ctx.db);
  if (!passwords) {
    passwords = openPasswords(ctx);
    known.set(ctx.db, passwords);
  }
  return passwords;
}

function openPasswords({ config }: Pick<Context, 'config'>): Passwords {
  const { passwordConcurrency, passwordMinLength } = config.get(accountsConfig);
  const inLine = turns(passwordConcurrency);
  const rehash = (password: string) => inLine(() => argon2.hash(normalizePassword(password), cost));
  return {
    async hash(password, owner, field = 'password') {
      const reason = passwordFault(password, passwordMinLength, owner);
      if (reason !== null)
        throw accountsErrors.password_too_weak(`The password ${reason}.`, { errors: [{ field, reason }] });
      return rehash(password);
    },
    rehash,
    async verify(hash, password) {
      const matches = await inLine(() => argon2.verify(hash ?? nobodysHash, normalizePassword(password)));
      return matches && hash !== null;
    },
    isOutdated: (hash) => argon2.needsRehash(hash, cost),
  };
}

function turns(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (waiting.length >= maxWaiting)
      throw platformErrors.overloaded('Too many log in at this moment. Try again soon.', {
        headers: { 'retry-after': '5' },
      });
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
