/**
 * Put a file among the downloads.
 * @param {BlobPart} content
 * @param {string} name
 * @param {string} type its media type
 */
export function saveFile(content, name, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
