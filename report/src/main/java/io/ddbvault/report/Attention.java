package io.ddbvault.report;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that a person should look at.
 *
 * @param kind stable name for scripts, such as {@code last_backup_old}
 * @param title what is the matter, a sentence without its full stop
 * @param reason what it means; one or two sentences
 * @param action what to do about it, a sentence
 * @param command that does or begins it; null where there is none
 * @param tables whom it concerns; empty where it is the whole backup
 * @param dates the days that it is about, newest first
 */
public record Attention(
        Severity severity,
        String kind,
        String title,
        String reason,
        String action,
        @Nullable String command,
        List<String> tables,
        List<LocalDate> dates) {

    /** Most urgent first. */
    public enum Severity {
        /** What is to be protected is not, now. */
        URGENT("Urgent"),
        /** Something is not as it was meant. */
        WARNING("Warning"),
        /** Nothing is wrong, as far as anybody has looked. */
        NOTICE("Notice");

        private final String label;

        Severity(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    public Attention {
        tables = List.copyOf(tables);
        dates = List.copyOf(dates);
    }
}
