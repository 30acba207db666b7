import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openFile } from '#host/store/openFile.ts';
import { writeConfiguration } from '../harness/configuration.ts';
import { expect, NOT_HERE, openDesktop, test } from '../harness/desktop.ts';
import { sees } from '../harness/screen.ts';

test.skip(NOT_HERE !== null, NOT_HERE ?? '');

test('says on the screen, in its language, why there is no host; and goes on when there can be one', async () => {
  const configuration = writeConfiguration();
  mkdirSync(configuration.data);
  const other = openFile(path.join(configuration.data, 'live.sqlite'));
  const { app, page, sockets } = await openDesktop(configuration.file);
  try {
    const notice = page.locator('[data-notice=stopped]');
    await expect(notice).toContainText('运行文件 live.sqlite 正被另一个程序使用');
    await expect(notice).toContainText('live.sqlite is open in another process');
    await sees(page, 'badge', 'stopped');
    await page.getByTestId('language').click();
    await expect(notice).toContainText('The run file live.sqlite is in use by another program');
    other.close();
    await sees(page, 'link', 'open');
    await expect(page.locator('body')).not.toContainText('in use by another program');
  } finally {
    if (other.open) other.close();
    sockets.stop();
    await app.close();
    configuration.remove();
  }
});

test('opens its window for a configuration that cannot be read, and says what is wrong with it', async () => {
  const configuration = writeConfiguration();
  writeFileSync(configuration.file, '{ "data": ');
  const { app, page, sockets } = await openDesktop(configuration.file);
  try {
    const notice = page.locator('[data-notice=stopped]');
    await expect(notice).toContainText(`配置文件 ${configuration.file} 有误`);
    await expect(notice).toContainText('is not valid JSON');
  } finally {
    sockets.stop();
    await app.close();
    configuration.remove();
  }
});
