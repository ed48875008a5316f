/** RFC 9457, as the API answers everything that it refuses. */
export interface Problem {
  status: number;
  title: string;
  /** From the catalogue at /docs/errors. */
  code: string;
  detail: string;
  requestId?: string;
  errors?: { field: string; reason: string }[];
  [member: string]: unknown;
}

/** The server understood and refused. */
export class ApiError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(`${problem.status} ${problem.code}: ${problem.detail}`);
    this.name = 'ApiError';
    this.problem = problem;
  }

  get status(): number {
    return this.problem.status;
  }

  get code(): string {
    return this.problem.code;
  }
}

/** Something between the server and here may have answered in its place, so nothing of the body is taken for granted. */
export function problemOf(status: number, contentType: string, text: string): Problem {
  if (contentType.includes('json')) {
    try {
      const body = JSON.parse(text) as Partial<Problem>;
      if (typeof body.code === 'string')
        return { ...body, status, code: body.code, title: body.title ?? '', detail: body.detail ?? '' };
    } catch {
      // Not what its type says: shown as text below.
    }
  }
  return { status, title: 'No problem document', code: 'unknown', detail: text.slice(0, 200) };
}
