package io.ddbvault.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

@AnalyzeClasses(packages = "io.ddbvault.core", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule knowsNoAwsSdk =
            noClasses().should().dependOnClassesThat().resideInAPackage("software.amazon..");

    @ArchTest
    static final ArchRule backupAndRestoreMeetOnlyInTheManifest = noClasses()
            .that()
            .resideInAPackage("..core.backup..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..core.restore..");

    @ArchTest
    static final ArchRule restoreAndBackupMeetOnlyInTheManifest = noClasses()
            .that()
            .resideInAPackage("..core.restore..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..core.backup..");

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching("io.ddbvault.core.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nothingIsPrinted =
            noClasses().should().accessField(System.class, "out").orShould().accessField(System.class, "err");

    /** Only the edge reads the clock: else a test would have to wait. */
    @ArchTest
    static final ArchRule timeIsGivenAndNotRead = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone")
            .orShould()
            .callMethod(Clock.class, "system", ZoneId.class);
}
