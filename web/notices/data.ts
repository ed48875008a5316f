import { useQuery } from '@tanstack/react-query';
import { api, queryClient } from '../app/api.ts';
import { session } from '../app/session.ts';

const key = ['notices'];
export const shownAtMost = 99;

/** Also of those who are told what concerns the office. */
export const isOffice = (): boolean => session.has(['dispatcher', 'support', 'admin']);

/** How many are unread; one more than `shownAtMost` when there are more. */
export function useUnreadCount(everyMs?: number): number {
  const { data } = useQuery({
    queryKey: [...key, 'unread'],
    queryFn: () =>
      api('notifications.listNotices', { query: { unread: 'true', limit: String(shownAtMost + 1) } }),
    ...(everyMs && { refetchInterval: everyMs }),
    enabled: session.current !== null,
  });
  return data?.items.length ?? 0;
}

export const noticePages = {
  queryKey: [...key, 'all'],
  queryFn: ({ pageParam }: { pageParam: string }) =>
    api('notifications.listNotices', { query: { limit: '30', ...(pageParam && { cursor: pageParam }) } }),
  initialPageParam: '',
  getNextPageParam: ({ nextCursor }: { nextCursor: string | null }) => nextCursor ?? undefined,
};

export const readAgain = (): Promise<void> => queryClient.invalidateQueries({ queryKey: key });

export async function markRead(id: string): Promise<void> {
  await api('notifications.readNotice', { path: { id } });
  await readAgain();
}

export async function markAllRead(upTo: string): Promise<void> {
  await api('notifications.readAllNotices', { body: { upTo } });
  await readAgain();
}
