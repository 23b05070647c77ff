package io.ddbvault.core.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * The first problems of a table in the order of its files and lines, whichever thread finds which when, and the number of
 * all. Thread-safe.
 */
final class CollectProblems {
    private record Placed(int file, long line, Problem problem) {}

    private final int most;
    private final TreeSet<Placed> first = new TreeSet<>(Comparator.comparingInt(Placed::file)
            .thenComparingLong(Placed::line)
            .thenComparing(placed -> placed.problem().text()));
    private long count;

    CollectProblems(int most) {
        this.most = most;
    }

    /** @param file its number in the list of files */
    synchronized void add(int file, Problem problem) {
        count++;
        first.add(new Placed(file, problem.line(), problem));
        if (first.size() > most) {
            first.pollLast();
        }
    }

    /** Counts others, which are not among the first ones. */
    synchronized void addMore(long others) {
        count += others;
    }

    synchronized List<Problem> first() {
        List<Problem> problems = new ArrayList<>();
        first.forEach(placed -> problems.add(placed.problem()));
        return problems;
    }

    synchronized long count() {
        return count;
    }
}
