import { expect, test } from 'vitest';
import { redact, redactAll, secretsOf, withoutHalves } from '../../core/agent/redact.ts';

test('Secrets of an environment are the values of variables that sound like one, the longest first.', () => {
  const env = {
    API_KEY: 'abcdefgh',
    MY_TOKEN: 'abcdefghijk',
    PATH: '/usr/bin:/bin',
    DB_PASSWORD: 'short',
    X_SECRET: undefined,
  };
  expect(secretsOf(env)).toEqual(['abcdefghijk', 'abcdefgh']);
});

test('The user and password of an address are secrets, in whatever variable it stands.', () => {
  const env = { HTTPS_PROXY: 'http://ada:lovelace@proxy:3128', DATABASE_URL: 'postgres://db/x', HOME: '/home/ada' };
  expect(secretsOf(env)).toEqual(['ada:lovelace']);
});

test('All texts of a value are redacted, and nothing else of it changes.', () => {
  const value = { a: ['my key abcdefgh', 1, null], b: { c: true } };
  expect(redactAll(value, ['abcdefgh'])).toEqual({ a: ['my key [redacted]', 1, null], b: { c: true } });
});

test('A secret that holds another is masked as a whole.', () => {
  expect(redact('a abcdefghijk b abcdefgh', ['abcdefghijk', 'abcdefgh'])).toBe('a [redacted] b [redacted]');
});

test.each([
  ['sk-ant-api03-', 'a'.repeat(40)],
  ['ghp_', 'A1'.repeat(18)],
  ['github_pat_', 'b'.repeat(60)],
  ['AKIA', 'ABCDEFGHIJKLMNOP'],
  ['xoxb-', '1234567890-abc'],
  ['npm_', 'c'.repeat(36)],
])('What has the form of a well-known token is masked: %s….', (start, rest) => {
  expect(redact(`before ${start}${rest} after`, [])).toBe('before [redacted] after');
});

test('A private key is masked from its first line to its last.', () => {
  const key = `-----BEGIN RSA PRIVATE KEY-----\n${'x'.repeat(300)}\n-----END RSA PRIVATE KEY-----`;
  expect(redact(`a\n${key}\nb`, [])).toBe('a\n[redacted]\nb');
});

test('Ordinary text stays as it is.', () => {
  const text = 'sk-1 is a short word, ghp_ too; task-1.1, npm_config_x and eyJ. are none';
  expect(redact(text, [])).toBe(text);
});

test('A secret is masked as it stands in JSON as well.', () => {
  const secret = 'pa"ss\\word-123456';
  const secrets = secretsOf({ MY_SECRET: secret });
  expect(redact(`${secret} ${JSON.stringify({ text: secret })}`, secrets)).toBe('[redacted] {"text":"[redacted]"}');
});

test('Where the middle of a text was left out, what may be half of a secret on either side goes as well.', () => {
  const cut = '\n… 12 bytes left out …\n';
  expect(withoutHalves(`before abc${cut}fgh after${cut}x`, ['abcdefgh'])).toBe(`be${cut}${cut}`);
  expect(withoutHalves(`0123456789${cut}0123456789`, ['abcdefgh'])).toBe(`01${cut}89`);
});

test('Nothing goes of a text that is whole, or where there are no secrets.', () => {
  expect(withoutHalves('before abc', ['abcdefgh'])).toBe('before abc');
  expect(withoutHalves('a\n… 12 bytes left out …\nb', [])).toBe('a\n… 12 bytes left out …\nb');
});
