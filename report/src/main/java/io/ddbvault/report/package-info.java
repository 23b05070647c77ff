/**
 * How the backups stand, as one page for a browser.
 *
 * <pre>
 * report    bucket -> ReportSources -> ReportPage -> HTML
 * </pre>
 *
 * {@link io.ddbvault.report.BuildReport} decides, the template in {@code src/main/jte} lays out, and neither knows of the
 * other. Whatever the bucket says (names of tables, messages) is somebody else's text: it goes through the template's
 * escaping and nowhere else.
 */
@NullMarked
package io.ddbvault.report;

import org.jspecify.annotations.NullMarked;
