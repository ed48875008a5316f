/** One mail in words: lines of text, and at most one thing to do. */
export interface MailWords {
  subject: string;
  greeting: string;
  lines: readonly string[];
  action?: { label: string; url: string };
  /** What to do when it came by mistake, and how long the link lasts. */
  small: readonly string[];
}

/** The same words as plain text and as HTML that every mail program shows. */
export function compose(
  { subject, greeting, lines, action, small }: MailWords,
  language: string,
): { subject: string; plain: string; html: string } {
  const plain = [
    greeting,
    ...lines,
    ...(action ? [`${action.label}:\n${action.url}`] : []),
    ...(small.length > 0 ? ['--', small.join('\n')] : []),
  ].join('\n\n');
  const paragraphs = [greeting, ...lines].map((line) => `<p style="margin:0 0 16px">${escapeHtml(line)}</p>`);
  const button = action
    ? `<p style="margin:24px 0"><a href="${escapeHtml(action.url)}" style="background:#1d4ed8;color:#ffffff;padding:12px 20px;border-radius:6px;text-decoration:none;display:inline-block">${escapeHtml(action.label)}</a></p>
<p style="margin:0 0 16px;font-size:13px;color:#555555;word-break:break-all">${escapeHtml(action.url)}</p>`
    : '';
  const html = `<!doctype html>
<html lang="${escapeHtml(language)}"><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>
<body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif;color:#111111;background:#ffffff">
<div style="max-width:520px;margin:0 auto">
${paragraphs.join('\n')}
${button}
${small.map((line) => `<p style="margin:0 0 8px;font-size:13px;color:#555555">${escapeHtml(line)}</p>`).join('\n')}
</div></body></html>
`;
  return { subject, plain: `${plain}\n`, html };
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => entities[sign] as string);
