# Urutonde rw'amasomo.

general-menu = Urashaka kwiga iki?
general-press = Niba ushaka { $title }, kanda { $key }.
general-or-say = Cyangwa uvuge icyo ushaka kwiga.
general-menu-rephrased = Reka mbivuge ukundi. Vuga izina ry'isomo, cyangwa ukande umubare waryo.
general-menu-keys = Hitamo ukoresheje imibare ya telefone.
general-menu-text = Urashaka kwiga iki? Subiza umubare: { $options }.
general-menu-text-rephrased = Subiza umwe muri iyi mibare: { $options }. Cyangwa wandike icyo ushaka kwiga.
general-option = { $key } { $title }
general-option-pair = { $first }, { $second }
general-going = Wahisemo neza: { $title }.
general-going-other = Ni byiza, tujye kuri iri somo: { $title }.
general-which = Wavugaga { $first } cyangwa { $second }?
general-help = Nigisha { $titles }. Vuga cyangwa ukande icyo ushaka kwiga. Mu isomo ndabaza, ugasubiza, nkakubwira niba ari byo.
general-help-text = Mu isomo ndabaza, ugasubiza, nkakubwira niba ari byo n'impamvu. MENU ikugarura hano.
general-ask-unknown = Ibyo sindabimenya. Ushobora kumbaza ku bumenyi, ubuzima, ubuhinzi, uburere mboneragihugu, u Rwanda n'akarere, cyangwa ukampa imibare.
general-ask-unknown-here = Ibyo sindabimenya. Noneho iki:
general-who-speaks = Ndi Toneline, nigisha kuri telefone. Ndi porogaramu ya mudasobwa, sindi umuntu.
general-ask-more = Mbaza ikindi, cyangwa uvuge cyangwa ukande icyo ushaka kwiga.
general-ask-more-text = Mbaza ikindi, cyangwa usubize MENU ubone amasomo.
general-sum-plus = { $left } wongeyeho { $right } ni { $answer }.
general-sum-minus = { $left } ukuyemo { $right } ni { $answer }.
general-sum-times = { $left } ukubye { $right } ni { $answer }.
general-sum-over = { $left } ugabanyije na { $right } ni { $answer }.
