/** Zod for the whole product: `jitless`, because `new Function` violates the page's content security policy. */
import { z } from 'zod';

z.config({ jitless: true });

export { z };
