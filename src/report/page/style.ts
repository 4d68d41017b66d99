/** The page's style sheet: one column of calm type; light, dark, phone and paper. */
import { DARK, FONT, LIGHT } from '../theme.js';
import type { Palette } from '../theme.js';

function variables(palette: Palette): string {
  return Object.entries(palette)
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(';');
}

export const STYLE = `
:root{color-scheme:light;${variables(LIGHT)};--page:#f6f7f8;--tint:#f0f3f6;--kept-tint:#e7f2ec;--broken-tint:#f9eaea;--unknown-tint:#f3efe3}
@media (prefers-color-scheme:dark){:root{color-scheme:dark;${variables(DARK)};--page:#10141a;--tint:#1f262f;--kept-tint:#193026;--broken-tint:#3a2023;--unknown-tint:#332c1a}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:4.5rem}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.55 ${FONT};font-variant-numeric:tabular-nums}
main,header,footer{max-width:64rem;margin:0 auto;padding:0 1.5rem}
header{padding-top:3rem}
h1,h2,h3,p,ul,ol,dl,dd,figure{margin:0;padding:0}
ul,ol{list-style:none}
h1{font-size:2.1rem;line-height:1.15;font-weight:680;letter-spacing:-.02em;overflow-wrap:anywhere}
h1.long{font-size:1.3rem}
h2{font-size:1.35rem;line-height:1.25;font-weight:660;letter-spacing:-.012em;margin:0 0 .35rem}
h3{font-size:1rem;font-weight:620}
.eyebrow{font-size:.82rem;color:var(--muted);margin-bottom:.6rem}
.lead{font-size:1.2rem;line-height:1.45;margin-top:.75rem;max-width:44rem;overflow-wrap:anywhere}
.muted,.says{color:var(--muted)}
.says{font-size:.9rem;max-width:46rem}
.under{margin-top:.7rem}
a{color:var(--load)}
:focus-visible{outline:2px solid var(--load);outline-offset:2px;border-radius:3px}
.skip{position:absolute;left:-99rem}
.skip:focus{left:1rem;top:1rem;background:var(--paper);padding:.5rem 1rem;z-index:9}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(14rem,1fr));gap:1px;background:var(--line);border:1px solid var(--line);border-radius:10px;overflow:hidden;margin:2rem 0 0}
.figures div{background:var(--paper);padding:1.1rem 1.25rem 1.2rem;display:flex;flex-direction:column}
.figures dt{order:2;font-weight:560;font-size:.95rem;overflow-wrap:anywhere}
.figures dd.value{order:1;font-size:2rem;line-height:1.2;font-weight:660;letter-spacing:-.02em}
.figures dd.note{order:3;font-size:.85rem;color:var(--muted);margin-top:.3rem;overflow-wrap:anywhere}
.promises{display:grid;gap:.5rem;margin-top:.9rem}
.promises li{display:grid;grid-template-columns:6.6rem 1fr;gap:.2rem 1rem;background:var(--paper);border:1px solid var(--line);border-radius:8px;padding:.65rem .9rem;align-items:baseline}
.verdict{font-size:.82rem;font-weight:640;padding:.1rem .55rem;border-radius:1rem;white-space:nowrap;justify-self:start}
.kept{background:var(--kept-tint);color:var(--serve)}
.broken{background:var(--broken-tint);color:var(--alarm)}
.unknown{background:var(--unknown-tint);color:var(--ink)}
.promises .name{font-weight:600;overflow-wrap:anywhere}
.promises .detail{color:var(--muted);font-size:.9rem;overflow-wrap:anywhere}
.findings{counter-reset:finding;display:grid;gap:.85rem;margin-top:.9rem;max-width:48rem}
.findings li{counter-increment:finding;display:grid;grid-template-columns:1.6rem 1fr;overflow-wrap:anywhere}
.findings li::before{content:counter(finding);color:var(--muted);font-weight:600}
.findings .act{color:var(--muted);font-size:.92rem}
section{margin-top:3.25rem}
nav ul{display:flex;flex-wrap:wrap;gap:.3rem .9rem;font-size:.9rem;margin-top:2rem;padding:.75rem 0;border-top:1px solid var(--line);border-bottom:1px solid var(--line)}
nav a{text-decoration:none;color:var(--muted)}
nav a:hover{color:var(--ink);text-decoration:underline}
.bar{position:sticky;top:0;z-index:5;background:var(--page);border-bottom:1px solid var(--line);margin-top:1.5rem}
.bar form{max-width:64rem;margin:0 auto;padding:.55rem 1.5rem;display:flex;flex-wrap:wrap;gap:.35rem 1rem;align-items:center;font-size:.85rem;color:var(--muted)}
.bar label{display:flex;align-items:center;gap:.45rem;min-width:0}
.bar select{max-width:15rem;font:inherit;color:var(--ink);background:var(--paper);border:1px solid var(--line);border-radius:6px;padding:.2rem .4rem}
.bar input{width:9rem;accent-color:var(--load)}
.bar output{min-width:6.5rem;color:var(--ink)}
.bar button,.sort{font:inherit;color:inherit;background:none;border:0;padding:0;cursor:pointer}
.bar button{border:1px solid var(--line);border-radius:6px;padding:.15rem .6rem;color:var(--ink);background:var(--paper)}
.bar button[disabled]{color:var(--muted);cursor:default}
figure{background:var(--paper);border:1px solid var(--line);border-radius:10px;padding:1rem 1.1rem .7rem;margin-top:1rem;min-width:0}
figcaption{margin-bottom:.5rem}
.plot{position:relative;min-height:3rem;touch-action:pan-y}
.plot svg{display:block;max-width:100%}
.plot[data-kind=time] svg{cursor:crosshair}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(26rem,100%),1fr));gap:0 1rem}
.empty{color:var(--muted);font-size:.9rem;padding:.4rem 0}
.tip{position:absolute;top:0;left:0;z-index:6;pointer-events:none;background:var(--paper);border:1px solid var(--line);box-shadow:0 4px 16px rgb(0 0 0/.14);border-radius:7px;padding:.45rem .65rem;font-size:.8rem;line-height:1.4;max-width:19rem;overflow-wrap:anywhere}
.tip b{display:block;font-weight:640}
.tip span{color:var(--muted)}
details{margin-top:.4rem;font-size:.9rem}
summary{cursor:pointer;color:var(--muted);font-size:.85rem;padding:.15rem 0}
.scroll{overflow-x:auto;max-width:100%}
.scroll:has(.sortable){max-height:38rem;overflow:auto}
.sortable thead th{position:sticky;top:0;background:var(--page)}
table{border-collapse:collapse;width:100%;font-size:.9rem;margin-top:.5rem}
caption{text-align:left;color:var(--muted);font-size:.85rem;padding:.3rem 0}
th,td{text-align:left;padding:.38rem .9rem .38rem 0;border-bottom:1px solid var(--line);vertical-align:top;font-weight:400}
thead th{font-weight:600;color:var(--muted);vertical-align:bottom}
tbody th{font-weight:520;overflow-wrap:anywhere;min-width:8rem}
.number{text-align:right}
td.number{white-space:nowrap}
td:last-child,th:last-child{padding-right:0}
.course{white-space:pre;font:.66rem/1.4 ui-monospace,"SF Mono",Menlo,Consolas,monospace}
.sort{font-weight:600}
.sort:hover{text-decoration:underline}
[aria-sort=ascending] .sort::after{content:" \\2191"}
[aria-sort=descending] .sort::after{content:" \\2193"}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(10.5rem,1fr));gap:.75rem;margin-top:1rem}
.cards li{background:var(--paper);border:1px solid var(--line);border-radius:8px;padding:.75rem .9rem;font-size:.82rem;min-width:0}
.cards h3{font-size:.9rem;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.mini{display:block;width:100%;height:34px;margin:.25rem 0}
.mini path{fill:none;stroke-width:1.5;vector-effect:non-scaling-stroke}
.mini .load{stroke:var(--load)}.mini .serve{stroke:var(--serve)}.mini .alarm{stroke:var(--alarm)}
pre{background:var(--tint);border-radius:8px;padding:.9rem 1rem;overflow:auto;font:13px/1.5 ui-monospace,"SF Mono",Menlo,Consolas,monospace;max-height:32rem;margin:.6rem 0 0;white-space:pre-wrap;overflow-wrap:anywhere}
.facts{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1.25rem;font-size:.92rem;margin-top:.7rem}
.facts+h3{margin-top:1.3rem}
.facts dt{color:var(--muted)}
.facts dd{overflow-wrap:anywhere}
.notes{list-style:disc;padding-left:1.2rem;font-size:.9rem;color:var(--muted);margin-top:.6rem;overflow-wrap:anywhere}
footer{color:var(--muted);font-size:.85rem;padding-top:3rem;padding-bottom:4rem}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
[hidden]{display:none!important}
@media (max-width:40rem){
body{font-size:15px}
main,header,footer,.bar form{padding-left:1rem;padding-right:1rem}
header{padding-top:1.75rem}
h1{font-size:1.65rem}
.lead{font-size:1.08rem}
section{margin-top:2.5rem}
.bar{position:static}
.promises li{grid-template-columns:1fr}
figure{padding:.8rem .7rem .5rem;border-radius:8px}
table{width:max-content;min-width:100%}
caption{max-width:calc(100vw - 2rem)}
tbody th{position:sticky;left:0;background:var(--page);box-shadow:0 1px var(--line);max-width:9rem;min-width:4rem}
figure tbody th{background:var(--paper)}
td{max-width:17rem}
.forest{width:40rem}
.facts{grid-template-columns:1fr}
.facts dd{margin-bottom:.4rem}
}
@media print{
:root{color-scheme:light;${variables(LIGHT)};--page:#fff;--tint:#f5f6f7;--kept-tint:#e7f2ec;--broken-tint:#f9eaea;--unknown-tint:#f3efe3}
@page{margin:16mm 14mm}
body{font-size:11pt;background:#fff}
main,header,footer{max-width:none;padding:0}
header{padding-top:0}
.bar,nav,.tip,.skip,details:not([open]){display:none}
.cards{grid-template-columns:repeat(5,1fr);gap:.4rem}
.cards li{font-size:8pt;padding:.5rem .6rem}
section{margin-top:1.6rem}
figure,.promises li,.findings li,.figures,.cards li,tr{break-inside:avoid}
h2,figcaption{break-after:avoid}
.plot svg{width:100%;height:auto}
pre{max-height:none}
.figures dd.value{font-size:1.5rem}
table{font-size:8pt}
th,td{padding-right:.5rem}
tbody th{min-width:0}
.course{font-size:5pt}
.scroll,.scroll:has(.sortable){overflow:visible;max-height:none}
}
`;
