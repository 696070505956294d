import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;

/** Prints a line for each rule of PDF/A-2a and PDF/UA-1 that a file breaks: the file, the standard, the rule. */
class VeraPDF {
    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        var foundry = Foundries.defaultInstance();
        for (var file : files) {
            for (var standard : new PDFAFlavour[] {PDFAFlavour.PDFA_2_A, PDFAFlavour.PDFUA_1}) {
                var broken = new TreeSet<String>();
                try (var data = Files.newInputStream(Path.of(file));
                        var parser = foundry.createParser(data, standard);
                        var validator = foundry.createValidator(standard, false)) {
                    for (var test : validator.validate(parser).getTestAssertions()) {
                        if (test.getStatus() == TestAssertion.Status.FAILED) {
                            broken.add(test.getRuleId().getClause() + ": " + test.getMessage());
                        }
                    }
                }
                for (var rule : broken) {
                    System.out.println(String.join("\t", file, standard.getId(), rule));
                }
            }
        }
    }
}
