export { call, type AnswerOf, type CallOptions, type Operation } from './api.ts';
export {
  deliveryStates,
  openStates,
  unfinishedStates,
  type DeliveryState,
} from './delivery-states.ts';
export { asFailureReason, failureReasons, type FailureReason } from './failure-reasons.ts';
export {
  HttpClient,
  type ApiAnswer,
  type HttpClientOptions,
  type Method,
  type RequestOptions,
} from './http.ts';
export { ApiError, type Problem } from './problem.ts';
export * from './live/live.ts';
