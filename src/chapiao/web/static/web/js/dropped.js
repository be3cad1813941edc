// Files out of a drop, folders walked; each with the path it had inside what was dropped.

function files(entry, path) {
  if (entry.isFile) {
    return new Promise((done) =>
      entry.file(
        (file) => done([{ file, path }]),
        () => done([]),
      ),
    );
  }
  return walk(entry, path);
}

async function walk(entry, path) {
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    // A reader gives at most a hundred entries a call; an empty batch is the end.
    const batch = await new Promise((done) => reader.readEntries(done, () => done([])));
    if (!batch.length) return found;
    for (const inner of batch) found.push(...(await files(inner, `${path}/${inner.name}`)));
  }
}

export async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...transfer.files].map((file) => ({ file, path: file.name }));
  const found = [];
  for (const entry of entries) found.push(...(await files(entry, entry.name)));
  return found;
}
