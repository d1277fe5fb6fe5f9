# Ibyo umurongo uvuga hejuru ya line.ftl.

line-text-welcome = Murakaza neza kuri Toneline! MENU: amasomo yose. HELP: ibyo wakohereza. LANG EN: Icyongereza.
line-text-only = Hano nsoma ubutumwa bwanditse, nkumva n'amajwi yoherejwe kuri WhatsApp. Ohereza MENU ubone amasomo, cyangwa uhamagare iyi nimero uvuge.
line-offer-summary = Mbere yo kugenda: nkoherereze ubutumwa bugufi bw'incamake nyuma ya buri guhamagara? Yego, kanda 1. Oya, kanda 2.
line-offer-summary-first = Mbere yo gutangira: nkoherereze ubutumwa bugufi bw'incamake nyuma ya buri guhamagara? Yego, kanda 1. Oya, kanda 2.
line-summary-off = Ni byiza, nta ncamake nzohereza.
line-language-set-rw = Ni byiza, tugiye gukoresha Ikinyarwanda.
line-elsewhere = Hari undi uhamagaye akoresheje nimero yawe, iyi telefone irarangiriye hano. Aho wari ugeze harabitswe. Murabeho.

# Ubutumwa bw'ijwi.
line-note-no-exercise = Nabonye ijwi ryawe, ariko nta jambo ririndiriye. Ohereza MANDARIN urihabwe.
line-note-too-long = Iryo jwi ni rirerire cyane. Ohereza ijambo ryonyine, mu masegonda make.
line-note-unreadable = Sinashoboye gufungura iryo jwi. Ongera urifate.
line-note-unreachable = Ijwi ryawe ntiryangezeho. Ongera uryohereze.

# Gufata amajwi.
line-offer-recording = Twemererwa gufata amajwi y'amasomo yawe kugira ngo tuyanoze? Yego, kanda 1. Oya, kanda 2. Ushobora kubihindura igihe cyose.
line-recording-on = Murakoze. Amajwi y'amasomo yawe ashobora gufatwa guhera ubu. Kubihindura, kanda 9 ku rutonde rw'amasomo, cyangwa wandike GUFATA OYA.
line-recording-off = Ni byiza. Amajwi y'amasomo yawe ntazafatwa.
line-recording-change = Guhindura ibyo gufata amajwi y'amasomo yawe, kanda 9.
line-recording-usage = GUFATA YEGO: amajwi yawe ashobora gufatwa. GUFATA OYA: ntafatwa. GUFATA SIBA: ayafashwe arasibwa.
line-recording-help = GUFATA: niba amajwi y'amasomo yawe afatwa.
line-recording-deleted = Amajwi yawe yafashwe arimo gusibwa, kandi nta yandi azafatwa.
line-recording-none = Uyu murongo nta majwi ufata.
