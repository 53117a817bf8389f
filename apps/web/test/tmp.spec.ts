import { it, jest } from '@jest/globals';
import { launch } from './browser.js';
import { aSegment } from './calls.js';
import { MockGateway } from './mock-gateway.js';
jest.setTimeout(120000);
it('perf', async () => {
  const gateway = await MockGateway.start('/work/main/apps/web/dist');
  const browser = await launch('/usr/bin/chromium');
  for (const size of [10000]) {
  const id = 'l' + size;
  gateway.put({ id });
  gateway.store(id, Array.from({ length: size }, (_, n) => aSegment({ id: `c-${n}`, startMs: n * 3000, text: `This is line ${n} of a very long call`, channel: n % 2 ? 'AGENT' : 'CUSTOMER', words: [] })));
  const page = await browser.newPage({viewport:{width:1440,height:900}});
  await page.goto(gateway.url + '/calls/'+id);
  await page.waitForFunction((n) => document.querySelector('.transcript-count')?.textContent === n.toLocaleString() + ' lines', size, {timeout: 90000});
  await page.waitForTimeout(3000);
  const client = await page.context().newCDPSession(page);
  await client.send('Performance.enable');
  const m = async () => Object.fromEntries((await client.send('Performance.getMetrics')).metrics.map((x) => [x.name, x.value]));
  await client.send('Profiler.enable'); await client.send('Profiler.start');
  const a = await m();
  for (let n = 0; n < 40; n++) { gateway.say(id, aSegment({ id: 'c-x', startMs: 30_000_000, text: `growing ${n}`, revision: n + 1, isPartial: true })); await page.waitForTimeout(60); }
  await page.waitForTimeout(500);
  const b = await m();
  const { profile } = await client.send('Profiler.stop');
  const byId = new Map(profile.nodes.map((n) => [n.id, n]));
  const parent = new Map<number, number>(); profile.nodes.forEach((n) => n.children?.forEach((c) => parent.set(c, n.id)));
  const self = new Map<string, number>();
  profile.samples!.forEach((id, i) => { let k = ''; let at: number | undefined = id; for (let d = 0; d < 9 && at; d++) { const n = byId.get(at)!; k += n.callFrame.functionName + ':' + n.callFrame.url.slice(-14) + ':' + n.callFrame.lineNumber + ':' + n.callFrame.columnNumber + ' < '; at = parent.get(at); } self.set(k, (self.get(k) ?? 0) + profile.timeDeltas![i]! / 1000); });
  console.log([...self].sort((x, y) => y[1] - x[1]).slice(0, 8).map(([k, v]) => `${v.toFixed(0)} ${k}`).join('\n'));

  console.log(size, ['TaskDuration', 'ScriptDuration', 'LayoutDuration', 'RecalcStyleDuration', 'Nodes'].map((k) => k + ' ' + (k==='Nodes'? b[k] : ((b[k]! - a[k]!) * 1000 / 40).toFixed(2) + 'ms')).join(', '));
  await page.close();
  }
  await browser.close(); await gateway.close();
});
