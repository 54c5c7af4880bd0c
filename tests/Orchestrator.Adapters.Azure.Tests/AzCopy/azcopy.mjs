#!/usr/bin/env node
// Speaks as azcopy v10 does with --output-type=json, keeps a plan, and really uploads. What goes wrong stands in wishes.json beside it.
import { appendFileSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { request } from 'node:https';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const wishes = JSON.parse(readFileSync(join(here, 'wishes.json')));
const plans = process.env.AZCOPY_JOB_PLAN_LOCATION;
const words = process.argv.slice(2);
const say = (type, content) => console.log(JSON.stringify({ TimeStamp: 'now', MessageType: type, MessageContent: typeof content === 'string' ? content : JSON.stringify(content) }));
const once = name => { if (existsSync(join(here, `did-${name}`))) return false; writeFileSync(join(here, `did-${name}`), ''); return true; };
const fail = text => { say('Error', text); process.exit(1); };

appendFileSync(join(here, 'calls.log'), `${words.join(' ')} | ${process.env.AZCOPY_AUTO_LOGIN_TYPE}\n`);
if (wishes.forbidden) fail('RESPONSE 403: AuthorizationPermissionMismatch, token eyJhbGciOi.eyJzdWIi.sig');

let id, plan;
const file = () => join(plans, `${id}--00000.steV18`);
// Killed in the middle of it, it leaves the plan of before.
const keep = () => { writeFileSync(`${file()}.new`, JSON.stringify(plan)); renameSync(`${file()}.new`, file()); };
if (words[0] === 'copy') {
  id = randomUUID();
  const list = words.find(word => word.startsWith('--list-of-files=')).slice('--list-of-files='.length);
  mkdirSync(plans, { recursive: true });
  const half = wishes.dieHalfOrdered && once('half');
  plan = { source: words[1], target: words[2], left: readFileSync(list, 'utf8').split('\n').filter(line => line), ordered: !half };
  plan.all = plan.left.length;
  keep();
  if (wishes.dieSilent && once('silent')) process.kill(process.pid, 'SIGKILL');
  if (half) process.kill(process.pid, 'SIGKILL');
} else if (words[0] === 'jobs' && words[1] === 'resume') {
  id = words[2];
  if (!existsSync(file())) fail(`cannot find job ${id}`);
  plan = JSON.parse(readFileSync(file()));
  if (!plan.ordered) fail(`cannot resume job with JobId ${id}. It hasn't been ordered completely`);
} else fail(`unknown command ${words.join(' ')}`);

say('Init', { LogFileLocation: join(here, `${id}.log`), JobID: id, IsCleanupJob: false });
const failed = [];
let sent = 0;
const summary = status => ({
  ErrorMsg: '', JobID: id, JobStatus: status, TotalTransfers: String(plan.all), TransfersCompleted: String(plan.all - plan.left.length),
  TransfersFailed: String(failed.length), TransfersSkipped: String(wishes.skip ?? 0), TotalBytesTransferred: String(sent), TotalBytesExpected: '0',
  FailedTransfers: failed.map(path => ({ Src: path, Dst: path, TransferStatus: 'Failed', ErrorCode: 500 })),
});
const target = new URL(plan.target);
if (target.hostname.includes('.file.') && words.some(word => word.startsWith('--blob-type'))) fail('blob-type is not supported while copying to Azure Files');
const escaped = path => path.split('/').map(encodeURIComponent).join('/');

async function putBlob(target, path, content) {
  const headers = { 'x-ms-blob-type': 'BlockBlob', 'x-ms-version': '2021-12-02' };
  return (await fetch(`${target.origin}${target.pathname}/${escaped(path)}?${wishes.sas}`, { method: 'PUT', body: content, headers })).ok;
}

// The server's certificate is its own, and its name leads to loopback.
function ask(target, path, query, headers, content) {
  const server = new URL(wishes.shares);
  const options = { host: '127.0.0.1', port: server.port, method: 'PUT', path: `${target.pathname}/${escaped(path)}${query}`, rejectUnauthorized: false,
    headers: { Host: target.host, Authorization: `Bearer ${wishes.token}`, 'x-ms-version': '2025-05-05', 'x-ms-file-request-intent': 'backup', 'Content-Length': content?.length ?? 0, ...headers } };
  return new Promise((resolve, reject) => request(options, answer => answer.resume().on('end', () => resolve(answer.statusCode))).on('error', reject).end(content));
}

async function putFile(target, path, content) {
  const names = path.split('/');
  for (let depth = 1; depth < names.length; depth++) {
    if (![201, 409].includes(await ask(target, names.slice(0, depth).join('/'), '?restype=directory', {}))) return false;
  }
  if (await ask(target, path, '', { 'x-ms-type': 'file', 'x-ms-content-length': content.length }) !== 201) return false;
  return content.length === 0 || await ask(target, path, '?comp=range', { 'x-ms-write': 'update', 'x-ms-range': `bytes=0-${content.length - 1}` }, content) === 201;
}

for (const path of [...plan.left]) {
  if (wishes.dieAt === path && once('die')) process.kill(process.pid, 'SIGKILL');
  if (wishes.hangAt === path && once('hang')) { say('Progress', { ...summary('InProgress') }); await new Promise(resolve => setTimeout(resolve, 600000)); }
  if (wishes.failAt === path && once('fail')) { failed.push(path); continue; }
  if (wishes.skipFile === path) continue;
  let content = readFileSync(join(plan.source, path));
  if (wishes.corrupt === path && content.length) { content = Buffer.from(content); content[0] ^= 1; }
  const isSent = target.hostname.includes('.file.') ? await putFile(target, path, content) : await putBlob(target, path, content);
  if (!isSent) { failed.push(path); continue; }
  plan.left = plan.left.filter(each => each !== path);
  keep();
  appendFileSync(join(here, 'sent.log'), `${path}\n`);
  sent += content.length;
  say('Progress', summary('InProgress'));
}
const status = wishes.status ?? (failed.length ? 'CompletedWithErrors' : wishes.skip ? 'CompletedWithSkipped' : 'Completed');
say('EndOfJob', summary(status));
process.exit(failed.length || wishes.status ? 1 : 0);
