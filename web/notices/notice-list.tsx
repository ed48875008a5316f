import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schema } from '../app/api.ts';
import { session } from '../app/session.ts';
import { t as tApp } from '../app/words.ts';
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
  /** What went wrong, without who joined and what came back. */
  const [onlyTrouble, setOnlyTrouble] = useState(false);
  const [unsaved, setUnsaved] = useState(false);
  const shown = onlyTrouble ? items.filter((notice) => isTrouble(tell(notice).tone)) : items;
  const readAll = (upTo: string) =>
    markAllRead(upTo).then(
      () => setUnsaved(false),
      () => setUnsaved(true),
    );
  const choose = ({ id, read, subject }: Notice) => {
    if (!read) void markRead(id).catch(() => undefined);
    onDone();
    void navigate(placeOf(subject) as never);
  };
  return (
    <>
      <div className={classes.head}>
        <h2>{t('title')}</h2>
        {newest && isOffice() && (
          <button
            type="button"
            aria-pressed={onlyTrouble}
            className={classes.quiet}
            onClick={() => setOnlyTrouble(!onlyTrouble)}
          >
            {t('trouble')}
          </button>
        )}
        {newest && items.some(({ read }) => !read) && (
          <button type="button" className={classes.quiet} onClick={() => void readAll(newest.id)}>
            {t('readAll')}
          </button>
        )}
      </div>
      {notices.isPending && <p className={classes.none}>{tApp('loading')}</p>}
      {(notices.isError || unsaved) && (
        <p role="alert" className={classes.none}>
          {t(notices.isError ? 'failed' : 'unsaved')}
        </p>
      )}
      {notices.isSuccess && !newest && (
        <div className={classes.none}>
          <b>{t('none')}</b>
          <p>{t(isOffice() ? 'none.office' : 'none.driver')}</p>
        </div>
      )}
      {onlyTrouble && newest && shown.length === 0 && (
        <p role="status" className={classes.none}>
          {t('trouble.none')}
        </p>
      )}
      <ul className={classes.items}>
        {shown.map((notice) => (
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

const isTrouble = (tone: ReturnType<typeof tell>['tone']): boolean => tone === 'bad' || tone === 'warn';

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
