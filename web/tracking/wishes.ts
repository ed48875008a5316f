/** What a form says, as the API takes it. */
export function wishOf(wish: string, data: FormData, takeBack: boolean): object {
  const text = (name: string): string => String(data.get(name) ?? '').trim();
  if (wish === 'rating')
    return { stars: Number(text('stars')), ...(text('comment') && { comment: text('comment') }) };
  if (wish === 'reschedule') {
    const [windowFrom, windowTo] = text('window').split(' ');
    return { windowFrom, windowTo };
  }
  return { [wish]: takeBack ? null : text(wish) };
}
