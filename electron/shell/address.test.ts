import { describe, expect, it } from 'vitest';
import { isPage, mayLoad } from './address.ts';

describe('addresses', () => {
  it('the page is ours and nothing that only looks like it', () => {
    expect(isPage('app://chengmai/')).toBe(true);
    expect(isPage('app://chengmai/city/shanghai/city.json')).toBe(true);
    for (const url of ['app://chengmai.example/', 'app://example/chengmai', 'https://chengmai/', 'app://user@chengmai/', 'about:blank', 'not an address', '']) {
      expect(isPage(url), url).toBe(false);
    }
  });

  it('what a page made itself may be loaded, what leaves the machine may not', () => {
    for (const url of ['app://chengmai/cesium/Workers/x.js', 'data:image/png;base64,AA==', 'blob:app://chengmai/7b1c']) expect(mayLoad(url, false), url).toBe(true);
    for (const url of ['https://example.com/', 'http://127.0.0.1:8080/', 'ws://127.0.0.1:9000/', 'file:///etc/passwd', 'blob:https://example.com/7b1c', 'ftp://example.com/', 'devtools://devtools/bundled/inspector.html']) {
      expect(mayLoad(url, false), url).toBe(false);
    }
    expect(['https://tiles.example/a/tileset.json', 'https://tiles.example:8443/', 'http://tiles.example/', 'https://example/'].map((url) => mayLoad(url, false, ['https://tiles.example']))).toEqual([true, false, false, false]);
    expect(mayLoad('devtools://devtools/bundled/inspector.html', true)).toBe(true);
  });
});
