/** The menu: what the operating system expects, and what only developers may do. */
import { Menu, app, type MenuItemConstructorOptions } from 'electron';

export function setMenu(): void {
  const mac: MenuItemConstructorOptions[] = process.platform === 'darwin' ? [{ role: 'appMenu' }] : [];
  const developing: MenuItemConstructorOptions[] = app.isPackaged ? [] : [{ role: 'reload' }, { role: 'toggleDevTools' }];
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([...mac, { role: 'editMenu' }, { role: 'viewMenu', submenu: [{ role: 'togglefullscreen' }, ...developing] }, { role: 'windowMenu' }]),
  );
}
