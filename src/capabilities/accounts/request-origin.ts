import type { FastifyRequest } from 'fastify';
import type { Origin } from './factor-changes.ts';

export const originOf = ({ ip, id }: FastifyRequest): Origin => ({ address: ip, requestId: id });
