package io.ddbvault.deploy;

import io.ddbvault.testkit.program.SkipAloud;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds hashicorp/aws, unpacked, where Terraform and people keep providers: as
 * {@code ROOT/registry.terraform.io/hashicorp/aws/5.x.y/OS_ARCH/terraform-provider-aws_v5…}.
 */
final class FindProvider {
    /** Of the program below where the search begins. */
    private static final int DEPTH = 8;

    /** Of the program below a mirror's root. */
    private static final int LEVELS = 6;

    private FindProvider() {}

    /** @return the root of the mirror; skips the test, and says so aloud, where there is none */
    static Path orSkip() {
        return places().filter(Files::isDirectory)
                .flatMap(place -> mirror(place).stream())
                .findFirst()
                .orElseGet(() -> SkipAloud.because("there is no Terraform provider hashicorp/aws 5 (a file"
                        + " terraform-provider-aws_v5…) in the usual places, so the Terraform module is not tested;"
                        + " TF_PLUGIN_CACHE_DIR may name a folder that holds it"));
    }

    private static Stream<Path> places() {
        String home = System.getProperty("user.home");
        return Stream.concat(
                Optional.ofNullable(System.getenv("TF_PLUGIN_CACHE_DIR")).map(Path::of).stream(),
                Stream.of(
                        Path.of(home, ".terraform.d"),
                        Path.of("/usr/share/terraform"),
                        Path.of("/usr/local/share/terraform"),
                        Path.of("/usr/local"),
                        Path.of("/opt")));
    }

    private static Optional<Path> mirror(Path place) {
        Search search = new Search();
        try {
            Files.walkFileTree(place, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEPTH, search);
        } catch (IOException e) {
            // A place that cannot be read holds no provider for us.
        }
        return Optional.ofNullable(search.found);
    }

    private static final class Search extends SimpleFileVisitor<Path> {
        private static final List<String> LAYOUT = List.of("registry.terraform.io", "hashicorp", "aws");

        private @Nullable Path found;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (name(file).startsWith("terraform-provider-aws_v5") && isOfThisMachine(file)) {
                found = root(file);
                return FileVisitResult.TERMINATE;
            }
            return FileVisitResult.CONTINUE;
        }

        private static boolean isOfThisMachine(Path file) {
            int names = file.getNameCount();
            return names > LEVELS
                    && name(file.getName(names - 2)).equals(Terraform.platform())
                    && LAYOUT.equals(Stream.of(6, 5, 4)
                            .map(level -> name(file.getName(names - level)))
                            .toList());
        }

        private static @Nullable Path root(Path file) {
            Path root = file;
            for (int level = 0; level < LEVELS && root != null; level++) {
                root = root.getParent();
            }
            return root;
        }

        private static String name(Path path) {
            return String.valueOf(path.getFileName());
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
        }
    }
}
