# Ibyo umurongo uvuga hejuru ya line.ftl.

line-text-welcome = Murakaza neza kuri Toneline! MENU: amasomo yose. HELP: ibyo wakohereza. LANG EN: Icyongereza.
line-text-only = Hano nsoma ubutumwa bwanditse gusa. Ohereza MENU ubone amasomo, cyangwa uhamagare iyi nimero uvuge.
line-offer-summary = Mbere yo kugenda: nkoherereze ubutumwa bugufi bw'incamake nyuma ya buri guhamagara? Yego, kanda 1. Oya, kanda 2.
line-language-set-rw = Ni byiza, tugiye gukoresha Ikinyarwanda.
line-elsewhere = Hari undi uhamagaye akoresheje nimero yawe, iyi telefone irarangiriye hano. Aho wari ugeze harabitswe. Murabeho.
