"""The style sheet of a report, for screens of any width and for paper."""

STYLE = """
:root{color-scheme:light}
body{margin:0;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
body{color:#22303a;background:#f7f3ea}
header,nav,main{max-width:60rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:2.2rem}
.brand{margin:0;letter-spacing:.18em;text-transform:uppercase;font-size:.75rem;color:#59636b}
h1{font:600 2.3rem/1.15 Georgia,"Noto Serif",serif;margin:.2rem 0 .4rem}
h2{font:600 1.5rem/1.2 Georgia,"Noto Serif",serif;margin:0 0 .8rem}
h3{font-size:1.1rem;margin:1.6rem 0 .4rem}
.under{color:#59636b;margin:.2rem 0 1.2rem}
.notice{background:#fbe9c6;border-left:4px solid #b5651d;padding:.6rem 1rem}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.3rem 1.1rem;padding:.6rem 0;margin:0}
nav ul{border-block:1px solid #d8d0bf;font-size:.95rem}
a{color:#17575e}
a:focus-visible,[tabindex]:focus-visible{outline:3px solid #b5651d;outline-offset:2px}
section{background:#fffdf8;border:1px solid #e4dccb;border-radius:10px;padding:1.3rem 1.4rem;margin:1.3rem 0}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:.8rem;margin-bottom:1.2rem}
.tile{background:#f2ecdd;border-radius:8px;padding:.8rem 1rem}
.tile strong{display:block;font:600 1.7rem/1.2 Georgia,serif;color:#17575e}
.tile span{font-size:.9rem}
figure{margin:1rem 0 1.4rem}
figcaption{font-size:.9rem;color:#59636b;margin:.2rem 0 .7rem}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.9rem;margin:.4rem 0 .8rem}
caption{text-align:left;font-weight:600;padding:.3rem 0}
table.broad{min-width:46rem}table.broad td:last-child{min-width:26rem}
tbody td{min-width:3.6rem}
th,td{text-align:left;vertical-align:top;padding:.32rem .7rem .32rem 0;border-bottom:1px solid #ece5d6}
thead th{border-bottom:2px solid #cfc5b0;font-weight:600}
tbody th{font-weight:400;min-width:11rem}
td{font-variant-numeric:tabular-nums}
.verdict{white-space:nowrap;font-weight:600}
.verdict.met{color:#2f6b2a}.verdict.missed{color:#97281f}.verdict.close{color:#87530a}.verdict.open{color:#59636b}
dt{font-weight:600;margin-top:.7rem}dd{margin:.1rem 0 0}
pre{overflow-x:auto;background:#f2ecdd;padding:.8rem;border-radius:6px;font-size:.85rem;line-height:1.35}
ins{background:#dcefd6;text-decoration:none}del{background:#f6dcd6;text-decoration:none}
@media (max-width:34rem){h1{font-size:1.75rem}section{padding:1rem .9rem;border-radius:0;margin-inline:-.6rem}}
@media print{@page{margin:16mm}body{background:#fff;font-size:10pt}nav{display:none}
section{border:0;padding:0;margin:0 0 1.2rem;background:#fff}table{font-size:8.5pt}
figure,tr,.tile{break-inside:avoid}h2,h3,caption{break-after:avoid}
.wide,.chart{overflow:visible}svg{min-width:0;max-width:15cm}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
"""
