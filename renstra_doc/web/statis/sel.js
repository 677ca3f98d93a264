// Cells that are edited in place, left, pasted into.
import { barisDari, barisTabel, daftar, el, kabari, keadaan, kisi, tombol } from "./alat.js";
import { muatLagi } from "./ikut.js";
import { periksa, simpanSemua, suntingan, tertulis } from "./simpan.js";

let ditunda = 0;
const tertinggal = () => keadaan.menyimpan || [...document.querySelectorAll(".sel-isi")].some((kotak) => kotak.value !== kotak.dataset.awal);

function buka(sel) {
  if (sel.hidden) return;
  const panjang = "panjang" in sel.dataset || sel.dataset.teks.length > 60 || sel.dataset.teks.includes("\n");
  const kotak = el(panjang ? "textarea" : "input", { className: "sel-isi", value: tertulis(sel) });
  kotak.dataset.awal = kotak.value;
  const kolom = document.querySelector(`th[data-kolom="${sel.dataset.kolom}"]`);
  kotak.setAttribute("aria-label", `${kolom ? kolom.textContent : sel.dataset.kolom}, ${barisDari(sel).dataset.baris}`);
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
    const nilai = kotak.value;
    if (nilai === sel.dataset.teks || nilai === tertulis(sel)) { tutup(fokus); return true; }
    if (keadaan.menyimpan) return keadaan.menyimpan;
    keadaan.menyimpan = simpanSemua([suntingan(sel, nilai)], false, () => tutup(fokus));
    const jadi = await keadaan.menyimpan;
    keadaan.menyimpan = null;
    if (!jadi) kotak.focus();
    return jadi;
  };
  keadaan.simpanTerbuka = () => simpan(false);
  kotak.addEventListener("keydown", (e) => {
    if (e.key === "Escape") { e.preventDefault(); kabari(); tutup(true); }
    if (e.key === "Enter" && !e.shiftKey && (!panjang || e.ctrlKey)) { e.preventDefault(); simpan(true); }
    if (e.key === "Tab") { e.preventDefault(); const lain = tetangga(sel, e.shiftKey ? -1 : 1); simpan(false).then((jadi) => jadi && lain && buka(lain)); }
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

async function muatSampai(banyak) {
  for (let tautan = document.getElementById("berikut"); tautan && barisTabel().length < banyak; tautan = document.getElementById("berikut")) await muatLagi(tautan);
}

async function tempel(sel, teks) {
  const garis = teks.split("\n").map((satu) => satu.split("\t").map((nilai) => nilai.trim()));
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

document.addEventListener("click", (e) => {
  const sel = e.target.closest && e.target.closest(".sel");
  if (sel && !("pilih" in sel.dataset) && !e.ctrlKey && !e.metaKey && !e.shiftKey) { e.preventDefault(); buka(sel); return; }
  if (e.defaultPrevented) return; // another part has answered
  const pergi = e.target.closest && e.target.closest("a[href]");
  if (pergi && tertinggal() && keadaan.simpanTerbuka && !e.ctrlKey && !e.metaKey && !e.shiftKey) {
    e.preventDefault();
    (keadaan.menyimpan || keadaan.simpanTerbuka()).then((jadi) => { if (jadi) location.href = pergi.href; });
  }
});
// What was typed and is not written leaves only after a question.
addEventListener("beforeunload", (e) => { if (tertinggal()) e.preventDefault(); });
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
