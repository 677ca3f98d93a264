// Follows the files: the page is renewed when they change, further rows come as they are seen.
import { HILANG, PUTUS, ambil, barisTabel, beritakan, catatan, dasar, hasil, kabari, keadaan, kisi } from "./alat.js";

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

export async function segarkan(paksa) {
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
  for (const id of ["kisi", "kalimat", "cetak", "lanjut"]) {
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
    const lagi = [...document.querySelectorAll("[data-baris]")].find((x) => x.dataset.baris === dimana.baris);
    const sel = lagi && lagi.querySelector(`.sel[data-kolom="${dimana.kolom}"]`);
    if (sel && !document.querySelector(".sel-isi")) sel.focus();
  }
}

let gambar = null;
// A form that is being filled in, and the answer to one, are not replaced under somebody's hands.
const tetap = () => document.getElementById("form-baris") || "tetap" in document.body.dataset || berubah();
export async function denyut() {
  let kini = "";
  try {
    const jawaban = await fetch(`${dasar}/denyut`);
    if (jawaban.ok) await ikuti(await jawaban.json());
    else kini = jawaban.status === 404 ? HILANG : jawaban.status === 403 ? PUTUS : "";
  } catch (sebab) { kini = sebab instanceof TypeError ? PUTUS : ""; }
  if (kini !== keadaan.putus) beritakan(...(kini ? [catatan(kini)] : []));
  keadaan.putus = kini;
  setTimeout(denyut, document.hidden ? 5000 : 1200);
}
async function ikuti(isi) {
  if (keadaan.tunggu && isi.dipegang) (hasil() ? kabari : beritakan)(catatan(`Menunggu, paling lama 10 detik: folder data ini sedang ditulis: ${isi.dipegang}`));
  const menunggu = document.querySelector("[data-tunggu]");
  const beda = isi.tanda !== document.body.dataset.tanda;
  const jadi = menunggu && isi.halaman === isi.tanda && gambar !== isi.halaman;
  if (jadi) gambar = isi.halaman;
  const lengkap = "belum" in document.body.dataset && isi.diperiksa;
  if (!tetap()) { if ((beda || jadi || lengkap) && !sibuk()) await segarkan(false); return; }
  const kosong = !keadaan.tunggu && !document.getElementById("kabar").textContent;
  if (beda && kosong) beritakan(catatan("Data berubah sejak halaman ini dibuka. Isian Anda tetap di sini; yang Anda simpan dibandingkan dengan yang Anda lihat."));
}

export async function muatLagi(tautan) {
  const baru = await ambil(tautan.href);
  const isi = document.getElementById("baris-baris");
  isi.append(...baru.getElementById("baris-baris").children);
  document.getElementById("lanjut").replaceWith(baru.getElementById("lanjut"));
  siapkan();
}
export function siapkan() {
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
