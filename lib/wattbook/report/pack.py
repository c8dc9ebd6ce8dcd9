"""A lean report, for a repository: pages unpack themselves, share one script, and leave out what a run makes again."""

import base64
import gzip
import hashlib
import html
import re
import shutil

from markupsafe import Markup

STATIC, SCRIPT = "_static", "vega-*.js"
LEFT_OUT = ("*.ipynb", "outputs.csv", "report.xlsx", "charts")
GONE = re.compile(r'<a href="\w+\.ipynb">.*?</a>, |For other programs: .*?charts/</a>\. ', re.S)  # links to them
TITLE, HEADLINE = re.compile(r"<title>(.*?)</title>", re.S), re.compile(r'class="wb-headline"[^>]*>(.*?)</h2>', re.S)
POLICY = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]*)"')
SCRIPT_OF = re.compile(r'<script src="([^"]*vega-[^"]*)">')
PACKED = re.compile(r'<script type="application/gzip" id="packed">([^<]*)</script>')


def lighten(place, shared):
    """Make a report lean, the script of its charts put into a folder that many share."""
    for path in [path for pattern in LEFT_OUT for path in place.glob(pattern)]:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    for path in (place / STATIC).glob(SCRIPT):
        shared.mkdir(exist_ok=True)
        path.replace(shared / path.name)  # its name holds its hash, so that it is the same
    for path in place.glob("*.html"):
        path.write_text(packed(path.read_text(encoding="utf-8")), encoding="utf-8")


def packed(text):
    """A page that holds another, compressed."""
    from wattbook.report.page import engine, template

    text = GONE.sub("", text).replace(f'src="{STATIC}/vega-', f'src="../../{STATIC}/vega-')
    script, headline = template("unpack.js"), HEADLINE.search(text)
    known = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return engine().get_template("packed.html.j2").render(
        title=Markup(TITLE.search(text)[1]), headline=Markup(headline[1] if headline else ""), script=Markup(script),
        policy=html.unescape(POLICY.search(text)[1]).replace("file:", f"file: 'sha256-{known}'", 1),
        packed=base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode())


def unpacked(text):
    """The page that another holds; any other page as it is."""
    found = PACKED.search(text)
    return gzip.decompress(base64.b64decode(found[1])).decode() if found else text


def broken(shared):
    """Shared scripts that are not what their names say."""
    return [f"{path.parent.name}/{path.name}: it is not as it was published" for path in sorted(shared.glob(SCRIPT))
            if hashlib.sha256(path.read_bytes()).hexdigest()[:12] not in path.name]
