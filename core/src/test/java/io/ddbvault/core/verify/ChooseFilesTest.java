package io.ddbvault.core.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.evidence.Depth;
import io.ddbvault.core.manifest.DataFile;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChooseFilesTest {
    private static final LocalDate DAY = LocalDate.parse("2025-07-22");

    @Test
    void aQuickVerificationReadsNoneAndADeepOneAll() {
        List<DataFile> files = files(3);

        assertThat(choose(files, Depth.QUICK, 1, DAY)).isEmpty();
        assertThat(choose(files, Depth.DEEP, 0.01, DAY)).containsExactlyInAnyOrder("0000", "0001", "0002");
    }

    @ParameterizedTest
    @CsvSource({"1, 0.05, 1, 1", "7, 0.05, 1, 7", "100, 0.05, 5, 20", "101, 0.05, 6, 17", "7, 0.5, 4, 2", "9, 1, 9, 1"})
    void aSampleGetsRoundToAllFilesDayByDay(int count, double share, int aDay, int days) {
        Set<String> read = new HashSet<>();
        for (int day = 0; day < days; day++) {
            Set<String> today = choose(files(count), Depth.SAMPLE, share, DAY.plusDays(day));
            assertThat(today).hasSize(aDay);
            read.addAll(today);
        }

        assertThat(read).hasSize(count);
    }

    @Test
    void theSameSeedReadsTheSameFilesInWhateverOrderTheyAreListed() {
        List<DataFile> files = files(40);
        List<DataFile> reversed =
                IntStream.range(0, 40).mapToObj(i -> files.get(39 - i)).toList();

        assertThat(choose(files, Depth.SAMPLE, 0.1, DAY)).isEqualTo(choose(reversed, Depth.SAMPLE, 0.1, DAY));
        assertThat(choose(files, Depth.SAMPLE, 0.1, DAY))
                .isNotEqualTo(choose(files, Depth.SAMPLE, 0.1, DAY.plusDays(1)));
    }

    @Test
    void aDayBefore1970IsADayToo() {
        assertThat(choose(files(7), Depth.SAMPLE, 0.3, LocalDate.parse("1969-01-03")))
                .hasSize(3);
    }

    @Test
    void filesWithoutItemsAreInNoSample() {
        List<DataFile> files = List.of(
                new DataFile("a", 0, "md5", "etag"),
                new DataFile("b", 1, "md5", "etag"),
                new DataFile("c", 0, "md5", "etag"));

        for (int day = 0; day < 3; day++) {
            assertThat(choose(files, Depth.SAMPLE, 0.05, DAY.plusDays(day))).containsExactly("b");
        }
        assertThat(choose(files.subList(0, 1), Depth.SAMPLE, 0.05, DAY)).isEmpty();
    }

    private static List<DataFile> files(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new DataFile("%04d".formatted(i), 1, "md5", "etag"))
                .toList();
    }

    private static Set<String> choose(List<DataFile> files, Depth depth, double share, LocalDate seed) {
        return ChooseFiles.choose(files, new VerifyRequest(null, false, List.of(), depth, share, seed, 1));
    }
}
