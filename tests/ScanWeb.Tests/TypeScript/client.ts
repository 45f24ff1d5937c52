// What a program does with types that were made of the document: starts, follows, pages and cancels a scan. Prints what it saw as JSON.
import createClient from 'openapi-fetch';
import type { components, paths } from './api.js';

declare const process: { env: { BASE: string; TOKEN: string } };
const scans = createClient<paths>({ baseUrl: process.env.BASE, headers: { Authorization: `Bearer ${process.env.TOKEN}` } });

/** Every field, most of them null, as generated clients of other kinds send them. */
const everything: components['schemas']['StartBody'] = {
  force_refresh: true, symbols: ['ibm', 'BA'], asset_tiers: null, strategy_ids: null, opportunity_type: null, strategy_types: null,
  filter_by_risk_level: null, sides: null, min_profit_potential: null, max_required_capital: null, min_confidence: null, preferred_timeframes: null,
};

function known<T>(answer: { data?: T; error?: unknown }): T {
  if (answer.data === undefined) throw new Error(JSON.stringify(answer.error));
  return answer.data;
}

const started = known(await scans.POST('/api/v1/opportunities/discover', { body: everything }));
const params = { path: { scan_id: started.scan_id } };
const phases = new Set<components['schemas']['StatusBody']['phase']>();
let status = known(await scans.GET('/api/v1/opportunities/status/{scan_id}', { params }));
for (; status.phase !== 'ended'; status = known(await scans.GET('/api/v1/opportunities/status/{scan_id}', { params }))) {
  phases.add(status.phase);
  await new Promise((done) => setTimeout(done, 50));
}

const found: string[] = [];
for (let cursor: string | null = ''; cursor !== null;) {
  const page: components['schemas']['ResultsBody'] = known(
    await scans.GET('/api/v1/opportunities/results/{scan_id}', { params: { ...params, query: { limit: 1, sort: 'profit', ...(cursor ? { cursor } : {}) } } }),
  ) as components['schemas']['ResultsBody'];
  found.push(...page.opportunities.map((o) => `${o.symbol} by ${o.strategy_name}: ${o.side}, ${o.profit_potential_usd.toFixed(2)}`));
  cursor = page.next_cursor;
}

const other = known(await scans.POST('/api/v1/opportunities/discover', { body: { force_refresh: true } }));
const canceled = known(await scans.DELETE('/api/v1/opportunities/{scan_id}', { params: { path: { scan_id: other.scan_id } } }));
const listed = known(await scans.GET('/api/v1/opportunities', { params: { query: { limit: 10 } } }));
const refused = await scans.GET('/api/v1/opportunities/status/{scan_id}', { params: { path: { scan_id: 'scan_none' } } });

console.log(JSON.stringify({
  status: status.status, total: status.total_opportunities, phases: [...phases], found, canceled: canceled.scan_id === other.scan_id,
  listed: listed.scans.map((scan) => scan.progress.total_strategies), refused: refused.error?.code,
}));
