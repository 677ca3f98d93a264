// What every part of the page needs: making nodes, telling, asking the program.
export const dasar = document.body.dataset.dasar;
export const el = (nama, sifat = {}, ...isi) => {
  const simpul = Object.assign(document.createElement(nama), sifat);
  simpul.append(...isi);
  return simpul;
};
export const hasil = () => document.getElementById("hasil");
export const kabari = (...simpul) => { const kotak = hasil(); if (kotak) kotak.replaceChildren(...simpul); };
export const beritakan = (...simpul) => document.getElementById("kabar").replaceChildren(...simpul);
export const catatan = (kata, ...lagi) => el("p", { className: "lama", textContent: kata }, ...lagi);
// A button that acts once however often it is pressed.
export function tombol(kata, lakukan, kelas = "tombol") {
  const ini = el("button", { type: "button", className: kelas, textContent: kata });
  ini.addEventListener("click", async () => { ini.disabled = true; await lakukan(); ini.disabled = false; });
  return ini;
}
export const PUTUS = "Halaman ini tidak terhubung lagi dengan program: programnya sudah ditutup. Yang Anda ketik masih ada di sini; salin dahulu bila perlu, lalu jalankan lagi “renstra buka”.";
export const HILANG = "Folder proyek ini tidak ada lagi di tempatnya: dipindah, diganti namanya atau dihapus. Yang Anda ketik masih ada di sini. Kembalikan foldernya, atau buka dari tempatnya yang baru.";

// Whatever happens to the server, there is an answer to show.
export async function kirim(jalan, badan) {
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

export async function ambil(alamat) {
  const jawaban = await fetch(alamat, { headers: { Accept: "text/html" } });
  if (!jawaban.ok) throw new Error(String(jawaban.status));
  return new DOMParser().parseFromString(await jawaban.text(), "text/html");
}

// The table that is shown, its rows, the row of a cell.
export const kisi = () => document.getElementById("kisi");
export const barisDari = (sel) => sel.closest("[data-baris]");
export const barisTabel = () => [...kisi().querySelectorAll("[data-baris]")];

export function daftar(judul, butir, tolak) {
  return el("div", { className: tolak ? "hasil tolak" : "hasil" },
    el("strong", { textContent: judul }),
    el("ul", {}, ...butir.map((teks) => el("li", { textContent: teks }))));
}

// What the parts know of each other.
export const keadaan = {
  tunggu: 0, // set while an answer to a save or to a form is awaited
  menyimpan: null, // the save under way: a promise of whether it was written
  simpanTerbuka: null, // saves the cell that is open
  putus: "", // why there is nobody to talk to
};
