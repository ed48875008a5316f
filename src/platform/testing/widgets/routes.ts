import { z } from 'zod';
import { platformErrors } from '../../errors/platform-errors.ts';
import { insertEvents } from '../../events/outbox.ts';
import { versionTag } from '../../http/etag.ts';
import { idParams } from '../../http/fields.ts';
import { decodeCursor, page, pageQuery, toPage } from '../../http/page.ts';
import { Answer, defineRoute, PUBLIC, type Route } from '../../http/route.ts';
import { begin } from '../../lifecycle/perform.ts';
import { newId } from '../../ports/rng.ts';
import { showWidget, shownWidget, widgetCreated, widgetLifecycle, widgetRenamed } from './lifecycle.ts';
import { findWidget, insertWidget, listWidgetRows, saveWidget, type Widget } from './queries.ts';

const name = z.string().min(1).max(200);
const tag = (widget: Widget) => ({ etag: versionTag(widget.version) });

const createWidget = defineRoute({
  operation: 'widgets.createWidget',
  method: 'POST',
  path: '/v1/widgets',
  summary: 'Make a widget',
  permission: 'widget:write',
  body: z.strictObject({ name, nested: z.unknown().optional() }),
  response: shownWidget,
  status: 201,
  async handler({ ctx, tx, body, actor }) {
    const widget: Widget = {
      id: newId(ctx),
      name: body.name,
      driver: null,
      state: 'ready',
      version: 1,
      lifecycleVersion: widgetLifecycle.version,
      stateSince: ctx.clock.now(),
    };
    await insertWidget(tx, widget);
    begin(tx, widgetLifecycle, widget, { event: widgetCreated, actor, payload: { name: body.name } }, ctx);
    return new Answer(showWidget(widget), { ...tag(widget), location: `/v1/widgets/${widget.id}` });
  },
});

const getWidget = defineRoute({
  operation: 'widgets.getWidget',
  method: 'GET',
  path: '/v1/widgets/{id}',
  summary: 'One widget',
  permission: 'widget:read',
  params: idParams,
  response: shownWidget,
  async handler({ sql, params }) {
    const widget = await findWidget(sql, params.id, { lock: false });
    if (!widget) throw platformErrors.not_found('There is no such widget.');
    return new Answer(showWidget(widget), tag(widget));
  },
});

const changeWidget = defineRoute({
  operation: 'widgets.changeWidget',
  method: 'PATCH',
  path: '/v1/widgets/{id}',
  summary: 'Rename a widget',
  permission: 'widget:write',
  params: idParams,
  body: z.strictObject({ name }),
  response: shownWidget,
  async handler({ ctx, tx, params, body, ifVersion, actor }) {
    const widget = await findWidget(tx, params.id, { lock: true });
    if (!widget) throw platformErrors.not_found('There is no such widget.');
    if (ifVersion !== undefined && ifVersion !== widget.version)
      throw platformErrors.precondition_failed(`It is at version ${widget.version} now.`);
    const next = {
      ...widget,
      version: widget.version + 1,
      updatedAt: ctx.clock.now(),
      changes: { name: body.name },
    };
    const saved = await saveWidget(tx, widget, next);
    const subject = { entity: 'widget', id: widget.id };
    const renamed = {
      event: widgetRenamed,
      subject,
      sequence: saved.version,
      actor,
      payload: { name: body.name },
    };
    tx.withCommit(insertEvents(tx, [renamed], ctx));
    return new Answer(showWidget(saved), tag(saved));
  },
});

const cursorKey = z.tuple([z.string(), z.uuid()]);

const listWidgets = defineRoute({
  operation: 'widgets.listWidgets',
  method: 'GET',
  path: '/v1/widgets',
  summary: 'Widgets by name',
  permission: 'widget:read',
  query: z.strictObject({ ...pageQuery }),
  response: page(shownWidget),
  async handler({ sql, query }) {
    const limit = query.limit ?? 50;
    const rows = await listWidgetRows(sql, {
      after: decodeCursor(query.cursor, cursorKey),
      limit: limit + 1,
    });
    return toPage(rows, limit, showWidget, (widget) => [widget.name, widget.id]);
  },
});

/** Fails in the way that is asked for, deep inside. */
const breakWidget = defineRoute({
  operation: 'widgets.breakWidget',
  method: 'POST',
  path: '/v1/widgets/actions/break',
  summary: 'Fail on purpose',
  permission: 'widget:write',
  body: z.strictObject({ how: z.string().max(500), milliseconds: z.int().max(5000).optional() }),
  async handler({ tx, body }) {
    switch (body.how) {
      case 'throw':
        throw new Error('select secret from /etc/passwd at line 12');
      case 'sleep':
        await tx`select pg_sleep(${(body.milliseconds ?? 0) / 1000})`;
        return undefined;
      case 'kill':
        await tx`select pg_terminate_backend(pg_backend_pid())`;
        return undefined;
      default:
        await tx.unsafe(body.how);
        return undefined;
    }
  },
});

const bigWidget = defineRoute({
  operation: 'widgets.bigWidget',
  method: 'GET',
  path: '/v1/big-widget',
  summary: 'A long answer. Public: it holds nothing',
  permission: PUBLIC,
  query: z.strictObject({ bytes: z.string().regex(/^\d{1,6}$/) }),
  response: z.strictObject({ text: z.string() }),
  handler: async ({ query }) => ({ text: 'widget '.repeat(Math.ceil(Number(query.bytes) / 7)) }),
});

const secretWidget = defineRoute({
  operation: 'widgets.secretWidget',
  method: 'GET',
  path: '/v1/secret-widget',
  summary: 'A long answer with a secret in it. Public: the secret is none',
  permission: PUBLIC,
  response: z.strictObject({ secret: z.string() }),
  secretAnswer: true,
  handler: async () => ({ secret: 'hush '.repeat(1000) }),
});

export const widgetRoutes: Route[] = [
  createWidget,
  getWidget,
  changeWidget,
  listWidgets,
  breakWidget,
  bigWidget,
  secretWidget,
];
