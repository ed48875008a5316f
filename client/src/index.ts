export {
  HttpClient,
  type ApiAnswer,
  type HttpClientOptions,
  type Method,
  type RequestOptions,
} from './http.ts';
export { ApiError, type Problem } from './problem.ts';
export * from './live/live.ts';
