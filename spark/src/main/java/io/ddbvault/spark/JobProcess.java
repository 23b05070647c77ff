package io.ddbvault.spark;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.model.Answer;
import io.ddbvault.core.model.Stop;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * The driver's process: standard output holds the answer alone, as JSON; standard error has Spark's log and, of a failure,
 * one line. Told to end by SIGTERM, the job ends at a safe point.
 */
final class JobProcess {
    private static final int FAILED = 1;
    /** {@code EX_USAGE} of sysexits.h. */
    private static final int USAGE = 64;

    private final PrintStream out = utf8(FileDescriptor.out);
    private final PrintStream err = utf8(FileDescriptor.err);
    private final Stop stop = Stop.onRequest(InstantSource.system());
    /** Of the signal that was heard; 0 for none. */
    private final AtomicInteger signalled = new AtomicInteger();

    private JobProcess() {}

    /** What a job writes to and looks at. */
    record Surroundings(PrintStream out, PrintStream err, Stop stop) {}

    /** Runs a picocli command; ends the process with its exit code, or returns if that is 0. */
    static void run(Function<Surroundings, Callable<Integer>> job, String[] arguments) {
        new JobProcess().runAndExit(job, arguments);
    }

    private void runAndExit(Function<Surroundings, Callable<Integer>> job, String[] arguments) {
        // Libraries that print go where the log goes.
        System.setOut(err);
        Signals.handle(this::interrupt);
        int exitCode;
        try {
            exitCode = new CommandLine(job.apply(new Surroundings(out, err, stop)))
                    .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                    .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                    .setUsageHelpWidth(100)
                    .setParameterExceptionHandler((e, given) -> usage(e))
                    .setExecutionExceptionHandler((e, command, parsed) -> failed(e))
                    .execute(LeaveOutGlue.from(arguments));
        } catch (Error e) {
            // picocli hands on exceptions alone; a missing class or too little memory is to be told as well.
            exitCode = failed(e);
        }
        out.flush();
        err.flush();
        int last = signalled.get() == 0 ? exitCode : signalled.get();
        if (last != 0) {
            System.exit(last);
        }
        // YARN takes even an exit with 0, before the main method has returned, for a failure.
    }

    private void interrupt(int exitCode) {
        if (signalled.compareAndSet(0, exitCode)) {
            err.println("stopping");
            stop.request("a signal");
        }
    }

    private int usage(ParameterException e) {
        err.println("error: " + e.getMessage());
        err.println("'%s --help' lists what it takes."
                .formatted(e.getCommandLine().getCommandSpec().qualifiedName()));
        answer(new DdbvaultException(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage())));
        return USAGE;
    }

    private int failed(Throwable e) {
        if (e instanceof DdbvaultException expected) {
            err.println("error: " + expected.text());
            answer(expected);
            return Answer.to(expected).exitCode();
        }
        DdbvaultException defect =
                new DdbvaultException(ErrorCode.INTERNAL_ERROR, "%s. This is a defect of ddbvault.".formatted(e), e);
        err.println("error: " + defect.text());
        e.printStackTrace(err);
        answer(defect);
        return FAILED;
    }

    private void answer(DdbvaultException e) {
        out.println(Answer.to(e).toJson());
    }

    /** JSON is UTF-8 whatever the locale says. */
    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
