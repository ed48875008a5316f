import { z } from 'zod';
import { defineEvent } from '../../platform/events/define-event.ts';

const file = z.strictObject({ contentType: z.string(), sizeBytes: z.int() });

export const documentsEvents = {
  uploadStarted: defineEvent('documents.uploadStarted', { meaning: 'A file was announced', payload: file }),
  uploadCompleted: defineEvent('documents.uploadCompleted', {
    meaning: 'A file arrived whole and is what was announced',
    payload: file.extend({ sha256: z.string() }),
  }),
  dataCompleted: defineEvent('documents.dataCompleted', {
    meaning: 'Data that another room had announced has arrived whole',
    payload: z.strictObject({ sizeBytes: z.int() }),
  }),
  uploadRemoved: defineEvent('documents.uploadRemoved', {
    meaning: 'A file that nobody needs any more was removed',
    payload: z.strictObject({ receivedBytes: z.int() }),
  }),
  uploadExpired: defineEvent('documents.uploadExpired', {
    meaning: 'A half upload was removed',
    payload: z.strictObject({ receivedBytes: z.int() }),
  }),
};
