/** Rejects with a sentence where the file is not there. */
export async function readJson(url: string): Promise<unknown> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} could not be read (${response.status}).`);
  return response.json();
}
