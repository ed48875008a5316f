/** One wrong field of a request: where, and why, in words for the person who sent it. */
export interface FieldError {
  /** A path such as `stops[2].lat`; `body` when the whole is meant. */
  field: string;
  reason: string;
}

export interface ErrorDefinition {
  status: number;
  title: string;
}

export interface ProblemExtras {
  errors?: FieldError[];
  /** Further members of the answer (RFC 9457), such as `allowedActions`. */
  members?: Record<string, unknown>;
  headers?: Record<string, string>;
  cause?: unknown;
}

/** An error that its reader may see. Everything else that is thrown becomes `internal_error` without a word of its inside. */
export class Problem extends Error {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly extras: ProblemExtras;
  constructor(code: string, definition: ErrorDefinition, detail: string, extras: ProblemExtras = {}) {
    super(detail, { cause: extras.cause });
    this.code = code;
    this.status = definition.status;
    this.title = definition.title;
    this.extras = extras;
  }
}

export type ErrorCatalogue<Codes extends string = string> = {
  readonly definitions: Readonly<Record<Codes, ErrorDefinition>>;
} & { readonly [C in Codes]: (detail: string, extras?: ProblemExtras) => Problem };

/** Declares error codes once; `throw errors.proof_missing('…')` makes the problem. */
export function defineErrors<Codes extends string>(
  definitions: Record<Codes, ErrorDefinition>,
): ErrorCatalogue<Codes> {
  const makers = Object.fromEntries(
    Object.entries<ErrorDefinition>(definitions).map(([code, definition]) => [
      code,
      (detail: string, extras?: ProblemExtras) => new Problem(code, definition, detail, extras),
    ]),
  );
  return { definitions, ...makers } as ErrorCatalogue<Codes>;
}
