// Plain enhancement: every page works as links and forms; this edits in place, pastes and follows the files.
"use strict";
(() => {
  const dasar = document.body.dataset.dasar;
  const el = (nama, sifat = {}, ...isi) => {
    const simpul = Object.assign(document.createElement(nama), sifat);
    simpul.append(...isi);
    return simpul;
  };
  const hasil = () => document.getElementById("hasil");
  const kabari = (...simpul) => { const kotak = hasil(); if (kotak) kotak.replaceChildren(...simpul); };
  const beritakan = (...simpul) => document.getElementById("kabar").replaceChildren(...simpul);
  const catatan = (kata, ...lagi) => el("p", { className: "lama", textContent: kata }, ...lagi);
  // A button that acts once however often it is pressed.
  function tombol(kata, lakukan, kelas = "tombol") {
    const ini = el("button", { type: "button", className: kelas, textContent: kata });
    ini.addEventListener("click", async () => { ini.disabled = true; await lakukan(); ini.disabled = false; });
    return ini;
  }
  const PUTUS = "Halaman ini tidak terhubung lagi dengan program: programnya sudah ditutup. Yang Anda ketik masih ada di sini; salin dahulu bila perlu, lalu jalankan lagi “renstra buka”.";
  const HILANG = "Folder proyek ini tidak ada lagi di tempatnya: dipindah, diganti namanya atau dihapus. Yang Anda ketik masih ada di sini. Kembalikan foldernya, atau buka dari tempatnya yang baru.";

  // Whatever happens to the server, there is an answer to show.
  async function kirim(jalan, badan) {
    const teks = JSON.stringify(badan);
    try {
      const jawaban = await fetch(`${dasar}/${jalan}`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: teks,
        keepalive: teks.length < 60000,
      });
      if ((jawaban.headers.get("content-type") || "").includes("json")) return { status: jawaban.status, isi: await jawaban.json() };
      return { status: jawaban.status, isi: { galat: [jawaban.status === 413 ? "Salinan ini terlalu besar untuk sekali tempel; tempel sebagian demi sebagian." : PUTUS] } };
    } catch {
      return { status: 0, isi: { galat: [PUTUS] } };
    }
  }

  // ---- Sel ------------------------------------------------------------------------------------
  const kisi = () => document.getElementById("kisi");
  const barisDari = (sel) => sel.closest("[data-baris]");
  const suntingan = (sel, menjadi) => {
    const { berkas } = kisi().dataset;
    const { baris } = barisDari(sel).dataset;
    if (!baris) return { berkas, baris, tambahan: [{ [sel.dataset.kolom]: menjadi }] };
    return { berkas, baris, kolom: sel.dataset.kolom, semula: sel.dataset.teks, menjadi };
  };
  // A number as it prints; its text in the file has no dots and a decimal point.
  const tertulis = (sel) => ("tulis" in sel.dataset ? sel.dataset.tulis : sel.dataset.teks);
  let ditunda = 0;
  let menyimpan = null; // the save under way: a promise of whether it was written
  let disimpan = null; // its cell, which says its old text until the page is new
  let simpanTerbuka = null; // saves the cell that is open
  const tertinggal = () => menyimpan || [...document.querySelectorAll(".sel-isi")].some((kotak) => kotak.value !== kotak.dataset.awal);

  function buka(sel) {
    if (sel.hidden || sel === disimpan) return;
    const panjang = "panjang" in sel.dataset || sel.dataset.teks.length > 60 || sel.dataset.teks.includes("\n");
    const kotak = el(panjang ? "textarea" : "input", { className: "sel-isi", value: tertulis(sel) });
    kotak.dataset.awal = kotak.value;
    const kolom = document.querySelector(`th[data-kolom="${sel.dataset.kolom}"]`);
    const sebutan = barisDari(sel).querySelector("th a, .jenis");
    kotak.setAttribute("aria-label", `${kolom ? kolom.textContent : "Teks"}, ${sebutan ? sebutan.firstChild.textContent.trim() : "baris baru"}`);
    sel.hidden = true;
    sel.after(kotak);
    kotak.focus();
    if (!panjang) kotak.select();
    let selesai = false;
    const tutup = (fokus) => {
      if (selesai) return;
      selesai = true;
      clearTimeout(ditunda);
      kotak.remove();
      sel.hidden = false;
      if (fokus) sel.focus();
    };
    const simpan = async (fokus) => {
      if (selesai) return true;
      clearTimeout(ditunda);
      berikutnya = null;
      const nilai = kotak.value;
      if (nilai === sel.dataset.teks || nilai === tertulis(sel)) { if (hasil().querySelector("[data-periksa]")) kabari(); tutup(fokus); return true; }
      if (menyimpan) return menyimpan;
      disimpan = sel;
      menyimpan = simpanSemua([suntingan(sel, nilai)], false, () => tutup(fokus));
      const jadi = await menyimpan;
      menyimpan = null;
      disimpan = null;
      if (!jadi) kotak.focus();
      return jadi;
    };
    simpanTerbuka = () => simpan(false);
    kotak.addEventListener("keydown", (e) => {
      if (e.key === "Escape") { e.preventDefault(); kabari(); tutup(true); }
      if (e.key === "Enter" && !e.shiftKey && (!panjang || e.ctrlKey)) { e.preventDefault(); simpan(true); }
      if (e.key === "Tab") { e.preventDefault(); const lain = tetangga(sel, e.shiftKey ? -1 : 1); simpan(false).then((jadi) => jadi && lain && bukaLagi(lain)); }
    });
    if (panjang) {
      const tekan = tombol("Simpan", () => simpan(true), "tombol utama");
      kotak.after(tekan);
      const hapus = new MutationObserver(() => { if (!kotak.isConnected) { tekan.remove(); hapus.disconnect(); } });
      hapus.observe(kotak.parentNode, { childList: true });
    }
    kotak.addEventListener("blur", (e) => {
      if (e.relatedTarget && (e.relatedTarget.closest("#hasil") || e.relatedTarget.previousElementSibling === kotak)) return;
      // Focus that went nowhere may come back at once; one that went on to something else has left.
      setTimeout(() => { if (!selesai && document.activeElement !== kotak) simpan(false); }, e.relatedTarget ? 0 : 600);
    });
    kotak.addEventListener("input", () => {
      clearTimeout(ditunda);
      ditunda = setTimeout(() => periksa([suntingan(sel, kotak.value)]), 250);
    });
    kotak.addEventListener("paste", (e) => {
      const teks = e.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
      if (!teks.includes("\t") && !(teks.includes("\n") && !panjang)) return;
      e.preventDefault();
      tutup(true);
      tempel(sel, teks);
    });
  }

  function tetangga(sel, arah) {
    const semua = [...kisi().querySelectorAll(".sel")];
    return semua[semua.indexOf(sel) + arah];
  }

  // A cell of the page as it was, in the page as it is: a save makes its rows anew.
  function cariSel(baris, kolom) {
    const lagi = barisTabel().find((x) => x.dataset.baris === baris);
    return lagi && lagi.querySelector(`.sel[data-kolom="${kolom}"]`);
  }
  function bukaLagi(sel) {
    const kini = cariSel(barisDari(sel).dataset.baris, sel.dataset.kolom);
    if (kini) buka(kini);
  }

  const barisTabel = () => [...kisi().querySelectorAll("[data-baris]")];

  async function muatSampai(banyak) {
    for (let tautan = document.getElementById("berikut"); tautan && barisTabel().length < banyak; tautan = document.getElementById("berikut")) await muatLagi(tautan);
  }

  // What Excel copies: a cell with a line break or a tab in it stands between quotes, its own quotes twice.
  function pisahSalinan(teks) {
    const potong = /"((?:[^"]|"")*)"(?=[\t\n]|$)|[^\t\n]*/y;
    const garis = [[]];
    for (let dari = 0; dari <= teks.length; dari = potong.lastIndex + 1) {
      potong.lastIndex = dari;
      const [utuh, dalam] = potong.exec(teks);
      const nilai = dalam !== undefined && /[\t\n]/.test(dalam) ? dalam.replaceAll('""', '"') : utuh;
      garis[garis.length - 1].push(nilai.trim());
      potong.lastIndex = dari + utuh.length;
      if (teks[potong.lastIndex] === "\n") garis.push([]);
    }
    return garis;
  }

  async function tempel(sel, teks) {
    const garis = pisahSalinan(teks);
    const kolom = [...barisDari(sel).querySelectorAll(".sel")].map((x) => x.dataset.kolom);
    const awalKolom = kolom.indexOf(sel.dataset.kolom);
    const lebar = Math.max(...garis.map((satu) => satu.length));
    if (awalKolom + lebar > kolom.length) {
      kabari(daftar("Tidak ada yang ditulis", [`Salinan ini ${lebar} kolom, sedangkan dari sel ini ke kanan hanya ada ${kolom.length - awalKolom} kolom. Tempel mulai dari sel lain.`], true));
      return;
    }
    const nama = barisDari(sel).dataset.baris;
    const dari = barisTabel().findIndex((x) => x.dataset.baris === nama);
    await muatSampai(dari + garis.length);
    let baris = barisTabel();
    if (!nama) baris = baris.slice(0, dari); // a table without rows: all are new
    const lebih = dari + garis.length - baris.length;
    // Rows that are new go above a closing total, which they do not overwrite.
    if (lebih > 0) while (baris.length > dari + 1 && baris[baris.length - 1].classList.contains("t-jumlah")) baris = baris.slice(0, -1);
    const isi = (satu) => Object.fromEntries(satu.map((nilai, k) => [kolom[awalKolom + k], nilai]));
    const edit = [];
    garis.slice(0, baris.length - dari).forEach((satu, n) => {
      satu.forEach((nilai, k) => {
        const sasaran = baris[dari + n].querySelector(`.sel[data-kolom="${kolom[awalKolom + k]}"]`);
        if (nilai !== sasaran.dataset.teks && nilai !== tertulis(sasaran)) edit.push(suntingan(sasaran, nilai));
      });
    });
    const baru = garis.slice(baris.length - dari).map(isi);
    if (!baru.length) { simpanSemua(edit); return; }
    edit.push({ berkas: kisi().dataset.berkas, baris: baris.length ? baris[baris.length - 1].dataset.baris : "", tambahan: baru });
    if (!nama) { simpanSemua(edit); return; }
    tawarkan(`Salinan ini ${baru.length} baris lebih panjang daripada tabel.`, `Tempel dan tambah ${baru.length} baris`, () => simpanSemua(edit));
  }

  function tawarkan(kata, ya, lakukan) {
    const setuju = tombol(ya, lakukan, "tombol utama");
    const tidak = tombol("Jangan tempel", () => kabari());
    kabari(el("div", { className: "hasil" }, el("p", { textContent: kata }), el("div", { className: "tombol-baris" }, setuju, tidak)));
    setuju.focus();
  }

  // One check at a time; of what was typed meanwhile only the last is checked.
  let diperiksa = false;
  let berikutnya = null;
  let simpanan = 0; // how many saves were tried
  async function periksa(edit) {
    if (diperiksa) { berikutnya = edit; return; }
    diperiksa = true;
    const lama = setTimeout(() => { if (!menyimpan && document.querySelector(".sel-isi")) kabari(catatan("Sedang diperiksa …")); }, 500);
    const tadi = simpanan;
    const { isi } = await kirim("isi/periksa", { suntingan: edit });
    clearTimeout(lama);
    // What a save said since is not written over by an older check.
    if (tadi === simpanan) laporkan(isi);
    diperiksa = false;
    const lagi = berikutnya;
    berikutnya = null;
    if (lagi && document.querySelector(".sel-isi")) periksa(lagi);
  }

  function laporkan(isi) {
    if (!document.querySelector(".sel-isi")) return;
    // Marked as what a check says: it goes with what was typed.
    const sampaikan = (kotak) => { kotak.dataset.periksa = ""; kabari(kotak); };
    const salah = isi.galat || [];
    if (salah.length) { sampaikan(daftar("Belum dapat dibaca", salah, true)); return; }
    if (isi.bentrok && isi.bentrok.length) { kabari(bentrok(isi)); return; }
    const kata = [];
    if (isi.selesai) kata.push(`${isi.selesai} temuan akan selesai`);
    if (isi.banyak) kata.push(`${isi.banyak} temuan baru`);
    sampaikan(daftar(kata.join(", ") || "Tidak ada temuan baru", isi.baru || [], false));
  }

  function daftar(judul, butir, tolak) {
    return el("div", { className: tolak ? "hasil tolak" : "hasil" },
      el("strong", { textContent: judul }),
      el("ul", {}, ...butir.map((teks) => el("li", { textContent: teks }))));
  }

  function bentrok(isi) {
    const butir = isi.bentrok.map((b) => `${b.tempat}: sekarang “${b.kini}”, yang Anda lihat “${b.dilihat}”, yang Anda tulis “${b.diminta}”`);
    const kotak = daftar("Tidak disimpan: data ini berubah sejak Anda membukanya", butir, true);
    kotak.append(tombol("Tampilkan data yang sekarang", () => { tutupSemua(); location.reload(); }));
    return kotak;
  }

  const tutupSemua = () => document.querySelectorAll(".sel-isi").forEach((kotak) => { kotak.dataset.awal = kotak.value; });

  let tunggu = 0; // set while an answer to a save or to a form is awaited
  async function simpanSemua(edit, bawa = false, tersimpan = () => {}) {
    if (!edit.length) return true;
    simpanan += 1;
    tunggu = setTimeout(() => kabari(catatan("Sedang menyimpan …")), 500);
    const { status, isi } = await kirim("isi/simpan", { suntingan: edit, bawa });
    clearTimeout(tunggu);
    tunggu = 0;
    if (status !== 200) {
      kabari(isi.bentrok && isi.bentrok.length ? bentrok(isi) : daftar("Tidak disimpan", isi.galat || ["ada kesalahan"], true));
      return false;
    }
    tersimpan();
    kabari(el("div", { className: "hasil", textContent: bawa ? "Jumlah di atasnya ikut diperbarui." : "Tersimpan." }));
    await segarkan(true);
    if (!bawa) akibat(edit);
    return true;
  }

  async function akibat(edit) {
    const { status, isi } = await kirim("isi/dampak", { suntingan: edit });
    if (status !== 200) return;
    const kotak = el("div", { className: "hasil" }, el("strong", { textContent: "Tersimpan." }));
    if (isi.jumlah.length) {
      kotak.append(el("p", { textContent: `${isi.jumlah.length} jumlah ikut bergeser:` }),
        el("ul", {}, ...isi.jumlah.map((j) => el("li", { textContent: `${j.tempat}: ${j.lama} → ${j.baru}` }))));
      kotak.append(tombol(`Bawa ${isi.jumlah.length} jumlah ke atas`, () => simpanSemua(isi.bawa, true), "tombol utama"));
    }
    if (isi.akibat.length) {
      kotak.append(el("details", {}, el("summary", { textContent: `${isi.banyak} tempat lain tercetak lain` }),
        el("ul", {}, ...isi.akibat.map((teks) => el("li", { textContent: teks })))));
    }
    kabari(kotak);
  }

  document.addEventListener("click", (e) => {
    const sel = e.target.closest && e.target.closest(".sel");
    if (sel && !("pilih" in sel.dataset) && !e.ctrlKey && !e.metaKey && !e.shiftKey) { e.preventDefault(); buka(sel); return; }
    const tautan = e.target.closest && e.target.closest("a[data-ganti]");
    if (tautan && !e.ctrlKey && !e.metaKey) { e.preventDefault(); ganti(tautan); return; }
    const pergi = e.target.closest && e.target.closest("a[href]");
    if (pergi && "buang" in pergi.dataset && !e.ctrlKey && !e.metaKey && !e.shiftKey) dibuang = true;
    if (pergi && tertinggal() && simpanTerbuka && !e.ctrlKey && !e.metaKey && !e.shiftKey) {
      e.preventDefault();
      (menyimpan || simpanTerbuka()).then((jadi) => { if (jadi) location.href = pergi.href; });
    }
  });
  // What a form holds that was typed and not sent: text in any form, any field of a row. What was
  // refused comes back with the page, and is not written either.
  let dibuang = false; // whoever cancels a form knows it
  const ditolak = "tetap" in document.body.dataset && document.querySelector("main .hasil.tolak") !== null;
  const dikirim = (form) => "dikirim" in form.dataset || form.querySelector("[data-dikirim]") !== null;
  function asal(kotak) {
    const lama = (apa) => kotak.form.elements.namedItem(kotak.name.replace("isi:", apa));
    const baris = kotak.name.startsWith("isi:") && (lama("tampak:") || lama("semula:"));
    if (baris) return baris.value;
    return ditolak ? "" : kotak.defaultValue;
  }
  function terketik(kotak) {
    const pilihan = kotak.tagName === "SELECT";
    if (kotak.hidden || /^(hidden|file|checkbox|radio)$/.test(kotak.type) || dikirim(kotak.form)) return false;
    if (pilihan && kotak.form.id !== "form-baris") return false;
    return ("berubah" in kotak.dataset || (ditolak && !pilihan)) && kotak.value !== asal(kotak);
  }
  const adaKetikan = (di = document) => [...di.querySelectorAll("main form :is(input, textarea, select)")].some(terketik);
  // What was typed and is not written leaves only after a question; whoever stays may send again.
  addEventListener("beforeunload", (e) => {
    if (dibuang || !(tertinggal() || adaKetikan())) return;
    e.preventDefault();
    if (document.querySelector("[data-dikirim]")) setTimeout(lepaskan);
  });
  document.addEventListener("keydown", (e) => {
    const sel = e.target.classList && e.target.classList.contains("sel") ? e.target : null;
    if (!sel || !kisi()) return;
    const geser = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
    if (geser) { const lain = tetangga(sel, geser); if (lain) { e.preventDefault(); lain.focus(); } }
    const turun = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[e.key];
    if (turun) {
      const baris = barisDari(sel)[turun];
      const lain = baris && baris.querySelector(`.sel[data-kolom="${sel.dataset.kolom}"]`);
      if (lain) { e.preventDefault(); lain.focus(); }
    }
  });
  document.addEventListener("paste", (e) => {
    const sel = document.activeElement;
    if (!sel || !sel.classList.contains("sel")) return;
    e.preventDefault();
    tempel(sel, e.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, ""));
  });

  // ---- Temuan ---------------------------------------------------------------------------------
  async function ambil(alamat) {
    const jawaban = await fetch(alamat, { headers: { Accept: "text/html" } });
    if (!jawaban.ok) throw new Error(String(jawaban.status));
    return new DOMParser().parseFromString(await jawaban.text(), "text/html");
  }
  async function ganti(tautan) {
    const lama = document.getElementById(tautan.dataset.ganti);
    const baru = (await ambil(tautan.dataset.dari)).getElementById(tautan.dataset.ganti);
    if (!lama || !baru) { location.href = tautan.href; return; }
    if (adaKetikan(lama) && !confirm("Yang Anda ketik untuk temuan ini belum dicatat. Tinggalkan?")) return;
    lama.replaceWith(baru);
    history.replaceState(null, "", tautan.getAttribute("href"));
    document.querySelectorAll(".temuan.dipilih").forEach((x) => x.classList.remove("dipilih"));
    tautan.closest(".temuan").classList.add("dipilih");
    baru.focus();
    if (matchMedia("(max-width: 800px)").matches) baru.scrollIntoView();
  }

  // ---- Mengikuti berkas -------------------------------------------------------------------------
  const berubah = () => document.querySelector("main form [data-berubah]") !== null;
  const sibuk = () => {
    const aktif = document.activeElement;
    const mengetik = aktif && /^(INPUT|TEXTAREA|SELECT)$/.test(aktif.tagName);
    return mengetik || document.querySelector(".sel-isi") !== null || berubah();
  };
  for (const apa of ["input", "change"]) document.addEventListener(apa, (e) => { if (e.target.closest("form")) e.target.dataset.berubah = ""; });

  // Where somebody was on a page: what is focused and which parts are open, found again in a newer one.
  const serupa = (simpul) => [...document.querySelectorAll(`main ${simpul.tagName}`)].filter((x) => x.textContent === simpul.textContent);
  function ingatTempat() {
    const fokus = document.activeElement;
    const ke = fokus && fokus.closest("main") ? serupa(fokus).indexOf(fokus) : -1;
    const terbuka = [...document.querySelectorAll("main details[open] > summary")].map((x) => x.textContent);
    return () => {
      for (const simpul of document.querySelectorAll("main details > summary")) if (terbuka.includes(simpul.textContent)) simpul.parentNode.open = true;
      const lagi = ke < 0 || fokus.isConnected ? null : (fokus.id && document.getElementById(fokus.id)) || serupa(fokus)[ke];
      if (lagi) lagi.focus();
    };
  }

  // The rows that were loaded as they were seen are there again in a newer page.
  async function ambilSebanyak(banyak) {
    const baru = await ambil(location.href);
    const isi = baru.getElementById("baris-baris");
    for (let tautan = baru.getElementById("berikut"); isi && tautan && isi.children.length < banyak; tautan = baru.getElementById("berikut")) {
      const lagi = await ambil(tautan.getAttribute("href"));
      isi.append(...lagi.getElementById("baris-baris").children);
      baru.getElementById("lanjut").replaceWith(lagi.getElementById("lanjut"));
    }
    return baru;
  }

  async function segarkan(paksa) {
    let baru;
    try { baru = await ambilSebanyak(kisi() ? barisTabel().length : 0); } catch { return; }
    if (!paksa && sibuk()) return;
    document.body.dataset.tanda = baru.body.dataset.tanda;
    document.body.toggleAttribute("data-belum", "belum" in baru.body.dataset);
    // A page that only asks to wait does not take the place of one that says something.
    if (baru.querySelector("[data-sementara]") && !document.querySelector("[data-sementara]")) return;
    const fokus = document.activeElement;
    const baris = fokus && fokus.closest && fokus.closest("[data-baris]");
    const dimana = baris && { baris: baris.dataset.baris, kolom: fokus.dataset.kolom };
    for (const id of ["kisi", "kalimat", "petunjuk", "langkah", "cetak", "lanjut"]) {
      const lama = document.getElementById(id);
      const pengganti = baru.getElementById(id);
      if (lama && pengganti && !lama.querySelector(".sel-isi")) {
        const gulir = lama.parentNode.scrollTop;
        lama.replaceWith(pengganti);
        pengganti.parentNode.scrollTop = gulir;
      }
    }
    if (!kisi()) {
      const utama = document.getElementById("utama");
      const gulir = scrollY;
      const kembali = ingatTempat();
      utama.replaceChildren(...baru.getElementById("utama").childNodes);
      kembali();
      scrollTo(0, gulir);
    }
    siapkan();
    if (dimana) {
      const sel = cariSel(dimana.baris, dimana.kolom);
      if (sel && !document.querySelector(".sel-isi")) sel.focus();
    }
  }

  let gambar = null;
  let putus = ""; // why there is nobody to talk to
  // A form that is being filled in, and the answer to one, are not replaced under somebody's hands.
  const tetap = () => document.getElementById("form-baris") || "tetap" in document.body.dataset || berubah();
  async function denyut() {
    let kini = "";
    try {
      const jawaban = await fetch(`${dasar}/denyut`);
      if (jawaban.ok) await ikuti(await jawaban.json());
      else kini = jawaban.status === 404 ? HILANG : jawaban.status === 403 ? PUTUS : "";
    } catch (sebab) { kini = sebab instanceof TypeError ? PUTUS : ""; }
    if (kini !== putus) beritakan(...(kini ? [catatan(kini)] : []));
    putus = kini;
    setTimeout(denyut, document.hidden ? 5000 : 1200);
  }
  async function ikuti(isi) {
    if (tunggu && isi.dipegang) (hasil() ? kabari : beritakan)(catatan(`Menunggu, paling lama 10 detik: folder data ini sedang ditulis: ${isi.dipegang}`));
    const menunggu = document.querySelector("[data-tunggu]");
    const beda = isi.tanda !== document.body.dataset.tanda;
    const jadi = menunggu && isi.halaman === isi.tanda && gambar !== isi.halaman;
    if (jadi) gambar = isi.halaman;
    const lengkap = "belum" in document.body.dataset && isi.diperiksa;
    if (!tetap()) { if ((beda || jadi || lengkap) && !sibuk()) await segarkan(false); return; }
    const kosong = !tunggu && !document.getElementById("kabar").textContent;
    if (beda && kosong) beritakan(catatan("Data berubah sejak halaman ini dibuka. Isian Anda tetap di sini; yang Anda simpan dibandingkan dengan yang Anda lihat."));
  }

  // ---- Baris berikutnya saat terlihat -------------------------------------------------------------
  async function muatLagi(tautan) {
    const baru = await ambil(tautan.href);
    const isi = document.getElementById("baris-baris");
    isi.append(...baru.getElementById("baris-baris").children);
    document.getElementById("lanjut").replaceWith(baru.getElementById("lanjut"));
    siapkan();
  }
  // What is focused in a grid is not hidden by its heads, which stay where they are.
  function jagaTepi() {
    const kepala = kisi() && kisi().tHead;
    if (!kepala) return;
    const { style } = kisi().parentNode;
    style.scrollPaddingTop = `${kepala.offsetHeight + 6}px`;
    style.scrollPaddingLeft = `${kepala.rows[0].cells[0].offsetWidth + 6}px`;
  }
  addEventListener("resize", jagaTepi);
  // By the keyboard only: what moves under a mouse is not clicked.
  document.addEventListener("focusin", (e) => {
    if (!e.target.matches(".kisi-sel .sel:focus-visible")) return;
    const kotak = kisi().parentNode;
    const muat = e.target.offsetWidth <= kotak.clientWidth - parseFloat(kotak.style.scrollPaddingLeft);
    e.target.scrollIntoView({ block: "nearest", inline: muat ? "nearest" : "start" });
  });
  function siapkan() {
    jagaTepi();
    const tautan = document.getElementById("berikut");
    if (tautan && "IntersectionObserver" in window) {
      const lihat = new IntersectionObserver((ada) => {
        if (ada.some((x) => x.isIntersecting)) { lihat.disconnect(); muatLagi(tautan); }
      }, { rootMargin: "200px" });
      const akhir = document.querySelector("#baris-baris tr:last-child");
      if (akhir) lihat.observe(akhir);
    }
    for (const kotak of document.querySelectorAll(".seret")) {
      const berkas = kotak.querySelector("input[type=file]");
      kotak.addEventListener("dragover", (e) => { e.preventDefault(); kotak.classList.add("atas"); });
      kotak.addEventListener("dragleave", () => kotak.classList.remove("atas"));
      kotak.addEventListener("drop", (e) => {
        e.preventDefault();
        kotak.classList.remove("atas");
        if (!e.dataTransfer.files.length) return;
        berkas.files = e.dataTransfer.files;
        berkas.dataset.berubah = "";
      });
    }
  }
  // A form goes once, after the save under way, and not to a program that is gone. What takes longer
  // than a moment says so; a file that is handed over leaves its page as it is.
  const SEKALI = 2000;
  document.addEventListener("submit", (e) => {
    const form = e.target;
    const unduh = form.action.endsWith("/keluar") || Boolean(e.submitter && e.submitter.name === "apa");
    const lewat = unduh && e.submitter ? e.submitter : form; // a form of files hands over several
    if (putus || menyimpan || "dikirim" in lewat.dataset) {
      e.preventDefault();
      if (putus) beritakan(catatan(putus));
      else if (menyimpan) menyimpan.then((jadi) => { if (jadi) form.requestSubmit(e.submitter); });
      return;
    }
    lewat.dataset.dikirim = "";
    const kata = unduh ? "Sedang disusun. Berkasnya terunduh begitu jadi." : "Sedang dikerjakan …";
    tunggu = setTimeout(() => beritakan(catatan(kata)), unduh ? 0 : 400);
    if (!unduh) return;
    setTimeout(() => { delete lewat.dataset.dikirim; tunggu = 0; }, SEKALI);
    setTimeout(() => beritakan(), 15000);
  });
  function lepaskan() {
    document.querySelectorAll("[data-dikirim]").forEach((x) => { delete x.dataset.dikirim; });
    clearTimeout(tunggu);
    tunggu = 0;
    beritakan();
  }
  // A page that the way back shows again may be sent again; a form whose save succeeded shows what is there now.
  async function kembali() {
    dibuang = false;
    if (!document.querySelector("[data-dikirim]")) return;
    lepaskan();
    const form = document.getElementById("form-baris");
    if (!form) return;
    let baru;
    try { baru = await ambil(location.href); } catch { return; }
    const isian = [...form.querySelectorAll("[name^='isi:']")];
    const kini = (kotak) => baru.getElementsByName(kotak.name)[0];
    if (!isian.every((kotak) => kini(kotak) && kini(kotak).value === kotak.value)) return;
    document.getElementById("utama").replaceChildren(...baru.getElementById("utama").childNodes);
    document.body.dataset.tanda = baru.body.dataset.tanda;
  }
  addEventListener("pageshow", kembali);
  siapkan();
  if (dasar) setTimeout(denyut, 1200);
})();
