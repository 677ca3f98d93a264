// Plain enhancement: every page works as links and forms; this edits in place, pastes and follows the files.
import { dasar } from "./alat.js";
import "./formulir.js";
import { denyut, siapkan } from "./ikut.js";
import "./temuan.js"; // answers a click before the cells do
import "./sel.js";

siapkan();
if (dasar) setTimeout(denyut, 1200);
