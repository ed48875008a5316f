export { giveNotices, type NewNotice } from './actions/giveNotices.ts';
