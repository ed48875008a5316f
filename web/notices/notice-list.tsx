import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Schema } from '../app/api.ts';
import { session } from '../app/session.ts';
import { showAgo, showInstant } from '../words/format.ts';
import { isOffice, markAllRead, markRead, noticePages } from './data.ts';
import classes from './notice-list.module.css';
import { tell } from './told.ts';
import { t } from './words.ts';

type Notice = Schema<'Notice'>;

/** What there is to know, newest first; choosing one leads to what it is about. */
export function NoticeList({ onDone }: { onDone(): void }) {
  const navigate = useNavigate();
  const notices = useInfiniteQuery(noticePages);
  const items = notices.data?.pages.flatMap((page) => page.items) ?? [];
  const [newest] = items;
  const choose = ({ id, read, subject }: Notice) => {
    if (!read) void markRead(id).catch(() => undefined);
    onDone();
    void navigate(placeOf(subject) as never);
  };
  return (
    <>
      <div className={classes.head}>
        <h2>{t('title')}</h2>
        {newest && items.some(({ read }) => !read) && (
          <button type="button" className={classes.quiet} onClick={() => void markAllRead(newest.id)}>
            {t('readAll')}
          </button>
        )}
      </div>
      {notices.isError && (
        <p role="alert" className={classes.none}>
          {t('failed')}
        </p>
      )}
      {notices.isSuccess && !newest && (
        <div className={classes.none}>
          <b>{t('none')}</b>
          <p>{t(isOffice() ? 'none.office' : 'none.driver')}</p>
        </div>
      )}
      <ul className={classes.items}>
        {items.map((notice) => (
          <Item key={notice.id} notice={notice} onChoose={() => choose(notice)} />
        ))}
      </ul>
      {notices.hasNextPage && (
        <Button
          variant="subtle"
          fullWidth
          loading={notices.isFetchingNextPage}
          onClick={() => void notices.fetchNextPage()}
        >
          {t('more')}
        </Button>
      )}
    </>
  );
}

function Item({ notice, onChoose }: { notice: Notice; onChoose(): void }) {
  const { tone, text, more } = tell(notice);
  return (
    <li>
      <button
        type="button"
        className={classes.item}
        data-tone={tone}
        data-unread={!notice.read || undefined}
        onClick={onChoose}
      >
        <i />
        <span>
          <b>{text}</b>
          {more && <span>{more}</span>}
          <time dateTime={notice.givenAt} title={showInstant(notice.givenAt)}>
            {showAgo(notice.givenAt)}
          </time>
        </span>
        {!notice.read && <span className="unseen">{t('unread')}</span>}
      </button>
    </li>
  );
}

/** Where what it is about is shown. */
function placeOf({ entity, id }: Notice['subject']): object {
  if (!isOffice() && session.has(['driver'])) return { to: '/driver/stop/$id', params: { id } };
  const chosen = entity === 'driver' ? { who: id, id: undefined } : { id, who: undefined };
  return { to: '/dispatch', search: (before: object) => ({ ...before, ...chosen }) };
}
