import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * Writes a configuration by which fontconfig knows the project's own fonts and no others, and returns its path: a page
 * is as wide, and looks the same, on every machine. Nothing is put into the page for it.
 */
export async function onlyOurFonts(folder: string): Promise<string> {
  const ttf = dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'));
  const cache = join(folder, 'font-cache');
  await mkdir(cache, { recursive: true });
  const path = join(folder, 'fonts.conf');
  await writeFile(
    path,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
<dir>${ttf}</dir>
<cachedir>${cache}</cachedir>
<match target="pattern">
<test name="family" compare="contains"><string>mono</string></test>
<edit name="family" mode="assign" binding="strong"><string>DejaVu Sans Mono</string></edit>
</match>
<match target="pattern">
<test name="family" compare="not_contains"><string>mono</string></test>
<edit name="family" mode="assign" binding="strong"><string>DejaVu Sans</string></edit>
</match>
<match target="font">
<edit name="antialias" mode="assign"><bool>true</bool></edit>
<edit name="hinting" mode="assign"><bool>false</bool></edit>
<edit name="rgba" mode="assign"><const>none</const></edit>
</match>
</fontconfig>
`,
  );
  return path;
}
