package io.ddbvault.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.manifest.DataFile;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanUnitsTest {
    @Test
    void eachOfManyFilesIsAUnitAndTheLargestComesFirst() {
        List<Unit> units = plan(4, file(1, 10), file(2, 0), file(3, 3000), file(4, 200));

        assertThat(units)
                .extracting(Unit::name)
                .containsExactly("write-3-1-3000", "write-4-1-200", "write-1-1-10", "write-2-1-0");
    }

    @Test
    void aFileThatIsMostOfTheTableIsCutIntoPartsThatCoverItOnce() {
        List<Unit> units = plan(4, file(1, 1_000_003), file(2, 1000));

        List<Unit> parts = units.stream().filter(unit -> unit.number() == 1).toList();
        assertThat(parts).hasSize(8);
        assertThat(parts).allSatisfy(part -> assertThat(part.lines()).isLessThanOrEqualTo(125_001));
        LineRanges covered = new LineRanges();
        parts.forEach(part -> covered.add(part.first(), part.last()));
        assertThat(covered.text()).isEqualTo("1-1000003");
        assertThat(units).last().extracting(Unit::name).isEqualTo("write-2-1-1000");
    }

    @Test
    void aFileIsNotCutIntoPartsThatAreReadLongerThanWritten() {
        assertThat(plan(64, file(1, 100_000))).extracting(Unit::lines).containsExactly(50_000L, 50_000L);
    }

    @Test
    void whatIsWrittenAlreadyIsNoWork() {
        RestoreUnit half = file(1, 400_000);
        half.written().add(1, 200_000);
        RestoreUnit all = file(2, 50);
        all.written().add(1, 50);

        assertThat(plan(2, half, all))
                .extracting(Unit::name)
                .containsExactly("write-1-200001-300000", "write-1-300001-400000", "write-2-1-50");
    }

    @Test
    void theSharesOfTheCeilingAreNeverMoreThanTheCeiling() {
        for (int ceiling = 7; ceiling < 50; ceiling++) {
            int most = ceiling;
            assertThat(PlanUnits.writes("id", 1, "orders", files(20), 7, ceiling))
                    .hasSize(20)
                    .allSatisfy(unit -> assertThat(unit.maxWriteUnits()).isBetween(most / 7 - 1, most / 7));
        }
        assertThat(PlanUnits.writes("id", 1, "orders", files(2), 7, 100))
                .extracting(Unit::maxWriteUnits)
                .containsOnly(50);
        assertThat(PlanUnits.clears("id", 1, "orders", 4, 100))
                .extracting(Unit::name, Unit::maxWriteUnits)
                .containsExactlyElementsOf(IntStream.range(0, 4)
                        .mapToObj(i -> org.assertj.core.groups.Tuple.tuple("clear-%d-of-4".formatted(i), 25))
                        .toList());
    }

    @Test
    void aUnitIsTheSameAfterItsWayThroughJsonAndItsName() {
        for (Unit unit : List.of(
                new Unit("id", 3, "ord\"ers", Unit.Kind.WRITE, 7, 5_000_000_001L, 6_000_000_000L, 12),
                new Unit("id", 3, "orders", Unit.Kind.WRITE, 7, 1, 0, null),
                new Unit("id", 3, "orders", Unit.Kind.CLEAR, 0, 0, 16, null))) {
            assertThat(Unit.fromJson(unit.toJson())).isEqualTo(unit);
            assertThat(Unit.named(unit.name(), "id", 3, unit.table())).contains(unit.within(null));
        }
        assertThat(Unit.named("write-1", "id", 3, "orders")).isEmpty();
    }

    private static List<Unit> plan(int atATime, RestoreUnit... files) {
        return PlanUnits.writes("id", 1, "orders", List.of(files), atATime, null);
    }

    private static List<RestoreUnit> files(int count) {
        List<RestoreUnit> files = new ArrayList<>();
        IntStream.rangeClosed(1, count).forEach(i -> files.add(file(i, 100)));
        return files;
    }

    private static RestoreUnit file(int index, long lines) {
        DataFile file = new DataFile("data/%d.json.gz".formatted(index), lines, "md5", "etag");
        return new RestoreUnit(index, new CheckedFile(file, "etag", 1), new LineRanges());
    }
}
