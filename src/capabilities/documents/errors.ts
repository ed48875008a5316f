import { defineErrors } from '../../platform/errors/problem.ts';

export const documentsErrors = defineErrors({
  upload_exists: { status: 409, title: 'There is another upload of this id' },
  upload_offset_wrong: { status: 409, title: 'The part does not begin where the upload ends' },
  upload_incomplete: { status: 409, title: 'The upload is not complete' },
  upload_expired: { status: 410, title: 'The upload was left unfinished for too long' },
  upload_too_large: { status: 413, title: 'The file is too large' },
  upload_content_wrong: { status: 422, title: 'The file is not what was announced' },
});
