package io.ddbvault.spark;

import io.ddbvault.core.restore.Unit;
import io.ddbvault.core.restore.UnitResult;
import io.ddbvault.core.restore.UnitResult.Status;
import java.io.Serializable;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Does one unit of a restore on an executor. A unit that breaks off is tried again by Spark, perhaps elsewhere, and goes on
 * where its checkpoint says; at the last try it says why.
 *
 * @param tasksAtATime that one executor does, and shares its memory out over; 0 for one for each of its cores
 * @param tries that a task has
 */
record DoUnitTask(TaskSettings settings, int tasksAtATime, int tries) implements Function<String, DoUnitTask.Done> {
    /**
     * What became of the unit.
     *
     * @param triedAgain how many times the unit was begun by a task that did not come to its end
     */
    record Done(
            Status status,
            long written,
            long failed,
            long cleared,
            @Nullable String error,
            int triedAgain) implements Serializable {}

    @Override
    public Done call(String unit) throws UnitBrokeOff {
        TaskContext task = TaskContext.get();
        int atATime = tasksAtATime > 0 ? tasksAtATime : Runtime.getRuntime().availableProcessors();
        UnitResult result;
        try (StopWithTask watched = new StopWithTask(task)) {
            result =
                    ExecutorVault.of(settings).unit(atATime, doUnit -> doUnit.run(Unit.fromJson(unit), watched.stop()));
        }
        if (result.status() == Status.BROKEN_OFF && task.attemptNumber() + 1 < tries) {
            throw new UnitBrokeOff(String.valueOf(result.error()));
        }
        return new Done(
                result.status(),
                result.itemsWritten(),
                result.itemsFailed(),
                result.itemsCleared(),
                result.error(),
                task.attemptNumber());
    }

    /** For Spark, which tries the task again. */
    static final class UnitBrokeOff extends Exception {
        private static final long serialVersionUID = 1;

        UnitBrokeOff(String why) {
            super(why);
        }
    }
}
