// A finding that is chosen shows its place beside the list.
import { ambil } from "./alat.js";

async function ganti(tautan) {
  const lama = document.getElementById(tautan.dataset.ganti);
  const baru = (await ambil(tautan.dataset.dari)).getElementById(tautan.dataset.ganti);
  if (!lama || !baru) { location.href = tautan.href; return; }
  lama.replaceWith(baru);
  history.replaceState(null, "", tautan.getAttribute("href"));
  document.querySelectorAll(".temuan.dipilih").forEach((x) => x.classList.remove("dipilih"));
  tautan.closest(".temuan").classList.add("dipilih");
  baru.focus();
  if (matchMedia("(max-width: 800px)").matches) baru.scrollIntoView();
}

document.addEventListener("click", (e) => {
  const tautan = e.target.closest && e.target.closest("a[data-ganti]");
  if (tautan && !e.ctrlKey && !e.metaKey) { e.preventDefault(); ganti(tautan); }
});
