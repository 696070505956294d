// Sets a resume in YAMLResume's calm: its JSON in, HTML out.
import { HtmlRenderer } from "@yamlresume/core";
import { readFileSync } from "node:fs";

console.log(new HtmlRenderer(JSON.parse(readFileSync(0, "utf8")), 0).render());
