// Checks what is typed, saves it, tells what follows from it.
import { barisDari, catatan, daftar, el, kabari, keadaan, kirim, kisi, tombol } from "./alat.js";
import { segarkan } from "./ikut.js";

export const suntingan = (sel, menjadi) => {
  const { berkas } = kisi().dataset;
  const { baris } = barisDari(sel).dataset;
  if (!baris) return { berkas, baris, tambahan: [{ [sel.dataset.kolom]: menjadi }] };
  return { berkas, baris, kolom: sel.dataset.kolom, semula: sel.dataset.teks, menjadi };
};
// A number as it prints; its text in the file has no dots and a decimal point.
export const tertulis = (sel) => ("tulis" in sel.dataset ? sel.dataset.tulis : sel.dataset.teks);

// One check at a time; of what was typed meanwhile only the last is checked.
let diperiksa = false;
let berikutnya = null;
export async function periksa(edit) {
  if (diperiksa) { berikutnya = edit; return; }
  diperiksa = true;
  const lama = setTimeout(() => { if (document.querySelector(".sel-isi")) kabari(catatan("Sedang diperiksa …")); }, 500);
  const { isi } = await kirim("isi/periksa", { suntingan: edit });
  clearTimeout(lama);
  laporkan(isi);
  diperiksa = false;
  const lagi = berikutnya;
  berikutnya = null;
  if (lagi && document.querySelector(".sel-isi")) periksa(lagi);
}

function laporkan(isi) {
  if (!document.querySelector(".sel-isi")) return;
  const salah = isi.galat || [];
  if (salah.length) { kabari(daftar("Belum dapat dibaca", salah, true)); return; }
  if (isi.bentrok && isi.bentrok.length) { kabari(bentrok(isi)); return; }
  const kata = [];
  if (isi.selesai) kata.push(`${isi.selesai} temuan akan selesai`);
  if (isi.banyak) kata.push(`${isi.banyak} temuan baru`);
  kabari(daftar(kata.join(", ") || "Tidak ada temuan baru", isi.baru || [], false));
}

function bentrok(isi) {
  const butir = isi.bentrok.map((b) => `${b.tempat}: sekarang “${b.kini}”, yang Anda lihat “${b.dilihat}”, yang Anda tulis “${b.diminta}”`);
  const kotak = daftar("Tidak disimpan: data ini berubah sejak Anda membukanya", butir, true);
  kotak.append(tombol("Tampilkan data yang sekarang", () => { tutupSemua(); location.reload(); }));
  return kotak;
}

const tutupSemua = () => document.querySelectorAll(".sel-isi").forEach((kotak) => { kotak.dataset.awal = kotak.value; });

export async function simpanSemua(edit, bawa = false, tersimpan = () => {}) {
  if (!edit.length) return true;
  keadaan.tunggu = setTimeout(() => kabari(catatan("Sedang menyimpan …")), 500);
  const { status, isi } = await kirim("isi/simpan", { suntingan: edit, bawa });
  clearTimeout(keadaan.tunggu);
  keadaan.tunggu = 0;
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
