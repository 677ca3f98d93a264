// Forms: sent once, after a save under way, and shown anew by the way back.
import { ambil, beritakan, catatan, keadaan } from "./alat.js";

// A form goes once, after the save under way, and not to a program that is gone. What takes longer
// than a moment says so; a file that is handed over leaves its page as it is.
const SEKALI = 2000;
document.addEventListener("submit", (e) => {
  const form = e.target;
  const unduh = form.action.endsWith("/keluar") || Boolean(e.submitter && e.submitter.name === "apa");
  const lewat = unduh && e.submitter ? e.submitter : form; // a form of files hands over several
  if (keadaan.putus || keadaan.menyimpan || "dikirim" in lewat.dataset) {
    e.preventDefault();
    if (keadaan.putus) beritakan(catatan(keadaan.putus));
    else if (keadaan.menyimpan) keadaan.menyimpan.then((jadi) => { if (jadi) form.requestSubmit(e.submitter); });
    return;
  }
  lewat.dataset.dikirim = "";
  const kata = unduh ? "Sedang disusun. Berkasnya terunduh begitu jadi." : "Sedang dikerjakan …";
  keadaan.tunggu = setTimeout(() => beritakan(catatan(kata)), unduh ? 0 : 400);
  if (!unduh) return;
  setTimeout(() => { delete lewat.dataset.dikirim; keadaan.tunggu = 0; }, SEKALI);
  setTimeout(() => beritakan(), 15000);
});
// A page that the way back shows again may be sent again; a form whose save succeeded shows what is there now.
async function kembali() {
  const terkirim = document.querySelectorAll("[data-dikirim]");
  terkirim.forEach((x) => { delete x.dataset.dikirim; });
  if (!terkirim.length) return;
  clearTimeout(keadaan.tunggu);
  keadaan.tunggu = 0;
  beritakan();
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
