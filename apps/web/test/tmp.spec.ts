import { it, jest } from '@jest/globals';
import { launch } from './browser.js';
import { aSegment } from './calls.js';
import { MockGateway } from './mock-gateway.js';
jest.setTimeout(120000);
it('perf', async () => {
  const gateway = await MockGateway.start('/work/main/apps/web/dist');
  const browser = await launch('/usr/bin/chromium');
  gateway.put({ id: 'long' });
  gateway.store('long', Array.from({ length: 10_000 }, (_, n) => aSegment({ id: `c-${n}`, startMs: n * 3000, text: `This is line ${n} of a very long call`, channel: n % 2 ? 'AGENT' : 'CUSTOMER', words: [] })));
  const page = await browser.newPage();
  const t = Date.now();
  await page.addInitScript(() => { const s: any[] = []; (window as any).lt = s; new PerformanceObserver((l) => l.getEntries().forEach((e) => s.push([Math.round(e.startTime), Math.round(e.duration)]))).observe({ type: 'longtask', buffered: true }); });
  await page.goto(gateway.url + '/calls/long');
  for (let i=0;i<40;i++){ const c=await page.evaluate(()=>document.querySelector('.transcript-count')?.textContent); console.log(Date.now()-t,c); if(/10.?000/.test(c??'')) break; await new Promise(r=>setTimeout(r,700)); }
  console.log('loaded', Date.now() - t);
  console.log(JSON.stringify(await page.evaluate(() => [(window as any).lt, performance.getEntriesByType('resource').filter((e) => e.name.includes('graphql')).map((e) => [Math.round(e.startTime), Math.round(e.duration)])])));
  gateway.put({ id: 'r', recording: { url: '/recordings/r.wav', durationMs: 2 } });
  gateway.setRecordedMs(2000);
  await page.goto(gateway.url + '/calls/r');
  await page.waitForFunction(() => document.querySelector('audio')?.duration === 2);
  gateway.setRecordedMs(30000);
  console.log(await page.evaluate(async () => { const a = document.querySelector('audio')!; const ev: string[] = []; for (const n of ['loadedmetadata','error','seeked','durationchange','emptied','playing','stalled','pause']) a.addEventListener(n, () => ev.push(n + ' ' + a.duration + ' ' + a.currentTime)); a.addEventListener('loadedmetadata', () => { a.currentTime = 20; a.play().catch((e) => ev.push(String(e))); }, { once: true }); a.load(); await new Promise((r) => setTimeout(r, 3000)); return ev.join('\n') + a.currentTime; }));
  await browser.close(); await gateway.close();
});
