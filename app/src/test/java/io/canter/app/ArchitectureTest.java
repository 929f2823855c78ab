package io.canter.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows between the rooms go one way. */
class ArchitectureTest {
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.canter");

    @Test
    void everyRoomIsLookedAt() {
        for (String room : new String[] {"ingest", "inference", "tracking", "output", "training", "app"}) {
            assertThat(HOUSE.stream().anyMatch(c -> c.getPackageName().startsWith("io.canter." + room)))
                    .as("classes of %s", room)
                    .isTrue();
        }
    }

    @Test
    void arrowsGoOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("io.canter..")
                .layer("ingest")
                .definedBy("io.canter.ingest..")
                .layer("inference")
                .definedBy("io.canter.inference..")
                .layer("tracking")
                .definedBy("io.canter.tracking..")
                .layer("output")
                .definedBy("io.canter.output..")
                .layer("training")
                .definedBy("io.canter.training..")
                .layer("app")
                .definedBy("io.canter.app..")
                .whereLayer("app")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("training")
                .mayOnlyBeAccessedByLayers("app")
                .whereLayer("output")
                .mayOnlyBeAccessedByLayers("training", "app")
                .whereLayer("tracking")
                .mayOnlyBeAccessedByLayers("output", "training", "app")
                .whereLayer("inference")
                .mayOnlyBeAccessedByLayers("tracking", "output", "training", "app")
                .check(HOUSE);
    }

    @Test
    void roomsHaveNoCycles() {
        slices().matching("io.canter.(*)..").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void onlyIngestSeesTheVideoLibrary() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.canter.ingest..")
                .and()
                .resideOutsideOfPackage("io.canter.output..") // writes the overlay video
                .and()
                .resideOutsideOfPackage("io.canter.training..") // writes the demo clip
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.bytedeco.javacv..", "org.bytedeco.ffmpeg..")
                .check(HOUSE);
    }

    @Test
    void stateOverTimeLivesInTrackingWithoutClockOrThread() {
        noClasses()
                .that()
                .resideInAPackage("io.canter.tracking..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("reactor..", "java.util.concurrent..")
                .check(HOUSE);
    }
}
